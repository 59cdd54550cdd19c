//! Back to an earlier state.

use super::commit::roll_back;
use super::{CommitError, Committed, Rollback, Transaction};
use crate::{Filter, Ipdb, Snapshot};
use route2_mirror::{Plan, Wish};
use std::time::Duration;

impl Ipdb {
    /// Makes what the filter lets through as it was in an earlier snapshot: what is gone is made again, what is new
    /// is removed, what changed is changed back. (What the kernel learns by itself, neighbours above all, is not.)
    ///
    /// # Errors
    /// As [`Transaction::commit`](crate::Transaction::commit).
    pub fn revert(&self, to: &Snapshot, filter: &Filter) -> Result<Committed, CommitError> {
        let wishes = self.deviations(to, filter);
        let mut tx: Transaction = self.begin();
        wishes.iter().for_each(|wish| {
            tx.wish(wish.clone());
        });
        let timeout = tx.timeout;
        let committed = tx.commit()?;
        // What comes back by itself, or only when the rest is there.
        match roll_back(self, &wishes, timeout) {
            Rollback::Complete => Ok(Committed { snapshot: self.snapshot(), ..committed }),
            rollback => {
                let what = "not all is as it was in the snapshot".to_owned();
                Err(CommitError::NotSo { what, rollback })
            }
        }
    }

    /// Undoes a transaction that was committed: what it changed, made and removed is as it was, whatever else changed
    /// meanwhile.
    pub fn undo(&self, committed: &Plan, timeout: Duration) -> Rollback {
        roll_back(self, &committed.inverse(|_| true), timeout)
    }

    /// What must be so again for things to be as they were.
    pub(crate) fn deviations(&self, then: &Snapshot, filter: &Filter) -> Vec<Wish> {
        let now = self.snapshot();
        let name_of = |index: u64| {
            let index = index.try_into().ok()?;
            then.name(index).or_else(|| now.name(index))
        };
        Wish::to_revert(&now, then, &|object| filter.matches(object, &name_of))
    }
}
