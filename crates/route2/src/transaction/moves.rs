//! Links that go into other network namespaces, and come back from there when what was done is undone.

use super::{LinkDraft, Rollback, Transaction, roll_back, up_to_date};
use crate::{Driver, Error, Ipdb, Netns};
use route2_mirror::{Destination, Move, Plan, PlanError, Snapshot, Wish};
use route2_schema::rtnl::link::{IFLA_IFNAME, IFLA_NET_NS_FD, IFLA_NEW_IFINDEX, Link, LinkHeader};
use route2_schema::rtnl::{Object, Op, Wanted, link};
use route2_schema::wire::{Given, Messages, Unfit, Why};
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The keys under which people say where a link goes.
pub(super) const KEYS: [&str; 2] = ["net_ns_fd", "net_ns_pid"];

/// A link that goes into another network namespace, and what it takes to have it back.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    /// Its index here.
    pub(crate) index: u32,
    /// Its name here.
    pub(crate) name: String,
    /// Its name there.
    pub(crate) there: String,
    pub(crate) kind: Option<String>,
    /// The links that were there before, by index.
    pub(crate) others: Vec<u32>,
    pub(crate) netns: Netns,
    /// The file that the namespace can be opened by, of whichever process.
    pub(crate) path: PathBuf,
    /// The device and the number of that file.
    pub(crate) inode: (u64, u64),
}

impl LinkDraft<'_> {
    /// Moves it into another network namespace: after all else that the transaction does. Its addresses, and what else
    /// is on it, stay nowhere; the name, and the state that it is said to have, are those that it gets there.
    ///
    /// # Errors
    /// Where there is no such namespace.
    pub fn move_to(&mut self, netns: &Netns) -> Result<&mut Self, Error> {
        let fd = self.transaction().hold_netns(netns.to_string(), netns)?;
        let said = fd.map(|fd| self.set("net_ns_fd", fd).map(drop)).transpose();
        said.map(|_| self).map_err(Error::from)
    }
}

impl Transaction {
    /// A network namespace as people say it, as a file descriptor of this process; `None` where it is the mirror's own.
    pub(super) fn netns_given(&mut self, key: &str, given: &Given) -> Result<Option<u32>, Unfit> {
        if let Given::Number(fd) = given
            && key == KEYS[0]
            && self.held.iter().any(|held| i128::from(held.as_raw_fd()) == *fd)
        {
            return Ok(u32::try_from(*fd).ok());
        }
        let expected = match key == KEYS[0] {
            true => "a network namespace that can be opened (a name of `ip netns`, or a path)",
            false => "a process whose network namespace can be opened",
        };
        let given = given.to_string();
        let why = || Why::Expected { given: given.clone(), expected: expected.to_owned() };
        let unfit = || Unfit::new(key, why());
        let netns = Netns::of_link(key, &given).ok_or_else(unfit)?;
        self.hold_netns(netns.to_string(), &netns).map_err(|_| unfit())
    }

    /// Where it is said into which network namespace a link goes: the number of a file descriptor in the place of that.
    pub(super) fn number_netns(&mut self, pairs: &mut Vec<(String, Given)>) -> Result<(), Unfit> {
        let mut numbered = Vec::with_capacity(pairs.len());
        for (key, given) in pairs.drain(..) {
            match KEYS.contains(&key.as_str()) {
                true => {
                    let fd = self.netns_given(&key, &given)?;
                    numbered.extend(fd.map(|fd| (KEYS[0].to_owned(), fd.into())));
                }
                false => numbered.push((key, given)),
            }
        }
        *pairs = numbered;
        Ok(())
    }

    /// Opens a namespace, for as long as the transaction lasts; `None` where it is the mirror's own.
    fn hold_netns(&mut self, name: String, netns: &Netns) -> Result<Option<u32>, Error> {
        let Netns::Fd(fd) = netns.clone().for_all_threads().pinned()? else { return Ok(None) };
        if self.ipdb.netns().inode() == Netns::Fd(Arc::clone(&fd)).inode() {
            return Ok(None);
        }
        let number = fd.as_raw_fd() as u32;
        self.held.push(fd);
        self.planning.netns.push((number, name));
        Ok(Some(number))
    }

    /// The links that a plan moves. Each can come back, as far as that can be known before.
    pub(super) fn moves_of(&self, plan: &Plan, before: &Snapshot) -> Result<Vec<Moved>, PlanError> {
        let moves = plan.moves();
        moves.iter().map(|each| self.moved(each, plan, before)).collect()
    }

    fn moved(&self, each: &Move, plan: &Plan, before: &Snapshot) -> Result<Moved, PlanError> {
        let (name, kind) = identity(each.index, plan, before);
        let what = || format!("link {name}");
        let immovable = |error: Error| PlanError::Immovable {
            what: what(),
            why: format!("it could not be brought back when something fails: {error}"),
        };
        let path = match each.to {
            Destination::Pid(pid) => format!("/proc/{pid}/ns/net"),
            Destination::Fd(fd) => format!("/proc/{}/fd/{fd}", std::process::id()),
        };
        let netns = Netns::Path(path.clone().into()).pinned().map_err(immovable)?;
        // To enter it is all that it takes to send the link back.
        let dump = Driver::open(&netns).and_then(|mut driver| driver.list_of::<Link>());
        let dump = dump.map_err(immovable)?;
        let there = each.name.clone().unwrap_or_else(|| name.clone());
        let has_name =
            |link: Object<'_>| link.key("ifname").is_some_and(|n| n.text() == Some(&there));
        // The kernel moves it, and refuses the name only then.
        if dump.objects().any(has_name) {
            let why = format!("there is a link {there} in that");
            return Err(PlanError::Immovable { what: what(), why });
        }
        let others = dump.objects().filter_map(|link| Some(link.of::<Link>()?.0.index as u32));
        let (index, others) = (each.index, others.collect());
        let (path, inode) = (path.into(), netns.inode().unwrap_or_default());
        Ok(Moved { index, name, there, kind, others, netns, path, inode })
    }
}

