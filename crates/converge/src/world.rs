//! The run: rounds of work by several writers, with faults thrown in, and a rest after each.

use crate::oracle::{self, State};
use crate::random::Random;
use crate::report::{Totals, tell};
use crate::subject::{Outcome, Subject};
use crate::writer::{self, Log};
use crate::{Options, ops};
use route2::Snapshot;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// After how many rounds the world is made anew.
const ROUNDS_OF_A_WORLD: u64 = 12;
/// How many mirrors there are beside the two that live all the time.
const GUESTS: usize = 3;

struct World {
    random: Random,
    log: Arc<Log>,
    /// Two that live all the time, then guests.
    subjects: Vec<Subject>,
    /// Snapshots with what they showed when they were taken.
    held: Vec<(Snapshot, State)>,
    totals: Totals,
}

/// Runs for as long as is asked for. Was all well?
pub(crate) fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let start = Instant::now();
    let (mut random, log) = (Random::new(options.seed), Arc::new(Log::new()));
    sh("mount -t tmpfs run /run && mkdir /run/netns && ip netns add peer")?;
    set_up(&log)?;
    let subjects = vec![
        Subject::of_all("overrun", 2048, &mut random, &log)?,
        Subject::of_all("roomy", 32 << 20, &mut random, &log)?,
    ];
    let (held, totals) = (Vec::new(), Totals::default());
    let mut world = World { random, log, subjects, held, totals };
    let mut round = 0;
    while start.elapsed() < Duration::from_secs(options.seconds)
        && world.totals.faults < options.faults
    {
        round += 1;
        world.work(options)?;
        world.rest(options, round)?;
        if round % ROUNDS_OF_A_WORLD == 0 {
            world.begin_anew()?;
        }
    }
    world.subjects.iter().for_each(|subject| world.totals.add(subject));
    world.totals.print(&world.log, start.elapsed());
    Ok(world.totals.faults == 0)
}

impl World {
    /// Writers write, and meanwhile mirrors come and go and are made to doubt.
    fn work(&mut self, options: &Options) -> Result<(), Box<dyn Error>> {
        let writers = 1 + self.random.below(options.writers);
        let operations = 1 + [4, 40, 200][self.random.below(3) as usize];
        let working = AtomicU64::new(writers);
        let randoms: Vec<_> = (0..writers).map(|_| self.random.fork()).collect();
        let mut random = self.random.fork();
        self.log.note(&format!("--- {writers} writers, {operations} operations each"));
        thread::scope(|scope| {
            let (log, working) = (Arc::clone(&self.log), &working);
            let writers: Vec<_> = randoms
                .into_iter()
                .map(|random| {
                    let log = Arc::clone(&log);
                    scope.spawn(move || {
                        let result = writer::write(random, operations, &log);
                        working.fetch_sub(1, Relaxed);
                        result
                    })
                })
                .collect();
            while working.load(Relaxed) > 0 {
                thread::sleep(Duration::from_millis(random.below(60)));
                self.disturb(&mut random);
            }
            for writer in writers {
                writer.join().map_err(|_| "a writer panicked")??;
            }
            Ok(())
        })
    }

    fn disturb(&mut self, random: &mut Random) {
        match random.below(12) {
            0 => {
                let at = random.below(self.subjects.len() as u64) as usize;
                self.log.note(&format!("--- resync of {}", self.subjects[at].name));
                self.subjects[at].ipdb.resync();
                self.totals.resyncs += 1;
            }
            1 if self.subjects.len() < 2 + GUESTS => match Subject::of_some(random, &self.log) {
                Ok(guest) => {
                    self.log.note(&format!("--- a guest: {}", guest.name));
                    self.subjects.push(guest);
                }
                // The other namespace is just being made.
                Err(error) => self.log.note(&format!("--- no guest: {error}")),
            },
            2 if self.held.len() < 20 => {
                let snapshot = self.subjects[random.below(2) as usize].ipdb.snapshot();
                let state = oracle::mirrored(&snapshot);
                self.held.push((snapshot, state));
            }
            _ => {}
        }
    }

    /// Compares every mirror with the kernel, and every held snapshot with what it was.
    fn rest(&mut self, options: &Options, round: u64) -> Result<(), Box<dyn Error>> {
        let (mut over, rest) = (Vec::new(), round);
        for (at, subject) in self.subjects.iter().enumerate() {
            let outcome = match subject.compare(self.random.one_in(5)) {
                Err(_) if subject.is_over() && at >= 2 => {
                    over.push(at);
                    continue;
                }
                other => other?,
            };
            match outcome {
                Outcome::Same { late } => {
                    self.totals.rests += 1;
                    self.totals.late += late;
                }
                Outcome::Restless => self.totals.restless += 1,
                Outcome::Faults(faults) => {
                    self.totals.faults += faults.len();
                    for fault in &faults {
                        tell(subject, fault, rest, &self.log, options);
                    }
                }
            }
        }
        for at in over.into_iter().rev() {
            self.totals.add(&self.subjects.remove(at));
        }
        if self.subjects.len() > 2 && self.random.one_in(2) {
            self.totals.add(&self.subjects.remove(2));
        }
        let changed =
            self.held.iter().filter(|(snapshot, state)| oracle::mirrored(snapshot) != *state);
        let changed = changed.count();
        if changed > 0 {
            eprintln!("converge: {changed} snapshots have changed");
            self.totals.faults += changed;
        }
        if self.random.one_in(6) {
            self.held.clear();
        }
        Ok(())
    }

    /// All goes, and what there was at first is made again.
    fn begin_anew(&mut self) -> Result<(), Box<dyn Error>> {
        self.log.note("--- the world is made anew");
        if self.random.one_in(3) {
            // What is in there goes later, by the kernel's own hand.
            sh("ip netns del peer; ip netns add peer")?;
        }
        sh(
            "for n in / '-n peer'; do [ \"$n\" = / ] && n=
                for l in $(ip $n -br link | cut -d' ' -f1 | cut -d@ -f1); do ip $n link del $l 2>/dev/null || :; done
                ip $n nexthop flush; ip $n -4 rule flush; ip $n -6 rule flush
                ip $n -4 rule add prio 32766 lookup main; ip $n -6 rule add prio 32766 lookup main
                ip $n -4 route flush table all; ip $n -6 route flush table all; done >/dev/null 2>&1 || :",
        )?;
        thread::sleep(Duration::from_millis(200));
        set_up(&self.log)
    }
}

fn set_up(log: &Log) -> Result<(), Box<dyn Error>> {
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    writer::batch("ip", &lines(ops::SET_UP), log)?;
    let peer: Vec<_> =
        lines(ops::SET_UP_PEER).iter().map(|line| format!("-n peer {line}")).collect();
    writer::batch("ip", &peer, log)?;
    Ok(())
}

fn sh(script: &str) -> Result<(), Box<dyn Error>> {
    let status = std::process::Command::new("sh").args(["-c", script]).status()?;
    if status.success() { Ok(()) } else { Err(format!("`{script}`: {status}").into()) }
}
