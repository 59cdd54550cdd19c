//! One table of the kernel: its objects, by what tells them apart.

mod filling;
mod terms;

pub use filling::Filling;

use crate::kept::{Id, Kept};
use crate::key::Key;
use crate::tree::{Entry, Place, Tree};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::names::RtTable;
use route2_schema::rtnl::route::{RTA_TABLE, Route};
use std::sync::{Arc, OnceLock};
pub(crate) use terms::{Term, address_of};

/// One table of the kernel. A copy of it is a few pointers: what is written afterwards is written elsewhere.
#[derive(Clone, Debug)]
pub struct Table {
    kept: &'static Kept,
    tree: Tree,
    /// Of links: which have a name, a master, a kind, a group. Of neighbours: where a bridge has an address. It is made
    /// when somebody looks for the first time; the copies of a table that is not changed meanwhile have one together.
    terms: Option<Arc<OnceLock<Tree>>>,
    /// Of routes, only those of these routing tables, where it says any.
    only: Arc<[RtTable]>,
}

/// An object that a mirror keeps.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The object.
    pub object: Object<'a>,
    /// The mirror's revision in which it was last changed.
    pub revision: u64,
}

impl<'a> std::ops::Deref for Found<'a> {
    type Target = Object<'a>;

    fn deref(&self) -> &Object<'a> {
        &self.object
    }
}

impl Table {
    /// An empty table.
    pub fn new(kept: &'static Kept) -> Self {
        let terms = matches!(kept.id, Id::Link | Id::Neigh).then(Arc::default);
        let tree = Tree::new(kept.key_of);
        Self { kept, tree, terms, only: Arc::default() }
    }

    /// Which table it is.
    pub const fn kept(&self) -> &'static Kept {
        self.kept
    }

    /// How many objects there are.
    pub const fn len(&self) -> usize {
        self.tree.len()
    }

    /// Is there none?
    pub const fn is_empty(&self) -> bool {
        self.tree.is_empty()
    }

    /// The objects, in an order that does not change.
    pub fn objects(&self) -> impl Iterator<Item = Found<'_>> {
        self.tree.iter().map(|(_, entry)| self.found(entry))
    }

    /// An empty table of the same kind.
    pub(crate) fn emptied(&self) -> Self {
        Self { only: Arc::clone(&self.only), ..Self::new(self.kept) }
    }

    pub(crate) fn only(&mut self, tables: Arc<[RtTable]>) {
        self.only = tables;
    }

    /// Objects that the kernel lists and does not tell of, or that are not wanted, are not kept.
    pub(crate) fn is_kept(&self, object: Object<'_>) -> bool {
        self.kept.is_kept(object) && (self.only.is_empty() || self.is_of_these(object))
    }

    fn is_of_these(&self, route: Object<'_>) -> bool {
        route.of::<Route>().is_none_or(|(header, attrs)| {
            let table = attrs.get(RTA_TABLE).ok().flatten().unwrap_or(header.table);
            self.only.contains(&table)
        })
    }

    pub(crate) fn found<'a>(&self, entry: Entry<'a>) -> Found<'a> {
        Found { object: self.kept.object(entry.bytes), revision: entry.revision }
    }

    pub(crate) const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The object that a message is about, and its place.
    pub(crate) fn member(&self, key: Key, object: Object<'_>) -> Option<(Place, Entry<'_>)> {
        self.tree.group(key).find(|(_, entry)| self.is_member(*entry, object))
    }

    /// Is a message about this object, which has the same key?
    pub(crate) fn is_member(&self, entry: Entry<'_>, object: Object<'_>) -> bool {
        self.kept.is_same.is_none_or(|is_same| is_same(self.kept.object(entry.bytes), object))
    }

    /// Is there a link with this index?
    pub(crate) fn has_link(&self, index: u32) -> bool {
        self.tree.group(Key::EMPTY.u32(index)).next().is_some()
    }

    /// The indexes of the links of which this is true.
    pub(crate) fn with_term<'a>(&'a self, term: &Term<'_>) -> impl Iterator<Item = u32> + use<'a> {
        let (start, terms) = (term.bytes(0), self.terms.as_ref());
        let tree = terms.map(|terms| terms.get_or_init(|| self.all_terms()));
        tree.into_iter().flat_map(move |tree| {
            let start = start.clone();
            let group = tree.group(terms::key(&start)).map(|(_, entry)| entry.bytes);
            group.filter(move |bytes| bytes[4..] == start[4..]).map(terms::index)
        })
    }

    pub(crate) fn insert(&mut self, place: Place, key: Key, bytes: &[u8], revision: u64) {
        self.tree.insert(place, key, bytes, revision);
        self.learn(bytes);
    }

    pub(crate) fn replace(&mut self, place: Place, bytes: &[u8], revision: u64) {
        self.unlearn(place);
        self.tree.replace(place, bytes, revision);
        self.learn(bytes);
    }

    pub(crate) fn remove(&mut self, place: Place) {
        self.unlearn(place);
        self.tree.remove(place);
    }

    fn all_terms(&self) -> Tree {
        let mut all = Tree::new(terms::key);
        for object in self.objects() {
            terms::each(*object, &mut |term| all.push(term, 0));
        }
        all
    }

    /// (What nobody has looked for yet need not be learnt.)
    fn learn(&mut self, bytes: &[u8]) {
        let Some(terms) = self.terms.as_mut().and_then(|terms| Arc::make_mut(terms).get_mut())
        else {
            return;
        };
        terms::each(self.kept.object(bytes), &mut |term| terms.push(term, 0));
    }

    fn unlearn(&mut self, place: Place) {
        let (Some(terms), Some(entry)) = (&mut self.terms, self.tree.get(place)) else { return };
        let Some(terms) = Arc::make_mut(terms).get_mut() else { return };
        terms::each(self.kept.object(entry.bytes), &mut |term| {
            let place = terms
                .group(terms::key(term))
                .find(|(_, entry)| entry.bytes == term)
                .map(|(place, _)| place);
            if let Some(place) = place {
                terms.remove(place);
            }
        });
    }
}
