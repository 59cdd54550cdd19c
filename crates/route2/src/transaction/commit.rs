//! Making changes, and unmaking them.

use super::reach::is_reachable;
use super::send::is_well;
use super::{CommitError, Failure, Rollback, Transaction, with_free_indexes};
use crate::confirm::Guardian;
use crate::{Error, Ipdb, Pending};
use route2_mirror::{Goal, Outcome, Plan, Planning, Snapshot, Step, Wish};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::{self, Link};
use route2_schema::rtnl::names::LinkFlags;
use route2_schema::wire::Messages;
use std::time::{Duration, Instant};

/// How often a transaction is tried again where another program got in between, or a link turns out to need to be
/// down for a change.
const TRIES: usize = 4;

/// How often what is left over of an undone transaction is undone again: the kernel makes things by itself when
/// others come back.
const UNDO_ROUNDS: usize = 6;

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
        let mut wishes = self.take_wishes(&self.ipdb.snapshot());
        loop {
            if let Some(why) = self.ipdb.ended() {
                let (source, rollback) = (Box::new(Error::Ended(why)), Rollback::Complete);
                return Err(CommitError::Io { source, rollback });
            }
            let before = self.ipdb.snapshot();
            self.check(&before)?;
            let plan = {
                with_free_indexes(&before, &mut made, &mut wishes);
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
                Some(Again::Renumbered) => {}
            }
            tries += 1;
        }
    }

    fn try_plan(&self, plan: &Plan, before: &Snapshot) -> Result<Snapshot, CommitError> {
        let until = || Instant::now() + self.timeout;
        let undo = |is_applied: &dyn Fn(usize) -> bool| {
            roll_back(&self.ipdb, &plan.inverse(is_applied), self.timeout)
        };
        let outcomes = self.ipdb.run(plan.steps(), &self.faults, until()).map_err(|source| {
            CommitError::Io { source: Box::new(source), rollback: undo(&|_| true) }
        })?;
        let failed = failed(plan.steps(), &outcomes);
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
        let until = until();
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
    /// Links that are made get other indexes: somebody else has got one of theirs.
    Renumbered,
}

fn is_up(now: &Snapshot, index: u32) -> bool {
    let state = now.link_by_index(index).and_then(|link| link.key("state"));
    state.and_then(|state| state.text()) == Some("up")
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

/// The step that is the reason of a failure. (Of those before one that the kernel refused, answers can be lost too.)
fn failed(steps: &[Step], outcomes: &[Outcome]) -> Option<usize> {
    let is_ill = |place: &usize| !is_well(&steps[*place], &outcomes[*place]);
    let all = || (0..steps.len().min(outcomes.len())).filter(is_ill);
    let refused = all().find(|place| matches!(outcomes[*place], Outcome::Refused(_)));
    refused.or_else(|| all().next())
}

/// Makes what was as it was. Round by round: what is made whole, what is made bare and then whole, and what the kernel
/// makes by itself when the rest is there, and takes its time for.
pub(crate) fn roll_back(ipdb: &Ipdb, was: &[Wish], timeout: Duration) -> Rollback {
    let mut planning = Planning::default();
    let (mut left, mut is_late) = (Vec::new(), false);
    for _ in 0..UNDO_ROUNDS {
        let (mirror, unseen) = match up_to_date(ipdb, timeout, &mut is_late) {
            Ok(mirror) => (mirror, None),
            // By what was known last, as much is undone as can be.
            Err(error) => (ipdb.clone(), Some(error)),
        };
        let now = mirror.snapshot();
        let plan = match Plan::new(&now, was.iter().cloned(), &planning) {
            Ok(plan) => plan,
            Err(error) => return Rollback::Incomplete(vec![error.to_string()]),
        };
        if plan.is_empty() && unseen.is_none() {
            if planning.kernels_own {
                return Rollback::Complete;
            }
            planning.kernels_own = true;
            if is_made_by_kernel(&mirror, was, &planning) {
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
        if let Some(error) = unseen {
            left.push(format!("to see whether all is as it was: {error}"));
            break;
        }
        planning.bare = if has_failed { (planning.bare + 1) % 3 } else { 0 };
    }
    Rollback::Incomplete(left)
}

/// A mirror that has seen all that was done: the given one or, where that has ended, or does not come to rest (because
/// the kernel drops what it would have to hear, or others write without a pause), one that was read just now.
/// Once it was `is_late`, no time is given to it any more.
pub(crate) fn up_to_date(
    ipdb: &Ipdb,
    timeout: Duration,
    is_late: &mut bool,
) -> Result<Ipdb, Error> {
    *is_late = *is_late || !matches!(ipdb.settle(Some(timeout)), Ok(true));
    if *is_late { ipdb.read_anew() } else { Ok(ipdb.clone()) }
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
