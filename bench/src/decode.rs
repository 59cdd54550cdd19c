//! Decoding in memory: recorded dumps, the same bytes for all.

use crate::measure::{self, Job, Repeats, Who};
use crate::table::{Table, time};
use crate::world::{self, Kind, Subject, Worlds};
use crate::{Options, ours, peers, raw};
use anyhow::{Context, Result};
use route2::schema::wire::Messages;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// What is measured: a title, and work that gives the number of messages that it saw.
pub(crate) struct Row {
    pub(crate) title: &'static str,
    pub(crate) work: fn(Kind, &[u8]) -> Result<u64>,
}

const fn row(title: &'static str, work: fn(Kind, &[u8]) -> Result<u64>) -> Row {
    Row { title, work }
}

/// All rows.
pub(crate) const ROWS: &[Row] = &[
    row("floor: the messages' headers", raw::headers),
    row("route2: visit every attribute", ours::visit),
    row("route2: visit and decode every attribute", ours::decode),
    row("route2: five attributes by typed key", ours::typed),
    row("route2: plain JSON", ours::plain_json),
    row("route2: whole JSON", ours::whole_json),
    row("netlink-packet-route: parse into a Vec", peers::packet_route::decode),
    row("neli: parse into a Vec", peers::neli::decode),
    row("netlink-bindings: iterate", peers::bindings::decode),
    #[cfg(feature = "nlink")]
    row("nlink: parse into a Vec", peers::nlink::decode),
];

/// The row that the others are compared with.
const BASE: usize = 1;

/// How long a process decodes the same bytes again and again.
const TIME: Duration = Duration::from_millis(100);

/// The section.
pub(crate) fn section(options: &Options, worlds: &mut Worlds) -> Result<Vec<Table>> {
    let subjects = match options.quick {
        false => [(Kind::Link, 1000), (Kind::Route, 100_000)],
        true => [(Kind::Link, 20), (Kind::Route, 1000)],
    };
    let mut table =
        Table::new("Decoding in memory: CPU time of a message against route2's visit of it");
    for (kind, count) in subjects {
        let subject = Subject { kind, count };
        let recording = Recording::make(subject, u32::MAX, worlds)?;
        let jobs: Vec<_> = ROWS
            .iter()
            .map(|row| Job {
                title: row.title.into(),
                arguments: recording.arguments(row.title, &[]),
                seen_min: count,
            })
            .collect();
        let series = measure::in_rounds(options.rounds, &jobs)?;
        let messages = f64::from(recording.messages);
        table.add_ratios(subject.to_string(), &series, BASE, |s| s.cpu_ns / messages, time);
    }
    Ok(vec![table])
}

/// A process of this section: the row's title, the kind, the file, and perhaps how often.
pub(crate) fn run(arguments: &[String]) -> Result<measure::Sample> {
    let [title, kind, file, times @ ..] = arguments else { anyhow::bail!("too few arguments") };
    let row = ROWS.iter().find(|row| row.title == title).context("no such row")?;
    let kind: Kind = kind.parse()?;
    let bytes = fs::read(file).with_context(|| file.clone())?;
    let repeats = match times.first() {
        Some(times) => Repeats::Exactly(times.parse()?),
        None => Repeats::Warm(TIME),
    };
    measure::measure(repeats, Who::Itself, || (row.work)(kind, &bytes))
}

/// A dump in a file, gone with this.
#[derive(Debug)]
pub(crate) struct Recording {
    kind: Kind,
    path: PathBuf,
    pub(crate) messages: u32,
}

impl Recording {
    /// The first messages of a subject's dump, or all.
    pub(crate) fn make(subject: Subject, messages_max: u32, worlds: &mut Worlds) -> Result<Self> {
        worlds.enter(subject)?;
        let kind = subject.kind;
        let dump = world::record(kind)?;
        let (mut bytes, mut messages) = (Vec::new(), 0);
        for message in Messages::new(&dump).take(messages_max as usize) {
            bytes.extend_from_slice(message?.bytes);
            bytes.resize(bytes.len().next_multiple_of(4), 0);
            messages += 1;
        }
        let name = format!("route2-bench-{}-{}.bin", std::process::id(), kind.table().name);
        let path = std::env::temp_dir().join(name);
        fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        Ok(Self { kind, path, messages })
    }

    /// The arguments of a process that decodes it.
    pub(crate) fn arguments(&self, title: &str, more: &[&str]) -> Vec<String> {
        let path = self.path.display().to_string();
        let first = ["decode", title, self.kind.table().name, &path];
        first.iter().chain(more).map(ToString::to_string).collect()
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
