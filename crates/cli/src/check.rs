//! `route2 check`: is the mirror what the kernel has?

mod compare;

use crate::args;
use crate::changes;
use crate::error::Failure;
use crate::output;
use crate::text;
use crate::wanted::{kept, mirror};
use clap::ArgMatches;
use compare::{Different, Listed};
use route2::schema::rtnl::Op;
use route2::schema::wire::{Json, Shape};
use route2::{Driver, Dump, Error, Filter, Ipdb, Kept, Narrow, Snapshot};
use std::fmt::Write;
use std::time::Duration;

/// How often both are compared while the state changes, or where they differ. The last time, what has changed
/// meanwhile may be what it was before or what it is afterwards.
const TRIES: usize = 16;
/// How long to wait where they differ: of a carrier that comes or goes, the kernel tells up to a second late.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long the mirror may take to know all that the kernel has said.
const SETTLE: Duration = Duration::from_secs(60);

/// What came of it.
struct Outcome {
    now: Snapshot,
    listed: Listed,
    different: Vec<Different>,
    /// The state changed while it was compared, each time.
    moving: bool,
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let names = args::words(matches, "table");
    let names = if names.is_empty() { Kept::DEFAULT.to_vec() } else { names };
    let tables: Vec<_> = names.into_iter().map(kept).collect::<Result<_, _>>()?;
    let ipdb = mirror(matches, &tables, &Filter::default(), &[])?;
    if let Some(time) = matches.get_one::<Duration>("for") {
        std::thread::sleep(*time);
    }
    let mut driver = Driver::open(&args::netns_of(matches))?;
    let mut outcome = compare_once(&ipdb, &mut driver, &tables)?;
    for _ in 1..TRIES {
        match (outcome.different.is_empty(), outcome.moving) {
            (true, false) => break,
            (true, true) => {}
            (false, _) => std::thread::sleep(PATIENCE),
        }
        outcome = compare_once(&ipdb, &mut driver, &tables)?;
    }
    if matches.get_flag("json") {
        output::json_line(|json| json.map(|json| outcome.write_json(&ipdb, &tables, json)))?;
    } else {
        outcome.print(&ipdb, &tables)?;
    }
    match outcome.different.len() {
        0 => Ok(()),
        number => {
            let objects = counted(number as u64, "object");
            Err(Failure::no(format!("the mirror is not what the kernel has: {objects} differ")))
        }
    }
}

/// Lists everything between two looks at the mirror.
fn compare_once(
    ipdb: &Ipdb,
    driver: &mut Driver,
    tables: &[&'static Kept],
) -> Result<Outcome, Failure> {
    let before = settled(ipdb)?;
    let mut listed = Listed::default();
    let mut coherent = true;
    for kept in tables {
        for dump in dumps(driver, kept)? {
            coherent &= !dump.is_interrupted();
            listed.add(kept, dump);
        }
    }
    let now = settled(ipdb)?;
    let moving = !coherent || before.revision() != now.revision();
    let mut different = Vec::new();
    for kept in tables {
        listed.compare(kept, &before, &now, &mut different);
    }
    Ok(Outcome { now, listed, different, moving })
}

fn settled(ipdb: &Ipdb) -> Result<Snapshot, Failure> {
    match ipdb.settle(Some(SETTLE))? {
        true => Ok(ipdb.snapshot()),
        false => Err(Failure::refused(format_args!(
            "the state changed so fast that the mirror did not settle within {} s",
            SETTLE.as_secs()
        ))),
    }
}

/// The table, as the kernel lists it.
fn dumps(driver: &mut Driver, kept: &Kept) -> Result<Vec<Dump>, Failure> {
    let mut dumps = Vec::new();
    for family in kept.families {
        match driver.list(kept.table, Narrow { family: *family, ..Narrow::default() }) {
            Ok(dump) => dumps.push(dump),
            // What this kernel does not have is empty.
            Err(Error::NoTable { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(dumps)
}

impl Outcome {
    fn print(&self, ipdb: &Ipdb, tables: &[&'static Kept]) -> Result<(), Failure> {
        for different in &self.different {
            output::line(&self.line(different))?;
        }
        if !self.different.is_empty() {
            return Ok(());
        }
        let mut line = String::from("equal: ");
        for (i, kept) in tables.iter().enumerate() {
            let count = self.listed.count(kept);
            let between = if i == 0 { "" } else { ", " };
            let _ = write!(line, "{between}{count} {}", noun(kept.name, count == 1));
        }
        let stats = ipdb.stats().mirror;
        let _ = write!(
            line,
            "; {}, {} healed, {}",
            counted(stats.events, "event"),
            counted(stats.overruns, "overrun"),
            counted(stats.inferred, "inferred change")
        );
        if self.moving {
            line += "; the state changed while it was compared";
        }
        output::line(&line)
    }

    /// What the mirror has is old, what the kernel has is new.
    fn line(&self, different: &Different) -> String {
        let names = &self.now;
        match (different.ours(), different.theirs(&self.listed)) {
            (Some(ours), Some(theirs)) => {
                changes::changed_line(theirs, &changes::between(ours, theirs), names)
            }
            (Some(ours), None) => {
                let gone = route2::schema::rtnl::Object { op: Op::Del, ..ours };
                format!("{}: only the mirror has it", text::line(gone, false, names))
            }
            (None, Some(theirs)) => {
                format!("{}: only the kernel has it", text::line(theirs, false, names))
            }
            (None, None) => String::new(),
        }
    }

    fn write_json(&self, ipdb: &Ipdb, tables: &[&'static Kept], json: &mut Json) {
        json.key("equal").bool(self.different.is_empty());
        json.key("tables").map(|json| {
            for kept in tables {
                json.key(kept.name).uint(self.listed.count(kept) as u64);
            }
        });
        let stats = ipdb.stats().mirror;
        for (key, number) in [
            ("events", stats.events),
            ("overruns", stats.overruns),
            ("inferred", stats.inferred),
            ("resynced", stats.resynced),
        ] {
            json.key(key).uint(number);
        }
        json.key("moving").bool(self.moving);
        json.key("different").list(|json| {
            for different in &self.different {
                json.map(|json| {
                    json.key("table").text(different.kept.name);
                    let both =
                        [("mirror", different.ours()), ("kernel", different.theirs(&self.listed))];
                    for (key, object) in both {
                        match object {
                            Some(object) => object.write_json(json.key(key), Shape::Plain),
                            None => json.key(key).null(),
                        }
                    }
                });
            }
        });
    }
}

fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// What an object of a table, or several, are called.
fn noun(table: &str, is_one: bool) -> String {
    let (one, many) = match table {
        "link" => ("link", "links"),
        "port" => ("port of bridges", "ports of bridges"),
        "addr" => ("address", "addresses"),
        "route" => ("route", "routes"),
        "neigh" => ("neighbour", "neighbours"),
        "rule" => ("rule", "rules"),
        "nexthop" => ("next hop", "next hops"),
        "qdisc" => ("queueing discipline", "queueing disciplines"),
        "class" => ("class", "classes"),
        "filter" => ("filter", "filters"),
        "chain" => ("chain", "chains"),
        other if is_one => return format!("object of {other}"),
        other => return format!("objects of {other}"),
    };
    if is_one { one.to_owned() } else { many.to_owned() }
}
