//! A persistent ordered list: messages sorted by what tells them apart.
//!
//! Three levels: a root of branches of leaves. All are shared ([`Arc`]): a copy of the tree is a copy of a
//! pointer, and whoever writes copies first what somebody else holds too. A leaf has its messages in one piece
//! of memory, each behind its key, so that a route needs the bytes of both and a dozen more.
//!
//! Equal keys are a group: its members stay in the order in which they were put.

mod leaf;

use crate::key::Key;
pub(crate) use leaf::Leaf;
use std::sync::Arc;

/// How many leaves a branch has at most.
const LEAVES: usize = 128;

/// Takes the key from an entry's bytes.
pub(crate) type KeyOf = fn(&[u8]) -> Key;

#[derive(Clone, Debug)]
pub(crate) struct Tree {
    root: Arc<Vec<Arc<Branch>>>,
    length: usize,
    key_of: KeyOf,
    /// Where the last change was: the next one is often next to it.
    last: Place,
}

/// Neighbouring leaves. `first` is no greater than any key in it, and no less than any before it.
#[derive(Clone, Debug)]
struct Branch {
    first: Key,
    leaves: Vec<Arc<Leaf>>,
}

/// A place in a tree: before an entry, or behind the last one of a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    branch: usize,
    leaf: usize,
    entry: usize,
}

impl Place {
    /// The place behind the entry at this one.
    pub(crate) const fn next(self) -> Self {
        Self { entry: self.entry + 1, ..self }
    }
}

/// An entry: its key, its bytes, and the revision in which they were written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) key: &'a [u8],
    pub(crate) bytes: &'a [u8],
    pub(crate) revision: u64,
}

