//! Links as they are declared: with their ports and addresses, which are whole lists.

use super::vlans::{self, VLANS, Vlans};
use super::{Declared, Wrong, elsewhere};
use route2::schema::rtnl::addr::{Addr, AddrProto, IFA_PROTO};
use route2::schema::rtnl::{Object, link};
use route2::schema::wire::Given;
use route2::{Goal, Kept, Snapshot, Transaction, Wish};
use std::collections::HashMap;
use std::net::IpAddr;

/// What the other end of a pair can have only if it is made with it.
const QUEUES: [&str; 2] = ["num_tx_queues", "num_rx_queues"];

/// The key of the list of a link's ports.
pub(crate) const PORTS: &str = "ports";
/// The key of the list of its addresses.
pub(crate) const ADDRESSES: &str = "addresses";

/// A link's declaration, in parts.
struct Parts<'d> {
    place: usize,
    name: &'d str,
    goal: Goal,
    kind: Option<&'d str>,
    peer: Option<&'d Given>,
    ports: Option<Vec<String>>,
    addresses: Option<Vec<Vec<(String, Given)>>>,
    vlans: Option<Vlans>,
    rest: Vec<(String, Given)>,
}

type At<T> = Result<T, (usize, Wrong)>;

/// Puts all links among these into a transaction: those that are to be made first, so that others can name them.
pub(super) fn put_all(tx: &mut Transaction, now: &Snapshot, all: &[Declared]) -> At<()> {
    let links = all.iter().enumerate().filter(|(_, declared)| declared.table.name == "link");
    let links = links
        .map(|(place, declared)| Parts::of(place, declared).map_err(|wrong| (place, wrong)))
        .collect::<At<Vec<_>>>()?;
    let links = links.into_iter().filter_map(|link| match link.is_elsewhere(now) {
        Ok(is_elsewhere) => (!is_elsewhere).then_some(Ok(link)),
        Err(wrong) => Some(Err((link.place, wrong))),
    });
    let links = links.collect::<At<Vec<_>>>()?;
    check_ports(&links)?;
    let each = |links: &[Parts<'_>], put: &mut dyn FnMut(&Parts<'_>) -> Result<(), Wrong>| {
        links.iter().try_for_each(|link| put(link).map_err(|wrong| (link.place, wrong)))
    };
    let (pairs, others): (Vec<_>, Vec<_>) = links.into_iter().partition(|l| l.peer.is_some());
    each(&pairs, &mut |link| link.make(tx, now, &others))?;
    each(&others, &mut |link| link.make(tx, now, &[]))?;
    let links: Vec<_> = pairs.into_iter().chain(others).collect();
    each(&links, &mut |link| link.release_ports(tx, now))?;
    each(&links, &mut |link| link.set_keys(tx, now, &links))?;
    each(&links, &mut |link| link.take_ports(tx))?;
    links.iter().for_each(|link| link.set_vlans(tx, now, &links, all));
    each(&links, &mut |link| link.set_addresses(tx, now))
}

