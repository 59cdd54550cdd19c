//! A live mirror of the kernel's network state.

mod ask;
mod batch;
mod builder;
mod events;
mod names;
mod run;
mod watch;

use crate::socket::Wake;
use crate::{Driver, Error, Kept, Netns};
pub use batch::{Change, Event, What};
pub use builder::Builder;
pub use events::Events;
use events::Queue;
use route2_mirror::{Filter, Mirror, Snapshot};
use route2_schema::rtnl::names::RtTable;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A live mirror of the kernel's network state: it fills itself from the kernel, follows it notification by
/// notification, and never silently drifts from it.
///
/// A clone is another handle of the same mirror. When the last one goes, so does the mirror's thread.
///
/// ```
/// use route2::Ipdb;
/// use route2::schema::rtnl::link::{IFLA_MTU, IFLA_OPERSTATE, Link};
///
/// let ipdb = Ipdb::open()?;
/// let now = ipdb.snapshot();
/// for link in now.links() {
///     let Some((header, attrs)) = link.of::<Link>() else { continue };
///     let index = header.index as u32;
///     println!("{:?} mtu {:?}", now.name(index), attrs.get(IFLA_MTU)?);
///     for addr in now.addrs(index) {
///         println!("    {}", addr.key("prefix").map(|p| p.to_string()).unwrap_or_default());
///     }
/// }
/// assert!(now.link("lo").is_some_and(|lo| lo.key("operstate").is_some()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ipdb {
    handle: Arc<Handle>,
}

/// What all clones have in common; when it is dropped, the thread ends.
#[derive(Debug)]
struct Handle {
    shared: Arc<Shared>,
    /// For requests, in the mirror's own network namespace; one transaction at a time.
    driver: Mutex<Driver>,
    /// What it was asked to keep, and of which network namespace.
    asked: Builder,
    /// That namespace, for whatever thread.
    netns: Netns,
    thread: Option<JoinHandle<()>>,
}

/// What the mirror's thread and all others have in common.
#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Something in the state is new.
    news: Condvar,
    /// The thread is to look at the state.
    wake: Wake,
    /// How many send a bulk of requests.
    bulks: AtomicUsize,
}

#[derive(Debug)]
struct State {
    mirror: Mirror,
    queues: Vec<Arc<Queue>>,
    /// How many threads wait for news: where none does, none is woken, which would be a system call.
    waiting: usize,
    /// The thread shall end.
    closing: bool,
    /// It has, and why.
    ended: Option<Arc<str>>,
    /// How often somebody wanted to know that all is settled, and up to which time that is so.
    settle_asked: u64,
    settled: u64,
    drops: u32,
    foreign: u64,
}

/// What a mirror has been through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Of the mirror itself.
    pub mirror: route2_mirror::Stats,
    /// How many notifications the kernel has dropped on the socket, by its own count (`SO_MEMINFO`).
    pub drops: u32,
    /// How many datagrams were dropped because the kernel had not sent them.
    pub foreign_datagrams: u64,
    /// Is all settled: is there nothing in doubt?
    pub settled: bool,
}

impl Ipdb {
    /// A mirror of the current network namespace, with the default tables: links, addresses, routes, neighbours,
    /// rules, next hops. It is filled when this returns. No privilege is needed.
    ///
    /// # Errors
    /// Where no socket is to be had, or the kernel refuses a dump.
    pub fn open() -> Result<Self, Error> {
        Self::builder().open()
    }

    /// A mirror that is not the default one.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The state as it is. This costs a few pointers, whatever the size of the state.
    pub fn snapshot(&self) -> Snapshot {
        self.lock().mirror.snapshot()
    }

    /// What the mirror has been through.
    pub fn stats(&self) -> Stats {
        let state = self.lock();
        Stats {
            mirror: state.mirror.stats(),
            drops: state.drops,
            foreign_datagrams: state.foreign,
            settled: state.mirror.is_settled(),
        }
    }

    /// All that happens from now on, in the kernel's order. When an event is delivered, a snapshot that is taken
    /// then contains it.
    pub fn events(&self) -> Events {
        self.events_within(Events::DEFAULT_BOUND_BYTES)
    }

    /// The same, of which at most about this many bytes wait to be taken. A consumer that is slower gets one
    /// [`Event::Lagged`], then the differences between what it has seen and what is.
    pub fn events_within(&self, bytes: usize) -> Events {
        let queue = Arc::new(Queue::new(bytes));
        let mut state = self.lock();
        match &state.ended {
            Some(why) => queue.end(why),
            None => state.queues.push(Arc::clone(&queue)),
        }
        let snapshot = state.mirror.snapshot();
        drop(state);
        Events::new(queue, self.clone(), &snapshot)
    }

    /// The same, of objects of which all this holds.
    pub fn subscribe(&self, filter: Filter) -> Events {
        self.events().matching(filter)
    }

