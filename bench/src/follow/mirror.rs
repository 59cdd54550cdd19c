//! The mirror itself: a snapshot, the memory it takes, and a resync.

use super::write;
use crate::measure::{self, Job, Repeats, Sample, Series, Who, in_rounds};
use crate::table::{Table, number, time};
use crate::world::{Kind, Subject, Worlds};
use crate::{Options, raw};
use anyhow::{Context, Result, bail, ensure};
use route2::Ipdb;
use std::hint::black_box;
use std::io::Read;
use std::time::Duration;

/// How many objects differ when the mirror reads everything again.
const DIFFERENCES: u32 = 10;
/// A resync may take so long.
const PATIENCE: Duration = Duration::from_secs(60);
/// For how long a snapshot is taken again and again.
const WARM: Duration = Duration::from_millis(100);
const SNAPSHOTS: u32 = 1000;

pub(super) fn tables(options: &Options, worlds: &mut Worlds) -> Result<Vec<Table>> {
    let counts: &[_] = if options.quick { &[1000] } else { &[100_000, 1_000_000] };
    let mut filled = Table::new("A mirror that is filled");
    let mut cpu = Table::new(format!("A resync with {DIFFERENCES} differences: CPU time"));
    let mut wall = Table::new(format!("A resync with {DIFFERENCES} differences: time on the wall"));
    for count in counts.iter().copied() {
        let subject = Subject { kind: Kind::Route, count };
        worlds.enter(subject)?;
        let job = |title: &str, what: &str, seen_min| Job {
            title: title.into(),
            arguments: ["follow", "mirror", what].map(str::to_owned).to_vec(),
            seen_min,
        };
        let jobs = [job("", "snapshot", count), job("", "memory", count)];
        if let [snapshot, memory] = &in_rounds(options.rounds, &jobs)?[..] {
            let each = |kib: f64| number(kib * 1024.0 / f64::from(count));
            let cells = [
                ("a snapshot", time(snapshot.median(|s| s.cpu_ns))),
                ("memory a route, bytes", each(memory.median(|s| s.peak_kib as f64))),
                (
                    "peak of the process a route, bytes",
                    each(snapshot.median(|s| s.peak_kib as f64)),
                ),
            ];
            filled.add(subject.to_string(), cells.map(|(t, cell)| (t.into(), cell)).into_iter());
        }
        let jobs = [
            job("raw recv loop, one dump", "dump", 0),
            job("route2: `Ipdb`, until it is right", "resync", count),
        ];
        let series: Vec<Series> = in_rounds(options.rounds, &jobs)?;
        cpu.add_ratios(subject.to_string(), &series, 0, |s| s.cpu_ns, time);
        wall.add_ratios(subject.to_string(), &series, 0, |s| s.wall_ns, time);
    }
    Ok(vec![filled, cpu, wall])
}

/// A process: what it does.
pub(super) fn run(arguments: &[String]) -> Result<Sample> {
    let [what] = arguments else { bail!("one argument is needed") };
    match what.as_str() {
        "dump" => measure::measure(Repeats::Exactly(1), Who::Itself, || raw::dump(Kind::Route)),
        "snapshot" => {
            let ipdb = open(None)?;
            let sample = measure::measure(Repeats::Warm(WARM), Who::Itself, || {
                // Many, so that it is not the clock that is measured.
                (0..SNAPSHOTS).for_each(|_| drop(black_box(ipdb.snapshot())));
                Ok(len(&ipdb))
            })?;
            Ok(Sample { cpu_ns: sample.cpu_ns / f64::from(SNAPSHOTS), ..sample })
        }
        // Of this one the memory is that of the mirror alone, when it is filled.
        "memory" => {
            let before = measure::of_status("self", "VmRSS:")?;
            let mut ipdb = None;
            let sample = measure::measure(Repeats::Exactly(1), Who::Itself, || {
                Ok(len(ipdb.insert(open(None)?)))
            })?;
            let peak_kib = measure::of_status("self", "VmRSS:")?.saturating_sub(before);
            Ok(Sample { peak_kib, ..sample })
        }
        "resync" => resync(),
        other => bail!("nothing to do with a mirror is called `{other}`"),
    }
}

fn open(buffer_bytes: Option<usize>) -> Result<Ipdb> {
    let builder = Ipdb::builder().tables([Kind::Route.table().name])?;
    let builder = match buffer_bytes {
        Some(bytes) => builder.receive_buffer(bytes),
        None => builder,
    };
    Ok(builder.open()?)
}

fn len(ipdb: &Ipdb) -> u64 {
    ipdb.snapshot().tables().map(|table| table.len() as u64).sum()
}

/// Changes that the mirror is not told of, because its socket had no room for their notifications while it was
/// stopped: from when it goes on until it is what the kernel has.
fn resync() -> Result<Sample> {
    let ipdb = open(Some(1))?;
    let before = len(&ipdb);
    let mut writer = write::start_differing(DIFFERENCES)?;
    writer.stdout.take().context("no output")?.read_exact(&mut [0])?;
    let sample = measure::measure(Repeats::Exactly(1), Who::Itself, || {
        ensure!(ipdb.settle(Some(PATIENCE))?, "it is not settled in {PATIENCE:?}");
        Ok(len(&ipdb))
    });
    let (after, stats) = (len(&ipdb), ipdb.stats());
    let status = writer.wait()?;
    ensure!(status.success(), "who writes ended with {status}");
    write::undo(DIFFERENCES)?;
    ensure!(stats.mirror.overruns > 0, "all changes were told");
    ensure!(after == before + u64::from(DIFFERENCES), "{before} became {after}");
    sample
}
