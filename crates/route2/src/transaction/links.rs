//! What is wanted of one link.

use super::{Transaction, family_of};
use route2_mirror::{Goal, PlanError, Wish};
use route2_schema::rtnl::link::bridge_spec::BridgeVlanFlags;
use route2_schema::rtnl::link::{self, IFLA_MASTER, Link};
use route2_schema::wire::{Access, Given, Key, Payload, Unfit, Why};
use std::ops::RangeInclusive;

/// The last VLAN that there can be.
const LAST_VLAN: u16 = 4094;

/// What a transaction wants of one link.
#[derive(Debug)]
pub struct LinkDraft<'t> {
    transaction: &'t mut Transaction,
    name: String,
}

impl<'t> LinkDraft<'t> {
    pub(super) const fn new(transaction: &'t mut Transaction, name: String) -> Self {
        Self { transaction, name }
    }

    fn wish(&mut self) -> Option<&mut super::LinkWish> {
        let wish = self.transaction.links.get_mut(&self.name)?;
        wish.is_meant = true;
        Some(wish)
    }

    /// Sets an attribute, with types. (That nobody can is said when the transaction is reviewed or committed.)
    pub fn put<T: Payload>(&mut self, key: Key<Link, T>, view: T::View<'_>) -> &mut Self {
        let row = link::TABLE.set.row(key.number);
        if let Some(row) = row.filter(|row| row.access == Access::ReadOnly) {
            self.transaction.is_wrong(PlanError::Unfit(Unfit::new(row.key, Why::ReadOnly)));
        }
        if let Some(wish) = self.wish() {
            wish.wanted.put(key, view);
        }
        self
    }

    /// Sets what is under a key (`mtu`, `br_stp_state`), or the path to a part of it.
    ///
    /// # Errors
    /// Where the key is unknown or read-only, or does not take the value.
    pub fn set(&mut self, key: &str, value: impl Into<Given>) -> Result<&mut Self, Unfit> {
        self.set_all([(key, value)])
    }

    /// Sets what is under several keys, of which some may decide what others mean, in any order: all, or none.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn set_all<K: Into<String>, V: Into<Given>>(
        &mut self,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, Unfit> {
        let mut pairs: Vec<(String, Given)> =
            pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        let peer = pairs.iter().position(|(key, _)| key == "peer");
        if let Some(at) = peer {
            pairs[at].1 = self.numbered_peer(&pairs[at].1);
        }
        let Some(wish) = self.transaction.links.get(&self.name) else { return Ok(self) };
        let (goal, mut wanted) = (wish.goal, wish.wanted.clone());
        let is_index = |(key, _): &(String, Given)| key == "index";
        let result = match pairs.iter().any(is_index) && goal == Goal::Change {
            true => Err(Unfit::new("index", Why::ReadOnly)),
            false => wanted.set_all(&pairs, &|name| self.transaction.index_said(name)),
        };
        if let Err(error) = result {
            if let Some(at) = peer {
                self.transaction.expect_no_peer(&pairs[at].1);
            }
            return Err(error);
        }
        if let Some(wish) = self.wish() {
            // One that is to be made can be given its index.
            if let Some(index) = wanted.index().filter(|_| goal != Goal::Change) {
                wish.index = index;
            }
            wish.wanted = wanted;
        }
        Ok(self)
    }

    /// The other end of a pair that is to be made, with an index, so that the transaction can say more of it.
    fn numbered_peer(&mut self, given: &Given) -> Given {
        let mut pairs = match given {
            Given::Map(pairs) => pairs.clone(),
            name => vec![("ifname".to_owned(), name.clone())],
        };
        let name = pairs.iter().find(|(key, _)| key == "ifname").and_then(|(_, name)| name.text());
        if let Some(name) = name.map(str::to_owned)
            && self.transaction.links.get(&self.name).is_some_and(|wish| wish.goal != Goal::Change)
        {
            let index = self.transaction.expect_peer(&name);
            pairs.push(("index".to_owned(), index.into()));
        }
        Given::Map(pairs)
    }

    /// Puts it up.
    pub fn up(&mut self) -> &mut Self {
        self.said("state", "up")
    }

    /// Takes it down.
    pub fn down(&mut self) -> &mut Self {
        self.said("state", "down")
    }

    /// Gives it another name.
    pub fn rename(&mut self, name: &str) -> &mut Self {
        self.said("ifname", name)
    }

