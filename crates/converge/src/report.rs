//! What a run has to tell.

use crate::Options;
use crate::oracle::State;
use crate::subject::{Fault, Subject};
use crate::writer::Log;
use std::fmt::Write;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// How many lines of the log and of the events are printed with a fault.
const LINES: usize = 25;
/// How much of a line is.
const COLUMNS: usize = 600;

/// Sums of a run.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) rests: u64,
    pub(crate) restless: u64,
    /// Differences that went away with a notification that came later.
    pub(crate) late: u64,
    pub(crate) faults: usize,
    pub(crate) resyncs: u64,
    mirrors: u64,
    events: u64,
    overruns: u64,
    drops: u64,
    questions: u64,
    disturbed: u64,
    inferred: u64,
    resynced: u64,
    consumed: u64,
    lagged: u64,
}

impl Totals {
    /// Adds what a mirror has been through.
    pub(crate) fn add(&mut self, subject: &Subject) {
        let stats = subject.ipdb.stats();
        self.mirrors += 1;
        self.events += stats.mirror.events;
        self.overruns += stats.mirror.overruns;
        self.drops += u64::from(stats.drops);
        self.questions += stats.mirror.questions;
        self.disturbed += stats.mirror.disturbed;
        self.inferred += stats.mirror.inferred;
        self.resynced += stats.mirror.resynced;
        for consumer in &subject.consumers {
            let model = consumer.model();
            self.consumed += model.events;
            self.lagged += model.lagged;
        }
    }

    pub(crate) fn print(&self, log: &Log, took: Duration) {
        let Self {
            rests, restless, late, faults, resyncs, mirrors, events, overruns, drops, ..
        } = self;
        let Self { questions, disturbed, inferred, resynced, consumed, lagged, .. } = self;
        let (done, refused) = (log.done.load(Relaxed), log.refused.load(Relaxed));
        println!(
            "converge: {} s, operations: {done} done, {refused} refused\n\
             mirrors: {mirrors}, notifications: {events}, overruns: {overruns} ({drops} lost), resyncs: {resyncs}\n\
             questions: {questions}, of them disturbed: {disturbed}; changes inferred: {inferred}, resynced: {resynced}\n\
             consumers: {consumed} events, lagged {lagged} times\n\
             rests: {rests} compared and the same ({late} once told), {restless} never quiet; faults: {faults}",
            took.as_secs()
        );
    }
}

/// Tells of a fault: on the terminal what matters most, in the log all.
pub(crate) fn tell(subject: &Subject, fault: &Fault, round: u64, log: &Log, options: &Options) {
    let mut out = format!(
        "FAULT of the mirror `{}` in round {round} at {:.3}, seed {}: {}\n",
        subject.name,
        log.time(),
        options.seed,
        fault.what
    );
    let mut tables: Vec<_> = fault.differences.keys().map(|(table, _)| *table).collect();
    tables.dedup();
    describe(&fault.differences, &mut out);
    eprint!("{out}");
    let recent: Vec<_> = match subject.consumers.first() {
        Some(consumer) => consumer.model().recent.iter().cloned().collect(),
        None => Vec::new(),
    };
    let of_tables =
        recent.iter().filter(|line| tables.iter().any(|table| line[10..].starts_with(table)));
    eprintln!("  the last events of these tables:");
    last(of_tables).iter().for_each(|line| eprintln!("    {}", cut(line)));
    eprintln!("  the last operations (- is refused):");
    last(log.tail().iter()).iter().for_each(|line| eprintln!("    {}", cut(line)));
    if let Some(path) = &options.log {
        let all = [out, recent.join("\n"), log.tail().join("\n"), String::new()].join("\n");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        let written =
            file.and_then(|mut file| std::io::Write::write_all(&mut file, all.as_bytes()));
        if let Err(error) = written {
            eprintln!("converge: cannot write {path}: {error}");
        }
    }
}

fn last<'a>(lines: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let lines: Vec<_> = lines.collect();
    lines[lines.len().saturating_sub(LINES)..].to_vec()
}

fn cut(line: &str) -> String {
    line.chars().take(COLUMNS).collect()
}

/// The differences; of an object that is most like another of its table, only in what.
fn describe(differences: &State, out: &mut String) {
    let mut told = Vec::new();
    for (key @ (table, text), count) in differences.iter().filter(|(_, count)| **count > 0) {
        let words: Vec<_> = text.split_whitespace().collect();
        let others = differences.iter().filter(|((other, _), n)| other == table && **n < 0);
        let unlike = |other: &str| other.split_whitespace().filter(|w| !words.contains(w)).count();
        let nearest = others.min_by_key(|((_, other), _)| unlike(other));
        if let Some((nearest, _)) = nearest.filter(|((_, other), _)| unlike(other) < 8) {
            let theirs: Vec<_> = nearest.1.split_whitespace().collect();
            let (one, two) = (only(&words, &theirs), only(&theirs, &words));
            let what: String = text.chars().take(150).collect();
            let _ =
                writeln!(out, "  {table} {count}: {what}\n    mirror: {one}\n    kernel: {two}");
            told.extend([key, nearest]);
        }
    }
    for (key @ (table, text), count) in differences {
        if !told.contains(&key) {
            let _ = writeln!(out, "  {table} {count:+}: {text}");
        }
    }
}

fn only(these: &[&str], those: &[&str]) -> String {
    let only: Vec<_> = these.iter().filter(|word| !those.contains(word)).copied().collect();
    only.join(" ")
}
