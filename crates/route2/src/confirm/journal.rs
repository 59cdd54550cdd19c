//! What undoes a transaction, as a file: text that says of what it is, then netlink messages.
//!
//! ```text
//! route2-journal 1 <length of the rest> <checksum of the rest>
//! id 3fa09c
//! ...
//!
//! <RTM_NEW...: is to be as it was; RTM_DEL...: is to be gone>
//! ```

use crate::transaction::Moved;
use crate::{Ipdb, Kept, Netns, Plan, Wish};
use route2_schema::rtnl::Op;
use route2_schema::rtnl::link::Link;
use route2_schema::rtnl::names::RtTable;
use route2_schema::rtnl::{Object, link};
use route2_schema::wire::{Messages, align};
use std::fmt::Write;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The first word, and the version.
const MAGIC: &str = "route2-journal 1";

/// What stands for the kind of a link that has none.
const NO_KIND: &str = "-";

/// What undoes a transaction, and all that whoever does it must know.
#[derive(Clone, Debug)]
pub(super) struct Journal {
    pub(super) id: String,
    /// When the transaction began, in seconds since 1970.
    pub(super) began: u64,
    /// The kernel's name for this time that it runs: of another one nothing is left.
    pub(super) boot: String,
    /// Which network namespace.
    pub(super) netns: Inode,
    /// A file by which it could be entered when the transaction began.
    pub(super) path: Option<PathBuf>,
    /// Within which time it is to be confirmed.
    pub(super) within: Duration,
    /// What its mirror kept.
    pub(super) tables: Vec<&'static Kept>,
    pub(super) routing_tables: Vec<RtTable>,
    /// How many steps it has.
    pub(super) steps: u64,
    /// Links that it removes, by index.
    pub(super) removed: Vec<u32>,
    /// Links that it moves into other network namespaces.
    pub(super) moved: Vec<Moved>,
    /// What could not be undone when it was tried.
    pub(super) left: Vec<String>,
    pub(super) wishes: Vec<Wish>,
}

/// The device and the number of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inode(pub(super) u64, pub(super) u64);

impl Inode {
    /// Of the file that a name is of.
    pub(super) fn of(path: impl AsRef<std::path::Path>) -> Option<Self> {
        let file = std::fs::metadata(path).ok()?;
        Some(Self(file.dev(), file.ino()))
    }

    /// Of the network namespace that the calling thread is in.
    pub(super) fn here() -> Option<Self> {
        Self::of(Netns::HERE)
    }
}

/// The kernel's name for this time that it runs.
pub(super) fn boot() -> String {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    boot.trim().to_owned()
}

impl Journal {
    /// What undoes a plan, in a network namespace.
    pub(super) fn new(id: &str, plan: &Plan, ipdb: &Ipdb, netns: Inode, within: Duration) -> Self {
        let (tables, routing_tables) = ipdb.kept();
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let requests = plan.steps().iter().filter_map(|step| {
            let message = Messages::new(&step.request).next()?.ok()?;
            Object::new(message).filter(|object| object.op == Op::Del)
        });
        let links = requests.filter(|object| object.table.name == link::TABLE.name);
        let removed = links.filter_map(|link| Some(link.of::<Link>()?.0.index as u32)).collect();
        Self {
            id: id.to_owned(),
            began,
            boot: boot(),
            netns,
            path: ipdb.asked_netns().path(),
            within: within.min(Duration::from_millis(u64::MAX)),
            tables: tables.to_vec(),
            routing_tables: routing_tables.to_vec(),
            steps: plan.steps().len() as u64,
            removed,
            moved: Vec::new(),
            left: Vec::new(),
            wishes: plan.inverse(|_| true),
        }
    }

