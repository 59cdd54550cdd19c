//! Looks after a running machine: passes its output on, ends it when its time is up, and finds out
//! how its command ended.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::{FAILED, TIMED_OUT, say};

/// How long a machine may take until it starts the command: many times of what it needs with an
/// emulated processor on a slow host.
const BOOT_LIMIT: Duration = Duration::from_secs(180);

/// How often the clock is looked at. The end of the machine is noticed at once.
const PACE: Duration = Duration::from_millis(50);

/// How many lines of the console tell why a machine failed: a panic fills some thirty, and what led
/// to it stands above them.
const CONSOLE_LINES: usize = 50;

/// What the machine has told about the command.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Booting,
    Started,
    Ended(u8),
}

impl Progress {
    fn read(status: &Path) -> Self {
        Self::parse(&fs::read_to_string(status).unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        // A line counts when it is there as a whole.
        let lines = || text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let ended = lines().find_map(|line| line.strip_prefix("status ")?.parse().ok());
        match ended {
            Some(status) => Self::Ended(status),
            None if lines().any(|line| line == "started") => Self::Started,
            None => Self::Booting,
        }
    }
}

/// Why the machine is gone.
enum End {
    /// It came to an end of its own.
    Itself,
    /// The command took too long.
    TimeLimit,
    /// The command had not even started.
    BootLimit,
    /// Nobody reads the output any more.
    Unread(io::Error),
}

/// Starts the machine and returns the status to exit with once it has ended.
pub(super) fn run(
    qemu: &mut Command,
    limit: Duration,
    status: &Path,
    console: &Path,
) -> Result<u8> {
    let mut machine = qemu.spawn().context("cannot start QEMU")?;
    // Waiting for the child would close its input, which has to stay open until the end.
    let _input = machine.stdin.take();
    let end = attend(&mut machine, limit, status);
    // Whatever went wrong, no machine is left running.
    if !matches!(end, Ok(End::Itself)) {
        machine.kill()?;
    }
    let exit = machine.wait()?;
    Ok(match (end?, Progress::read(status)) {
        (End::Unread(error), _) => {
            say(&format!("cannot pass the output on: {error}"));
            FAILED
        }
        (_, Progress::Ended(status)) => status,
        (End::TimeLimit, _) => {
            say(&format!("time limit of {} s", limit.as_secs()));
            TIMED_OUT
        }
        (End::BootLimit, _) => {
            explain(&format!("it did not start within {} s", BOOT_LIMIT.as_secs()), console)
        }
        (End::Itself, Progress::Booting) => explain(&broken("before", exit), console),
        (End::Itself, Progress::Started) => explain(&broken("while", exit), console),
    })
}

fn broken(when: &str, exit: ExitStatus) -> String {
    format!("it ended {when} the command ran, without a status (QEMU: {exit})")
}

/// Passes the output on until the machine ends or has to be ended.
fn attend(machine: &mut Child, limit: Duration, status: &Path) -> Result<End> {
    let output = machine.stdout.take().context("QEMU has no output")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(relay(output)));
    let booting = Instant::now();
    let mut started = None;
    loop {
        match receiver.recv_timeout(PACE) {
            Ok(Ok(())) | Err(RecvTimeoutError::Disconnected) => return Ok(End::Itself),
            Ok(Err(error)) => return Ok(End::Unread(error)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if started.is_none() && Progress::read(status) != Progress::Booting {
            started = Some(Instant::now());
        }
        match started {
            Some(started) if started.elapsed() > limit => return Ok(End::TimeLimit),
            None if booting.elapsed() > BOOT_LIMIT => return Ok(End::BootLimit),
            _ => {}
        }
    }
}

/// Copies the output to that of this process, as it comes: not held back until a line is full.
fn relay(mut output: impl Read) -> io::Result<()> {
    let mut buffer = [0; 64 * 1024];
    let mut stdout = io::stdout().lock();
    loop {
        match output.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(length) => {
                stdout.write_all(&buffer[..length])?;
                stdout.flush()?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Tells what became of the machine, with the end of its console.
fn explain(what: &str, console: &Path) -> u8 {
    say(&format!("the virtual machine failed: {what}; the end of its console:"));
    let console = fs::read(console).unwrap_or_default();
    for line in last_lines(&String::from_utf8_lossy(&console), CONSOLE_LINES) {
        eprintln!("  {line}");
    }
    FAILED
}

fn last_lines(text: &str, count: usize) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines[lines.len().saturating_sub(count)..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_counts_whole_lines() {
        assert_eq!(Progress::parse(""), Progress::Booting);
        assert_eq!(Progress::parse("started"), Progress::Booting);
        assert_eq!(Progress::parse("started\n"), Progress::Started);
        assert_eq!(Progress::parse("started\nstatus 1"), Progress::Started);
        assert_eq!(Progress::parse("started\nstatus 17\n"), Progress::Ended(17));
    }

    #[test]
    fn the_console_is_cut_at_its_beginning() {
        assert_eq!(last_lines("a\r\nb\r\nc\n", 2), ["b", "c"]);
        assert_eq!(last_lines("a\n", 2), ["a"]);
        assert!(last_lines("", 2).is_empty());
    }
}
