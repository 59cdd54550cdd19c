//! The mirror itself: a snapshot, the memory it takes, and a resync.

use super::write;
use crate::measure::{self, Job, Repeats, Sample, Series, Who, in_rounds};
use crate::table::{Table, number, time};
use crate::world::{BATCH, Batch, Kind, Subject, Worlds};
use crate::{Options, raw};
use anyhow::{Result, bail, ensure};
use route2::Ipdb;
use route2::schema::rtnl::Op;
use std::hint::black_box;
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
                ("peak of the process a route, bytes", each(snapshot.median(|s| s.peak_kib as f64))),
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
        "dump" => {
            measure::measure(Repeats::Exactly(1), Who::Itself, || raw::dump(Kind::Route))
        }
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

/// Changes that the mirror is not told of, because its socket has no room for their notifications: from the
/// first change until the mirror is what the kernel has.
fn resync() -> Result<Sample> {
    let ipdb = open(Some(1))?;
    let (before, mut batch) = (len(&ipdb), Batch::open()?);
    // In one datagram, behind others which fill the socket and leave nothing behind.
    let fillers = (BATCH as u32 - DIFFERENCES) / 2;
    let sample = measure::measure(Repeats::Exactly(1), Who::Itself, || {
        for _ in 0..fillers {
            batch.add(write::change(Op::New, DIFFERENCES)?)?;
            batch.add(write::change(Op::Del, DIFFERENCES)?)?;
        }
        (0..DIFFERENCES).try_for_each(|i| batch.add(write::change(Op::New, i)?))?;
        batch.flush()?;
        ensure!(ipdb.settle(Some(PATIENCE))?, "it is not settled in {PATIENCE:?}");
        Ok(len(&ipdb))
    });
    let (after, stats) = (len(&ipdb), ipdb.stats());
    (0..DIFFERENCES).try_for_each(|i| batch.add(write::change(Op::Del, i)?))?;
    batch.flush()?;
    ensure!(stats.drops > 0, "all changes were told");
    ensure!(after == before + u64::from(DIFFERENCES), "{before} became {after}");
    sample
}
