//! What a follower is led through: changes that begin when it is ready, and clocks that stop when it has seen them.

use super::Mode;
use super::write::{self, one_by_one};
use crate::measure::{Sample, Who};
use anyhow::{Context, Result, ensure};
use nix::sys::socket::{
    AddressFamily, SockFlag, SockProtocol, SockType, getsockopt, setsockopt, socket, sockopt,
};
use std::os::fd::AsFd;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing for so long: no more comes.
pub(crate) const IDLE: Duration = Duration::from_millis(700);

/// Room for all events, by what is asked for. (The kernel doubles it.)
const LARGE_BYTES: usize = 32 << 20;

/// The course of a follower.
#[derive(Debug)]
pub(crate) struct Course {
    /// What its receive buffer shall be, as `SO_RCVBUF` has it.
    pub(crate) buffer_bytes: usize,
    pub(super) mode: Mode,
    pub(super) routes: u32,
    expected: u64,
    seen: u64,
    writer: Option<Child>,
    clocks: Option<(Instant, f64)>,
    end: Option<(Instant, Result<f64>)>,
    times: Arc<Times>,
    latencies: Vec<f64>,
}

/// What the thread that makes changes one by one and the follower tell each other.
#[derive(Debug)]
pub(super) struct Times {
    base: Instant,
    changed_ns: AtomicU64,
    /// How many changes were seen.
    pub(super) seen: AtomicU64,
}

impl Times {
    fn now_ns(&self) -> u64 {
        self.base.elapsed().as_nanos() as u64
    }

    /// A change is made now.
    pub(super) fn changing(&self) {
        self.changed_ns.store(self.now_ns(), Ordering::SeqCst);
    }
}

impl Course {
    pub(super) fn new(mode: Mode, routes: u32) -> Result<Self> {
        let base = Instant::now();
        Ok(Self {
            buffer_bytes: if mode == Mode::Lossy { default_buffer()? } else { LARGE_BYTES },
            mode,
            routes,
            expected: 2 * u64::from(routes),
            seen: 0,
            writer: None,
            clocks: None,
            end: None,
            times: Arc::new(Times { base, changed_ns: 0.into(), seen: 0.into() }),
            latencies: Vec::with_capacity(2 * routes as usize),
        })
    }

    /// Gives a socket the room that this course wants.
    pub(crate) fn set_buffer(&self, socket: &impl AsFd) -> Result<()> {
        setsockopt(socket, sockopt::RcvBufForce, &self.buffer_bytes)
            .context("cannot force a receive buffer (root is needed)")
    }

    /// The follower is ready: changes begin.
    pub(crate) fn begin(&mut self) -> Result<()> {
        if self.mode == Mode::Single {
            let (times, routes) = (Arc::clone(&self.times), self.routes);
            thread::spawn(move || one_by_one(&times, routes).map_err(|error| eprintln!("{error}")));
        } else {
            let stopped = (self.mode == Mode::Waiting).then(nix::unistd::getpid);
            self.writer = Some(write::start(self.routes, stopped)?);
        }
        self.clocks = Some((Instant::now(), Who::Itself.cpu_ns()?));
        Ok(())
    }

    /// The follower has seen so many more events. Are there more to come?
    #[inline]
    pub(crate) fn saw(&mut self, events: u64) -> bool {
        if self.mode == Mode::Single {
            let took = self.times.now_ns() - self.times.changed_ns.load(Ordering::SeqCst);
            self.latencies.push(took as f64);
            self.times.seen.fetch_add(events, Ordering::SeqCst);
        }
        self.seen += events;
        let more = self.seen < self.expected;
        if !more {
            self.end = Some((Instant::now(), Who::Itself.cpu_ns()));
        }
        more
    }

    /// How many events there are to see.
    pub(crate) const fn expected(&self) -> u64 {
        self.expected
    }

    /// What was measured: times of one event, as many as there were to see.
    pub(super) fn finish(mut self) -> Result<Sample> {
        let (start, cpu) = self.clocks.context("it never began")?;
        let (end, end_cpu) = self.end.unwrap_or_else(|| (Instant::now(), Who::Itself.cpu_ns()));
        let all = self.expected as f64;
        if let Some(mut writer) = self.writer.take() {
            let status = writer.wait()?;
            ensure!(status.success(), "who writes ended with {status}");
        }
        self.latencies.sort_by(f64::total_cmp);
        let single = |share: f64| {
            self.latencies.get((self.latencies.len() as f64 * share) as usize).copied()
        };
        let wall_ns = (end - start).as_nanos() as f64 / all;
        Ok(Sample {
            seen: self.seen,
            cpu_ns: (end_cpu? - cpu) / all,
            wall_ns: single(0.5).unwrap_or(wall_ns),
            p99_ns: single(0.99).unwrap_or(f64::NAN),
            peak_kib: Who::Itself.peak_kib()?,
        })
    }
}

/// What to ask for to have what a socket has that asks for nothing: the kernel doubles what is asked for.
fn default_buffer() -> Result<usize> {
    let socket = socket(
        AddressFamily::Netlink,
        SockType::Raw,
        SockFlag::SOCK_CLOEXEC,
        SockProtocol::NetlinkRoute,
    )?;
    Ok(getsockopt(&socket, sockopt::RcvBuf)? / 2)
}
