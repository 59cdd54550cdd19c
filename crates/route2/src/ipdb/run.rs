//! The mirror's thread: between the kernel and the state.

use super::ask::Askers;
use super::batch::Batch;
use super::events::{Pushed, Queue};
use super::watch::Watch;
use super::{Shared, State};
use crate::{Error, Netns, Received, Socket};
use route2_mirror::{Conn, Happening, Input};
use std::sync::{Arc, MutexGuard};
use std::time::{Duration, Instant};

/// A datagram must fit behind what was received before it: a notification of a link can be this large.
const DATAGRAM_BYTES: usize = 64 * 1024;
/// What is received before it is worked on: so little that it is still in a processor's cache then.
const GULP_BYTES: usize = 32 * 1024;
/// How many gulps are taken before questions are asked although there is more to take.
const GULPS: usize = 128;
/// The same while the mirror is filled.
const FIRST_GULPS: usize = 8;

pub(super) struct Runner {
    shared: Arc<Shared>,
    socket: Socket,
    conn: Conn,
    watch: Watch,
    askers: Askers,
    buffer: Vec<u8>,
    datagrams: Vec<(usize, u32)>,
    start: Instant,
    /// The kernel said that it dropped notifications, and the socket is not empty yet.
    overrun: bool,
    /// The mirror knows of what the kernel's counter of drops counts next.
    told: bool,
}

impl Runner {
    pub(super) fn new(shared: Arc<Shared>, socket: Socket, netns: Netns, watch: Watch) -> Self {
        Self {
            askers: Askers::new(Arc::clone(&shared), netns),
            conn: Conn::new(socket.port()),
            shared,
            socket,
            watch,
            buffer: vec![0; GULP_BYTES + DATAGRAM_BYTES],
            datagrams: Vec::new(),
            start: Instant::now(),
            overrun: false,
            told: false,
        }
    }

    pub(super) fn run(mut self) {
        let why = match self.follow() {
            Ok(()) => Arc::from("it was closed"),
            Err(error) => Arc::from(error.to_string()),
        };
        let mut state = self.shared.lock();
        state.ended = Some(Arc::clone(&why));
        state.queues.drain(..).for_each(|queue| queue.end(&why));
        self.shared.tell(&state);
    }

    /// Until the mirror is closed.
    fn follow(&mut self) -> Result<(), Error> {
        let mut is_woken = true;
        loop {
            if std::mem::take(&mut is_woken) {
                self.shared.wake.rest();
            }
            let (asked, closing, is_filled) = {
                let state = self.shared.lock();
                (state.settle_asked, state.closing, state.mirror.is_filled())
            };
            if closing {
                return Ok(());
            }
            // Answers are worth what was said before them: they are taken first, and handled last.
            let mut answers = Vec::new();
            while let Some(answer) = self.askers.answer() {
                answers.push((answer, self.start.elapsed()));
            }
            let mut drained = false;
            // Somebody waits for the first answers, however much there is to take.
            for nth in 0..if is_filled { GULPS } else { FIRST_GULPS } {
                // Nor shall a consumer wait for what it is waiting for until it is known whether more has come.
                let at_most = if is_filled && nth == 0 { 1 } else { usize::MAX };
                drained = self.gulp(at_most)?;
                if drained {
                    break;
                }
            }
            for (answer, now) in answers {
                self.answer(answer, now)?;
            }
            let timeout = self.ask(drained, asked)?;
            if drained {
                self.shared.rest_in_bulk();
                is_woken = self.watch.wait(&self.socket, &self.shared.wake, timeout)?;
            }
        }
    }

    /// Takes what waits in the socket, at most so many datagrams, and applies it. Is the socket empty now?
    fn gulp(&mut self, at_most: usize) -> Result<bool, Error> {
        let (mut end, mut drained, mut overran) = (0, false, false);
        self.datagrams.clear();
        while self.datagrams.len() < at_most && self.buffer.len() - end >= DATAGRAM_BYTES {
            match self.socket.try_receive(&mut self.buffer[end..])? {
                None => {
                    drained = true;
                    break;
                }
                Some(Received::Datagram(length, sender)) => {
                    self.datagrams.push((length, sender));
                    end += length;
                }
                Some(Received::Truncated(length)) => {
                    overran = true;
                    self.buffer.resize(GULP_BYTES + 2 * length, 0);
                }
                Some(Received::Overrun) => overran = true,
            }
        }
        if self.datagrams.is_empty() && !overran {
            self.overrun &= !drained;
            return Ok(drained);
        }
        self.told |= overran;
        self.apply(overran);
        self.overrun = (self.overrun || overran) && !drained;
        Ok(drained)
    }

