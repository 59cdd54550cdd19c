//! Those who change routes, so that there are events.

use super::course::Times;
use crate::measure::own_command;
use crate::world::{Batch, route_in};
use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use route2::schema::rtnl::Op;
use route2::{Netns, Socket};
use std::io::Read;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Between two changes that are made one by one.
const PAUSE: Duration = Duration::from_micros(300);
/// More than a socket of the smallest size holds.
const FILLERS: u32 = 100;
/// A process is stopped within this time.
const STOPPING: Duration = Duration::from_millis(20);

/// A process that adds and deletes so many routes; `stopped` is one that is stopped meanwhile.
pub(super) fn start(routes: u32, stopped: Option<Pid>) -> Result<Child> {
    let mut command = own_command()?;
    command.args(["write", &routes.to_string()]);
    command.args(stopped.map(|pid| pid.to_string()));
    command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().context("cannot start who writes")
}

/// A process that adds routes while this one is stopped. It says so by a line, just before this one goes on.
pub(super) fn start_differing(routes: u32) -> Result<Child> {
    let mut command = own_command()?;
    command.args(["write", &routes.to_string(), &Pid::this().to_string(), "differ"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start who writes")
}

/// A process that adds and deletes so many routes again and again, until its standard input is closed.
pub(super) fn start_endless(routes: u32) -> Result<Child> {
    let mut command = own_command()?;
    command.args(["write", &routes.to_string(), "endless"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().context("cannot start who writes")
}

/// This program as such a process.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let Some((routes, how)) = arguments.split_first() else { bail!("write how many?") };
    let routes = routes.parse()?;
    match how.first().map(String::as_str) {
        None => write(routes),
        Some("endless") => {
            static CLOSED: AtomicBool = AtomicBool::new(false);
            thread::spawn(|| {
                let _ = std::io::stdin().read(&mut [0]);
                CLOSED.store(true, Ordering::SeqCst);
            });
            while !CLOSED.load(Ordering::SeqCst) {
                write(routes)?;
            }
            Ok(())
        }
        Some(pid) => {
            let pid = Pid::from_raw(pid.parse()?);
            kill(pid, Signal::SIGSTOP)?;
            thread::sleep(STOPPING);
            let written = if how.len() > 1 { differ(routes) } else { write(routes) };
            // It waits for this line, if for any.
            println!();
            kill(pid, Signal::SIGCONT)?;
            written
        }
    }
}

/// Adds so many routes, behind so many changes of another one that a small socket is full by then.
fn differ(routes: u32) -> Result<()> {
    let mut batch = Batch::open()?;
    for _ in 0..FILLERS {
        batch.add(change(Op::New, routes)?)?;
        batch.add(change(Op::Del, routes)?)?;
    }
    (0..routes).try_for_each(|i| batch.add(change(Op::New, i)?))?;
    batch.flush()
}

/// Takes them away.
pub(super) fn undo(routes: u32) -> Result<()> {
    let mut batch = Batch::open()?;
    (0..routes).try_for_each(|i| batch.add(change(Op::Del, i)?))?;
    batch.flush()
}

fn write(routes: u32) -> Result<()> {
    let mut batch = Batch::open()?;
    for op in [Op::New, Op::Del] {
        (0..routes).try_for_each(|i| batch.add(change(op, i)?))?;
    }
    batch.flush()
}

/// Adds and deletes routes with pauses, each when the change before was seen.
pub(super) fn one_by_one(times: &Times, routes: u32) -> Result<()> {
    let socket = Socket::open(&Netns::Current)?;
    let changes = (0..routes).flat_map(|i| [(Op::New, i), (Op::Del, i)]);
    for ((op, i), number) in changes.zip(1..) {
        let request = change(op, i)?;
        thread::sleep(PAUSE);
        times.changing();
        socket.send(&request)?;
        let start = Instant::now();
        while times.seen.load(Ordering::SeqCst) < number {
            if start.elapsed() > super::IDLE {
                bail!("a change was not seen");
            }
            thread::sleep(PAUSE);
        }
    }
    Ok(())
}

/// Adds or deletes a route, none of those that a world has.
fn change(op: Op, i: u32) -> Result<Vec<u8>> {
    Ok(route_in(op, 0x0b00_0000, i).finish()?)
}
