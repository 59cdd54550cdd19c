//! Who changes the kernel's state: in bursts of commands to `ip`, `bridge` and `tc`, and by requests of its own.

use crate::ops::{self, Tool};
use crate::random::Random;
use crate::raw;
use crate::transact::transact;
use route2::{Driver, Ipdb, Netns};
use std::collections::VecDeque;
use std::io::Write;
use std::net::UdpSocket;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// How many operations the log keeps.
const LOGGED: usize = 400;

/// What was done by all writers.
#[derive(Debug)]
pub(crate) struct Log {
    start: Instant,
    lines: Mutex<VecDeque<String>>,
    pub(crate) done: AtomicU64,
    pub(crate) refused: AtomicU64,
}

impl Log {
    pub(crate) fn new() -> Self {
        let (done, refused) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { start: Instant::now(), lines: Mutex::default(), done, refused }
    }

    /// Since the log was begun, in seconds.
    pub(crate) fn time(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    pub(crate) fn note(&self, line: &str) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == LOGGED {
            lines.pop_front();
        }
        lines.push_back(format!("{:9.3} {line}", self.time()));
    }

    pub(crate) fn outcome(&self, line: &str, is_done: bool) {
        let (counter, mark) = if is_done { (&self.done, " ") } else { (&self.refused, "-") };
        counter.fetch_add(1, Relaxed);
        self.note(&format!("{mark} {line}"));
    }

    /// The last operations.
    pub(crate) fn tail(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().cloned().collect()
    }
}

/// Does so many operations. What is refused is counted.
pub(crate) fn write(mut random: Random, operations: u64, log: &Log) -> io::Result<()> {
    let mut driver = Driver::open(&Netns::Current).map_err(io::Error::other)?;
    let (mut left, mut ipdb) = (operations, None);
    while left > 0 {
        let Some(sort) = ops::sort(&mut random) else { return Ok(()) };
        let length = if random.one_in(3) { 1 } else { 1 + random.below(8) };
        let commands: Vec<_> = (0..length).map(|_| sort.command(&mut random)).collect();
        left = left.saturating_sub(length);
        match sort.tool {
            Tool::Ip => batch("ip", &commands, log)?,
            Tool::Bridge => batch("bridge", &commands, log)?,
            Tool::Tc => batch("tc", &commands, log)?,
            Tool::Setting => commands.iter().for_each(|command| set(command, log)),
            Tool::Datagram => commands.iter().for_each(|address| send(address, log)),
            Tool::Transaction => {
                let ipdb = match &mut ipdb {
                    Some(ipdb) => ipdb,
                    None => ipdb.insert(Ipdb::open().map_err(io::Error::other)?),
                };
                transact(&commands, ipdb, &mut random, log);
            }
            Tool::Raw => {
                for command in &commands {
                    let Some((text, message)) = raw::request(command, &mut random) else {
                        continue;
                    };
                    log.outcome(&format!("raw {text}"), driver.request(message).is_ok());
                }
            }
        }
        if random.one_in(8) {
            thread::sleep(Duration::from_millis(random.below(30)));
        }
    }
    Ok(())
}

/// Gives commands to a program. Those for another namespace (`-n`) are each one's own program.
pub(crate) fn batch(program: &str, commands: &[String], log: &Log) -> io::Result<()> {
    let home = std::process::id().to_string();
    let commands: Vec<_> = commands.iter().map(|line| line.replace("HOME", &home)).collect();
    // Options stand before a batch, not in it.
    let split = |line: &str| match line.split_once(' ') {
        Some((option @ ("-4" | "-6"), rest)) => (option.to_owned(), rest.to_owned()),
        Some(("-n", rest)) => {
            let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            (format!("-n {name}"), rest.to_owned())
        }
        _ => (String::new(), line.to_owned()),
    };
    let mut commands = commands.iter().map(|line| split(line)).peekable();
    while let Some((options, first)) = commands.next() {
        let mut lines = vec![first];
        while let Some((_, line)) = commands.next_if(|(others, _)| *others == options) {
            lines.push(line);
        }
        run(program, &options, &lines, log)?;
    }
    Ok(())
}

fn run(program: &str, options: &str, lines: &[String], log: &Log) -> io::Result<()> {
    let mut child = Command::new(program)
        .args(options.split_whitespace())
        .args(["-force", "-batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // (Who ends before it has read all has refused the rest.)
        let _ = stdin.write_all((lines.join("\n") + "\n").as_bytes());
    }
    let output = child.wait_with_output()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    for (nth, line) in lines.iter().enumerate() {
        let failed = format!("Command failed -:{}", nth + 1);
        let is_failed = errors.lines().any(|error| error == failed);
        log.outcome(&format!("{program} {options} {line}"), !is_failed);
    }
    Ok(())
}

fn set(command: &str, log: &Log) {
    let Some((path, value)) = command.split_once(' ') else { return };
    let is_done = fs::write(format!("/proc/sys/net/{path}"), value).is_ok();
    log.outcome(&format!("set {command}"), is_done);
}

fn send(address: &str, log: &Log) {
    let any = if address.contains(':') { "[::]:0" } else { "0.0.0.0:0" };
    let Ok(address) = address.parse::<std::net::IpAddr>() else { return };
    let sent = UdpSocket::bind(any).and_then(|socket| socket.send_to(b"hello", (address, 9)));
    log.outcome(&format!("send {address}"), sent.is_ok());
}
