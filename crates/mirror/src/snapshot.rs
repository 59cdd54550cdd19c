//! The state at one moment, and how to find things in it.

mod lookup;

pub use lookup::Resolved;

use crate::kept::{Id, KEPT, Kept};
use crate::key::Key;
use crate::table::{Found, Table, Term};
use route2_schema::rtnl::link::{IFLA_IFNAME, Link};
use route2_schema::rtnl::names::Family;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

/// The state of a mirror at one moment. It does not change; to have one costs no copy of what is in it, and it may
/// be kept for as long as it is wanted.
///
/// Tables that the mirror does not keep are empty.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// By [`Id`]; `None` is not kept.
    tables: Arc<[Option<Table>]>,
    /// Which of them are, a bit each.
    kept: u32,
    revision: u64,
}

impl Snapshot {
    pub(crate) fn new(tables: &[Option<Table>], revision: u64) -> Self {
        let bit = |(place, table): (usize, &Option<Table>)| u32::from(table.is_some()) << place;
        let kept = tables.iter().enumerate().map(bit).sum();
        Self { tables: tables.into(), kept, revision }
    }

    /// The mirror's revision at that moment.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The tables that the mirror keeps.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().flatten()
    }

    /// Does the mirror keep this table?
    pub const fn keeps(&self, kept: &Kept) -> bool {
        self.kept & 1 << kept.id as u32 != 0
    }

    /// A table.
    pub fn table(&self, kept: &Kept) -> &Table {
        self.of(kept.id)
    }

    fn of(&self, id: Id) -> &Table {
        // One set of empty tables for all who ask for what no mirror keeps: a snapshot makes none.
        static EMPTY: LazyLock<Vec<Table>> =
            LazyLock::new(|| KEPT.iter().map(Table::new).collect());
        self.tables[id as usize].as_ref().unwrap_or_else(|| &EMPTY[id as usize])
    }

    /// All links, by index.
    pub fn links(&self) -> impl Iterator<Item = Found<'_>> {
        self.of(Id::Link).objects()
    }

    /// The link with this name, or alternative name.
    pub fn link<'a>(&'a self, name: &str) -> Option<Found<'a>> {
        self.links_with(Term::Name(name)).next()
    }

    /// The link with this index.
    pub fn link_by_index(&self, index: u32) -> Option<Found<'_>> {
        self.in_group(Id::Link, Key::EMPTY.u32(index)).next()
    }

    /// The name of the link with this index.
    pub fn name(&self, index: u32) -> Option<&str> {
        let (_, attrs) = self.link_by_index(index)?.object.of::<Link>()?;
        attrs.get(IFLA_IFNAME).ok()?
    }

    /// The highest index that a link has.
    pub fn highest_index(&self) -> u32 {
        let tree = self.of(Id::Link).tree();
        let last = tree.before(tree.end_of(&Key::EMPTY.u32(u32::MAX)));
        let link = last.map(|entry| self.of(Id::Link).found(entry));
        let link = link.as_ref().and_then(|link| link.of::<Link>());
        link.map_or(0, |(header, _)| header.index as u32)
    }

    /// The first index behind `after` that no link has. (Behind the largest that there can be, it begins again with 1.)
    pub fn free_index(&self, after: u32) -> u32 {
        const LARGEST: u32 = i32::MAX as u32;
        let after = after.min(LARGEST);
        let mut all = (after + 1..=LARGEST).chain(1..=after);
        all.find(|index| self.link_by_index(*index).is_none()).unwrap_or(LARGEST)
    }

    /// The ports of the link with this index: of a bridge, a bond, a VRF.
    pub fn ports(&self, master: u32) -> impl Iterator<Item = Found<'_>> {
        self.links_with(Term::Master(master))
    }

    /// Links of a kind.
    pub fn links_of_kind<'a>(&'a self, kind: &str) -> impl Iterator<Item = Found<'a>> + use<'a> {
        self.links_with(Term::Kind(kind))
    }

    /// Links of a group.
    pub fn links_of_group(&self, group: u32) -> impl Iterator<Item = Found<'_>> {
        self.links_with(Term::Group(group))
    }

    fn links_with<'a>(&'a self, term: Term<'_>) -> impl Iterator<Item = Found<'a>> + use<'a> {
        let indexes = self.of(Id::Link).with_term(&term);
        indexes.filter_map(|index| self.link_by_index(index))
    }

    /// The addresses of the link with this index.
    pub fn addrs(&self, index: u32) -> impl Iterator<Item = Found<'_>> {
        self.beginning(Id::Addr, Key::EMPTY.u32(index))
    }

    /// The neighbours of the link with this index; what its forwarding database has is among them.
    pub fn neighs(&self, index: u32) -> impl Iterator<Item = Found<'_>> {
        self.beginning(Id::Neigh, Key::EMPTY.u32(index))
    }

    /// The next hop with this id.
    pub fn nexthop(&self, id: u32) -> Option<Found<'_>> {
        self.in_group(Id::NextHop, Key::EMPTY.u32(id)).next()
    }

    /// The neighbour of a link that has this address.
    pub fn neigh(&self, index: u32, address: IpAddr) -> Option<Found<'_>> {
        let key = Key::EMPTY.u32(index).u8(family_of(address).0 as u8).u8(0);
        let key = match address {
            IpAddr::V4(address) => key.padded::<16>(&address.octets()),
            IpAddr::V6(address) => key.padded::<16>(&address.octets()),
        };
        self.in_group(Id::Neigh, key).next()
    }

    fn in_group(&self, id: Id, key: Key) -> impl Iterator<Item = Found<'_>> {
        let table = self.of(id);
        table.tree().group(key).map(|(_, entry)| table.found(entry))
    }

    fn beginning(&self, id: Id, key: Key) -> impl Iterator<Item = Found<'_>> {
        let table = self.of(id);
        table.tree().beginning_with(key).map(|(_, entry)| table.found(entry))
    }
}

fn family_of(address: IpAddr) -> Family {
    match address {
        IpAddr::V4(_) => Family::INET,
        IpAddr::V6(_) => Family::INET6,
    }
}
