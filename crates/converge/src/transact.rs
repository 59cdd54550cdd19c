//! A writer that makes its changes by transactions, of which some go wrong on purpose.

// Tests of transactions say what they want in the same words.
#[path = "../../route2/tests/common/tx/say.rs"]
mod say;

use crate::random::Random;
use crate::writer::Log;
use route2::{CommitError, Fault, Ipdb, Rollback};
use std::time::Duration;

/// `EIO`, which no step of a transaction fails with by itself.
const EIO: i32 = 5;

/// Commits one transaction with all these wishes.
pub(crate) fn transact(wishes: &[String], ipdb: &Ipdb, random: &mut Random, log: &Log) {
    let text = format!("transaction: {}", wishes.join("; "));
    let mut tx = ipdb.begin();
    for wish in wishes {
        if let Err(error) = say::line(&mut tx, wish) {
            return log.outcome(&format!("{text}: {error}"), false);
        }
    }
    if random.one_in(4) {
        let fault = if random.one_in(2) { Fault::LoseAnswer } else { Fault::Refuse(EIO) };
        tx.inject(random.below(4) as usize, fault);
    }
    // (Others write too: what is waited for may never be.)
    tx.timeout(Duration::from_millis(500));
    let end = match tx.commit() {
        Ok(_) => return log.outcome(&text, true),
        Err(error) => error,
    };
    let rolled = match &end {
        CommitError::Plan(_) => "nothing done",
        error => match error.rollback() {
            Some(Rollback::Complete) => "rolled back",
            _ => "rolled back, but for what others did",
        },
    };
    log.outcome(&format!("{text}: {rolled}"), false);
}
