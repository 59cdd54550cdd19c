//! Objects that stay as they are.

use crate::transaction::put_back;
use crate::{Event, Filter, Ipdb, Rollback, Snapshot};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// So often within [`PERIOD`], what deviates is put back; another program that insists gets no war, but one answer
/// every now and then.
const TIMES: usize = 10;
const PERIOD: Duration = Duration::from_secs(10);
/// What changes together is put back together.
const GATHER: Duration = Duration::from_millis(50);
/// How often the thread looks whether it shall end.
const LOOK: Duration = Duration::from_millis(100);

/// Objects that are kept as they are against whoever changes them, as long as this lives.
#[derive(Debug)]
pub struct Frozen {
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    events: mpsc::Receiver<PutBack>,
}

/// Something deviated and was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutBack {
    /// What was to be done for that: `set link br0 mtu=1500`.
    pub lines: Vec<String>,
    /// Is all as it was?
    pub result: Rollback,
}

impl Ipdb {
    /// Keeps what the filter lets through as it is: what another program (or a transaction of this one) changes,
    /// removes or adds is put back, at most ten times in ten seconds, until the answer is dropped.
    pub fn freeze(&self, filter: Filter) -> Frozen {
        let (sender, events) = mpsc::channel();
        let ending = Arc::new(AtomicBool::new(false));
        let keeper = Keeper { ipdb: self.clone(), then: self.snapshot(), filter, sender };
        let flag = Arc::clone(&ending);
        let builder = thread::Builder::new().name("route2-freeze".into());
        let thread = builder.spawn(move || keeper.keep(&flag)).ok();
        Frozen { ending, thread, events }
    }
}

impl Frozen {
    /// The next thing that was put back; `None` where there is none within `timeout`.
    pub fn next(&self, timeout: Duration) -> Option<PutBack> {
        self.events.recv_timeout(timeout).ok()
    }

    /// Lets go. (So does dropping it.)
    pub fn unfreeze(self) {}
}

impl Drop for Frozen {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Keeper {
    ipdb: Ipdb,
    then: Snapshot,
    filter: Filter,
    sender: mpsc::Sender<PutBack>,
}

impl Keeper {
    fn keep(self, ending: &AtomicBool) {
        let mut events = self.ipdb.events();
        let mut times: Vec<Instant> = Vec::new();
        // What deviated before the events began counts too.
        let mut is_due = true;
        while !ending.load(Ordering::Relaxed) {
            if !is_due {
                match events.next_within(LOOK) {
                    None if events.ended().is_some() => return,
                    None => continue,
                    Some(event) if !concerns(&event) => continue,
                    Some(_) => is_due = true,
                }
                thread::sleep(GATHER);
                while events.try_next().is_some() {}
            }
            times.retain(|time| time.elapsed() < PERIOD);
            if times.len() >= TIMES {
                thread::sleep(LOOK);
                continue;
            }
            is_due = false;
            if let Some(put_back) = self.put_back() {
                times.push(Instant::now());
                is_due = put_back.result != Rollback::Complete;
                if self.sender.send(put_back).is_err() {
                    return;
                }
            }
        }
    }

    fn put_back(&self) -> Option<PutBack> {
        let wishes = self.ipdb.deviations(&self.then, &self.filter);
        let (lines, result) = put_back(&self.ipdb, &wishes)?;
        Some(PutBack { lines, result })
    }
}

/// Does the event change something?
fn concerns(event: &Event) -> bool {
    match event {
        Event::Change(change) => change.before().is_some() || change.after().is_some(),
        Event::Overrun | Event::Lagged => true,
    }
}
