//! A table that a dump fills.

use super::Table;
use crate::kept::{Id, Kept};
use crate::key::Key;
use crate::tree::Leaf;
use route2_schema::rtnl::Object;

/// A table that a dump fills, whose objects will all have one revision.
///
/// The kernel lists most tables in the order of their keys. What comes in order is written where it will stay; what
/// does not is laid aside, and sorted in at the end.
#[derive(Clone, Debug)]
pub struct Filling {
    table: Table,
    revision: u64,
    leaf: Leaf,
    last: Key,
    aside: Vec<Aside>,
    bytes: Vec<u8>,
}

/// Where an object lies that came out of order.
#[derive(Clone, Copy, Debug)]
struct Aside {
    key: Key,
    start: usize,
    end: usize,
}

impl Filling {
    /// Fills an empty table of the same kind.
    pub fn new(table: &Table, revision: u64) -> Self {
        let (leaf, table) = (Leaf::new(Key::EMPTY), table.emptied());
        Self { table, revision, leaf, last: Key::EMPTY, aside: Vec::new(), bytes: Vec::new() }
    }

    /// Adds an object. What the table does not keep is left out.
    pub fn push(&mut self, object: Object<'_>) {
        let table = &self.table;
        let is_of_table = std::ptr::eq(object.table, table.kept.table)
            && (!matches!(table.kept.id, Id::Link | Id::Port)
                || Kept::of(object).is_some_and(|kept| kept.id == table.kept.id));
        if !is_of_table || !table.is_kept(object) {
            return;
        }
        let bytes = object.message.bytes;
        let key = table.kept.key(object);
        if key > self.last {
            self.last = key;
            self.push_last(key, bytes);
        } else {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(bytes);
            self.aside.push(Aside { key, start, end: self.bytes.len() });
        }
    }

    fn push_last(&mut self, key: Key, bytes: &[u8]) {
        if !self.leaf.has_room(&key, bytes) {
            let full = std::mem::replace(&mut self.leaf, Leaf::large(key));
            self.table.tree.append(full);
        } else if self.leaf.is_empty() {
            self.leaf.first = key;
        }
        self.leaf.push(&key, bytes, self.revision);
    }

    /// The table. Of an object that came twice, as dumps that race with changes bring some, the later one counts.
    pub fn finish(mut self) -> Table {
        if !self.leaf.is_empty() {
            self.table.tree.append(self.leaf);
        }
        self.aside.sort_by_key(|aside| aside.key);
        if self.aside.is_empty() || self.aside.len() < self.table.len() / 8 {
            for Aside { start, end, .. } in self.aside {
                self.table.put(&self.bytes[start..end], self.revision);
            }
            return self.table;
        }
        // Both are in order: together they make a new one.
        let mut merged = Self::new(&self.table, self.revision);
        let mut aside = self.aside.iter().peekable();
        for (_, entry) in self.table.tree.iter() {
            let key = Key::EMPTY.bytes(entry.key);
            while let Some(one) = aside.next_if(|one| one.key < key) {
                merged.push_or_put(one.key, &self.bytes[one.start..one.end]);
            }
            merged.push_or_put(key, entry.bytes);
        }
        for one in aside {
            merged.push_or_put(one.key, &self.bytes[one.start..one.end]);
        }
        merged.finish()
    }

    /// Adds what is in order, but perhaps not alone of its key.
    fn push_or_put(&mut self, key: Key, bytes: &[u8]) {
        if key > self.last {
            self.last = key;
            return self.push_last(key, bytes);
        }
        // Into the leaf that is being filled, by way of the tree.
        let leaf = std::mem::replace(&mut self.leaf, Leaf::new(key));
        if !leaf.is_empty() {
            self.table.tree.append(leaf);
        }
        self.table.put(bytes, self.revision);
    }
}

impl Table {
    /// Writes an object over the one that it is, or behind those like it.
    fn put(&mut self, bytes: &[u8], revision: u64) {
        let key = self.tree.key(bytes);
        let member = self.member(key, self.kept.object(bytes)).map(|(place, _)| place);
        match member.filter(|_| !self.kept.twins) {
            Some(place) => self.replace(place, bytes, revision),
            None => self.insert(self.tree.end_of(&key), key, bytes, revision),
        }
    }
}