/// A port has one master.
fn check_ports(links: &[Parts<'_>]) -> At<()> {
    let mut masters: HashMap<&str, &str> = HashMap::new();
    for link in links {
        for port in link.ports.iter().flatten() {
            if let Some(other) = masters.insert(port, link.name) {
                let text = format!("`{port}` is a port of {other} and of {}", link.name);
                return Err((link.place, Wrong::usage(PORTS, text)));
            }
        }
    }
    for link in links {
        let master = link.rest.iter().find(|(key, _)| key == "master");
        let Some(master) = master.and_then(|(_, master)| master.text()) else { continue };
        let its = links.iter().find(|other| other.name == master);
        let is_other = masters.get(link.name).is_some_and(|other| *other != master);
        let is_missing =
            its.is_some_and(|its| its.ports.is_some()) && !masters.contains_key(link.name);
        if is_other || is_missing {
            let text = format!("`master` is {master}, whose `ports` do not name {}", link.name);
            return Err((link.place, Wrong::usage("master", text)));
        }
    }
    Ok(())
}

impl<'d> Parts<'d> {
    fn of(place: usize, declared: &'d Declared) -> Result<Self, Wrong> {
        let mut parts = Self {
            place,
            name: &declared.name,
            goal: declared.goal,
            kind: None,
            peer: None,
            ports: None,
            addresses: None,
            vlans: None,
            rest: Vec::new(),
        };
        for (key, given) in &declared.pairs {
            match key.as_str() {
                "kind" => {
                    let kind = given.text().ok_or_else(|| {
                        Wrong::usage(key, format!("`kind` is text, not `{given}`"))
                    })?;
                    parts.kind = Some(kind);
                }
                "peer" => parts.peer = Some(given),
                PORTS => parts.ports = Some(ports(given)?),
                VLANS => parts.vlans = Some(vlans::vlans(given)?),
                ADDRESSES => parts.addresses = Some(addresses(given)?),
                _ => parts.rest.push((key.clone(), given.clone())),
            }
        }
        if matches!(parts.goal, Goal::Absent | Goal::Gone)
            && let Some((key, _)) = declared.pairs.first()
        {
            let text = format!("`{key}` is not said of a link that is to be removed");
            return Err(Wrong::usage(key, text));
        }
        Ok(parts)
    }

    /// Is it to be in another network namespace, and there already?
    fn is_elsewhere(&self, now: &Snapshot) -> Result<bool, Wrong> {
        let can_be = self.goal == Goal::Replace && now.link(self.name).is_none();
        if can_be { elsewhere::is_there(self.name, self.kind, &self.rest) } else { Ok(false) }
    }

    /// Says that the link is there, or is to be made, or removed.
    fn make(&self, tx: &mut Transaction, now: &Snapshot, others: &[Self]) -> Result<(), Wrong> {
        let Self { name, goal, kind, .. } = *self;
        let exists = now.link(name).is_some();
        // As the other end of a pair that is to be made.
        let is_expected = !exists && tx.index_of(name).is_some();
        let there_is_none = || Wrong::refused("", format!("there is no link {name}"));
        match (goal, kind) {
            (Goal::Absent, _) if !exists => return Err(there_is_none()),
            (Goal::Gone, _) if !exists => {}
            (Goal::Absent | Goal::Gone, _) => drop(tx.link(name).remove()),
            (Goal::Change, _) if !exists => return Err(there_is_none()),
            (Goal::Add, _) if exists => {
                return Err(Wrong::refused("", format!("there is a link {name} already")));
            }
            (Goal::Add, None) => {
                let text = "say of which kind it is: `kind` is bridge, veth, vlan, ...";
                return Err(Wrong::usage("kind", text));
            }
            (_, None) if exists || is_expected => {}
            (_, None) => {
                let text = format!("there is no link {name}, and no `kind` to make it of");
                return Err(Wrong::refused("", text));
            }
            (_, Some(kind)) if exists || is_expected => {
                self.set(tx, now, vec![("kind".to_owned(), kind.into())])?;
            }
            (_, Some(kind)) => {
                tx.create(kind, name);
            }
        }
        match self.peer {
            Some(peer) if exists || is_expected => self.check_peer(tx, now, peer),
            Some(peer) => self.set(tx, now, vec![("peer".to_owned(), whole_peer(peer, others))]),
            None => Ok(()),
        }
    }

    /// The other end of a pair that is there.
    fn check_peer(&self, tx: &mut Transaction, now: &Snapshot, peer: &Given) -> Result<(), Wrong> {
        let (wanted, rest) = match peer {
            Given::Map(pairs) => {
                let (name, rest): (Vec<_>, Vec<_>) =
                    pairs.iter().cloned().partition(|(key, _)| key == "ifname");
                (name.into_iter().next().map(|(_, name)| name.to_string()), rest)
            }
            name => (Some(name.to_string()), Vec::new()),
        };
        let Some(wanted) = wanted else { return Ok(()) };
        let link = now.link(self.name);
        let is_elsewhere = link.is_some_and(|link| link.key("link_netnsid").is_some());
        let is = link.and_then(|link| now.name(link.key("link")?.number()?.try_into().ok()?));
        if !is_elsewhere && is.is_some_and(|is| is != wanted) {
            let text = format!("the peer of {} is {}, not {wanted}", self.name, is.unwrap_or("?"));
            return Err(Wrong::refused("peer", text));
        }
        if rest.is_empty() || is_elsewhere {
            return Ok(());
        }
        let set = tx.link(&wanted).set_all(rest).map(drop);
        set.map_err(|error| Wrong::unfit(&error.below("peer"), &link::TABLE, ""))
    }

    fn set(
        &self,
        tx: &mut Transaction,
        now: &Snapshot,
        pairs: Vec<(String, Given)>,
    ) -> Result<(), Wrong> {
        tx.link(self.name).set_all(pairs).map(drop).map_err(|error| {
            let is = now.link(self.name).and_then(|link| link.key("kind"));
            let is = is.and_then(|kind| kind.text()).unwrap_or_default();
            Wrong::unfit(&error, &link::TABLE, self.kind.unwrap_or(is))
        })
    }

    fn set_keys(&self, tx: &mut Transaction, now: &Snapshot, all: &[Self]) -> Result<(), Wrong> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let result = self.set(tx, now, self.rest.clone());
        // The keys of a port are those of the kind of what it is to be a port of.
        match (result, self.kind_of_master(now, all)) {
            (Err(_), Some(kind)) => {
                let kind = ("slave_kind".to_owned(), kind.into());
                self.set(tx, now, std::iter::once(kind).chain(self.rest.clone()).collect())
            }
            (result, _) => result,
        }
    }

    /// The link that it is said to be a port of.
    fn master<'a>(&'a self, all: &'a [Self]) -> Option<&'a str> {
        let said = self.rest.iter().find(|(key, _)| key == "master");
        let lists = |link: &&Self| link.ports.iter().flatten().any(|port| port == self.name);
        let listing = all.iter().find(lists).map(|link| link.name);
        said.and_then(|(_, master)| master.text()).or(listing)
    }

    /// The kind of the link that it is to be a port of.
    fn kind_of_master(&self, now: &Snapshot, all: &[Self]) -> Option<String> {
        let master = self.master(all)?;
        let declared = all.iter().find(|link| link.name == master).and_then(|link| link.kind);
        let is = || now.link(master)?.key("kind")?.text();
        declared.or_else(is).map(str::to_owned)
    }

    /// Ports that are not on the list are ports no more.
    fn release_ports(&self, tx: &mut Transaction, now: &Snapshot) -> Result<(), Wrong> {
        let Some(ports) = &self.ports else { return Ok(()) };
        let index = index(now, self.name);
        for port in index.into_iter().flat_map(|index| now.ports(index as u32)) {
            let name = port.key("ifname").and_then(|name| name.text()).unwrap_or_default();
            let is_named = |wanted: &String| {
                wanted == name || self::index(now, wanted) == port.header().number("index")
            };
            if !ports.iter().any(is_named) {
                tx.link(self.name).del_port(name);
            }
        }
        Ok(())
    }

    fn take_ports(&self, tx: &mut Transaction) -> Result<(), Wrong> {
        for port in self.ports.iter().flatten() {
            if tx.index_of(port).is_none() {
                return Err(Wrong::refused(PORTS, format!("`ports`: there is no link {port}")));
            }
            tx.link(self.name).add_port(port);
        }
        Ok(())
    }

    fn set_vlans(&self, tx: &mut Transaction, now: &Snapshot, all: &[Self], said: &[Declared]) {
        let Some(vlans) = &self.vlans else { return };
        let is = now.link(self.name);
        let master = self.master(all).map(str::to_owned);
        let index = |name: &str| tx.index_of(name).map(u64::from);
        // Of a port that it is already, and of a bridge that is there, it is known what there is.
        let is_new = match (&master, is) {
            (_, None) => true,
            (Some(master), Some(is)) => is.key("master").and_then(|m| m.number()) != index(master),
            (None, Some(_)) => false,
        };
        let default =
            is_new.then(|| vlans::default_pvid(master.as_deref().unwrap_or(self.name), now, said));
        vlans::set(tx, now, self.name, vlans, default);
    }

    fn set_addresses(&self, tx: &mut Transaction, now: &Snapshot) -> Result<(), Wrong> {
        let Some(addresses) = &self.addresses else { return Ok(()) };
        let mut wanted = Vec::new();
        for (place, pairs) in addresses.iter().enumerate() {
            let pairs = on(self.name, pairs.clone());
            wanted.push(identity(&pairs));
            tx.ask(Goal::Replace, "addr", pairs).map_err(|error| {
                let error = error.below(&format!("{ADDRESSES}[{place}]"));
                Wrong::unfit(&error, &route2::schema::rtnl::addr::TABLE, "")
            })?;
        }
        let Some(kept) = Kept::named("addr") else { return Ok(()) };
        for found in index(now, self.name).into_iter().flat_map(|index| now.addrs(index as u32)) {
            let is_wanted = wanted.contains(&identity_of(found.object));
            if !is_wanted && !is_own_address(found.object) {
                tx.wish(Wish::gone_object(kept, found.object));
            }
        }
        Ok(())
    }
}

