//! Objects as people declare them, and what a transaction has to do for them.

mod elsewhere;
mod link;
mod vlans;
mod wrong;

pub(crate) use link::{ADDRESSES, PORTS, addresses_of, is_own_address};
use route2::schema::rtnl::Table;
use route2::schema::wire::Given;
use route2::{Goal, Snapshot, Transaction};
pub(crate) use vlans::{VLANS, default_pvid, given as vlans_given};
pub(crate) use wrong::{Wrong, settable};

/// An object as somebody wants it.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// Its table.
    pub(crate) table: &'static Table,
    /// How it is meant.
    pub(crate) goal: Goal,
    /// Of a link, its name.
    pub(crate) name: String,
    /// What is said of it, by key.
    pub(crate) pairs: Vec<(String, Given)>,
}

/// Puts one object into a transaction.
pub(crate) fn put(tx: &mut Transaction, now: &Snapshot, declared: &Declared) -> Result<(), Wrong> {
    put_all(tx, now, std::slice::from_ref(declared)).map_err(|(_, wrong)| wrong)
}

/// Puts objects into a transaction; an error comes with the place of the one concerned.
pub(crate) fn put_all(
    tx: &mut Transaction,
    now: &Snapshot,
    all: &[Declared],
) -> Result<(), (usize, Wrong)> {
    link::put_all(tx, now, all)?;
    for (place, declared) in all.iter().enumerate().filter(|(_, d)| d.table.name != "link") {
        let Declared { table, goal, pairs, .. } = declared;
        tx.ask(*goal, table.name, pairs.clone())
            .map_err(|error| (place, Wrong::unfit(&error, table, "")))?;
    }
    Ok(())
}
