//! A mirror that is tested, and its comparison with the kernel.

use crate::consumer::Consumer;
use crate::oracle::{self, State};
use crate::random::Random;
use crate::writer::Log;
use route2::{Error, Ipdb, KEPT, Netns};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

/// Longer than anything that a mirror waits for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a comparison is tried during which the kernel did something.
const TRIES: usize = 400;

/// A mirror that is tested.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) ipdb: Ipdb,
    netns: Netns,
    tables: Vec<&'static str>,
    pub(crate) consumers: Vec<Consumer>,
}

/// What is wrong with a mirror.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) what: String,
    /// Above zero what it shows and the kernel has not; below zero the other way round.
    pub(crate) differences: State,
}

/// What came of a comparison.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The same; and how often a difference went away with a notification that came later.
    Same {
        late: u64,
    },
    /// The kernel was never quiet for long enough.
    Restless,
    Faults(Vec<Fault>),
}

impl Subject {
    /// A mirror of all tables, with so much room for notifications.
    pub(crate) fn of_all(
        name: &str,
        room: usize,
        random: &mut Random,
        log: &Arc<Log>,
    ) -> Result<Self, Error> {
        let tables = KEPT.iter().map(|kept| kept.name).collect();
        Self::open(name.into(), Netns::Current, tables, room, random, log)
    }

    /// A mirror of some tables, of one of the two namespaces.
    pub(crate) fn of_some(random: &mut Random, log: &Arc<Log>) -> Result<Self, Error> {
        let few = 1 + random.below(4);
        let tables: Vec<_> =
            KEPT.iter().map(|kept| kept.name).filter(|_| random.below(4) < few).collect();
        let is_peer = random.one_in(3);
        let netns = if is_peer { Netns::Named("peer".into()) } else { Netns::Current };
        let room = [2048, 16 << 10, 8 << 20][random.below(3) as usize];
        let name = format!("{netns} room {room} [{}]", tables.join(" "));
        Self::open(name, netns, tables, room, random, log)
    }

    fn open(
        name: String,
        netns: Netns,
        tables: Vec<&'static str>,
        room: usize,
        random: &mut Random,
        log: &Arc<Log>,
    ) -> Result<Self, Error> {
        let builder = Ipdb::builder().tables(tables.iter().copied())?;
        let ipdb = builder.netns(netns.clone()).receive_buffer(room).open()?;
        let fast = Consumer::new("fast", &ipdb, 1 << 30, None, log);
        let slow = Consumer::new("slow", &ipdb, 20_000, Some(random.fork()), log);
        Ok(Self { name, ipdb, netns, tables, consumers: vec![fast, slow] })
    }

    /// Has its namespace gone?
    pub(crate) fn is_over(&self) -> bool {
        self.ipdb.ended().is_some()
    }

    /// Compares it with the kernel: as it has followed, and, `after_resync`, as it has read.
    pub(crate) fn compare(&self, after_resync: bool) -> Result<Outcome, Error> {
        // Of address labels the kernel never tells: they are right when they have just been read.
        let followed: Vec<_> =
            self.tables.iter().copied().filter(|table| *table != "addrlabel").collect();
        let outcome = self.compare_tables(&followed)?;
        if after_resync && matches!(outcome, Outcome::Same { .. }) {
            self.ipdb.resync();
            return self.compare_tables(&self.tables);
        }
        Ok(outcome)
    }

    /// Compares these tables with the kernel's, at a moment at which nothing happens.
    fn compare_tables(&self, tables: &[&'static str]) -> Result<Outcome, Error> {
        let mut late = 0;
        for _ in 0..TRIES {
            if !self.ipdb.settle(Some(PATIENCE))? {
                let what = format!("does not settle: {:?}", self.ipdb.stats());
                return Ok(Outcome::Faults(vec![Fault { what, differences: State::new() }]));
            }
            let (snapshot, events) = (self.ipdb.snapshot(), self.ipdb.stats().mirror.events);
            let mirrored = oracle::mirrored(&snapshot);
            let listed = oracle::listed(&self.netns, tables);
            let Ok(listed) = listed else {
                self.ipdb.settle(Some(PATIENCE))?;
                continue;
            };
            let mut differences = oracle::from_kernel(&mirrored, &listed);
            differences.retain(|(table, _), _| tables.contains(table));
            if !differences.is_empty() {
                // What the kernel is about to tell of is no difference yet.
                sleep(Duration::from_millis(30));
            }
            self.ipdb.settle(Some(PATIENCE))?;
            let is_quiet = self.ipdb.snapshot().revision() == snapshot.revision()
                && self.ipdb.stats().mirror.events == events;
            if !is_quiet {
                continue;
            }
            if !differences.is_empty() && self.is_told_later(events)? {
                late += 1;
                continue;
            }
            let mut faults = self.faults_of_consumers(&mirrored);
            if !differences.is_empty() {
                faults.push(self.persistence(differences)?);
            }
            return Ok(match faults.is_empty() {
                true => Outcome::Same { late },
                false => Outcome::Faults(faults),
            });
        }
        Ok(Outcome::Restless)
    }

    /// A carrier that comes or goes is seen at once, and told by a worker (`linkwatch`) that rests for a second, tells
    /// of a hundred links at a time, whose namespace ever they are in, and waits for whoever has the lock of all
    /// routing: does the kernel say something more?
    fn is_told_later(&self, events: u64) -> Result<bool, Error> {
        for _ in 0..300 {
            sleep(Duration::from_millis(100));
            self.ipdb.settle(Some(PATIENCE))?;
            if self.ipdb.stats().mirror.events != events {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Does a difference go away by itself, or by reading everything again?
    fn persistence(&self, differences: State) -> Result<Fault, Error> {
        let still = |when: &str| -> Result<String, Error> {
            self.ipdb.settle(Some(PATIENCE))?;
            let mirrored = oracle::mirrored(&self.ipdb.snapshot());
            let listed = oracle::listed(&self.netns, &self.tables)?;
            let left = oracle::from_kernel(&mirrored, &listed);
            let same = differences.keys().filter(|key| left.contains_key(*key)).count();
            Ok(format!("{same} of {} {when}", differences.len()))
        };
        sleep(Duration::from_secs(1));
        let later = still("a second later")?;
        self.ipdb.resync();
        let resynced = still("after a resync")?;
        Ok(Fault { what: format!("differs from the kernel ({later}, {resynced})"), differences })
    }

    fn faults_of_consumers(&self, mirrored: &State) -> Vec<Fault> {
        let mut faults = Vec::new();
        for consumer in &self.consumers {
            let differences = consumer.differences(mirrored);
            // The mirror may have gone on meanwhile.
            let now = oracle::mirrored(&self.ipdb.snapshot());
            let wrong = std::mem::take(&mut consumer.model().wrong);
            if !wrong.is_empty() || (!differences.is_empty() && now == *mirrored) {
                let what = format!("the {} consumer: {}", consumer.name, wrong.join("\n    "));
                faults.push(Fault { what, differences });
            }
        }
        faults
    }
}
