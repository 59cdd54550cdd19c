//! Consumers: each has a queue of its own, bounded.

use super::batch::{Batch, Event};
use super::names::Names;
use super::{Ipdb, wait_for_news};
use crate::Error;
use route2_mirror::{Filter, Snapshot};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What waits for one consumer.
#[derive(Debug)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    news: Condvar,
    bound: usize,
}

#[derive(Debug, Default)]
struct Waiting {
    batches: VecDeque<Arc<Batch>>,
    size: usize,
    /// The state behind the last batch, where the bound was reached: what came then is not in the queue.
    lagging: Option<Snapshot>,
    ended: Option<Arc<str>>,
    /// The consumer waits on a thread.
    is_awaited: bool,
    /// The consumer is gone.
    abandoned: bool,
    #[cfg(feature = "tokio")]
    waker: Option<std::task::Waker>,
}

impl Queue {
    pub(super) fn new(bound: usize) -> Self {
        Self { waiting: Mutex::default(), news: Condvar::new(), bound }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a batch; `snapshot` gives the state behind it.
    pub(super) fn push(&self, batch: &Arc<Batch>, snapshot: impl FnOnce() -> Snapshot) -> Pushed {
        let mut waiting = self.lock();
        if waiting.abandoned {
            return Pushed::Unwanted;
        }
        if waiting.lagging.is_none() {
            waiting.size += batch.size();
            waiting.batches.push_back(Arc::clone(batch));
            if waiting.size > self.bound {
                waiting.lagging = Some(snapshot());
            }
        }
        if waiting.is_awaited() { Pushed::Awaited } else { Pushed::Unnoticed }
    }

    /// Nothing comes any more.
    pub(super) fn end(&self, why: &Arc<str>) {
        self.lock().ended = Some(Arc::clone(why));
        self.wake();
    }

    /// Wakes the consumer.
    pub(super) fn wake(&self) {
        self.news.notify_one();
        #[cfg(feature = "tokio")]
        {
            let waker = self.lock().waker.take();
            waker.into_iter().for_each(std::task::Waker::wake);
        }
    }
}

/// What became of a batch that was put into a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pushed {
    /// Somebody waits for it, and is to be woken.
    Awaited,
    /// Nobody waits: that nobody is woken saves a system call.
    Unnoticed,
    /// The consumer is gone.
    Unwanted,
}

impl Waiting {
    #[cfg(not(feature = "tokio"))]
    const fn is_awaited(&self) -> bool {
        self.is_awaited
    }

    #[cfg(feature = "tokio")]
    const fn is_awaited(&self) -> bool {
        self.is_awaited || self.waker.is_some()
    }
}

/// All that happens, in the kernel's order: an iterator that waits, and, with the feature `tokio`, a `Stream`.
///
/// It ends when the mirror does; [`ended`](Self::ended) says why.
#[derive(Debug)]
pub struct Events {
    queue: Arc<Queue>,
    ipdb: Ipdb,
    filter: Option<Filter>,
    names: Names,
    batch: Arc<Batch>,
    next: usize,
}

/// What a look into the queue brought.
enum Look {
    Batch(Arc<Batch>),
    Lagging,
    Ended,
    Nothing,
}

impl Events {
    /// How many bytes of events may wait, unless it is said otherwise.
    pub const DEFAULT_BOUND_BYTES: usize = 16 << 20;

    pub(super) fn new(queue: Arc<Queue>, ipdb: Ipdb, snapshot: &Snapshot) -> Self {
        let names = Names::of(snapshot);
        Self { queue, ipdb, filter: None, names, batch: Arc::default(), next: 0 }
    }

    /// The name of a link as of the event that was taken last; of one that is gone by then, the last that it
    /// had. (Only a mirror that keeps links knows any.)
    pub fn name(&self, index: u32) -> Option<&str> {
        self.names.get(index)
    }