    fn said(&mut self, key: &str, value: &str) -> &mut Self {
        if let Some(wish) = self.wish() {
            // These keys take any text, or this one.
            let _ = wish.wanted.set(key, &value.into(), &|_| None);
        }
        self
    }

    /// Adds an address with its length: `10.0.0.1/24`.
    ///
    /// # Errors
    /// Where it is none.
    pub fn add_addr(&mut self, prefix: &str) -> Result<&mut Self, Unfit> {
        self.addr(Goal::Replace, prefix)
    }

    /// Removes an address.
    ///
    /// # Errors
    /// Where it is none.
    pub fn del_addr(&mut self, prefix: &str) -> Result<&mut Self, Unfit> {
        self.addr(Goal::Absent, prefix)
    }

    fn addr(&mut self, goal: Goal, prefix: &str) -> Result<&mut Self, Unfit> {
        let family = u64::from(family_of(prefix).0);
        let pairs: [(&str, Given); 3] = [
            ("family", family.into()),
            ("dev", self.name.as_str().into()),
            ("prefix", prefix.into()),
        ];
        self.transaction.ask(goal, "addr", pairs)?;
        Ok(self)
    }

    /// Makes another link a port of this one.
    pub fn add_port(&mut self, port: &str) -> &mut Self {
        let master = self.transaction.index_meant(&self.name);
        self.set_master(port, master)
    }

    /// Takes a port out of this one. (That it is none is said when the transaction is reviewed or committed.)
    pub fn del_port(&mut self, port: &str) -> &mut Self {
        let master = self.transaction.index_meant(&self.name);
        if self.transaction.link(port).master() == Some(master) {
            return self.set_master(port, 0);
        }
        let what = match self.transaction.index_of(port) {
            Some(_) => format!("port {port} of {}", self.name),
            None => format!("link {port}"),
        };
        self.transaction.is_wrong(PlanError::NotThere { what });
        self
    }

    fn set_master(&mut self, port: &str, master: u32) -> &mut Self {
        // An index is what every master is.
        let _ = self.transaction.link(port).set("master", master);
        self
    }

    /// The master that it is to have, or has.
    fn master(&self) -> Option<u32> {
        let wish = self.transaction.links.get(&self.name)?;
        if let Some(said) = wish.wanted.attribute(IFLA_MASTER) {
            return said.first_chunk().map(|index| u32::from_ne_bytes(*index));
        }
        let link = self.transaction.base.link_by_index(wish.index)?;
        let (_, attrs) = link.of::<Link>()?;
        attrs.get(IFLA_MASTER).ok()?.map(|master| master.0)
    }

    /// Puts a bridge, or a port of one, into VLANs: of all from the first to the last. What comes without a tag is
    /// in the VLAN that is `pvid`; what leaves in one that is `untagged` has none.
    pub fn add_vlan(&mut self, vids: RangeInclusive<u16>, pvid: bool, untagged: bool) -> &mut Self {
        let flag = |is_set: bool, flag: BridgeVlanFlags| if is_set { flag.0 } else { 0 };
        let flags = flag(pvid, BridgeVlanFlags::PVID) | flag(untagged, BridgeVlanFlags::UNTAGGED);
        self.vlans(Goal::Replace, vids, BridgeVlanFlags(flags))
    }

    /// Takes a bridge, or a port of one, out of VLANs.
    pub fn del_vlan(&mut self, vids: RangeInclusive<u16>) -> &mut Self {
        self.vlans(Goal::Absent, vids, BridgeVlanFlags(0))
    }

    fn vlans(
        &mut self,
        goal: Goal,
        vids: RangeInclusive<u16>,
        flags: BridgeVlanFlags,
    ) -> &mut Self {
        let index = self.transaction.index_meant(&self.name);
        let (first, last) = (*vids.start(), *vids.end());
        let expected = if first < 1 || last > LAST_VLAN || last < first {
            "a number from 1 to 4094, or from one to a greater one"
        } else if last > first && flags.contains(BridgeVlanFlags::PVID) {
            "one alone where it is to be `pvid`"
        } else {
            self.transaction.wishes.extend(Wish::vlans(goal, index, vids, flags));
            return self;
        };
        let given = if first == last { first.to_string() } else { format!("{first}-{last}") };
        let unfit = Unfit::new("vlan", Why::Expected { given, expected: expected.to_owned() });
        self.transaction.is_wrong(PlanError::Unfit(unfit));
        self
    }

    /// Removes it.
    pub fn remove(&mut self) -> &mut Self {
        if let Some(wish) = self.wish() {
            wish.goal = Goal::Absent;
        }
        self
    }
}
