//! Making changes, and unmaking them.

use super::reach::is_reachable;
use super::{CommitError, Failure, Rollback, Transaction};
use crate::confirm::Guardian;
use crate::{Error, Ipdb, Pending};
use route2_mirror::{Goal, Outcome, Plan, Planning, Refused, Snapshot, Step, Wish};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::{self, Link};
use route2_schema::rtnl::names::LinkFlags;
use route2_schema::wire::Messages;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How often a transaction is tried again where another program got in between, or a link turns out to need to be
/// down for a change.
const TRIES: usize = 4;

/// How often what is left over of an undone transaction is undone again: the kernel makes things by itself when
/// others come back.
const UNDO_ROUNDS: usize = 6;

/// More steps than these are a bulk.
const BULK: usize = 1000;

/// A transaction that was committed.
#[derive(Clone, Debug)]
pub struct Committed {
    /// What was done; empty where all was so already.
    pub plan: Plan,
    /// The state that has it.
    pub snapshot: Snapshot,
    /// Where it is to be confirmed, and did something: what does that.
    pub pending: Option<Pending>,
}

/// For tests: what goes wrong at a step.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is refused with this errno, and not done.
    Refuse(i32),
    /// It is done, and the answer is lost.
    LoseAnswer,
    /// The process is killed after it.
    Kill,
}

impl Transaction {
    /// Makes the changes; when this returns, the mirror has seen them. If a step fails, all that was done before it is
    /// undone.
    ///
    /// # Errors
    /// Where there is no plan, a step fails, or something does not hold afterwards; each says whether all is as it
    /// was.
    pub fn commit(mut self) -> Result<Committed, CommitError> {
        let mut guardian = None;
        let result = self.commit_guarded(&mut guardian);
        let Some(mut guardian) = guardian else { return result };
        match result {
            Ok(committed) if committed.plan.is_empty() => {
                guardian.undone();
                Ok(committed)
            }
            Ok(committed) => match guardian.committed() {
                Ok(pending) => Ok(Committed { pending: Some(pending), ..committed }),
                Err(source) => {
                    let was = committed.plan.inverse(|_| true);
                    let rollback = roll_back(&self.ipdb, &was, self.timeout);
                    if rollback == Rollback::Complete {
                        guardian.undone();
                    }
                    Err(CommitError::Io { source: Box::new(source), rollback })
                }
            },
            Err(error) => {
                // What could not be undone, the guardian tries when it finds that nobody is there any more.
                if error.rollback().is_none_or(|rollback| *rollback == Rollback::Complete) {
                    guardian.undone();
                }
                Err(error)
            }
        }
    }

    /// Has a guardian hold what undoes a plan, where the transaction is to be confirmed.
    fn guard(&mut self, guardian: &mut Option<Guardian>, plan: &Plan) -> Result<(), Error> {
        let Some(within) = self.confirmation.within.filter(|_| !plan.is_empty()) else {
            return Ok(());
        };
        let guardian = match guardian {
            Some(guardian) => guardian,
            None => {
                let program = self.confirmation.program.take();
                guardian.insert(Guardian::start(program, within, &self.ipdb)?)
            }
        };
        guardian.hold(plan, &self.ipdb)
    }

    fn commit_guarded(
        &mut self,
        guardian: &mut Option<Guardian>,
    ) -> Result<Committed, CommitError> {
        let mut tries = 1;
        let mut made = self.made();
        // Only links can be a reason to try again.
        let tries_max = if self.links.is_empty() { 1 } else { TRIES };
        let mut wishes = self.take_wishes();
        loop {
            let before = self.ipdb.snapshot();
            let plan = {
                let wishes = match tries == tries_max {
                    true => std::mem::take(&mut wishes),
                    false => wishes.clone(),
                };
                Plan::new(&before, wishes, &self.planning)?
            };
            self.guard(guardian, &plan).map_err(|e| CommitError::Guardian(Box::new(e)))?;
            let error = match self.try_plan(&plan, &before) {
                Ok(snapshot) => return Ok(Committed { plan, snapshot, pending: None }),
                Err(error) => error,
            };
            let again = self.again(&error, &plan, &before).filter(|_| tries < tries_max);
            match again {
                None => return Err(error),
                Some(Again::Down(index)) => self.planning.take_down.push(index),
                Some(Again::Renumbered) => renumber(&self.ipdb.snapshot(), &mut made, &mut wishes),
            }
            tries += 1;
        }
    }

