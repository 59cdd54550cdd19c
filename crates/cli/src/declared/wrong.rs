//! What is wrong with a declaration, with hints.

use crate::error::Failure;
use crate::keys;
use route2::schema::rtnl::Table;
use route2::schema::wire::{Unfit, Why};

/// What is wrong with a declaration.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// The key that is wrong, or the path to it; empty where it is the whole.
    pub(crate) key: String,
    /// What is wrong.
    pub(crate) failure: Failure,
}

impl Wrong {
    /// A mistake of whoever wrote it.
    pub(crate) fn usage(key: &str, text: impl Into<String>) -> Self {
        Self { key: key.to_owned(), failure: Failure::usage(text) }
    }

    /// Things are not as they would have to be.
    pub(crate) fn refused(key: &str, text: impl Into<String>) -> Self {
        Self { key: key.to_owned(), failure: Failure::refused(text.into()) }
    }

    /// A value that a key does not take, of an object of this kind.
    pub(crate) fn unfit(error: &Unfit, table: &'static Table, kind: &str) -> Self {
        let failure = match &error.why {
            Why::Unknown => Failure::usage(unknown(&error.key, table, kind)),
            Why::NoInterface(_) => Failure::refused(error),
            _ => Failure::usage(error.to_string()),
        };
        Self { key: error.key.clone(), failure }
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Self {
        wrong.failure
    }
}

/// The keys that can be set.
pub(crate) fn settable(table: &'static Table) -> Vec<&'static str> {
    let mut keys = Vec::new();
    table.each_settable(&mut |key, _| keys.push(key));
    if table.name == "link" {
        keys.extend(["peer", super::PORTS, super::ADDRESSES, super::VLANS]);
    }
    keys
}

/// No such key: what was meant, or what it takes.
fn unknown(path: &str, table: &'static Table, kind: &str) -> String {
    let keys = settable(table);
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if !keys.contains(&first) {
        let hint = match keys::nearest(path, keys) {
            hint if hint.is_empty() => format!("; `route2 keys {}` lists all", table.name),
            hint => hint,
        };
        return format!("no key is called `{path}`{hint}");
    }
    if rest.is_empty() {
        let of = if kind.is_empty() { String::new() } else { format!(" of the kind {kind}") };
        return format!("`{path}` is not a key of a {}{of}", table.name);
    }
    let (before, last) = path.rsplit_once('.').unwrap_or((first, rest));
    let mut below = Vec::new();
    table.each_settable_below(before, &mut |source| below.push(source.key()));
    below.dedup();
    let hint = match keys::nearest(last, below.iter().copied()) {
        hint if hint.is_empty() && below.is_empty() => String::new(),
        hint if hint.is_empty() => format!("; there are {}", below.join(", ")),
        hint => hint,
    };
    format!("`{before}` has no key `{last}`{hint}")
}
