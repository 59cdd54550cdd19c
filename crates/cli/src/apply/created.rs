//! What the applies of a file have created: kept, so that what it names no longer can be removed.

use crate::declared::{self, Declared};
use crate::error::Failure;
use crate::yaml::{self, Data, Node};
use route2::schema::rtnl::{Table, addr, link};
use route2::schema::wire::{Given, Unfit};
use route2::{Goal, Snapshot, Transaction, Wish};
use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What applies of one file, in one network namespace, have created.
#[derive(Clone)]
pub(super) struct Created {
    path: PathBuf,
    /// The file whose applies these are.
    file: String,
    netns: String,
    objects: Vec<Declared>,
    is_changed: bool,
}

impl Created {
    /// Reads what is kept.
    pub(super) fn read(file: &Path, netns: &str) -> Result<Self, Failure> {
        let whole = fs::canonicalize(file)
            .map_err(|error| Failure::usage(format!("cannot read {}: {error}", file.display())))?;
        let path = directory().join(name(&whole, netns));
        let (file, netns) = (whole.to_string_lossy().into_owned(), netns.to_owned());
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(Failure::refused(format!("cannot read {}: {error}", path.display())));
            }
        };
        let objects = objects(&text).ok_or_else(|| {
            let path = path.display();
            Failure::refused(format!("{path} is not what `route2 apply` wrote: look, or remove it"))
        })?;
        Ok(Self { path, file, netns, objects, is_changed: false })
    }

    /// Finds out what is created now. What was before, and is not named now, is removed where that is wanted.
    pub(super) fn look(
        &mut self,
        tx: &mut Transaction,
        now: &Snapshot,
        all: &[Declared],
        prune: bool,
    ) {
        let named: Vec<_> = all.iter().flat_map(parts).collect();
        let wishes: Vec<_> = named.iter().map(|object| wish(tx, now, object)).collect();
        let mut kept = Vec::new();
        let mut was = Vec::new();
        for object in std::mem::take(&mut self.objects) {
            // What cannot be named any more is gone.
            let Some(gone) = wish(tx, now, &object) else {
                self.is_changed = true;
                continue;
            };
            let is_named = wishes.iter().flatten().any(|wish| wish.is_about_same(&gone));
            match (is_named, prune) {
                (true, _) => was.push(gone),
                (false, true) => {
                    self.is_changed = true;
                    remove(tx, now, &object, gone);
                }
                (false, false) => kept.push(object),
            }
        }
        for (object, wish) in named.into_iter().zip(wishes) {
            if object.goal == Goal::Gone {
                continue;
            }
            let was = wish.as_ref().is_some_and(|wish| was.iter().any(|w| w.is_about_same(wish)));
            let is_new = wish.is_none_or(|wish| now.meant_by(&wish).is_none());
            if was || is_new {
                self.is_changed |= is_new;
                kept.push(object);
            }
        }
        self.objects = kept;
    }

    /// Keeps it: another file takes the place of the old one.
    pub(super) fn write(&self) -> Result<(), Failure> {
        if !self.is_changed {
            return Ok(());
        }
        self.try_write().map_err(|error| {
            let path = self.path.display();
            Failure::refused(format!(
                "all is done, but what was created cannot be kept in {path}, and --prune will not know of it: {error}"
            ))
        })
    }

    fn try_write(&self) -> io::Result<()> {
        let mut text = String::from("# What `route2 apply` has created, for `--prune`.\n");
        let text_of = |text: &str| yaml::flow_of(&text.into());
        text += &format!("file: {}\nnetns: {}\n", text_of(&self.file), text_of(&self.netns));
        text += if self.objects.is_empty() { "created: []\n" } else { "created:\n" };
        for object in &self.objects {
            let pairs = Given::Map(object.pairs.clone());
            let (table, name) = (object.table.name, text_of(&object.name));
            text += &format!(
                "  - {{ table: {table}, name: {name}, pairs: {} }}\n",
                yaml::flow_of(&pairs)
            );
        }
        let directory = directory();
        fs::create_dir_all(&directory)?;
        let beside = self.path.with_extension(format!("new{}", std::process::id()));
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)?;
        fs::File::open(directory)?.sync_all()
    }
}

/// Where what must last is kept.
fn directory() -> PathBuf {
    match std::env::var_os("XDG_STATE_HOME").filter(|home| !home.is_empty()) {
        Some(home) => PathBuf::from(home).join("route2"),
        None => PathBuf::from("/var/lib/route2"),
    }
}

fn name(file: &Path, netns: &str) -> String {
    // FNV-1a: what it is must not change with the library's.
    let bytes = file.as_os_str().as_bytes().iter().chain(b"\0").chain(netns.as_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let name = file.file_name().unwrap_or(OsStr::new("file")).to_string_lossy();
    let name: String = name.chars().take(40).collect();
    format!("{name}-{hash:016x}.yaml")
}

/// The objects in what was kept; `None` where it is something else.
fn objects(text: &str) -> Option<Vec<Declared>> {
    let node = yaml::parse(text).ok()?;
    let Data::Map(pairs) = &node.data else { return text.is_empty().then(Vec::new) };
    let (_, created) = pairs.iter().find(|(key, _)| key == "created")?;
    let Data::List(items) = &created.data else { return None };
    items.iter().map(object).collect()
}

fn object(node: &Node) -> Option<Declared> {
    let Given::Map(mut parts) = node.given() else { return None };
    let mut take = |key: &str| {
        let place = parts.iter().position(|(other, _)| other == key)?;
        Some(parts.remove(place).1)
    };
    let table = Table::named(take("table")?.text()?)?;
    let (name, Given::Map(pairs)) = (take("name")?.to_string(), take("pairs")?) else {
        return None;
    };
    Some(Declared { table, goal: Goal::Replace, name, pairs })
}

/// What can be created of what is declared: of a link, itself and each of its addresses.
fn parts(declared: &Declared) -> Vec<Declared> {
    if declared.table.name != "link" {
        return vec![declared.clone()];
    }
    let own = Declared { pairs: Vec::new(), ..declared.clone() };
    let addresses = declared::addresses_of(declared).into_iter().map(|pairs| Declared {
        table: &addr::TABLE,
        goal: Goal::Replace,
        name: String::new(),
        pairs,
    });
    std::iter::once(own).chain(addresses).collect()
}

/// A wish that it is gone; `None` where it cannot be there.
fn wish(tx: &Transaction, now: &Snapshot, object: &Declared) -> Option<Wish> {
    let index_of = |name: &str| {
        let index = now.link(name)?.header().number("index")?;
        u32::try_from(index).ok()
    };
    if object.table.name == link::TABLE.name {
        let index = index_of(&object.name).or_else(|| tx.index_of(&object.name))?;
        return now
            .wish::<Unfit>(Goal::Gone, object.table, &|wanted| {
                wanted.set_index(index);
                Ok(())
            })
            .ok()?;
    }
    let describe = |wanted: &mut route2::schema::rtnl::Wanted| {
        wanted.set_all(&object.pairs, &|name| index_of(name).or_else(|| tx.index_of(name)))
    };
    now.wish(Goal::Gone, object.table, &describe).ok()?
}

fn remove(tx: &mut Transaction, now: &Snapshot, object: &Declared, gone: Wish) {
    match object.table.name == link::TABLE.name {
        true if now.link(&object.name).is_some() => drop(tx.link(&object.name).remove()),
        true => {}
        false => drop(tx.wish(gone)),
    }
}