    fn try_plan(&self, plan: &Plan, before: &Snapshot) -> Result<Snapshot, CommitError> {
        let until = Instant::now() + self.timeout;
        let undo = |is_applied: &dyn Fn(usize) -> bool| {
            roll_back(&self.ipdb, &plan.inverse(is_applied), self.timeout)
        };
        let outcomes = self.ipdb.run(plan.steps(), &self.faults).map_err(|source| {
            CommitError::Io { source: Box::new(source), rollback: undo(&|_| true) }
        })?;
        let failed = outcomes.iter().zip(plan.steps()).position(|(o, step)| !is_well(step, o));
        if let Some(place) = failed {
            let is_applied =
                |place: usize| matches!(outcomes[place], Outcome::Done | Outcome::Unknown);
            let source = match &outcomes[place] {
                Outcome::Refused(refused) => (**refused).clone().into(),
                _ => Error::AnswerLost,
            };
            let step = plan.lines(before).swap_remove(place);
            let (number, steps) = (place + 1, outcomes.len());
            let rollback = undo(&is_applied);
            let failure = Failure { number, steps, step, source, rollback };
            return Err(CommitError::Step(Box::new(failure)));
        }
        let io = |source| CommitError::Io { source: Box::new(source), rollback: undo(&|_| true) };
        if !self.ipdb.settle(Some(left(until))).map_err(io)? {
            let what = "the mirror has not seen all that was done in time".to_owned();
            return Err(CommitError::NotSo { what, rollback: undo(&|_| true) });
        }
        for ensured in &self.ensured {
            let holds = self.ipdb.wait(Some(left(until)), |now| (ensured.holds)(now));
            if !holds.map_err(io)? {
                let what = format!("{} does not hold", ensured.what);
                return Err(CommitError::NotSo { what, rollback: undo(&|_| true) });
            }
        }
        for address in &self.reachable {
            let answers = is_reachable(self.ipdb.netns(), *address, until);
            if !answers.map_err(io)? {
                let what = format!("{address} is not reachable");
                return Err(CommitError::NotSo { what, rollback: undo(&|_| true) });
            }
        }
        Ok(self.ipdb.snapshot())
    }

    /// Has the failure a reason that can be away the next time, and what is to be done for that?
    fn again(&self, error: &CommitError, plan: &Plan, before: &Snapshot) -> Option<Again> {
        let CommitError::Step(failure) = error else { return None };
        let (Error::Refused(refused), Rollback::Complete) = (&failure.source, &failure.rollback)
        else {
            return None;
        };
        let request = &plan.steps()[failure.number - 1].request;
        let object = Object::new(Messages::new(request).next()?.ok()?)?;
        if object.table.name != link::TABLE.name {
            return None;
        }
        let index = object.header().number("index")? as u32;
        match refused.errno {
            libc::EBUSY | libc::EEXIST if before.link_by_index(index).is_none() => {
                let is_taken = self.ipdb.snapshot().link_by_index(index).is_some();
                is_taken.then_some(Again::Renumbered)
            }
            libc::EBUSY | libc::EPERM | libc::EACCES | libc::ENOTEMPTY => {
                let is_new = !self.planning.take_down.contains(&index);
                (is_new && is_up(before, index)).then_some(Again::Down(index))
            }
            _ => None,
        }
    }
}

/// What is different when a transaction is tried again.
enum Again {
    /// A link is taken down before it is changed.
    Down(u32),
    /// Links that are made have other indexes: somebody else has got one of theirs.
    Renumbered,
}

/// Gives the links that are made new indexes, wherever they are named.
fn renumber(now: &Snapshot, made: &mut [u32], wishes: &mut [Wish]) {
    let taken = now.links().filter_map(|link| link.header().number("index")).max();
    let first = taken.unwrap_or(0) as u32 + 1;
    let new: HashMap<u32, u32> = made.iter().copied().zip(first..).collect();
    wishes.iter_mut().for_each(|wish| wish.renumber(&|index| new.get(&index).copied()));
    made.iter_mut().zip(first..).for_each(|(made, new)| *made = new);
}

fn is_up(now: &Snapshot, index: u32) -> bool {
    let state = now.link_by_index(index).and_then(|link| link.key("state"));
    state.and_then(|state| state.text()) == Some("up")
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

/// Did it do what was wanted?
fn is_well(step: &Step, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Done => true,
        Outcome::Refused(refused) => step.tolerant && is_so_already(refused),
        Outcome::NotSent | Outcome::Unknown => false,
    }
}

/// Does a refusal say that what was to be made is there, or what was to be removed is not?
fn is_so_already(refused: &Refused) -> bool {
    matches!(
        refused.errno,
        libc::EEXIST | libc::ENOENT | libc::ESRCH | libc::ENODEV | libc::EADDRNOTAVAIL
    )
}

/// Makes what was as it was. Round by round: what is made whole, what is made bare and then whole, and what the kernel
/// makes by itself when the rest is there, and takes its time for.
pub(crate) fn roll_back(ipdb: &Ipdb, was: &[Wish], timeout: Duration) -> Rollback {
    let mut planning = Planning::default();
    let mut left = Vec::new();
    for _ in 0..UNDO_ROUNDS {
        // A mirror that has ended knows what was last; then that is what is gone by.
        let _ = ipdb.settle(Some(timeout));
        let now = ipdb.snapshot();
        let plan = match Plan::new(&now, was.iter().cloned(), &planning) {
            Ok(plan) => plan,
            Err(error) => return Rollback::Incomplete(vec![error.to_string()]),
        };
        if plan.is_empty() && planning.kernels_own {
            return Rollback::Complete;
        }
        if plan.is_empty() {
            planning.kernels_own = true;
            if is_made_by_kernel(ipdb, was, &planning) {
                return Rollback::Complete;
            }
            continue;
        }
        let outcomes = match ipdb.run_all(plan.steps()) {
            Ok(outcomes) => outcomes,
            Err(error) => return Rollback::Incomplete(vec![error.to_string()]),
        };
        let has_failed = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_)));
        if planning.bare == 0 || left.is_empty() {
            left = plan.lines(&now).into_iter().zip(outcomes).map(with_reason).collect();
        }
        planning.bare = if has_failed { (planning.bare + 1) % 3 } else { 0 };
    }
    Rollback::Incomplete(left)
}

