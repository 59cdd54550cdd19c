//! What tests of the program share.

#![allow(dead_code, unreachable_pub, reason = "shared by several test programs")]

use route2_sandbox::Background;
use serde_json::Value as Json;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Runs the program to its end.
pub fn route2(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_route2"))
        .args(words)
        .stdin(Stdio::null())
        .output()
        .expect("the program can be started")
}

/// Runs the program to its end, and gives what it prints.
pub fn prints(words: &[&str]) -> String {
    let output = route2(words);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {error}");
    String::from_utf8(output.stdout).expect("output is text")
}

/// Runs the program to its end, and gives the JSON that it prints.
pub fn json(words: &[&str]) -> Json {
    serde_json::from_str(&prints(words)).expect("output is JSON")
}

/// A `route2 monitor` that is running.
pub struct Monitor {
    process: Background,
    lines: Receiver<String>,
}

impl Monitor {
    /// Starts it, and waits until it listens.
    pub fn start(words: &[&str]) -> Self {
        Self::start_as(&[env!("CARGO_BIN_EXE_route2")], words)
    }

    /// Starts it through another program.
    pub fn start_as(program: &[&str], words: &[&str]) -> Self {
        let mut child = Command::new(program[0])
            .args(&program[1..])
            .arg("monitor")
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let stdout = child.stdout.take().expect("it has an output");
        let (sender, lines) = channel();
        thread::spawn(move || {
            BufReader::new(stdout)
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        let monitor = Self { process: Background(child), lines };
        monitor.wait_until_idle();
        monitor
    }

    /// Waits until it has read all that there is, and waits for more.
    pub fn wait_until_idle(&self) {
        let pid = self.process.0.id();
        route2_sandbox::wait_until("the monitor waits for events", || is_waiting(pid));
    }

    /// Collects lines until one is as wanted, that one included.
    pub fn lines_until(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            match self.lines.recv_timeout(Duration::from_secs(30)) {
                Ok(line) => {
                    let found = wanted(&line);
                    lines.push(line);
                    if found {
                        return lines;
                    }
                }
                Err(_) => panic!("waited in vain; so far: {lines:#?}"),
            }
        }
    }

    /// Collects events until one is as wanted, that one included.
    pub fn until(&self, wanted: impl Fn(&Json) -> bool) -> Vec<Json> {
        let parse = |line: &str| serde_json::from_str::<Json>(line).expect("a line is JSON");
        self.lines_until(|line| wanted(&parse(line))).iter().map(|line| parse(line)).collect()
    }

    /// Stops it for a while.
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        route2_sandbox::sh(&format!("kill -{name} {}", self.process.0.id()));
    }
}

/// Does the process wait in poll? That is where the monitor is when it listens. (The kernel names the
/// call by number: 7 is poll, 271 is ppoll.)
fn is_waiting(pid: u32) -> bool {
    let call = std::fs::read_to_string(format!("/proc/{pid}/syscall")).unwrap_or_default();
    ["7 ", "271 ", "73 "].iter().any(|number| call.starts_with(number))
}

/// The value of an attribute in the whole shape.
pub fn attr<'a>(event: &'a Json, name: &str) -> Option<&'a Json> {
    let attrs = event.get("attrs").unwrap_or(event).as_array()?;
    attrs.iter().find(|attr| attr[0] == name).map(|attr| &attr[1])
}

/// The names of events.
pub fn event_names(events: &[Json]) -> Vec<&str> {
    events.iter().filter_map(|event| event["event"].as_str()).collect()
}

/// Is there nothing in it that is unknown or malformed?
pub fn assert_decoded(event: &Json) {
    let text = event.to_string();
    let gaps = ["UNKNOWN\",{", "UNKNOWN\":\"", "malformed"];
    assert!(!gaps.iter().any(|gap| text.contains(gap)), "{text}");
}
