//! A writer that makes its changes by transactions, of which some go wrong on purpose.

use crate::random::Random;
use crate::writer::Log;
use route2::schema::wire::{Given, Unfit};
use route2::{CommitError, Fault, Goal, Ipdb, Rollback, Transaction};
use std::time::Duration;

/// `EIO`, which no step of a transaction fails with by itself.
const EIO: i32 = 5;

/// Commits one transaction with all these wishes.
pub(crate) fn transact(wishes: &[String], ipdb: &Ipdb, random: &mut Random, log: &Log) {
    let text = format!("transaction: {}", wishes.join("; "));
    let mut tx = ipdb.begin();
    for wish in wishes {
        if let Err(error) = say(&mut tx, wish) {
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

fn say(tx: &mut Transaction, wish: &str) -> Result<(), Unfit> {
    let words: Vec<_> = wish.split_whitespace().collect();
    let pairs = |words: &[&str]| -> Vec<(String, Given)> {
        let pair =
            |word: &&str| word.split_once('=').map(|(key, value)| (key.into(), value.into()));
        words.iter().filter_map(pair).collect()
    };
    match words[..] {
        ["create", kind, name, ref rest @ ..] => {
            tx.create(kind, name).set_all(pairs(rest)).map(|_| ())
        }
        ["link", name, ref rest @ ..] => tx.link(name).set_all(pairs(rest)).map(|_| ()),
        ["delete", name] => {
            tx.link(name).remove();
            Ok(())
        }
        [goal, table, ref rest @ ..] => {
            let goal = match goal {
                "add" => Goal::Add,
                "replace" => Goal::Replace,
                "append" => Goal::Append,
                _ => Goal::Absent,
            };
            tx.ask(goal, table, pairs(rest)).map(|_| ())
        }
        _ => Ok(()),
    }
}
