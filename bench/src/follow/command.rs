//! A command that follows: its socket is watched from outside.

use super::Mode;
use super::course::Course;
use super::write;
use crate::measure::{Sample, Who};
use anyhow::{Context, Result, bail, ensure};
use nix::unistd::Pid;
use rustix::process::{PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How long a command may take until it listens.
const STARTING: Duration = Duration::from_secs(5);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// Runs a command, its output to `/dev/null`, until it has taken all there is.
pub(super) fn follow(words: &str, course: &Course) -> Result<Sample> {
    let mut words = words.split(' ');
    let mut child = Command::new(words.next().context("no command")?)
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let sample = measure(&mut child, course);
    child.kill()?;
    child.wait()?;
    sample
}

fn measure(child: &mut Child, course: &Course) -> Result<Sample> {
    let pid = Pid::from_raw(child.id() as i32);
    let start = Instant::now();
    let inode = loop {
        if let Some(socket) = Listening::all()?.first() {
            break socket.inode;
        }
        ensure!(start.elapsed() < STARTING, "it does not listen");
        thread::sleep(PAUSE);
    };
    course.set_buffer(&socket_of(pid, inode)?)?;
    // What it does before it waits is no event's.
    thread::sleep(PAUSE);
    let (start, cpu) = (Instant::now(), Who::Process(pid).cpu_ns()?);
    let stopped = (course.mode == Mode::Waiting).then_some(pid);
    let status = write::start(course.routes, stopped)?.wait()?;
    ensure!(status.success(), "who writes ended with {status}");
    let mut quiet = 0;
    let (mut used, mut drops) = (cpu, 0);
    // Twice in a row nothing to take and nothing done: that was all.
    while quiet < 2 {
        thread::sleep(PAUSE);
        let all = Listening::all()?;
        let socket = all.iter().find(|socket| socket.inode == inode).context("it has ended")?;
        let now = Who::Process(pid).cpu_ns()?;
        quiet = if socket.waiting_bytes == 0 && now == used { quiet + 1 } else { 0 };
        (used, drops) = (now, socket.drops);
    }
    let all = course.expected() as f64;
    Ok(Sample {
        seen: course.expected().saturating_sub(drops),
        cpu_ns: (used - cpu) / all,
        wall_ns: start.elapsed().as_nanos() as f64 / all,
        p99_ns: f64::NAN,
        peak_kib: Who::Process(pid).peak_kib()?,
    })
}

/// A socket of this network namespace that is subscribed to something.
struct Listening {
    waiting_bytes: u64,
    drops: u64,
    inode: u64,
}

impl Listening {
    fn all() -> Result<Vec<Self>> {
        let text = fs::read_to_string("/proc/thread-self/net/netlink")?;
        let mut all = Vec::new();
        for line in text.lines().skip(1) {
            let words: Vec<_> = line.split_whitespace().collect();
            let [_, protocol, _, groups, waiting, _, _, _, drops, inode] = words[..] else {
                bail!("`{line}` is no socket");
            };
            if protocol == "0" && u32::from_str_radix(groups, 16)? != 0 {
                let (waiting_bytes, drops) = (waiting.parse()?, drops.parse()?);
                all.push(Self { waiting_bytes, drops, inode: inode.parse()? });
            }
        }
        Ok(all)
    }
}

/// Another process's socket.
fn socket_of(pid: Pid, inode: u64) -> Result<OwnedFd> {
    let name = format!("socket:[{inode}]");
    for entry in fs::read_dir(format!("/proc/{pid}/fd"))? {
        let entry = entry?;
        if fs::read_link(entry.path())?.as_os_str() == name.as_str() {
            let number = entry.file_name().to_string_lossy().parse()?;
            let pid = rustix::process::Pid::from_raw(pid.as_raw()).context("no process")?;
            let pidfd = pidfd_open(pid, PidfdFlags::empty())?;
            return Ok(pidfd_getfd(pidfd, number, PidfdGetfdFlags::empty())?);
        }
    }
    bail!("it has no such socket")
}
