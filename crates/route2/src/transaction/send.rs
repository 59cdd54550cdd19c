//! Sending the steps of a plan.

use crate::{Error, Ipdb};
use route2_mirror::{Outcome, Refused, Step};
use route2_schema::rtnl::{Object, Op, link, other};
use route2_schema::wire::{Header, Messages};
use std::thread;
use std::time::{Duration, Instant};

/// More steps than these are a bulk.
const BULK: usize = 1000;

/// How long to wait before a next hop is asked for again whose link has no carrier yet.
const CARRIER_POLL: Duration = Duration::from_millis(20);

/// How long a rollback waits for carriers: the kernel takes note of them up to a second late.
const CARRIER_PATIENCE: Duration = Duration::from_secs(3);

/// For tests: what goes wrong at a step.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// It is refused with this errno, and not done.
    Refuse(i32),
    /// It is done, and the answer is lost.
    LoseAnswer,
    /// The process is killed after it.
    Kill,
    /// Another program does something before it, whenever it is tried.
    Meanwhile(fn()),
}

impl Ipdb {
    /// Sends the steps up to the first that fails.
    pub(super) fn run(
        &self,
        steps: &[Step],
        faults: &[(usize, Fault)],
        until: Instant,
    ) -> Result<Vec<Outcome>, Error> {
        // Of links that nothing was done to, no carrier is waited for.
        let is_of_link = |step: &Step| is_request(step, link::TABLE.message_type(Op::New));
        let until = if steps.iter().any(is_of_link) { until } else { Instant::now() };
        if !faults.is_empty() {
            return self.run_with_faults(steps, faults, until);
        }
        let steps: Vec<_> = steps.iter().collect();
        self.send_patiently(&steps, until, is_well)
    }

    /// Sends all steps, whatever becomes of some.
    pub(super) fn run_all(&self, steps: &[Step]) -> Result<Vec<Outcome>, Error> {
        let steps: Vec<_> = steps.iter().collect();
        self.send_patiently(&steps, Instant::now() + CARRIER_PATIENCE, |_, _| true)
    }

    /// Sends steps. The kernel refuses a next hop whose link has no carrier, and a link that was put up has it only some
    /// time later: such a one is asked for again, and what comes behind it comes then.
    fn send_patiently(
        &self,
        steps: &[&Step],
        until: Instant,
        goes_on: impl Fn(&Step, &Outcome) -> bool,
    ) -> Result<Vec<Outcome>, Error> {
        let mut outcomes = self.send(steps, &goes_on)?;
        let lacks_carrier = |outcomes: &[Outcome]| {
            steps.iter().zip(outcomes).any(|(step, outcome)| {
                matches!(outcome, Outcome::Refused(refused) if refused.errno == libc::ENETDOWN)
                    && is_next_hop(step)
            })
        };
        while lacks_carrier(&outcomes) && Instant::now() < until {
            thread::sleep(CARRIER_POLL);
            // (Groups were refused with their members.)
            let is_left = |place: &usize| match outcomes[*place] {
                Outcome::NotSent => true,
                Outcome::Refused(_) => is_next_hop(steps[*place]),
                Outcome::Done | Outcome::Unknown => false,
            };
            let left: Vec<usize> = (0..steps.len()).filter(is_left).collect();
            let again: Vec<_> = left.iter().map(|place| steps[*place]).collect();
            for (place, outcome) in left.into_iter().zip(self.send(&again, &goes_on)?) {
                outcomes[place] = outcome;
            }
        }
        Ok(outcomes)
    }

    fn send(
        &self,
        steps: &[&Step],
        goes_on: &impl Fn(&Step, &Outcome) -> bool,
    ) -> Result<Vec<Outcome>, Error> {
        let _bulk = (steps.len() > BULK).then(|| self.bulk());
        let requests = steps.iter().map(|step| step.request.as_slice()).collect();
        let outcomes =
            self.driver().batch(requests, |place, outcome| goes_on(steps[place], outcome));
        // Of a link that is down, the kernel tells nobody what was set.
        self.look_at(steps.iter().copied().filter_map(changed_link));
        outcomes
    }

    /// One by one, with what is to go wrong.
    fn run_with_faults(
        &self,
        steps: &[Step],
        faults: &[(usize, Fault)],
        until: Instant,
    ) -> Result<Vec<Outcome>, Error> {
        let mut outcomes = vec![Outcome::NotSent; steps.len()];
        for (place, step) in steps.iter().enumerate() {
            let fault = faults.iter().find(|(at, _)| *at == place).map(|(_, fault)| *fault);
            if let Some(Fault::Meanwhile(other)) = fault {
                other();
            }
            if let Some(Fault::Refuse(errno)) = fault {
                outcomes[place] =
                    Outcome::Refused(Box::new(Refused::of_errno(&step.request, errno)));
                break;
            }
            let ended = self.send_patiently(&[step], until, is_well)?;
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

/// The link that a step changes.
fn changed_link(step: &Step) -> Option<u32> {
    let types = [link::TABLE.message_type(Op::New), other::LINKPROP.message_type(Op::New)];
    let message = Messages::new(&step.request).next()?.ok()?;
    let object = types.contains(&message.header.message_type).then(|| Object::new(message))??;
    object.header().number("index")?.try_into().ok()
}

fn is_next_hop(step: &Step) -> bool {
    is_request(step, other::NEXTHOP.message_type(Op::New))
}

fn is_request(step: &Step, message_type: u16) -> bool {
    Header::read(&step.request).is_some_and(|header| header.message_type == message_type)
}

/// Did it do what was wanted?
pub(super) fn is_well(step: &Step, outcome: &Outcome) -> bool {
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