impl Tree {
    pub(crate) fn new(key_of: KeyOf) -> Self {
        Self { root: Arc::default(), length: 0, key_of, last: Place::default() }
    }

    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) fn key(&self, bytes: &[u8]) -> Key {
        (self.key_of)(bytes)
    }

    /// The entry at a place, or the next one where the place is the end of a leaf.
    pub(crate) fn get(&self, place: Place) -> Option<Entry<'_>> {
        self.iter_from(place).next().map(|(_, entry)| entry)
    }

    /// All entries in order, with their places.
    pub(crate) fn iter(&self) -> Iter<'_> {
        self.iter_from(Place::default())
    }

    pub(crate) const fn iter_from(&self, place: Place) -> Iter<'_> {
        Iter { tree: self, place }
    }

    /// The members of a group.
    pub(crate) fn group(&self, key: Key) -> impl Iterator<Item = (Place, Entry<'_>)> {
        self.iter_from(self.start_of(&key)).take_while(move |(_, e)| e.key == key.as_bytes())
    }

    /// The members of the group that begins at this place, if any does.
    pub(crate) fn group_at(
        &self,
        start: Place,
        key: &Key,
    ) -> impl Iterator<Item = (Place, Entry<'_>)> {
        self.iter_from(start).take_while(|(_, entry)| entry.key == key.as_bytes())
    }

    /// The entries whose keys begin so.
    pub(crate) fn beginning_with(&self, prefix: Key) -> impl Iterator<Item = (Place, Entry<'_>)> {
        self.iter_from(self.start_of(&prefix))
            .take_while(move |(_, e)| e.key.starts_with(prefix.as_bytes()))
    }

    /// Before the first entry whose key is no less.
    pub(crate) fn start_of(&self, key: &Key) -> Place {
        self.search(|other| other < key.as_bytes())
    }

    /// Behind the last entry whose key is no greater.
    pub(crate) fn end_of(&self, key: &Key) -> Place {
        self.search(|other| other <= key.as_bytes())
    }

    /// The place before which all entries are said to be, by their keys.
    #[inline]
    fn search(&self, is_before: impl Fn(&[u8]) -> bool) -> Place {
        if let Some(place) = self.search_near(self.last, &is_before) {
            return place;
        }
        let branch = self.root.partition_point(|branch| is_before(branch.first.as_bytes()));
        let branch = branch.saturating_sub(1);
        let Some(leaves) = self.root.get(branch).map(|branch| &branch.leaves) else {
            return Place::default();
        };
        let leaf = leaves.partition_point(|leaf| is_before(leaf.first.as_bytes()));
        let leaf = leaf.saturating_sub(1);
        let entry = leaves.get(leaf).map_or(0, |leaf| leaf.partition_point(is_before));
        Place { branch, leaf, entry }
    }

    /// The same, where it is in the leaf of another place.
    #[inline]
    fn search_near(&self, near: Place, is_before: impl Fn(&[u8]) -> bool) -> Option<Place> {
        let leaves = &self.root.get(near.branch)?.leaves;
        let leaf = leaves.get(near.leaf)?;
        let next = match leaves.get(near.leaf + 1) {
            Some(next) => Some(&next.first),
            None => self.root.get(near.branch + 1).map(|branch| &branch.first),
        };
        let begins_before = |first: &Key| is_before(first.as_bytes());
        (begins_before(&leaf.first) && !next.is_some_and(begins_before))
            .then(|| Place { entry: leaf.partition_point(is_before), ..near })
    }

    /// The entry before a place.
    pub(crate) fn before(&self, place: Place) -> Option<Entry<'_>> {
        let Place { branch, leaf, entry } = place;
        let leaves = |branch: usize| Some(&self.root.get(branch)?.leaves);
        let leaf = match (entry, leaf) {
            (1.., _) => return leaves(branch)?.get(leaf)?.get(entry - 1),
            (0, 1..) => leaves(branch)?.get(leaf - 1)?,
            (0, 0) => leaves(branch.checked_sub(1)?)?.last()?,
        };
        leaf.get(leaf.len().checked_sub(1)?)
    }

    /// Puts an entry at a place, which must be right for its key.
    pub(crate) fn insert(&mut self, place: Place, key: Key, bytes: &[u8], revision: u64) {
        self.length += 1;
        self.last = place;
        let root = Arc::make_mut(&mut self.root);
        if root.is_empty() {
            let leaves = vec![Arc::new(Leaf::new(key))];
            root.push(Arc::new(Branch { first: key, leaves }));
        }
        let branch = Arc::make_mut(&mut root[place.branch]);
        branch.first = branch.first.min(key);
        let is_end = place.leaf + 1 == branch.leaves.len();
        let leaf = Arc::make_mut(&mut branch.leaves[place.leaf]);
        leaf.first = leaf.first.min(key);
        if leaf.has_room(&key, bytes) {
            leaf.insert(place.entry, &key, bytes, revision);
            return;
        }
        // What arrives in order leaves full leaves behind.
        let mut next = match is_end && place.entry == leaf.len() {
            true => Leaf::large(key),
            false => leaf.split(),
        };
        match place.entry.checked_sub(leaf.len()) {
            Some(entry) if entry > 0 || next.is_empty() => {
                next.insert(entry, &key, bytes, revision);
            }
            _ => leaf.insert(place.entry, &key, bytes, revision),
        }
        branch.leaves.insert(place.leaf + 1, Arc::new(next));
        if branch.leaves.len() > LEAVES {
            let at = if is_end { LEAVES } else { LEAVES / 2 };
            let leaves = branch.leaves.split_off(at);
            let first = leaves[0].first;
            root.insert(place.branch + 1, Arc::new(Branch { first, leaves }));
        }
    }

    /// Puts an entry behind all with its key.
    pub(crate) fn push(&mut self, bytes: &[u8], revision: u64) {
        let key = self.key(bytes);
        self.insert(self.end_of(&key), key, bytes, revision);
    }

    /// Puts a leaf of which no key is less than any there is behind all others.
    pub(crate) fn append(&mut self, leaf: Leaf) {
        self.length += leaf.len();
        let (first, leaf) = (leaf.first, Arc::new(leaf));
        let root = Arc::make_mut(&mut self.root);
        match root.last_mut().filter(|branch| branch.leaves.len() < LEAVES) {
            Some(branch) => Arc::make_mut(branch).leaves.push(leaf),
            None => {
                let mut leaves = Vec::with_capacity(LEAVES);
                leaves.push(leaf);
                root.push(Arc::new(Branch { first, leaves }));
            }
        }
    }

    /// Writes another entry over the one at a place. The key must be the same.
    pub(crate) fn replace(&mut self, place: Place, bytes: &[u8], revision: u64) {
        if let Some(leaf) = self.leaf_mut(place) {
            leaf.replace(place.entry, bytes, revision);
        }
    }

    /// Removes the entry at a place.
    pub(crate) fn remove(&mut self, place: Place) {
        let Some(leaf) = self.leaf_mut(place).filter(|leaf| place.entry < leaf.len()) else {
            return;
        };
        leaf.remove(place.entry);
        let (is_empty, is_sparse) = (leaf.is_empty(), leaf.is_sparse());
        self.length -= 1;
        self.last = place;
        let root = Arc::make_mut(&mut self.root);
        let branch = Arc::make_mut(&mut root[place.branch]);
        if is_empty {
            branch.leaves.remove(place.leaf);
        } else if is_sparse
            && let Some(next) = branch.leaves.get(place.leaf + 1)
            && next.is_sparse()
        {
            let next = branch.leaves.remove(place.leaf + 1);
            Arc::make_mut(&mut branch.leaves[place.leaf]).append(&next);
        }
        if branch.leaves.is_empty() {
            root.remove(place.branch);
        }
    }

    fn leaf_mut(&mut self, place: Place) -> Option<&mut Leaf> {
        let branch = Arc::make_mut(Arc::make_mut(&mut self.root).get_mut(place.branch)?);
        Some(Arc::make_mut(branch.leaves.get_mut(place.leaf)?))
    }
}

/// Entries in order.
#[derive(Clone, Debug)]
pub(crate) struct Iter<'a> {
    tree: &'a Tree,
    place: Place,
}

impl<'a> Iterator for Iter<'a> {
    type Item = (Place, Entry<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let branch = self.tree.root.get(self.place.branch)?;
            let Some(leaf) = branch.leaves.get(self.place.leaf) else {
                self.place = Place { branch: self.place.branch + 1, leaf: 0, entry: 0 };
                continue;
            };
            if let Some(entry) = leaf.get(self.place.entry) {
                let place = self.place;
                self.place.entry += 1;
                return Some((place, entry));
            }
            self.place = Place { leaf: self.place.leaf + 1, entry: 0, ..self.place };
        }
    }
}

#[cfg(test)]
mod tests;