    /// Waits until something holds of the state: false where it does not within `timeout`.
    ///
    /// # Errors
    /// [`Error::Ended`] where the mirror ends before.
    pub fn wait(
        &self,
        timeout: Option<Duration>,
        mut holds: impl FnMut(&Snapshot) -> bool,
    ) -> Result<bool, Error> {
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut state = self.lock();
        loop {
            let snapshot = state.mirror.snapshot();
            drop(state);
            if holds(&snapshot) {
                return Ok(true);
            }
            state = self.lock();
            while state.mirror.revision() == snapshot.revision() {
                state.check()?;
                let Some(next) = self.handle.shared.wait(state, until) else { return Ok(false) };
                state = next;
            }
        }
    }

    /// Waits until the mirror has taken in all that the kernel had said when this was called, and nothing is in
    /// doubt: false where that takes longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::Ended`] where the mirror ends before.
    pub fn settle(&self, timeout: Option<Duration>) -> Result<bool, Error> {
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut state = self.lock();
        state.settle_asked += 1;
        let number = state.settle_asked;
        self.handle.shared.wake.wake();
        while state.settled < number {
            state.check()?;
            let Some(next) = self.handle.shared.wait(state, until) else { return Ok(false) };
            state = next;
        }
        Ok(true)
    }

    /// Reads everything again and compares it with what is kept. What differs changes the mirror and is told to
    /// consumers as found by a resync; see [`settle`](Self::settle) for when it is done.
    pub fn resync(&self) {
        self.lock().mirror.doubt_everything(route2_mirror::Origin::Resync);
        self.handle.shared.wake.wake();
    }

    /// Looks at links that this process has changed.
    pub(crate) fn look_at(&self, links: impl Iterator<Item = u32>) {
        let mut links = links.peekable();
        if links.peek().is_none() {
            return;
        }
        let mut state = self.lock();
        links.for_each(|index| state.mirror.doubt_link(index));
        drop(state);
        self.handle.shared.wake.wake();
    }

    /// Another mirror of the same, read just now, with room for more notifications than a small one has.
    pub(crate) fn read_anew(&self) -> Result<Self, Error> {
        self.handle.asked.again(self.netns().clone()).open()
    }

    /// Ends the mirror, whoever else has a handle of it. Consumers get what waits for them, and then the end.
    pub fn close(&self) {
        self.handle.shared.close();
    }

    /// Has the mirror ended, and why?
    pub fn ended(&self) -> Option<Arc<str>> {
        self.lock().ended.clone()
    }

    /// While this lives, a bulk of requests is sent.
    pub(crate) fn bulk(&self) -> Bulk<'_> {
        self.handle.shared.bulks.fetch_add(1, Ordering::Relaxed);
        Bulk(&self.handle.shared)
    }

    /// The network namespace that it is of, for whatever thread.
    pub(crate) fn netns(&self) -> &Netns {
        &self.handle.netns
    }

    /// For requests.
    pub(crate) fn driver(&self) -> MutexGuard<'_, Driver> {
        self.handle.driver.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which tables it keeps, and of routes those of which routing tables.
    pub(crate) fn kept(&self) -> (&[&'static Kept], &[RtTable]) {
        self.handle.asked.kept()
    }

    /// Its network namespace, as it was asked for.
    pub(crate) fn asked_netns(&self) -> &Netns {
        self.handle.asked.asked_netns()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.handle.shared.lock()
    }
}

/// Somebody sends a bulk of requests.
pub(crate) struct Bulk<'a>(&'a Shared);

impl Drop for Bulk<'_> {
    fn drop(&mut self) {
        self.0.bulks.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Shared {
    /// What another thread left behind when it panicked is whole: all changes of the state are.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for news; `None` where the time is over.
    fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        until: Option<Instant>,
    ) -> Option<MutexGuard<'a, State>> {
        wait_for_news(&self.news, state, until, |state, waits| match waits {
            true => state.waiting += 1,
            false => state.waiting -= 1,
        })
    }

    /// Wakes all who wait for news.
    fn tell(&self, state: &State) {
        if state.waiting > 0 {
            self.news.notify_all();
        }
    }

    /// Lets notifications gather while a bulk of requests is sent, each of which has one: to be woken for each
    /// costs more than all else, for those who send too.
    fn rest_in_bulk(&self) {
        /// In this time the kernel makes some hundred changes, which is what the smallest receive buffer holds.
        const GATHER: Duration = Duration::from_millis(1);
        if self.bulks.load(Ordering::Relaxed) > 0 {
            std::thread::sleep(GATHER);
        }
    }

    fn close(&self) {
        self.lock().closing = true;
        self.wake.wake();
    }
}

/// Waits for news, noting in the state that somebody does, and that nobody does any more; `None` where the time is
/// over.
fn wait_for_news<'a, T>(
    news: &Condvar,
    mut state: MutexGuard<'a, T>,
    until: Option<Instant>,
    note: impl Fn(&mut T, bool),
) -> Option<MutexGuard<'a, T>> {
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    if left.is_some_and(|left| left.is_zero()) {
        return None;
    }
    note(&mut state, true);
    let mut state = match left {
        None => news.wait(state).unwrap_or_else(PoisonError::into_inner),
        Some(left) => news.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
    };
    note(&mut state, false);
    Some(state)
}

impl State {
    fn check(&self) -> Result<(), Error> {
        self.ended.as_ref().map_or(Ok(()), |why| Err(Error::Ended(Arc::clone(why))))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.close();
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}