/// Name and kind of a link that is there, or that the plan makes.
fn identity(index: u32, plan: &Plan, before: &Snapshot) -> (String, Option<String>) {
    let of = |link: Object<'_>| {
        let text = |key| link.key(key).and_then(|value| value.text().map(str::to_owned));
        (text("ifname").unwrap_or_default(), text("kind"))
    };
    if let Some(found) = before.link_by_index(index) {
        return of(found.object);
    }
    let made = plan.steps().iter().find_map(|step| {
        let object = Object::new(Messages::new(&step.request).next()?.ok()?)?;
        let (header, _) = object.of::<Link>().filter(|_| object.op == Op::New)?;
        (header.index as u32 == index && object.key("kind").is_some()).then(|| of(object))
    });
    made.unwrap_or_default()
}

/// Makes what was as it was; what went into another namespace comes back first.
pub(crate) fn undo(ipdb: &Ipdb, was: &[Wish], moved: &[Moved], timeout: Duration) -> Rollback {
    let (mut lost, mut left, mut is_late) = (Vec::new(), Vec::new(), false);
    for each in moved {
        if let Err(why) = each.bring_back(ipdb, timeout, &mut is_late) {
            lost.push(each.index);
            left.push(format!("bring the link {} back: {why}", each.name));
        }
    }
    if lost.is_empty() {
        return roll_back(ipdb, was, timeout);
    }
    // Another one in its place would be in the way when it comes.
    let is_about_lost = |wish: &&Wish| {
        let mut is_lost = false;
        wish.object().each_interface(&mut |_, index| is_lost |= lost.contains(&index));
        is_lost || wish.object().of::<Link>().is_some_and(|(h, _)| lost.contains(&(h.index as u32)))
    };
    let rest: Vec<_> = was.iter().filter(|wish| !is_about_lost(wish)).cloned().collect();
    if let Rollback::Incomplete(rest) = roll_back(ipdb, &rest, timeout) {
        left.extend(rest);
    }
    Rollback::Incomplete(left)
}

impl Moved {
    /// Sends it back, where it is not here; that it is not there either is no error.
    fn bring_back(&self, ipdb: &Ipdb, timeout: Duration, is_late: &mut bool) -> Result<(), Error> {
        let mirror = up_to_date(ipdb, timeout, is_late);
        let now = mirror.as_ref().unwrap_or(ipdb).snapshot();
        if now.link_by_index(self.index).is_some() {
            return Ok(());
        }
        if self.netns.inode() != Some(self.inode) {
            let source = std::io::ErrorKind::NotFound.into();
            return Err(Error::Netns { name: self.path.display().to_string(), source });
        }
        let mut driver = Driver::open(&self.netns)?;
        let dump = driver.list_of::<Link>()?;
        let is_it = |object: &Object<'_>| {
            let text = |key| object.key(key).and_then(|value| value.text().map(str::to_owned));
            let index = object.of::<Link>().map_or(0, |(header, _)| header.index as u32);
            text("ifname").is_some_and(|name| name == self.there || name == self.name)
                && text("kind") == self.kind
                && !self.others.contains(&index)
        };
        let Some(found) = dump.objects().find(is_it) else { return Ok(()) };
        let Some((header, _)) = found.of::<Link>() else { return Ok(()) };
        let Netns::Fd(home) = ipdb.netns().clone().for_all_threads().pinned()? else {
            return Ok(());
        };
        let mut wanted = Wanted::new(&link::TABLE);
        wanted.put_header::<Link>(&LinkHeader { index: header.index, ..LinkHeader::default() });
        wanted.put(IFLA_NET_NS_FD, home.as_raw_fd() as u32);
        wanted.put(IFLA_IFNAME, &self.name);
        wanted.put(IFLA_NEW_IFINDEX, self.index as i32);
        driver.request(wanted.message(Op::New, 0))
    }

    /// The same for another process, or later: with the namespace found and held.
    pub(crate) fn found(self, names: &Path) -> Result<Self, Error> {
        let entries = |path| std::fs::read_dir(path).into_iter().flatten().flatten();
        let names = entries(names).map(|entry| entry.path());
        let processes = entries("/proc".as_ref()).map(|entry| entry.path().join("ns/net"));
        let mut paths = std::iter::once(self.path.clone()).chain(names).chain(processes);
        let is_it = |path: &PathBuf| {
            std::fs::metadata(path).is_ok_and(|file| (file.dev(), file.ino()) == self.inode)
        };
        let Some(path) = paths.find(is_it) else { return Ok(self) };
        let netns = Netns::Path(path).pinned()?;
        Driver::open(&netns)?;
        Ok(Self { netns, ..self })
    }
}
