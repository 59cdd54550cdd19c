//! What tests of the program share.

#![allow(dead_code, unreachable_pub, reason = "shared by several test programs")]

pub mod confirm;
pub mod ppp;

use route2::schema::rtnl::Table;
use route2::schema::rtnl::names::Family;
use route2::{Driver, Narrow, Netns};
use route2_oracle::{Interfaces, Report, View, gaps, parse};
use route2_sandbox::{Background, holds_within_seconds, sh};
use serde_json::Value as Json;
use std::io::{BufRead, BufReader, Read};
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

/// Tries all cases: the kinds that this kernel lacks. `tried` says what is wrong with a case, or `None` where its kind is
/// lacking.
pub fn lacking<'c, C: 'c>(
    cases: impl Iterator<Item = &'c C>,
    kind: impl Fn(&'c C) -> &'static str,
    tried: impl Fn(&'c C) -> Option<Vec<String>>,
) -> Vec<&'static str> {
    let (mut lacking, mut errors) = (Vec::new(), Vec::new());
    for case in cases {
        match tried(case) {
            None => lacking.push(kind(case)),
            Some(wrong) => errors.extend(wrong.into_iter().map(|w| format!("{}: {w}", kind(case)))),
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    lacking
}

/// Runs the program to its end, and gives the JSON that it prints.
pub fn json(words: &[&str]) -> Json {
    serde_json::from_str(&prints(words)).expect("output is JSON")
}

/// A command with a mirror that is running: `route2 monitor`, or another.
pub struct Monitor {
    process: Background,
    lines: Receiver<String>,
    errors: Receiver<String>,
}

impl Monitor {
    /// Starts it, and waits until it listens.
    pub fn start(words: &[&str]) -> Self {
        Self::start_as(&[env!("CARGO_BIN_EXE_route2")], words)
    }

    /// Starts it through another program.
    pub fn start_as(program: &[&str], words: &[&str]) -> Self {
        Self::start_command(&[program, &["monitor"], words].concat())
    }

    /// Starts another command, and waits until it listens.
    pub fn start_other(words: &[&str]) -> Self {
        Self::start_command(&[&[env!("CARGO_BIN_EXE_route2")], words].concat())
    }

    fn start_command(words: &[&str]) -> Self {
        let mut child = Command::new(words[0])
            .args(&words[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let lines = lines_of(child.stdout.take().expect("it has an output"));
        let errors = lines_of(child.stderr.take().expect("it has an output for errors"));
        let monitor = Self { process: Background(child), lines, errors };
        monitor.wait_until_idle();
        monitor
    }

    /// The next line of its errors.
    pub fn error(&self) -> String {
        self.errors.recv_timeout(Duration::from_secs(30)).expect("it says what is wrong")
    }

    /// Waits until it ends: its status, what it has printed since, and its errors.
    pub fn end(mut self) -> (Option<i32>, Vec<String>, Vec<String>) {
        let mut status = None;
        route2_sandbox::wait_until("the program ends", || {
            status = self.process.0.try_wait().expect("it is a child");
            status.is_some()
        });
        let (lines, errors) = (self.lines.iter().collect(), self.errors.iter().collect());
        (status.and_then(|status| status.code()), lines, errors)
    }

    /// Waits until it has read all that there is, and waits for more.
    pub fn wait_until_idle(&self) {
        let pid = self.process.0.id();
        wait_until_idle(pid);
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

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        sh(&format!("kill -{name} {}", self.process.0.id()));
    }
}

fn lines_of(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    lines
}

/// Waits until a program with a mirror has nothing to do: its first thread and those that ask questions sleep, the
/// mirror's waits for the kernel, and still do so a while later.
pub fn wait_until_idle(pid: u32) {
    route2_sandbox::wait_until("the program waits for events", || {
        is_idle(pid) && {
            thread::sleep(Duration::from_millis(40));
            is_idle(pid)
        }
    });
}

/// (The kernel names calls by number: of poll and ppoll, and of futex and clock_nanosleep.)
fn is_idle(pid: u32) -> bool {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return false };
    let mut is_mirroring = false;
    let are_idle = tasks.flatten().all(|task| {
        let read = |file| std::fs::read_to_string(task.path().join(file)).unwrap_or_default();
        let (name, call) = (read("comm"), read("syscall"));
        let is_in = |calls: &[&str]| calls.iter().any(|number| call.starts_with(number));
        match name.trim() {
            "route2" if task.file_name().to_str() != Some(&pid.to_string()) => {
                is_mirroring = true;
                is_in(&["7 ", "271 ", "73 "])
            }
            "route2-signals" => true,
            _ => is_in(&["202 ", "98 ", "230 ", "115 "]),
        }
    });
    is_mirroring && are_idle
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

/// Compares each value that others state of a table's objects with what is read of them, until nothing
/// differs: states and counters settle after a while.
pub fn compare(table: &str, family: Family, view: &View, theirs: impl Fn() -> Json) -> Report {
    let table = Table::named(table).expect("a table");
    let narrow = Narrow { family, ..Narrow::default() };
    let mut report = Report::default();
    holds_within_seconds(20, || {
        let mut interfaces = Interfaces::default();
        interfaces.learn_from(&printed("ip -j link"));
        let mut driver = Driver::open(&Netns::Current).expect("a socket");
        // A dump of neighbour tables repeats some where it goes on in another datagram, and datagrams are
        // short until the kernel has seen how much is read at once. iproute2 always reads the links before.
        driver.list(Table::named("link").expect("a table"), Narrow::default()).expect("a list");
        let dump = driver.list(table, narrow).expect("a list");
        let objects: Vec<_> = dump.objects().collect();
        report = view.compare(&objects, &theirs(), &interfaces);
        report.failures.extend(objects.into_iter().flat_map(gaps));
        report.failures.is_empty()
    });
    report
}

/// The JSON that a command of iproute2 prints; nothing at all is an empty list.
pub fn printed(command: &str) -> Json {
    let text = sh(command);
    let text = if text.trim().is_empty() { "[]" } else { &text };
    parse(text).unwrap_or_else(|error| panic!("{command}: {error}: {text}"))
}

/// Says how much was compared, and fails where anything differs or too little was.
pub fn assert_report(report: &Report, least: usize) {
    let Report { compared, skipped, failures, .. } = report;
    println!("{compared} values compared; not compared: {skipped:?}");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(*compared >= least, "only {compared} values were compared");
}

/// A list, ours and that of another program, of which both must say the same.
pub struct Same {
    /// Our command.
    pub ours: &'static str,
    /// Where in its objects the things lie that are compared, and what of each; see [`rows`].
    pub of_ours: (&'static str, &'static [&'static str]),
    /// The other command.
    pub theirs: &'static str,
    /// Likewise.
    pub of_theirs: (&'static str, &'static [&'static str]),
}

/// Waits until both say the same of each. (Some tables settle by themselves.)
pub fn assert_same(cases: &[Same]) {
    for case in cases {
        let interfaces = json(&["link", "--json"]);
        let words: Vec<_> = case.ours.split_whitespace().chain(["--json"]).collect();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let same = holds_within_seconds(5, || {
            ours = rows(&json(&words), case.of_ours, &interfaces);
            let text = sh(case.theirs);
            theirs = rows(&serde_json::from_str(&text).expect("JSON"), case.of_theirs, &interfaces);
            ours == theirs
        });
        assert!(same, "{}: {ours:#?}\n{}: {theirs:#?}", case.ours, case.theirs);
        assert!(!ours.is_empty(), "{}: nothing", case.ours);
    }
}

/// What is said of each thing at `path` of a list's objects, sorted. `a/b` is two values joined; `^` begins
/// at the object instead; `@` is an interface by index.
fn rows(list: &Json, (path, keys): (&str, &[&str]), interfaces: &Json) -> Vec<String> {
    let mut rows = Vec::new();
    for object in at(list, "") {
        for thing in at(object, path) {
            let text = |key: &str| {
                let (key, is_interface) =
                    key.strip_prefix('@').map_or((key, false), |key| (key, true));
                let (key, from) = key.strip_prefix('^').map_or((key, thing), |key| (key, object));
                let values = at(from, key);
                let name = |index: &Json| {
                    let link = at(interfaces, "").into_iter().find(|link| link["index"] == *index);
                    link.map_or(index.clone(), |link| link["ifname"].clone())
                };
                // What has no interface has number 0, or says nothing.
                let is_one = |value: &&Json| !is_interface || **value != 0;
                let words = values.into_iter().filter(is_one).map(|value| match value {
                    number if is_interface => plain(&name(number)),
                    value => plain(value),
                });
                words.collect::<Vec<_>>().join(",")
            };
            let row: Vec<_> = keys
                .iter()
                .map(|key| key.split('/').map(text).collect::<Vec<_>>().join("/"))
                .collect();
            rows.push(row.join(" "));
        }
    }
    rows.sort();
    rows
}

/// All values at the end of a path, of all items of the lists on the way.
fn at<'a>(json: &'a Json, path: &str) -> Vec<&'a Json> {
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    match json {
        Json::Array(items) => items.iter().flat_map(|item| at(item, path)).collect(),
        Json::Object(map) if !path.is_empty() => {
            map.get(key).map_or(Vec::new(), |value| at(value, rest))
        }
        Json::Null => Vec::new(),
        value => vec![value],
    }
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Bool(yes) => u8::from(*yes).to_string(),
        other => other.to_string(),
    }
}
