//! Transactions: changes that are made wholly or not at all.

mod commit;
mod error;
mod links;
mod reach;
mod revert;
mod send;

use crate::confirm::Confirmation;
use crate::{Ipdb, Snapshot};
pub use commit::Committed;
pub(crate) use commit::{put_back, roll_back, up_to_date};
pub use error::{CommitError, Failure, Rollback};
pub use links::LinkDraft;
use route2_mirror::{Goal, Plan, PlanError, Planning, Wish};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::{Table, Wanted, link};
use route2_schema::wire::{Given, Unfit, Why};
#[doc(hidden)]
pub use send::Fault;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::process::Command;
use std::time::Duration;

/// Changes that are gathered, looked at, and made wholly or not at all.
///
/// ```no_run
/// use route2::Ipdb;
/// use route2::schema::rtnl::link::IFLA_MTU;
///
/// let ipdb = Ipdb::open()?;
/// let mut tx = ipdb.begin();
/// tx.create("bridge", "br0").set("br_stp_state", 1)?.add_port("eth1").add_addr("10.0.0.1/24")?.up();
/// tx.link("eth1").put(IFLA_MTU, 9000).up();
/// tx.add("route", [("dst", "10.9.0.0/16"), ("gateway", "10.0.0.254")])?;
/// for line in tx.review()?.lines(&ipdb.snapshot()) {
///     println!("{line}");
/// }
/// tx.commit()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Nothing happens before [`commit`](Self::commit); one that is dropped never was.
pub struct Transaction {
    ipdb: Ipdb,
    /// The state that it began with: what links are called.
    base: Snapshot,
    /// By name, as they are called when it begins, or are made.
    links: BTreeMap<String, LinkWish>,
    /// The links that it names and that were there when it began.
    named: RefCell<BTreeMap<String, u32>>,
    /// The index that the last link to be made got.
    last_index: u32,
    wishes: Vec<Wish>,
    /// What was said first of what cannot be.
    wrong: Option<PlanError>,
    timeout: Duration,
    ensured: Vec<Ensured>,
    reachable: Vec<IpAddr>,
    planning: Planning,
    faults: Vec<(usize, Fault)>,
    confirmation: Confirmation,
}

/// What is wanted of a link.
#[derive(Debug)]
struct LinkWish {
    index: u32,
    goal: Goal,
    wanted: Wanted,
    /// Is anything said of it?
    is_meant: bool,
}

/// What must hold after a transaction.
struct Ensured {
    what: String,
    holds: Box<dyn Fn(&Snapshot) -> bool + Send>,
}

impl Ipdb {
    /// Begins a transaction.
    pub fn begin(&self) -> Transaction {
        Transaction::new(self.clone())
    }
}

impl Transaction {
    fn new(ipdb: Ipdb) -> Self {
        let base = ipdb.snapshot();
        let last_index = base.highest_index();
        Self {
            ipdb,
            base,
            links: BTreeMap::new(),
            named: RefCell::default(),
            last_index,
            wishes: Vec::new(),
            wrong: None,
            timeout: Duration::from_secs(10),
            ensured: Vec::new(),
            reachable: Vec::new(),
            planning: Planning::default(),
            faults: Vec::new(),
            confirmation: Confirmation::default(),
        }
    }