fn index(now: &Snapshot, name: &str) -> Option<u64> {
    now.link(name)?.header().number("index")
}

/// The other end of a pair, with what it can have only if it is made with it, where that is said of it as a link.
fn whole_peer(peer: &Given, others: &[Parts<'_>]) -> Given {
    let Some(other) = others.iter().find(|other| peer.text() == Some(other.name)) else {
        return peer.clone();
    };
    let queues = other.rest.iter().filter(|(key, _)| QUEUES.contains(&key.as_str()));
    let name = ("ifname".to_owned(), peer.clone());
    Given::Map(std::iter::once(name).chain(queues.cloned()).collect())
}

/// A list of names: with commas between, or as a list.
fn ports(given: &Given) -> Result<Vec<String>, Wrong> {
    let names: Option<Vec<_>> = match given {
        Given::List(items) => items.iter().map(|item| item.text().map(str::to_owned)).collect(),
        Given::Text(text) => Some(split(text).map(str::to_owned).collect()),
        _ => None,
    };
    names.ok_or_else(|| Wrong::usage(PORTS, format!("`ports` is a list of links, not `{given}`")))
}

/// A list of addresses, each with its length, or more values by key.
fn addresses(given: &Given) -> Result<Vec<Vec<(String, Given)>>, Wrong> {
    let prefix = |text: &str| vec![("prefix".to_owned(), Given::from(text))];
    let item = |item: &Given| match item {
        Given::Text(text) => Some(prefix(text)),
        Given::Map(pairs) => Some(pairs.clone()),
        _ => None,
    };
    let all: Option<Vec<_>> = match given {
        Given::List(items) => items.iter().map(item).collect(),
        Given::Text(text) => Some(split(text).map(prefix).collect()),
        _ => None,
    };
    all.ok_or_else(|| {
        let expected = "a list of addresses (10.0.0.1/24), or of their values by key";
        Wrong::usage(ADDRESSES, format!("`addresses` is {expected}, not `{given}`"))
    })
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// What tells an address from others of its link: itself, its length, and the other end's.
type Identity = (Option<(IpAddr, u8)>, Option<IpAddr>);

fn identity(pairs: &[(String, Given)]) -> Identity {
    let text = |wanted: &str| {
        let pair = pairs.iter().find(|(key, _)| key == wanted);
        pair.and_then(|(_, given)| given.text()).and_then(parse)
    };
    let (own, peer) = (text("prefix").or_else(|| text("local")), text("peer"));
    // The length that is stated is that of the other end's net.
    let own = own.map(|(ip, length)| (ip, peer.map_or(length, |(_, length)| length)));
    (own, peer.map(|(ip, _)| ip))
}

fn identity_of(address: Object<'_>) -> Identity {
    let text = |key: &str| address.key(key).and_then(|value| parse(&value.to_string()));
    (text("prefix"), text("peer").map(|(ip, _)| ip))
}

/// The addresses that a link is declared to have, each by key.
pub(crate) fn addresses_of(declared: &Declared) -> Vec<Vec<(String, Given)>> {
    let given = declared.pairs.iter().find(|(key, _)| key == ADDRESSES);
    let all = given.and_then(|(_, given)| addresses(given).ok()).unwrap_or_default();
    all.into_iter().map(|pairs| on(&declared.name, pairs)).collect()
}

/// An address on a link.
fn on(name: &str, pairs: Vec<(String, Given)>) -> Vec<(String, Given)> {
    std::iter::once(("dev".to_owned(), name.into())).chain(pairs).collect()
}

fn parse(text: &str) -> Option<(IpAddr, u8)> {
    let (ip, length) = text.split_once('/').unwrap_or((text, ""));
    let ip: IpAddr = ip.parse().ok()?;
    let whole = if ip.is_ipv4() { 32 } else { 128 };
    Some((ip, if length.is_empty() { whole } else { length.parse().ok()? }))
}

/// Has the kernel made it by itself: of the link's own, or of what a router says?
pub(crate) fn is_own_address(address: Object<'_>) -> bool {
    let Some((header, attrs)) = address.of::<Addr>() else { return true };
    match attrs.get(IFA_PROTO).ok().flatten() {
        Some(AddrProto::KERNEL_LO | AddrProto::KERNEL_RA | AddrProto::KERNEL_LL) => true,
        Some(_) => false,
        // A kernel before 5.18 does not say.
        None => {
            let ip = address.key("prefix").and_then(|prefix| parse(&prefix.to_string()));
            ip.is_none_or(|(ip, _)| match ip {
                IpAddr::V6(ip) => ip.is_unicast_link_local() || ip.is_loopback(),
                IpAddr::V4(ip) => ip.is_loopback() && header.scope.0 == 254,
            })
        }
    }
}
