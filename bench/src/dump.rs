//! Dumps of the real kernel: from the request to the last object, the kernel's own work included.

use crate::measure::{self, Job, Repeats, Sample, Series, Who};
use crate::table::{Table, number, time};
use crate::world::{Kind, Subject, Worlds};
use crate::{Options, ours, peers, raw};
use anyhow::{Context, Result, bail, ensure};
use std::process::{Command, Stdio};

/// What is measured.
struct Row {
    title: &'static str,
    work: Work,
}

enum Work {
    /// A library's dump, which gives how much it saw.
    Library(fn(Kind) -> Result<u64>),
    /// A command: words, of which `route2` is the program and `TABLE` the table's name.
    Command(&'static str),
}

const fn library(title: &'static str, work: fn(Kind) -> Result<u64>) -> Row {
    Row { title, work: Work::Library(work) }
}

const fn command(title: &'static str, words: &'static str) -> Row {
    Row { title, work: Work::Command(words) }
}

const ROWS: &[Row] = &[
    library("raw recv loop", raw::dump),
    library("route2: `Driver::list`", ours::list),
    library("route2: the same, every attribute visited", ours::list_and_visit),
    library("route2: a mirror filled, with its index", ours::mirror),
    command("`route2 TABLE --json`", "route2 TABLE --json"),
    command("`route2 TABLE --json --full`", "route2 TABLE --json --full"),
    command("`ip -j TABLE`", "ip -j TABLE"),
    command("`ip -d -s -j TABLE`", "ip -d -s -j TABLE"),
    library("rtnetlink, one thread", peers::rtnetlink::dump),
    library("netlink-packet-route over raw recv", peers::packet_route::dump),
    library("neli", peers::neli::dump),
    library("netlink-bindings: iterate, store nothing", peers::bindings::dump),
    #[cfg(feature = "nlink")]
    library("nlink", peers::nlink::dump),
];

/// The row that the others are compared with.
const BASE: usize = 0;

/// How often a process dumps.
const REPEATS: u32 = 5;
/// From so many objects on it does so once.
const ONCE_FROM: u32 = 1_000_000;

/// The section.
pub(crate) fn section(options: &Options, worlds: &mut Worlds) -> Result<Vec<Table>> {
    let subjects: &[_] = match options.quick {
        false => &[
            (Kind::Link, 1000),
            (Kind::Link, 4000),
            (Kind::Route, 100_000),
            (Kind::Route, 1_000_000),
            (Kind::Neigh, 100_000),
            (Kind::Addr, 10_000),
        ],
        true => &[(Kind::Link, 20), (Kind::Route, 1000), (Kind::Neigh, 1000), (Kind::Addr, 100)],
    };
    let mut cpu = Table::new("Dumps: CPU time against the raw loop");
    let mut wall = Table::new("Dumps: time on the wall against the raw loop");
    let mut memory = Table::new("Dumps: peak memory of the process, MB");
    for (kind, count) in subjects.iter().copied() {
        let subject = Subject { kind, count };
        worlds.enter(subject)?;
        let jobs: Vec<_> = ROWS.iter().map(|row| row.job(subject, options)).collect();
        let series = measure::in_rounds(options.rounds, &jobs)?;
        cpu.add_ratios(subject.to_string(), &series, BASE, |s| s.cpu_ns, time);
        wall.add_ratios(subject.to_string(), &series, BASE, |s| s.wall_ns, time);
        memory.add(subject.to_string(), series.iter().map(megabytes));
    }
    Ok(vec![cpu, wall, memory])
}

fn megabytes(row: &Series) -> (String, String) {
    (row.title.clone(), number(row.median(|sample| sample.peak_kib as f64 / 1024.0)))
}

impl Row {
    fn job(&self, Subject { kind, count }: Subject, options: &Options) -> Job {
        let repeats = if count < ONCE_FROM { REPEATS } else { 1 };
        let (kind, repeats) = (kind.table().name, repeats.to_string());
        let arguments = ["dump", self.title, kind, &repeats, &options.route2];
        Job {
            title: self.title.into(),
            arguments: arguments.map(str::to_owned).to_vec(),
            seen_min: if let Work::Library(_) = self.work { count } else { 0 },
        }
    }
}

/// A process of this section: the row's title, the kind, how often, and the program `route2`.
pub(crate) fn run(arguments: &[String]) -> Result<Sample> {
    let [title, kind, repeats, route2] = arguments else { bail!("four arguments are needed") };
    let row = ROWS.iter().find(|row| row.title == title).context("no such row")?;
    let (kind, repeats) = (kind.parse::<Kind>()?, Repeats::Exactly(repeats.parse()?));
    match row.work {
        Work::Library(work) => measure::measure(repeats, Who::Itself, || work(kind)),
        Work::Command(words) => measure::measure(repeats, Who::Children, || {
            let mut words = words.split(' ').map(|word| match word {
                "route2" => route2,
                "TABLE" => kind.table().name,
                word => word,
            });
            let mut command = Command::new(words.next().context("no command")?);
            let status = command.args(words).stdout(Stdio::null()).status()?;
            ensure!(status.success(), "ended with {status}");
            Ok(0)
        }),
    }
}