/// Makes what was as it was, where it is not: what was to be done for that, and whether it is so now.
pub(crate) fn put_back(ipdb: &Ipdb, was: &[Wish]) -> Option<(Vec<String>, Rollback)> {
    const TIMEOUT: Duration = Duration::from_secs(10);
    let now = ipdb.snapshot();
    let plan = Plan::new(&now, was.iter().cloned(), &Planning::default()).ok()?;
    (!plan.is_empty()).then(|| (plan.lines(&now), roll_back(ipdb, was, TIMEOUT)))
}

/// Does all that the kernel makes by itself come about in time?
fn is_made_by_kernel(ipdb: &Ipdb, was: &[Wish], planning: &Planning) -> bool {
    /// Addresses are not used before nobody else is found to have them, which takes a second or two; and of a carrier
    /// that is lost or found, the kernel takes note at most once a second.
    const PATIENCE: Duration = Duration::from_secs(3);
    let is_whole = |now: &Snapshot| {
        was.iter().all(|was| runs_again(now, was))
            && Plan::new(now, was.iter().cloned(), planning).is_ok_and(|plan| plan.is_empty())
    };
    ipdb.wait(Some(PATIENCE), is_whole).unwrap_or(false)
}

/// Has a link a carrier, where it had one? Until it has, next hops and routes by way of it that are there again can
/// still vanish.
fn runs_again(now: &Snapshot, was: &Wish) -> bool {
    let running = |link: Object<'_>| {
        let (header, _) = link.of::<Link>()?;
        Some((header.index as u32, header.flags.0 & (LinkFlags::RUNNING.0 | LinkFlags::LOWER_UP.0)))
    };
    let Some((index, had)) = (was.goal() == Goal::As).then(|| running(was.object())).flatten()
    else {
        return true;
    };
    let has = now.link_by_index(index).and_then(|link| running(*link));
    has.is_none_or(|(_, has)| has & had == had)
}

/// What was to be done, and why it was not.
fn with_reason((line, outcome): (String, Outcome)) -> String {
    match outcome {
        Outcome::Refused(refused) => format!("{line}: {refused}"),
        _ => line,
    }
}

impl Ipdb {
    /// Sends the steps up to the first that fails.
    fn run(&self, steps: &[Step], faults: &[(usize, Fault)]) -> Result<Vec<Outcome>, Error> {
        if !faults.is_empty() {
            return self.run_with_faults(steps, faults);
        }
        self.send(steps, |place, outcome| is_well(&steps[place], outcome))
    }

    /// Sends all steps, whatever becomes of some.
    fn run_all(&self, steps: &[Step]) -> Result<Vec<Outcome>, Error> {
        self.send(steps, |_, _| true)
    }

    fn send(
        &self,
        steps: &[Step],
        goes_on: impl FnMut(usize, &Outcome) -> bool,
    ) -> Result<Vec<Outcome>, Error> {
        let _bulk = (steps.len() > BULK).then(|| self.bulk());
        let requests = steps.iter().map(|step| step.request.as_slice()).collect();
        self.driver().batch(requests, goes_on)
    }

    /// One by one, with what is to go wrong.
    fn run_with_faults(
        &self,
        steps: &[Step],
        faults: &[(usize, Fault)],
    ) -> Result<Vec<Outcome>, Error> {
        let mut outcomes = vec![Outcome::NotSent; steps.len()];
        for (place, step) in steps.iter().enumerate() {
            let fault = faults.iter().find(|(at, _)| *at == place).map(|(_, fault)| *fault);
            if let Some(Fault::Refuse(errno)) = fault {
                outcomes[place] =
                    Outcome::Refused(Box::new(Refused::of_errno(&step.request, errno)));
                break;
            }
            let all_well = |_: usize, outcome: &Outcome| is_well(step, outcome);
            let ended = self.driver().batch(vec![&step.request], all_well)?;
            outcomes[place] = ended.into_iter().next().unwrap_or(Outcome::Unknown);
            match fault {
                Some(Fault::LoseAnswer) => outcomes[place] = Outcome::Unknown,
                Some(Fault::Kill) => std::process::abort(),
                _ => {}
            }
            if !is_well(step, &outcomes[place]) {
                break;
            }
        }
        Ok(outcomes)
    }
}