    /// What is to be changed of a link, by its name or alternative name. (Whether there is one is seen when the
    /// transaction is reviewed or committed.)
    pub fn link(&mut self, name: &str) -> LinkDraft<'_> {
        if !self.links.contains_key(name) {
            let found = self.base.link(name);
            let mut wanted = found.map_or_else(|| Wanted::new(&link::TABLE), |l| Wanted::of(*l));
            if found.is_none() {
                let _ = wanted.set("ifname", &name.into(), &|_| None);
            }
            let index = self.index_said(name).unwrap_or(0);
            let wish = LinkWish { index, goal: Goal::Change, wanted, is_meant: false };
            self.links.insert(name.to_owned(), wish);
        }
        LinkDraft::new(self, name.to_owned())
    }

    /// A link that is to be made, of a kind: `bridge`, `vlan`, `dummy`, ...
    pub fn create(&mut self, kind: &str, name: &str) -> LinkDraft<'_> {
        self.make(Goal::Add, kind, name)
    }

    /// A link that is to be there, made where there is none.
    pub fn ensure_link(&mut self, kind: &str, name: &str) -> LinkDraft<'_> {
        self.make(Goal::Replace, kind, name)
    }

    fn make(&mut self, goal: Goal, kind: &str, name: &str) -> LinkDraft<'_> {
        if self.base.link(name).is_some() && goal == Goal::Replace {
            let mut link = self.link(name);
            let _ = link.set("kind", kind);
            return link;
        }
        let mut wanted = Wanted::new(&link::TABLE);
        let nothing = |_: &str| None;
        let _ = wanted.set("ifname", &name.into(), &nothing);
        let _ = wanted.set("kind", &kind.into(), &nothing);
        let index = self.next_index();
        wanted.set_index(index);
        let wish = LinkWish { index, goal, wanted, is_meant: true };
        self.links.insert(name.to_owned(), wish);
        LinkDraft::new(self, name.to_owned())
    }

    fn next_index(&mut self) -> u32 {
        self.last_index = self.base.free_index(self.last_index);
        self.last_index
    }

    /// Gives the other end of a pair, which is made along with it, an index, so that it can be referred to.
    fn expect_peer(&mut self, name: &str) -> u32 {
        let index = self.next_index();
        let mut wanted = Wanted::new(&link::TABLE);
        let _ = wanted.set("ifname", &name.into(), &|_| None);
        wanted.set_index(index);
        let wish = LinkWish { index, goal: Goal::Along, wanted, is_meant: true };
        self.links.insert(name.to_owned(), wish);
        index
    }

    /// The other end of a pair was not said after all.
    fn expect_no_peer(&mut self, given: &Given) {
        let Given::Map(pairs) = given else { return };
        let name = pairs.iter().find(|(key, _)| key == "ifname").and_then(|(_, name)| name.text());
        if let Some(name) = name
            && self.links.get(name).is_some_and(|link| link.goal == Goal::Along)
        {
            self.links.remove(name);
        }
    }

    /// That there is one more object of a table, described by key.
    ///
    /// # Errors
    /// Where a key is unknown or read-only, or does not take its value.
    pub fn add<K: Into<String>, V: Into<Given>>(
        &mut self,
        table: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, Unfit> {
        self.ask(Goal::Add, table, pairs)
    }

    /// That there is an object as described, whether it must be made or changed for that.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn replace<K: Into<String>, V: Into<Given>>(
        &mut self,
        table: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, Unfit> {
        self.ask(Goal::Replace, table, pairs)
    }

    /// That an object that is there is as described.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn change<K: Into<String>, V: Into<Given>>(
        &mut self,
        table: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, Unfit> {
        self.ask(Goal::Change, table, pairs)
    }

    /// That an object is there, behind others with the same key: of routes, another way to the same net.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn append<K: Into<String>, V: Into<Given>>(
        &mut self,
        table: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, Unfit> {
        self.ask(Goal::Append, table, pairs)
    }

    /// That an object is there no more.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn remove<K: Into<String>, V: Into<Given>>(
        &mut self,
        table: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, Unfit> {
        self.ask(Goal::Absent, table, pairs)
    }

    /// What is wanted of an object of a table, described by key.
    ///
    /// # Errors
    /// Where a key is unknown or read-only, or does not take its value.
    pub fn ask<K: Into<String>, V: Into<Given>>(
        &mut self,
        goal: Goal,
        table: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, Unfit> {
        let pairs: Vec<_> =
            pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        let unknown = || Unfit::new(table, Why::Unknown);
        let table = Table::named(table).ok_or_else(unknown)?;
        let describe = |wanted: &mut Wanted| wanted.set_all(&pairs, &|name| self.index_said(name));
        let wish = self.base.wish(goal, table, &describe)?.ok_or_else(unknown)?;
        self.wish(wish);
        Ok(self)
    }

    /// What is wanted of an object, as bytes.
    pub fn wish(&mut self, wish: Wish) -> &mut Self {
        self.wishes.push(wish);
        self
    }

    /// The index of a link, by name: of one that is to be made, too.
    pub fn index_of(&self, name: &str) -> Option<u32> {
        let made = self.links.get(name).map(|link| link.index).filter(|index| *index != 0);
        made.or_else(|| {
            let link = self.base.link(name)?;
            Some(link.header().number("index")? as u32)
        })
    }

    /// The same, of a link that something is wanted of, or with.
    fn index_said(&self, name: &str) -> Option<u32> {
        let index = self.index_of(name)?;
        if self.base.link_by_index(index).is_some() {
            self.named.borrow_mut().insert(name.to_owned(), index);
        }
        Some(index)
    }

    /// The same, of one that is to be there; that it is not, is said when the transaction is reviewed or committed.
    fn index_meant(&mut self, name: &str) -> u32 {
        let index = self.index_said(name);
        if index.is_none() {
            self.is_wrong(PlanError::NotThere { what: format!("link {name}") });
        }
        index.unwrap_or(0)
    }

    /// Notes what cannot be, where that is not said at once.
    fn is_wrong(&mut self, wrong: PlanError) {
        self.wrong.get_or_insert(wrong);
    }

    /// Can what was said be, and are the links still those that were meant? One that was removed and made again is another one; and what was one's
    /// index can be that of another one.
    fn check(&self, now: &Snapshot) -> Result<(), PlanError> {
        self.wrong.clone().map_or(Ok(()), Err)?;
        for (name, index) in self.named.borrow().iter() {
            let is = now.link(name).and_then(|link| link.header().number("index"));
            match is {
                None => return Err(PlanError::NotThere { what: format!("link {name}") }),
                Some(is) if is != u64::from(*index) => {
                    return Err(PlanError::AnotherLink { name: name.clone() });
                }
                Some(_) => {}
            }
        }
        let is_missing = |(name, link): &(&String, &LinkWish)| {
            link.is_meant && link.index == 0 && now.link(name).is_none()
        };
        match self.links.iter().find(is_missing) {
            Some((name, _)) => Err(PlanError::NotThere { what: format!("link {name}") }),
            None => Ok(()),
        }
    }

    /// How long a commit may take to be seen in the mirror: ten seconds, unless this says otherwise. So long it waits,
    /// too, for the carrier of a link that it puts up, where a next hop needs that.
    pub const fn timeout(&mut self, timeout: Duration) -> &mut Self {
        self.timeout = timeout;
        self
    }

    /// Has it rolled back unless it is confirmed within this time after the commit: by
    /// [`Committed::pending`], by [`pending`](crate::pending) in another process, or by `route2 confirm`. This holds
    /// when this process is killed, and its terminal lost: another one, the [guardian](Self::guardian), holds what
    /// undoes it. Where this process ends in the middle of the commit, it is rolled back at once.
    ///
    /// ```no_run
    /// use route2::Ipdb;
    /// use std::time::Duration;
    ///
    /// let mut tx = Ipdb::open()?.begin();
    /// tx.link("eth0").set("mtu", 9000)?;
    /// tx.confirm_within(Duration::from_secs(30));
    /// let committed = tx.commit()?;
    /// // Are we still there?
    /// if let Some(pending) = committed.pending {
    ///     pending.confirm()?;
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn confirm_within(&mut self, time: Duration) -> &mut Self {
        self.confirmation.within = Some(time);
        self
    }

    /// Which program is the guardian of a transaction that is to be confirmed: `route2 guard`, unless this names
    /// another. It gets one more argument, with which it calls [`guard`](crate::guard).
    pub fn guardian(&mut self, program: Command) -> &mut Self {
        self.confirmation.program = Some(program);
        self
    }

    /// That something holds afterwards; if it does not within the timeout, all is undone.
    pub fn ensure(
        &mut self,
        what: impl Into<String>,
        holds: impl Fn(&Snapshot) -> bool + Send + 'static,
    ) -> &mut Self {
        self.ensured.push(Ensured { what: what.into(), holds: Box::new(holds) });
        self
    }

    /// That an address answers echo requests (`ping`) afterwards; if it does not within the timeout, all is undone.
    pub fn reachable(&mut self, address: IpAddr) -> &mut Self {
        self.reachable.push(address);
        self
    }

    /// Takes these links down before anything else of them is changed, and puts them up again. (What the kernel
    /// changes only of links that are down, a commit finds out by itself.)
    pub fn take_down(&mut self, name: &str) -> &mut Self {
        self.planning.take_down.extend(self.index_said(name));
        self
    }

    /// For tests: something goes wrong at a step.
    #[doc(hidden)]
    pub fn inject(&mut self, step: usize, fault: Fault) -> &mut Self {
        self.faults.push((step, fault));
        self
    }

    /// The plan, as things are now: what would be done, in order, with what undoes it.
    ///
    /// # Errors
    /// Where what is wanted cannot be, whatever is asked of the kernel.
    pub fn review(&self) -> Result<Plan, PlanError> {
        let now = self.ipdb.snapshot();
        self.check(&now)?;
        let mut wishes = self.all_wishes(&now);
        with_free_indexes(&now, &mut self.made(), &mut wishes);
        Plan::new(&now, wishes, &self.planning)
    }

    /// The indexes that links get which it makes.
    fn made(&self) -> Vec<u32> {
        let made = self.links.values().filter(|link| link.goal != Goal::Change);
        made.map(|link| link.index)
            .filter(|index| self.base.link_by_index(*index).is_none())
            .collect()
    }

    fn all_wishes(&self, now: &Snapshot) -> Vec<Wish> {
        self.link_wishes(now).chain(self.wishes.iter().cloned()).collect()
    }

    fn take_wishes(&mut self, now: &Snapshot) -> Vec<Wish> {
        let mut wishes = std::mem::take(&mut self.wishes);
        wishes.extend(self.link_wishes(now));
        wishes
    }

    fn link_wishes(&self, now: &Snapshot) -> impl Iterator<Item = Wish> {
        let meant = self.links.iter().filter(|(_, link)| link.is_meant);
        meant.filter_map(|(name, link)| {
            let mut wanted = link.wanted.clone();
            // One that came only after the transaction had begun.
            if link.index == 0
                && let Some(index) = now.link(name).and_then(|link| link.header().number("index"))
            {
                wanted.set_index(index as u32);
            }
            Wish::new(link.goal, wanted)
        })
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("wishes", &self.all_wishes(&self.base).len()).finish()
    }
}

/// Where somebody else has got an index that a link was to be made with, all those get others.
fn with_free_indexes(now: &Snapshot, made: &mut [u32], wishes: &mut [Wish]) {
    if made.iter().any(|index| now.link_by_index(*index).is_some()) {
        Wish::renumber_all(now, made, wishes);
    }
}

/// The family of IP addresses in text.
fn family_of(text: &str) -> Family {
    if text.contains(':') { Family::INET6 } else { Family::INET }
}
