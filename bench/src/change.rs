//! Changing the kernel: many routes added and removed again.

use crate::measure::{self, Job, Repeats, Sample, Who};
use crate::table::{Table, time};
use crate::world::{Batch, Kind, Subject, Worlds, route_in};
use crate::{Options, peers};
use anyhow::{Context, Result, ensure};
use route2::schema::rtnl::Op;
use route2::{Driver, Goal, Ipdb, Netns, Outcome, Wish};
use std::io::Write;
use std::process::{Command, Stdio};

/// The first of the nets that are added: 10.0.0.0.
const FIRST: u32 = 0x0a00_0000;

/// A contestant: adds so many routes, and removes them.
struct Row {
    title: &'static str,
    who: Who,
    work: fn(u32) -> Result<()>,
}

/// The first one is what the others are compared with.
const ROWS: &[Row] = &[
    Row { title: "raw pipelined sender", who: Who::Itself, work: raw },
    Row { title: "route2: `Driver::batch`", who: Who::Itself, work: batch },
    Row { title: "route2: two transactions", who: Who::Itself, work: transactions },
    Row { title: "`ip -batch`", who: Who::Children, work: ip },
    Row { title: "rtnetlink, one by one", who: Who::Itself, work: peers::rtnetlink::change },
    #[cfg(feature = "nlink")]
    Row { title: "nlink, one by one", who: Who::Itself, work: peers::nlink::change },
];

/// The section.
pub(crate) fn section(options: &Options, worlds: &mut Worlds) -> Result<Vec<Table>> {
    let routes = if options.quick { 2000 } else { 100_000 };
    worlds.enter(Subject { kind: Kind::Route, count: 0 })?;
    let job = |row: &Row| Job {
        title: row.title.into(),
        arguments: ["change", row.title, &routes.to_string()].map(str::to_owned).to_vec(),
        seen_min: routes,
    };
    let jobs: Vec<_> = ROWS.iter().map(job).collect();
    let series = measure::in_rounds(options.rounds, &jobs)?;
    let mut table = Table::new(format!("{routes} routes added, and removed again"));
    table.add_ratios("CPU time of all", &series, 0, |sample| sample.cpu_ns, time);
    table.add_each("changes a second", &series, |row| {
        format!("{:.0}", row.median(|sample| 2e9 * f64::from(routes) / sample.wall_ns))
    });
    Ok(vec![table])
}

/// One measurement.
pub(crate) fn run(words: &[String]) -> Result<Sample> {
    let [title, routes] = words else { anyhow::bail!("say who, and how many routes") };
    let row = ROWS.iter().find(|row| row.title == title).context("nobody is called so")?;
    let routes = routes.parse()?;
    measure::measure(Repeats::Exactly(1), row.who, || {
        (row.work)(routes)?;
        Ok(u64::from(routes))
    })
}

fn request(op: Op, i: u32) -> Result<Vec<u8>> {
    Ok(route_in(op, FIRST, i).finish()?)
}

fn raw(routes: u32) -> Result<()> {
    let mut batch = Batch::open()?;
    for op in [Op::New, Op::Del] {
        for i in 0..routes {
            batch.add(request(op, i)?)?;
        }
        batch.flush()?;
    }
    Ok(())
}

fn batch(routes: u32) -> Result<()> {
    let mut driver = Driver::open(&Netns::Current)?;
    for op in [Op::New, Op::Del] {
        let requests: Vec<_> = (0..routes).map(|i| request(op, i)).collect::<Result<_>>()?;
        let outcomes = driver.batch(requests.iter().map(Vec::as_slice).collect(), |_, _| false)?;
        ensure!(outcomes.iter().all(|outcome| *outcome == Outcome::Done), "something was refused");
    }
    Ok(())
}

fn transactions(routes: u32) -> Result<()> {
    let ipdb = Ipdb::builder().tables(["link", "addr", "route"])?.open()?;
    for goal in [Goal::Add, Goal::Absent] {
        let mut tx = ipdb.begin();
        for i in 0..routes {
            tx.wish(Wish::of_message(goal, request(Op::New, i)?).context("no route")?);
        }
        tx.commit()?;
    }
    Ok(())
}

fn ip(routes: u32) -> Result<()> {
    let mut child =
        Command::new("ip").args(["-batch", "-"]).stdin(Stdio::piped()).spawn().context("ip")?;
    {
        let mut input = std::io::BufWriter::new(child.stdin.take().context("no input")?);
        for verb in ["add", "del"] {
            for i in 0..routes {
                let net = std::net::Ipv4Addr::from_bits(FIRST + i * 16);
                let gateway = std::net::Ipv4Addr::from_bits(0xc0a8_0101 + i % 200);
                writeln!(input, "route {verb} {net}/28 via {gateway} proto static")?;
            }
        }
    }
    ensure!(child.wait()?.success(), "ip -batch failed");
    Ok(())
}
