//! Transactions in words, for tests; the program `route2-converge` takes this file too.

use route2::schema::wire::{Given, Unfit};
use route2::{Goal, Transaction};

/// Says a wish:
///
/// ```text
/// create KIND NAME KEY=VALUE...    link NAME KEY=VALUE...    delete NAME    GOAL TABLE KEY=VALUE...
/// ```
///
/// # Errors
/// Where a key does not take its value.
///
/// # Panics
/// Where it is none of these.
pub(crate) fn line(tx: &mut Transaction, line: &str) -> Result<(), Unfit> {
    let words: Vec<_> = line.split_whitespace().collect();
    match words[..] {
        ["create", kind, name, ref pairs @ ..] => {
            tx.create(kind, name).set_all(given(pairs)).map(|_| ())
        }
        ["link", name, ref pairs @ ..] => tx.link(name).set_all(given(pairs)).map(|_| ()),
        ["delete", name] => {
            tx.link(name).remove();
            Ok(())
        }
        [goal, table, ref pairs @ ..] => {
            let goal = match goal {
                "add" => Goal::Add,
                "replace" => Goal::Replace,
                "change" => Goal::Change,
                "append" => Goal::Append,
                "remove" => Goal::Absent,
                other => panic!("{other}: {line}"),
            };
            tx.ask(goal, table, given(pairs)).map(|_| ())
        }
        _ => panic!("no wish: {line}"),
    }
}

fn given(words: &[&str]) -> Vec<(String, Given)> {
    let pair = |word: &&str| {
        let (key, value) = word.split_once('=').unwrap_or_else(|| panic!("no value: {word}"));
        let value = match key {
            "multipath" => Given::List(value.split(';').map(hop).collect()),
            _ => value.into(),
        };
        (key.to_owned(), value)
    };
    words.iter().map(pair).collect()
}

/// `gateway@10.0.0.1,weight@2`.
fn hop(text: &str) -> Given {
    let pair = |part: &str| {
        let (key, value) = part.split_once('@').unwrap_or_else(|| panic!("no value: {part}"));
        (key.to_owned(), Given::from(value))
    };
    Given::Map(text.split(',').map(pair).collect())
}
