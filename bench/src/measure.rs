//! The measuring core: work done some times in a process of its own, and those processes in rounds.
//!
//! Every contestant is measured in a process of its own, so that none finds the heap that another one
//! left behind. Every round runs each contestant once: what disturbs the machine disturbs them alike, and
//! a ratio is taken within a round.

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::time::{ClockId, clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;
use std::fmt;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// What one process measured: means over its repetitions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// How much the contestant saw: objects, or bytes where it looks at none.
    pub(crate) seen: u64,
    /// User and system time together.
    pub(crate) cpu_ns: f64,
    /// Time on the wall.
    pub(crate) wall_ns: f64,
    /// Where single times were taken: the one below which 99 of 100 are. `wall_ns` is their median.
    pub(crate) p99_ns: f64,
    /// The most memory that was in use.
    pub(crate) peak_kib: u64,
}

/// How often a process does the work.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Repeats {
    /// So many times: the first is as cold as it is for a program that does it once.
    Exactly(u32),
    /// Once unmeasured, then until this time is over.
    Warm(Duration),
}

/// Whose CPU time counts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    /// This process's.
    Itself,
    /// That of the processes which it starts and waits for.
    Children,
    /// That of another process.
    Process(Pid),
}

impl Who {
    pub(crate) fn cpu_ns(self) -> Result<f64> {
        let of =
            |clock| Ok::<_, nix::Error>(Duration::from(clock_gettime(clock)?).as_nanos() as f64);
        Ok(match self {
            // The finer of the two clocks.
            Self::Itself => of(ClockId::CLOCK_PROCESS_CPUTIME_ID)?,
            Self::Process(pid) => of(clock_getcpuclockid(pid)?)?,
            Self::Children => {
                let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
                let micros = |time: nix::sys::time::TimeVal| {
                    time.tv_sec() as f64 * 1e6 + time.tv_usec() as f64
                };
                (micros(usage.user_time()) + micros(usage.system_time())) * 1e3
            }
        })
    }

    pub(crate) fn peak_kib(self) -> Result<u64> {
        match self {
            // Unlike `getrusage`'s, this maximum begins when the program does.
            Self::Itself => of_status("self", "VmHWM:"),
            Self::Process(pid) => of_status(&pid.to_string(), "VmHWM:"),
            Self::Children => Ok(getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss() as u64),
        }
    }
}

/// A number of kibibytes that the kernel tells of a process.
pub(crate) fn of_status(process: &str, what: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(number.with_context(|| format!("no {what} of process {process}"))?.parse()?)
}

/// Does the work and measures it, in this process. `work` gives how much it saw.
pub(crate) fn measure(
    repeats: Repeats,
    who: Who,
    mut work: impl FnMut() -> Result<u64>,
) -> Result<Sample> {
    if let Repeats::Warm(_) = repeats {
        work()?;
    }
    let (start, cpu) = (Instant::now(), who.cpu_ns()?);
    let mut seen = 0;
    let mut done = 0;
    while match repeats {
        Repeats::Exactly(times) => done < times,
        Repeats::Warm(time) => start.elapsed() < time,
    } {
        seen = work()?;
        done += 1;
    }
    let (cpu, wall) = (who.cpu_ns()? - cpu, start.elapsed().as_nanos() as f64);
    let done = f64::from(done.max(1));
    Ok(Sample {
        seen,
        cpu_ns: cpu / done,
        wall_ns: wall / done,
        p99_ns: f64::NAN,
        peak_kib: who.peak_kib()?,
    })
}

/// How a process hands a sample to the one that started it.
impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seen, cpu_ns, wall_ns, p99_ns, peak_kib } = self;
        write!(f, "{seen} {cpu_ns} {wall_ns} {p99_ns} {peak_kib}")
    }
}

impl FromStr for Sample {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let words: Vec<_> = text.split_whitespace().collect();
        let [seen, cpu_ns, wall_ns, p99_ns, peak_kib] = words[..] else {
            bail!("no sample: `{text}`")
        };
        Ok(Self {
            seen: seen.parse()?,
            cpu_ns: cpu_ns.parse()?,
            wall_ns: wall_ns.parse()?,
            p99_ns: p99_ns.parse()?,
            peak_kib: peak_kib.parse()?,
        })
    }
}

/// A process to start, and the name of its row.
#[derive(Debug)]
pub(crate) struct Job {
    /// The row's title.
    pub(crate) title: String,
    /// What follows `run` on this program's command line.
    pub(crate) arguments: Vec<String>,
    /// Who saw less than this did not do the work.
    pub(crate) seen_min: u32,
}

/// A row's samples, one a round.
#[derive(Debug)]
pub(crate) struct Series {
    /// The row's title.
    pub(crate) title: String,
    /// One a round.
    pub(crate) samples: Vec<Sample>,
}

/// Runs each job once a round.
pub(crate) fn in_rounds(rounds: u32, jobs: &[Job]) -> Result<Vec<Series>> {
    let series = |job: &Job| Series { title: job.title.clone(), samples: Vec::new() };
    let mut all: Vec<_> = jobs.iter().map(series).collect();
    for _ in 0..rounds {
        for (job, series) in jobs.iter().zip(&mut all) {
            series.samples.push(job.run().with_context(|| job.title.clone())?);
        }
    }
    Ok(all)
}

impl Job {
    fn run(&self) -> Result<Sample> {
        let output = own_command()?
            .args(&self.arguments)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start this program again")?;
        ensure!(output.status.success(), "ended with {}", output.status);
        let sample: Sample = String::from_utf8_lossy(&output.stdout).parse()?;
        let Sample { seen, .. } = sample;
        ensure!(seen >= self.seen_min.into(), "saw {seen} objects of {}", self.seen_min);
        Ok(sample)
    }
}

/// This program, about to do one thing.
pub(crate) fn own_command() -> Result<Command> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let mut command = Command::new(program);
    command.arg("run");
    Ok(command)
}

/// The middle one; of an even number, the mean of the two in the middle.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n => f64::midpoint(values[(n - 1) / 2], values[n / 2]),
    }
}

impl Series {
    /// The median of a quantity.
    pub(crate) fn median(&self, of: impl Fn(&Sample) -> f64) -> f64 {
        median(self.samples.iter().map(of))
    }

    /// The median of a quantity's ratio to that of `base` in the same round.
    pub(crate) fn ratio(&self, base: &Self, of: impl Fn(&Sample) -> f64) -> f64 {
        median(self.samples.iter().zip(&base.samples).map(|(own, base)| of(own) / of(base)))
    }
}
