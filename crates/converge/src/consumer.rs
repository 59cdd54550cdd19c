//! Consumers of a mirror's events: each keeps a model of its own, which must come to the mirror's state.

use crate::oracle::{self, State, text};
use crate::random::Random;
use crate::writer::Log;
use route2::{Change, Event, Events, Ipdb, Origin, What};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many events a consumer remembers.
const REMEMBERED: usize = 3000;

/// A consumer, on a thread of its own.
#[derive(Debug)]
pub(crate) struct Consumer {
    pub(crate) name: &'static str,
    model: Arc<Mutex<Model>>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What a consumer knows.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) state: State,
    /// The state that it began with has all up to this revision.
    revision: u64,
    pub(crate) events: u64,
    pub(crate) lagged: u64,
    pub(crate) recent: VecDeque<String>,
    /// What was said of objects that are not there, or are twice.
    pub(crate) wrong: Vec<String>,
}

impl Consumer {
    /// One of which at most `bound` bytes of events wait; a slow one now and then does something else.
    pub(crate) fn new(
        name: &'static str,
        ipdb: &Ipdb,
        bound: usize,
        slow: Option<Random>,
        log: &Arc<Log>,
    ) -> Self {
        let events = ipdb.events_within(bound);
        let snapshot = ipdb.snapshot();
        let model = Model {
            state: oracle::mirrored(&snapshot),
            revision: snapshot.revision(),
            ..Model::default()
        };
        let (model, ending) = (Arc::new(Mutex::new(model)), Arc::new(AtomicBool::new(false)));
        let (shared, end, log) = (Arc::clone(&model), Arc::clone(&ending), Arc::clone(log));
        let thread = std::thread::spawn(move || follow(events, &shared, slow, &end, &log));
        Self { name, model, ending, thread: Some(thread) }
    }

    pub(crate) fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it differs from this state when it has had time to take what waits for it.
    pub(crate) fn differences(&self, state: &State) -> State {
        let start = Instant::now();
        loop {
            let differences = oracle::differences(&self.model().state, state);
            if differences.is_empty() || start.elapsed() > Duration::from_secs(5) {
                return differences;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        self.ending.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn follow(
    mut events: Events,
    model: &Mutex<Model>,
    mut slow: Option<Random>,
    ending: &AtomicBool,
    log: &Log,
) {
    while !ending.load(Relaxed) {
        let Some(event) = events.next_within(Duration::from_millis(20)) else {
            if events.ended().is_some() {
                return;
            }
            continue;
        };
        model.lock().unwrap_or_else(PoisonError::into_inner).take(&event, log);
        if let Some(random) = &mut slow
            && random.one_in(40)
        {
            std::thread::sleep(Duration::from_millis(random.below(40)));
        }
    }
}

impl Model {
    fn take(&mut self, event: &Event, log: &Log) {
        self.events += 1;
        let line = match event {
            Event::Change(change) => {
                if change.revision() > self.revision {
                    self.apply(change);
                }
                describe(change)
            }
            Event::Overrun => "OVERRUN".into(),
            Event::Lagged => {
                self.lagged += 1;
                "LAGGED".into()
            }
        };
        if self.recent.len() == REMEMBERED {
            self.recent.pop_front();
        }
        self.recent.push_back(format!("{:9.3} {line}", log.time()));
    }

    fn apply(&mut self, change: &Change) {
        let Some(kept) = change.kept() else { return };
        for (object, step) in [(change.before(), -1), (change.after(), 1)] {
            let Some(object) = object else { continue };
            let key = (kept.name, text(object));
            let count = self.state.entry(key.clone()).or_default();
            *count += step;
            match *count {
                0 => drop(self.state.remove(&key)),
                ..0 => self.wrong.push(format!("{} was not there: {}", kept.name, key.1)),
                _ => {}
            }
        }
    }
}

fn describe(change: &Change) -> String {
    let what = match change.what() {
        What::Nothing => "-",
        What::Added => "added",
        What::Changed => "changed",
        What::Removed => "removed",
    };
    let origin = match change.origin() {
        Origin::Kernel => "told",
        Origin::Inferred => "inferred",
        Origin::Resync => "resync",
    };
    let table = change.kept().map_or("(none)", |kept| kept.name);
    let object = change.object().map(|object| (object.event(), text(object)));
    let flags = change.message().map_or(0, |message| message.header.flags);
    let mut line = format!("{table} {what} {origin} {flags:#x}");
    if let Some((event, text)) = object {
        line += &format!(" {event} {text}");
    }
    let mut differences = Vec::new();
    change.differences(&mut |difference| differences.push(difference.key));
    if !differences.is_empty() {
        line += &format!(" [{}]", differences.join(" "));
    }
    line
}