    /// Only events of objects of which all this holds, before or after the change. That something was lost is
    /// always told.
    #[must_use]
    pub fn matching(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// The next event; `None` where there is none within `timeout`, or where the mirror has ended.
    pub fn next_within(&mut self, timeout: Duration) -> Option<Event> {
        // (Most often there is one at hand, and nobody needs the time.)
        self.next_of_batch().or_else(|| self.next_until(Instant::now().checked_add(timeout)))
    }

    /// The next event, if one waits.
    pub fn try_next(&mut self) -> Option<Event> {
        self.next_within(Duration::ZERO)
    }

    /// Has the mirror ended, and why? What had waited by then can still be taken.
    pub fn ended(&self) -> Option<Error> {
        self.queue.lock().ended.clone().map(Error::Ended)
    }

    fn next_until(&mut self, until: Option<Instant>) -> Option<Event> {
        loop {
            if let Some(event) = self.next_of_batch() {
                return Some(event);
            }
            let look = {
                let mut waiting = self.queue.lock();
                loop {
                    match look(&mut waiting) {
                        Look::Nothing => {
                            let news = &self.queue.news;
                            let note = |waiting: &mut Waiting, waits| waiting.is_awaited = waits;
                            waiting = wait_for_news(news, waiting, until, note)?;
                        }
                        other => break other,
                    }
                }
            };
            self.turn_to(look)?;
        }
    }

    /// Makes what was found the batch that is taken from; `None` at the end.
    fn turn_to(&mut self, look: Look) -> Option<()> {
        self.batch = match look {
            Look::Batch(batch) => batch,
            Look::Lagging => self.catch_up(),
            Look::Ended => return None,
            Look::Nothing => Arc::default(),
        };
        self.next = 0;
        Some(())
    }

    /// The differences between the state behind what was taken last and the state now, from which on the queue
    /// is filled again.
    fn catch_up(&self) -> Arc<Batch> {
        let (old, new) = {
            let state = self.ipdb.lock();
            (self.queue.lock().lagging.take(), state.mirror.snapshot())
        };
        let mut batch = Batch::default();
        batch.push_lagged();
        if let Some(old) = old {
            old.changes_to(&new, &mut |happening| batch.push(happening));
        }
        Arc::new(batch)
    }

    fn next_of_batch(&mut self) -> Option<Event> {
        while let Some(event) = self.batch.event(self.next) {
            self.next += 1;
            if let Event::Change(change) = &event {
                self.names.learn(change);
            }
            if self.is_wanted(&event) {
                return Some(event);
            }
        }
        None
    }

    fn is_wanted(&self, event: &Event) -> bool {
        let (Event::Change(change), Some(filter)) = (event, &self.filter) else { return true };
        if filter.is_empty() {
            return true;
        }
        let name_of = |index: u64| self.names.get(u32::try_from(index).ok()?);
        [change.object(), change.before(), change.after()]
            .into_iter()
            .flatten()
            .any(|object| filter.matches(object, &name_of))
    }
}

fn look(waiting: &mut Waiting) -> Look {
    if let Some(batch) = waiting.batches.pop_front() {
        waiting.size -= batch.size();
        return Look::Batch(batch);
    }
    match (&waiting.lagging, &waiting.ended) {
        (Some(_), _) => Look::Lagging,
        (None, Some(_)) => Look::Ended,
        (None, None) => Look::Nothing,
    }
}

impl Iterator for Events {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.next_until(None)
    }
}

#[cfg(feature = "tokio")]
impl futures_core::Stream for Events {
    type Item = Event;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Event>> {
        use std::task::Poll;
        loop {
            if let Some(event) = self.next_of_batch() {
                return Poll::Ready(Some(event));
            }
            let look = {
                let mut waiting = self.queue.lock();
                let look = look(&mut waiting);
                if matches!(look, Look::Nothing) {
                    waiting.waker = Some(context.waker().clone());
                    return Poll::Pending;
                }
                look
            };
            if self.turn_to(look).is_none() {
                return Poll::Ready(None);
            }
        }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        let mut waiting = self.queue.lock();
        *waiting = Waiting { abandoned: true, ..Waiting::default() };
    }
}
