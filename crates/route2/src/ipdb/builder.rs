//! What kind of mirror is wanted.

use super::events::Queue;
use super::run::Runner;
use super::watch::Watch;
use super::{Handle, Ipdb, Shared, State};
use crate::socket::Wake;
use crate::{Driver, Error, Netns, Socket};
use route2_mirror::{Kept, Mirror};
use route2_schema::rtnl::names::{Group, RtTable};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// Says what a mirror keeps, and of which network namespace.
///
/// ```
/// use route2::Ipdb;
///
/// let ipdb = Ipdb::builder().tables(["link", "addr", "qdisc"])?.open()?;
/// assert!(ipdb.snapshot().links().count() > 0);
/// # Ok::<(), route2::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Builder {
    tables: Vec<&'static Kept>,
    netns: Netns,
    receive_buffer: usize,
    answer_buffer: Option<usize>,
    routing_tables: Vec<RtTable>,
    groups: Vec<Group>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            tables: Kept::DEFAULT.iter().filter_map(|name| Kept::named(name)).collect(),
            netns: Netns::Current,
            receive_buffer: 8 << 20,
            answer_buffer: None,
            routing_tables: Vec::new(),
            groups: Vec::new(),
        }
    }
}

impl Builder {
    /// Keep these tables, instead of the default ones. [`KEPT`](crate::KEPT) lists all there are.
    ///
    /// # Errors
    /// [`Error::UnknownTable`] where one is none.
    pub fn tables<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let table = |name: &str| Kept::named(name).ok_or_else(|| Error::UnknownTable(name.into()));
        let tables = names.into_iter().map(table).collect::<Result<_, _>>()?;
        Ok(Self { tables, ..self })
    }

    /// Of this network namespace, instead of the calling thread's.
    #[must_use]
    pub fn netns(self, netns: Netns) -> Self {
        Self { netns, ..self }
    }

    /// Room for this many bytes of notifications: with privilege what is asked for, without at most
    /// `net.core.rmem_max`.
    #[must_use]
    pub fn receive_buffer(self, bytes: usize) -> Self {
        Self { receive_buffer: bytes, ..self }
    }

    /// For tests: room for this many bytes of answers to requests.
    #[doc(hidden)]
    #[must_use]
    pub fn answer_buffer(self, bytes: usize) -> Self {
        Self { answer_buffer: Some(bytes), ..self }
    }

    /// Keep routes of these routing tables only.
    #[must_use]
    pub fn routing_tables(self, tables: impl IntoIterator<Item = RtTable>) -> Self {
        Self { routing_tables: tables.into_iter().collect(), ..self }
    }

    /// Hear these multicast groups too: their notifications are events, whatever is kept. A group that the
    /// kernel does not know, or forbids, is left out.
    #[must_use]
    pub fn groups(self, groups: impl IntoIterator<Item = Group>) -> Self {
        Self { groups: groups.into_iter().collect(), ..self }
    }

    /// The same, of a network namespace that may have lost its name, and with no less room than is the default.
    pub(super) fn again(&self, netns: Netns) -> Self {
        let receive_buffer = self.receive_buffer.max(Self::default().receive_buffer);
        Self { netns, receive_buffer, ..self.clone() }
    }

    pub(super) fn kept(&self) -> (&[&'static Kept], &[RtTable]) {
        (&self.tables, &self.routing_tables)
    }

    pub(super) const fn asked_netns(&self) -> &Netns {
        &self.netns
    }

    /// Opens the mirror. It is filled when this returns.
    ///
    /// # Errors
    /// Where the namespace cannot be entered, no socket is to be had, or the kernel refuses a dump.
    pub fn open(self) -> Result<Ipdb, Error> {
        let asked = self.clone();
        let watch = Watch::new(&self.netns)?;
        let netns = self.netns.pinned()?;
        let socket = Socket::open(&netns)?;
        socket.set_receive_buffer(self.receive_buffer)?;
        let mut mirror = Mirror::new(self.tables);
        mirror.only_routing_tables(self.routing_tables);
        for group in mirror.groups() {
            match socket.join(group) {
                Err(error) if error.errno() == Some(libc::EINVAL) => {}
                other => other?,
            }
        }
        for group in self.groups {
            match socket.join(group) {
                Err(error) if error.errno() == Some(libc::EINVAL) => {}
                Err(error) if error.is_permission_denied() => {}
                other => other?,
            }
        }
        let state = State {
            mirror,
            queues: Vec::<Arc<Queue>>::new(),
            waiting: 0,
            closing: false,
            ended: None,
            settle_asked: 0,
            settled: 0,
            drops: 0,
            foreign: 0,
        };
        let (news, wake) = (Condvar::new(), Wake::new()?);
        let shared =
            Arc::new(Shared { state: Mutex::new(state), news, wake, bulks: AtomicUsize::new(0) });
        let driver = Driver::open(&netns)?;
        if let Some(bytes) = self.answer_buffer {
            driver.socket().set_receive_buffer(bytes)?;
        }
        let driver = Mutex::new(driver);
        let runner = Runner::new(Arc::clone(&shared), socket, netns.clone(), watch);
        let netns = netns.for_all_threads();
        let thread = thread::Builder::new()
            .name("route2".into())
            .spawn(move || runner.run())
            .map_err(|source| Error::System { doing: "start a thread", source })?;
        let handle = Handle { shared, driver, asked, netns, thread: Some(thread) };
        let ipdb = Ipdb { handle: Arc::new(handle) };
        ipdb.wait_filled()?;
        Ok(ipdb)
    }
}

impl Ipdb {
    fn wait_filled(&self) -> Result<(), Error> {
        let mut state = self.lock();
        while !state.mirror.is_filled() {
            state.check()?;
            let Some(next) = self.handle.shared.wait(state, None) else { return Ok(()) };
            state = next;
        }
        Ok(())
    }
}
