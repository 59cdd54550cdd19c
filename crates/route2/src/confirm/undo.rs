//! Undoing a transaction by its journal, for the guardian and by hand.

use super::directory::{Directory, Mark};
use super::journal::{Inode, Journal, boot};
use crate::transaction::{roll_back, up_to_date};
use crate::{Error, Goal, Ipdb, Netns, Rollback, Snapshot, Wish};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::Link;
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

/// How long the mirror may take to see what was done.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Where `ip netns` keeps names.
const NAMES: &str = "/run/netns";

impl Journal {
    /// The mirror that is needed, in the network namespace that the calling thread is in.
    pub(super) fn mirror(&self, netns: Netns) -> Result<Ipdb, Error> {
        Ipdb::builder()
            .tables(self.tables.iter().map(|kept| kept.name))?
            .routing_tables(self.routing_tables.iter().copied())
            .netns(netns)
            .open()
    }

    /// Was the machine started since? Then all that it was about is gone.
    pub(super) fn is_of_another_boot(&self) -> bool {
        self.boot != boot()
    }

    /// The network namespace, where it can be found.
    pub(super) fn find_netns(&self) -> Result<Netns, Error> {
        if Inode::here() == Some(self.netns) {
            return Ok(Netns::Current);
        }
        let names = std::fs::read_dir(NAMES).into_iter().flatten().flatten();
        let names = names.map(|entry| entry.path());
        let found = self.path.iter().cloned().chain(names).find(|path| self.is_here(path));
        found.map(Netns::Path).ok_or_else(|| {
            let number = self.netns.1;
            self.error(format!("is of another network namespace, net:[{number}]: enter that first"))
        })
    }

    fn is_here(&self, path: &PathBuf) -> bool {
        Inode::of(path) == Some(self.netns)
    }

    pub(super) fn error(&self, what: String) -> Error {
        Error::Pending { id: self.id.clone(), what }
    }

    /// Makes all as it was, and takes the journal away; what is left to do stays in it.
    pub(super) fn undo(mut self, ipdb: &Ipdb, directory: &Directory) -> Result<Rollback, Error> {
        let mirror = up_to_date(ipdb, TIMEOUT, &mut false);
        // Where nothing can be read, what was known last.
        let now = mirror.as_ref().unwrap_or(ipdb).snapshot();
        apart_from_others(&now, &mut self.wishes, &self.removed);
        let rollback = roll_back(ipdb, &self.wishes, TIMEOUT);
        match &rollback {
            Rollback::Complete => directory.remove(&self.id),
            Rollback::Incomplete(left) => {
                left.clone_into(&mut self.left);
                if let Some(bytes) = self.encode() {
                    directory.write(&self.id, Mark::Failed, &bytes)?;
                    directory.forget(&self.id, Mark::Undoing);
                }
            }
        }
        Ok(rollback)
    }
}

/// Links of others are let alone: since the transaction, somebody can have removed a link that it made, and have made
/// another one, which got its index; or have made one with the index of a link that it removed, which then comes back
/// with another.
fn apart_from_others(now: &Snapshot, wishes: &mut Vec<Wish>, removed: &[u32]) {
    let others: HashSet<u32> = wishes
        .iter()
        .filter_map(|wish| {
            let (header, _) = wish.object().of::<Link>().filter(|_| wish.kept().name == "link")?;
            let index = header.index as u32;
            let there = now.link_by_index(index)?;
            let text = |object: Object<'_>, key| object.key(key).map(|value| value.to_string());
            let differs = |key| text(there.object, key) != text(wish.object(), key);
            // What was not said when a link was made, the kernel chose.
            let is_said = |key| text(wish.object(), key).is_some_and(|text| !text.contains('%'));
            let is_other = match wish.goal() {
                Goal::As => differs("kind") || removed.contains(&index) && differs("ifname"),
                _ => ["kind", "ifname"].into_iter().any(|key| is_said(key) && differs(key)),
            };
            is_other.then_some(index)
        })
        .collect();
    if others.is_empty() {
        return;
    }
    let index_of = |wish: &Wish| wish.object().of::<Link>().map(|(h, _)| h.index as u32);
    let is_of_other = |wish: &Wish| {
        wish.kept().name == "link"
            && wish.goal() == Goal::Gone
            && index_of(wish).is_some_and(|index| others.contains(&index))
    };
    wishes.retain(|wish| !is_of_other(wish));
    Wish::renumber_all(now, &mut Vec::from_iter(others), wishes);
}
