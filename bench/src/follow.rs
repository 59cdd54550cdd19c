//! Following the kernel: what its events cost, how late they come, and the mirror that is made of them.

mod command;
mod course;
mod mirror;
mod monitor;
mod write;

use crate::measure::{self, Job, Sample, Series};
use crate::table::{Table, number, time};
use crate::world::{Kind, Subject, Worlds};
use crate::{Options, ours, peers, raw};
use anyhow::{Context, Result, bail};
pub(crate) use course::{Course, IDLE};
use std::fmt;
use std::str::FromStr;
pub(crate) use write::run as write;

/// A contestant.
struct Row {
    title: &'static str,
    work: Work,
}

enum Work {
    /// A library subscribes, says `begin`, and takes events until the course says that these were all.
    Library(fn(&mut Course) -> Result<()>),
    /// A command, by its words.
    Command(&'static str),
}

const fn library(title: &'static str, work: fn(&mut Course) -> Result<()>) -> Row {
    Row { title, work: Work::Library(work) }
}

/// Those who follow. The first one is what the others are compared with.
const FOLLOWERS: &[Row] = &[
    library("raw recv loop", raw::follow),
    library("raw recv loop, routes kept in a `HashMap`", raw::follow_and_keep),
    library("route2: `Ipdb`, the mirror alone", ours::follow),
    library("route2: `Ipdb`, every event taken", ours::follow_and_take),
    library("rtnetlink, one thread", peers::rtnetlink::follow),
    #[cfg(feature = "nlink")]
    library("nlink", peers::nlink::follow),
    Row { title: "`ip monitor route`", work: Work::Command("ip -4 monitor route") },
];

/// Those who are asked how late they are.
const WAITING: &[Row] = &[
    library("raw recv loop", raw::follow),
    library("route2: `Ipdb`, events", ours::follow_and_take),
    library("rtnetlink, one thread", peers::rtnetlink::follow),
    #[cfg(feature = "nlink")]
    library("nlink", peers::nlink::follow),
];

/// How events come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// As fast as the kernel can, with room for all of them.
    Fast,
    /// All before the follower can take the first: it is stopped meanwhile.
    Waiting,
    /// As fast as the kernel can, with the room that a socket has if nobody asks for more.
    Lossy,
    /// One by one.
    Single,
}

impl Mode {
    const ALL: [Self; 4] = [Self::Fast, Self::Waiting, Self::Lossy, Self::Single];
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl FromStr for Mode {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|mode| mode.to_string() == name);
        found.with_context(|| format!("no mode is called `{name}`"))
    }
}

/// The section.
pub(crate) fn section(options: &Options, worlds: &mut Worlds) -> Result<Vec<Table>> {
    let routes = |kept: u32, quick: u32| if options.quick { quick } else { kept };
    let mut tables = vec![
        events(options, worlds, routes(50_000, 1000), routes(20_000, 1000))?,
        losses(options, worlds, routes(50_000, 2000))?,
        latency(options, worlds, routes(1000, 50))?,
    ];
    tables.extend(mirror::tables(options, worlds)?);
    tables.push(monitor::table(options, worlds)?);
    Ok(tables)
}

/// Runs each follower once a round, in a namespace without routes.
fn in_rounds(
    options: &Options,
    worlds: &mut Worlds,
    rows: &[Row],
    mode: Mode,
    routes: u32,
) -> Result<Vec<Series>> {
    worlds.enter(Subject { kind: Kind::Route, count: 0 })?;
    let job = |row: &Row| Job {
        title: row.title.into(),
        arguments: ["follow", "events", row.title, &mode.to_string(), &routes.to_string()]
            .map(str::to_owned)
            .to_vec(),
        seen_min: if mode == Mode::Lossy { 1 } else { 2 * routes },
    };
    measure::in_rounds(options.rounds, &rows.iter().map(job).collect::<Vec<_>>())
}

fn events(options: &Options, worlds: &mut Worlds, fast: u32, waiting: u32) -> Result<Table> {
    let mut table = Table::new("Events: CPU time of one against the raw loop");
    for (mode, routes, title) in
        [(Mode::Fast, fast, "as they come"), (Mode::Waiting, waiting, "all waiting")]
    {
        let series = in_rounds(options, worlds, FOLLOWERS, mode, routes)?;
        let title = format!("{} {title}", count(2 * routes));
        table.add_ratios(title, &series, 0, |sample| sample.cpu_ns, time);
    }
    Ok(table)
}

fn losses(options: &Options, worlds: &mut Worlds, routes: u32) -> Result<Table> {
    let title =
        format!("Events lost at the default receive buffer, of {} at once", count(2 * routes));
    let mut table = Table::new(title);
    let series = in_rounds(options, worlds, FOLLOWERS, Mode::Lossy, routes)?;
    let all = f64::from(2 * routes);
    let lost = |row: &Series| row.median(|sample| 100.0 * (all - sample.seen as f64) / all);
    table.add_each("lost", &series, |row| format!("{:.1} %", lost(row)));
    table.add_ratios("CPU time of all", &series, 0, |sample| all * sample.cpu_ns, time);
    Ok(table)
}

fn latency(options: &Options, worlds: &mut Worlds, routes: u32) -> Result<Table> {
    let mut table = Table::new("From a change to its event, µs");
    let series = in_rounds(options, worlds, WAITING, Mode::Single, routes)?;
    table.add_each("median", &series, |row| number(row.median(|s| s.wall_ns) / 1e3));
    table.add_each("99th percentile", &series, |row| number(row.median(|s| s.p99_ns) / 1e3));
    Ok(table)
}

fn count(n: u32) -> String {
    let events = Subject { kind: Kind::Route, count: n }.to_string();
    events.trim_end_matches(" routes").to_owned()
}

/// A process of this section.
pub(crate) fn run(arguments: &[String]) -> Result<Sample> {
    let Some((what, arguments)) = arguments.split_first() else { bail!("follow what?") };
    match what.as_str() {
        "events" => run_follower(arguments),
        "mirror" => mirror::run(arguments),
        "monitor" => monitor::run(arguments),
        other => bail!("nothing to follow is called `{other}`"),
    }
}

/// The row's title, how events come, and of how many routes.
fn run_follower(arguments: &[String]) -> Result<Sample> {
    let [title, mode, routes] = arguments else { bail!("three arguments are needed") };
    let mut rows = FOLLOWERS.iter().chain(WAITING);
    let row = rows.find(|row| row.title == title).context("no such row")?;
    let mut course = Course::new(mode.parse()?, routes.parse()?)?;
    match row.work {
        Work::Library(work) => {
            work(&mut course)?;
            course.finish()
        }
        Work::Command(words) => command::follow(words, &course),
    }
}