    fn apply(&mut self, overran: bool) {
        let mut state = self.shared.lock();
        let is_heard = !state.queues.is_empty();
        let received = self.datagrams.iter().map(|(length, _)| length).sum();
        let mut batch =
            if is_heard { Batch::for_notifications(received) } else { Batch::default() };
        if overran {
            state.mirror.handle_overrun();
            if is_heard {
                batch.push_overrun();
            }
        }
        let mut start = 0;
        let mirror = &mut state.mirror;
        for (length, sender) in &self.datagrams {
            let datagram = &self.buffer[start..start + length];
            start += length;
            let mut lost = false;
            self.conn.handle_input(datagram, *sender, |input| match input {
                Input::Notification(message) => mirror.handle_event(message, &mut |happening| {
                    if is_heard {
                        batch.push(happening);
                    }
                }),
                Input::Garbage(_) | Input::Overrun => lost = true,
                Input::Reply(..) | Input::Done { .. } | Input::Refused(..) => {}
            });
            if lost {
                mirror.handle_overrun();
                if is_heard {
                    batch.push_overrun();
                }
            }
        }
        state.foreign = self.conn.foreign_datagrams();
        self.shared.deliver(state, batch);
    }

    fn answer(&mut self, answer: super::ask::Answer, now: Duration) -> Result<(), Error> {
        let mut state = self.shared.lock();
        let mut batch = Batch::default();
        let is_heard = !state.queues.is_empty();
        match answer.result {
            Ok((table, coherent)) => {
                let mut sink = |happening: Happening<'_>| {
                    if is_heard {
                        batch.push(happening);
                    }
                };
                state.mirror.handle_answer(answer.number, table, coherent, now, &mut sink);
            }
            // A dump that the kernel has no memory for now, perhaps has it later.
            Err(error) if error.errno() == Some(libc::ENOBUFS) => {
                state.mirror.handle_no_answer(answer.number, now);
            }
            Err(error) => return Err(error),
        }
        self.shared.deliver(state, batch);
        Ok(())
    }

    /// Asks what the mirror wants to know, and says how long to wait where it wants to know something later.
    fn ask(&mut self, drained: bool, settle_asked: u64) -> Result<Option<Duration>, Error> {
        // Until the socket is empty, the kernel drops all that comes.
        if self.overrun {
            return Ok(None);
        }
        let drops = if drained { self.socket.drops().unwrap_or(0) } else { 0 };
        let now = self.start.elapsed();
        let (mut questions, mut awaited) = (Vec::new(), Vec::new());
        let mut state = self.shared.lock();
        if drained && drops != state.drops {
            // Normally this was said already (`ENOBUFS`); where it was not, it is found here.
            state.drops = drops;
            if !std::mem::take(&mut self.told) {
                state.mirror.handle_overrun();
                let mut batch = Batch::default();
                batch.push_overrun();
                awaited = state.deliver(batch);
            }
        }
        while let Some(question) = state.mirror.poll_question(now) {
            questions.push(question);
        }
        if drained && state.mirror.is_settled() {
            state.settled = settle_asked;
            self.shared.tell(&state);
        }
        let timeout = state.mirror.poll_timeout();
        drop(state);
        wake(&awaited);
        for question in questions {
            self.askers.ask(question)?;
        }
        Ok(timeout.map(|at| at.saturating_sub(now)))
    }
}

impl Shared {
    /// Hands a batch to all consumers. They are woken when nobody holds a lock any more that they want first.
    fn deliver(&self, mut state: MutexGuard<'_, State>, batch: Batch) {
        let awaited = state.deliver(batch);
        self.tell(&state);
        drop(state);
        wake(&awaited);
    }
}

impl State {
    /// Gives the queues whose consumers are to be woken.
    fn deliver(&mut self, batch: Batch) -> Vec<Arc<Queue>> {
        let mut awaited = Vec::new();
        if batch.is_empty() {
            return awaited;
        }
        let batch = Arc::new(batch);
        let mirror = &self.mirror;
        self.queues.retain(|queue| {
            let pushed = queue.push(&batch, || mirror.snapshot());
            if pushed == Pushed::Awaited {
                awaited.push(Arc::clone(queue));
            }
            pushed != Pushed::Unwanted
        });
        awaited
    }
}

fn wake(awaited: &[Arc<Queue>]) {
    awaited.iter().for_each(|queue| queue.wake());
}