    /// The bytes of the file. `None` where a wish is none that a rollback has.
    pub(super) fn encode(&self) -> Option<Vec<u8>> {
        let mut text = format!("id {}\nbegan {}\nboot {}\n", self.id, self.began, self.boot);
        let _ = writeln!(text, "netns {} {}", self.netns.0, self.netns.1);
        let path = self.path.as_ref().and_then(|path| path.to_str());
        if let Some(path) = path.filter(|path| !path.contains('\n')) {
            let _ = writeln!(text, "path {path}");
        }
        let _ = writeln!(text, "within_ms {}", self.within.as_millis());
        let names: Vec<_> = self.tables.iter().map(|kept| kept.name).collect();
        let _ = writeln!(text, "tables {}", names.join(" "));
        let _ =
            writeln!(text, "routing_tables {}", spaced(self.routing_tables.iter().map(|t| t.0)));
        let _ = writeln!(text, "removed {}", spaced(self.removed.iter().copied()));
        for moved in &self.moved {
            let Moved { index, name, there, kind, others, path, inode, .. } = moved;
            let (kind, path) = (kind.as_deref().unwrap_or(NO_KIND), path.to_str()?);
            let others = spaced(others.iter().copied()).replace(' ', ",");
            let _ = writeln!(
                text,
                "moved {index} {name} {there} {kind} {others} {} {} {path}",
                inode.0, inode.1
            );
        }
        let _ = writeln!(text, "steps {}", self.steps);
        for line in &self.left {
            let _ = writeln!(text, "left {}", line.replace('\n', " "));
        }
        let mut rest = text.into_bytes();
        rest.push(b'\n');
        for wish in &self.wishes {
            let message = wish.to_message()?;
            let padding = align(message.len()) - message.len();
            rest.extend(message);
            rest.extend(std::iter::repeat_n(0, padding));
        }
        Some(signed(&rest))
    }

    /// From the bytes of the file with this transaction's name.
    ///
    /// # Errors
    /// What is wrong with them, where it is not all there, or not of this transaction.
    pub(super) fn decode(id: &str, bytes: &[u8]) -> Result<Self, String> {
        let torn = || "its journal is torn".to_owned();
        let (first, rest) = split_line(bytes).ok_or_else(torn)?;
        let words = first.strip_prefix(MAGIC).ok_or("its journal is none of this program")?;
        let mut words = words.split_whitespace();
        let length = words.next().and_then(|word| word.parse().ok());
        let sum = words.next().and_then(|word| u64::from_str_radix(word, 16).ok());
        if length != Some(rest.len()) || sum != Some(checksum(rest)) {
            return Err(torn());
        }
        let mut journal = Self::empty();
        let mut rest = rest;
        loop {
            let (line, behind) = split_line(rest).ok_or_else(torn)?;
            rest = behind;
            if line.is_empty() {
                break;
            }
            let (key, value) = line.split_once(' ').ok_or_else(torn)?;
            let said = journal.said(key, value);
            said.ok_or_else(|| format!("its journal has what is not known: `{line}`"))?;
        }
        if journal.id != id {
            return Err(format!("its journal is that of another one: {}", journal.id));
        }
        for message in Messages::new(rest) {
            let wish = message.ok().and_then(Wish::from_message);
            journal.wishes.push(wish.ok_or("its journal has a message that undoes nothing")?);
        }
        Ok(journal)
    }

    fn empty() -> Self {
        Self {
            id: String::new(),
            began: 0,
            boot: String::new(),
            netns: Inode(0, 0),
            path: None,
            within: Duration::ZERO,
            tables: Vec::new(),
            routing_tables: Vec::new(),
            steps: 0,
            removed: Vec::new(),
            moved: Vec::new(),
            left: Vec::new(),
            wishes: Vec::new(),
        }
    }

    /// Takes in a line.
    fn said(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "id" => value.clone_into(&mut self.id),
            "began" => self.began = value.parse().ok()?,
            "boot" => value.clone_into(&mut self.boot),
            "netns" => {
                let (device, number) = value.split_once(' ')?;
                self.netns = Inode(device.parse().ok()?, number.parse().ok()?);
            }
            "path" => self.path = Some(value.into()),
            "within_ms" => self.within = Duration::from_millis(value.parse().ok()?),
            "tables" => {
                self.tables = value.split_whitespace().map(Kept::named).collect::<Option<_>>()?;
            }
            "routing_tables" => self.routing_tables = numbers(value)?.map(RtTable).collect(),
            "removed" => self.removed = numbers(value)?.collect(),
            "moved" => self.moved.push(moved(value)?),
            "steps" => self.steps = value.parse().ok()?,
            "left" => self.left.push(value.to_owned()),
            _ => return None,
        }
        Some(())
    }
}

