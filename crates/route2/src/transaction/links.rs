//! What is wanted of one link.

use super::{Transaction, family_of};
use route2_mirror::{Goal, Wish};
use route2_schema::rtnl::link::Link;
use route2_schema::rtnl::link::bridge_spec::BridgeVlanFlags;
use route2_schema::wire::{Given, Key, Payload, Unfit};
use std::ops::RangeInclusive;

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

    /// Sets an attribute, with types.
    pub fn put<T: Payload>(&mut self, key: Key<Link, T>, view: T::View<'_>) -> &mut Self {
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

    /// Sets what is under several keys, of which some may decide what others mean, in any order.
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
        if let Some(mut wish) = self.transaction.links.remove(&self.name) {
            let result = wish.wanted.set_all(&pairs, &|name| self.transaction.index_said(name));
            wish.is_meant = true;
            self.transaction.links.insert(self.name.clone(), wish);
            result?;
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
        let master = self.transaction.index_said(&self.name).unwrap_or(0);
        self.set_master(port, master)
    }

    /// Takes a port out of this one.
    pub fn del_port(&mut self, port: &str) -> &mut Self {
        self.set_master(port, 0)
    }

    fn set_master(&mut self, port: &str, master: u32) -> &mut Self {
        // An index is what every master is.
        let _ = self.transaction.link(port).set("master", master);
        self
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
        let index = self.transaction.index_said(&self.name).unwrap_or(0);
        if let Some(wish) = Wish::vlans(goal, index, vids, flags) {
            self.transaction.wish(wish);
        }
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
