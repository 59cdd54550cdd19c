//! Commands that print events: how soon the first line is there, and what memory they take.

use super::write;
use crate::Options;
use crate::measure::{Job, Sample, Who, in_rounds};
use crate::table::{Table, number};
use crate::world::{Kind, Subject, Worlds};
use anyhow::{Context, Result, bail, ensure};
use nix::unistd::Pid;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const COMMANDS: &[&str] = &["ip -4 monitor route", "route2 monitor --json route"];
/// How many routes are added and deleted again and again meanwhile.
const ROUTES: u32 = 5000;
/// A command's output is read for so long before its memory is looked at.
const READING: Duration = Duration::from_secs(1);

pub(super) fn table(options: &Options, worlds: &mut Worlds) -> Result<Table> {
    let mut table = Table::new("Commands that follow while routes come and go");
    let counts: &[_] = if options.quick { &[0, 1000] } else { &[0, 100_000] };
    for count in counts.iter().copied() {
        let subject = Subject { kind: Kind::Route, count };
        worlds.enter(subject)?;
        let job = |words: &&str| Job {
            title: format!("`{words}`"),
            arguments: ["follow", "monitor", words, &options.route2].map(str::to_owned).to_vec(),
            seen_min: 1,
        };
        let jobs: Vec<_> = COMMANDS.iter().map(job).collect();
        let series = in_rounds(options.rounds, &jobs)?;
        table.add_each(format!("{subject}: first line, ms"), &series, |row| {
            number(row.median(|sample| sample.wall_ns / 1e6))
        });
        table.add_each(format!("{subject}: peak memory, MB"), &series, |row| {
            number(row.median(|sample| sample.peak_kib as f64 / 1024.0))
        });
    }
    Ok(table)
}

/// A process: a command's words, and the program `route2`.
pub(super) fn run(arguments: &[String]) -> Result<Sample> {
    let [words, route2] = arguments else { bail!("two arguments are needed") };
    let mut writer = write::start_endless(ROUTES)?;
    let mut words = words.split(' ').map(|word| if word == "route2" { route2 } else { word });
    let program = words.next().context("no command")?;
    let start = Instant::now();
    let mut child =
        Command::new(program).args(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let sample = read(&mut child, start);
    child.kill()?;
    child.wait()?;
    drop(writer.stdin.take());
    let status = writer.wait()?;
    ensure!(status.success(), "who writes ended with {status}");
    sample
}

fn read(child: &mut Child, start: Instant) -> Result<Sample> {
    let mut output = child.stdout.take().context("no output")?;
    let mut buffer = vec![0; 64 * 1024];
    let (mut seen, mut first) = (0, None);
    while first.is_none_or(|first: Instant| first.elapsed() < READING) {
        let length = output.read(&mut buffer)?;
        ensure!(length > 0, "it has ended");
        seen += buffer[..length].iter().filter(|byte| **byte == b'\n').count() as u64;
        if seen > 0 {
            first.get_or_insert_with(Instant::now);
        }
    }
    let who = Who::Process(Pid::from_raw(child.id() as i32));
    let wall_ns = first.map_or(f64::NAN, |first| (first - start).as_nanos() as f64);
    let (cpu_ns, peak_kib) = (who.cpu_ns()?, who.peak_kib()?);
    Ok(Sample { seen, cpu_ns, wall_ns, p99_ns: f64::NAN, peak_kib })
}