/// A link that was moved. (No name has a space in it.)
fn moved(line: &str) -> Option<Moved> {
    let mut words = line.splitn(8, ' ');
    let mut word = || words.next();
    let (index, name, there, kind) = (word()?.parse().ok()?, word()?, word()?, word()?);
    let others = numbers(&word()?.replace(',', " "))?.collect();
    let inode = (word()?.parse().ok()?, word()?.parse().ok()?);
    let path = PathBuf::from(word()?);
    Some(Moved {
        index,
        name: name.to_owned(),
        there: there.to_owned(),
        kind: (kind != NO_KIND).then(|| kind.to_owned()),
        others,
        netns: Netns::Path(path.clone()),
        path,
        inode,
    })
}

/// What a file has, below the line that says how long it is.
fn signed(rest: &[u8]) -> Vec<u8> {
    let first = format!("{MAGIC} {} {:016x}\n", rest.len(), checksum(rest));
    [first.as_bytes(), rest].concat()
}

fn spaced(numbers: impl Iterator<Item = u32>) -> String {
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
}

fn numbers(text: &str) -> Option<impl Iterator<Item = u32>> {
    let numbers: Result<Vec<u32>, _> = text.split_whitespace().map(str::parse).collect();
    numbers.ok().map(IntoIterator::into_iter)
}

fn split_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

/// FNV-1a of 64 bits: against what was cut off or changed by accident. (Against intent there are the modes of file
/// and directory.)
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{Goal, KEPT, Planning};
    use route2_schema::rtnl::Wanted;
    use route2_schema::wire::Header;

    fn journal() -> Journal {
        let dummy = |name: &str| {
            let mut wanted = Wanted::new(&link::TABLE);
            wanted.set("ifname", &name.into(), &|_| None).unwrap();
            wanted.set("kind", &"dummy".into(), &|_| None).unwrap();
            Wish::new(Goal::Add, wanted).unwrap()
        };
        let ipdb = Ipdb::open().unwrap();
        let now = ipdb.snapshot();
        let plan = Plan::new(&now, [dummy("r2x"), dummy("r2y")], &Planning::default()).unwrap();
        let netns = Inode::here().unwrap();
        let mut journal = Journal::new("3fa09c", &plan, &ipdb, netns, Duration::from_secs(30));
        // All that there is stays as it is.
        for kept in KEPT.iter().filter(|kept| now.keeps(kept)) {
            let objects = now.table(kept).objects().take(3);
            journal.wishes.extend(objects.map(|found| Wish::as_is(kept, found.object)));
        }
        journal.removed = vec![5, 7];
        journal.moved = vec![moved("5 v0 eth0 veth 1,2 4 4026531840 /run/netns/blue").unwrap()];
        journal.left = vec!["add route dst=10.0.0.0/8: no".into()];
        journal
    }

    #[test]
    fn what_is_written_is_read() {
        let journal = journal();
        assert!(journal.wishes.len() > 3, "{journal:?}");
        let read = Journal::decode("3fa09c", &journal.encode().unwrap()).unwrap();
        assert_eq!(read.wishes.len(), journal.wishes.len());
        for (read, written) in read.wishes.iter().zip(&journal.wishes) {
            assert_eq!((read.goal(), read.kept().name), (written.goal(), written.kept().name));
            // (With which flags it was once asked for is of no concern.)
            assert_eq!(read.bytes()[Header::SIZE..], written.bytes()[Header::SIZE..]);
        }
        let all_but_wishes =
            |journal: &Journal| format!("{:?}", Journal { wishes: Vec::new(), ..journal.clone() });
        assert_eq!(all_but_wishes(&read), all_but_wishes(&journal));
    }

    /// Not all there, other than it was, of another one: refused, each byte of it.
    #[test]
    fn what_is_torn_is_refused() {
        let bytes = journal().encode().unwrap();
        for end in 0..bytes.len() {
            Journal::decode("3fa09c", &bytes[..end]).unwrap_err();
        }
        for place in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[place] ^= 1;
            Journal::decode("3fa09c", &bytes).unwrap_err();
        }
        // What is whole by its checksum is still not what anybody must believe.
        let rest = split_line(&bytes).unwrap().1;
        for place in 0..rest.len() {
            let mut rest = rest.to_vec();
            rest[place] ^= 0xff;
            let _ = Journal::decode("3fa09c", &signed(&rest));
        }
        let error = Journal::decode("3fa09d", &bytes).unwrap_err();
        assert_eq!(error, "its journal is that of another one: 3fa09c");
    }
}
