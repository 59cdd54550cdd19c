//! `route2 save`: the present state as a file for `route2 apply`.

mod fdb;
mod link;
mod tables;

use crate::apply::{FDB, SECTIONS};
use crate::args;
use crate::change;
use crate::error::Failure;
use crate::keys::nearest;
use crate::output;
use crate::yaml::{flow_of, key_of};
use clap::ArgMatches;
use route2::schema::rtnl::{Object, Table};
use route2::schema::wire::{Access, Given, Messages};
use route2::{Filter, Kept, Snapshot};
use std::collections::HashSet;
use std::io::Write;

/// Values by key.
type Pairs = Vec<(String, Given)>;

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let words = args::words(matches, "filter");
    let (filters, names): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.contains('='));
    let sections = sections(&names)?;
    let tables: Vec<&Table> = sections.iter().map(|(_, table)| *table).collect();
    let filter = args::filter(&filters, &tables)?;
    let ipdb = change::mirror(matches)?;
    let (now, proxies) = (ipdb.snapshot(), ipdb.proxies()?);
    let mut out = output::buffered();
    let mut is_empty = true;
    for (section, table) in sections {
        let lines = match section {
            "links" => link::lines(&now, &filter),
            _ => lines(section, table, &now, &proxies, &filter),
        };
        if !lines.is_empty() {
            writeln!(out, "{section}:")?;
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            is_empty = false;
        }
    }
    if is_empty {
        writeln!(out, "{{}}")?;
    }
    out.flush()?;
    Ok(())
}

/// The sections that are asked for, by their tables, or the part of one; all where none is.
fn sections(names: &[&str]) -> Result<Vec<(&'static str, &'static Table)>, Failure> {
    let mut wanted = Vec::new();
    let is_meant = |name: &str, section: &str, table: &Table| match section {
        FDB => name == FDB,
        _ => name == table.name,
    };
    for name in names {
        let found = SECTIONS.iter().find(|(section, table)| is_meant(name, section, table));
        wanted.push(found.copied().ok_or_else(|| {
            let all =
                SECTIONS.map(|(section, table)| if section == FDB { FDB } else { table.name });
            let text = match args::table(name) {
                Ok(table) => format!("objects of the table `{}` are not saved", table.name),
                Err(_) => format!("no table is called `{name}`{}", nearest(name, all)),
            };
            Failure::usage(format!("{text}; those of {} are", all.join(", ")))
        })?);
    }
    let is_wanted = |section: &&(&str, &Table)| {
        wanted.is_empty() || wanted.iter().any(|(name, _)| *name == section.0)
    };
    Ok(SECTIONS.iter().filter(is_wanted).copied().collect())
}

/// The objects of any table but that of links, a line each.
fn lines(
    section: &str,
    table: &'static Table,
    now: &Snapshot,
    proxies: &[Vec<u8>],
    filter: &Filter,
) -> Vec<String> {
    let Some(kept) = Kept::named(table.name) else { return Vec::new() };
    let settable = Settable::of(table);
    let proxies = if section == "neighs" { proxies } else { &[] };
    let proxies =
        proxies.iter().filter_map(|bytes| Object::new(Messages::new(bytes).next()?.ok()?));
    let wanted = now
        .table(kept)
        .objects()
        .map(|found| found.object)
        .chain(proxies)
        .filter(|object| match section {
            FDB => fdb::is_saved(*object, now),
            _ => tables::is_saved(*object),
        })
        .filter(|object| matches(filter, *object, now));
    let pairs = wanted.map(|object| match section {
        FDB => fdb::pairs(object, &settable, now),
        _ => tables::pairs(object, &settable, now),
    });
    let mut lines: Vec<_> =
        pairs.map(|pairs| format!("  - {}", flow_of(&Given::Map(pairs)))).collect();
    // In an order that does not depend on indexes.
    if table.name != "route" {
        lines.sort();
    }
    lines.dedup();
    lines
}

fn matches(filter: &Filter, object: Object<'_>, now: &Snapshot) -> bool {
    filter.matches(object, &|index| now.name(index.try_into().ok()?))
}

fn name(now: &Snapshot, index: u64) -> Option<String> {
    now.name(index.try_into().ok()?).map(str::to_owned)
}

/// The keys of a table that can be set, and stay as they were set.
struct Settable(HashSet<&'static str>);

impl Settable {
    fn of(table: &'static Table) -> Self {
        let mut keys = HashSet::new();
        table.each_settable(&mut |key, _| {
            keys.insert(key);
        });
        table.each_key(&mut |source| {
            use route2::schema::rtnl::KeySource;
            let access = match source {
                KeySource::Member(field) => field.access,
                KeySource::Attribute(row, _) => row.access,
                KeySource::Derived(_) => return,
            };
            if !matches!(access, Access::ReadWrite) {
                keys.remove(source.key());
            }
        });
        Self(keys)
    }

    /// All that can be set of an object.
    fn pairs(&self, object: Object<'_>, now: &Snapshot) -> Pairs {
        let mut pairs: Pairs = Vec::new();
        object.each_key(&mut |key, value| {
            if self.0.contains(key)
                && let Some(given) = Given::of(value, &|index| name(now, index))
                && !pairs.iter().any(|(other, _)| other == key)
            {
                pairs.push((key.to_owned(), given));
            }
        });
        pairs
    }
}

/// Takes a value out.
fn take(pairs: &mut Pairs, key: &str) -> Option<Given> {
    let place = pairs.iter().position(|(other, _)| other == key)?;
    Some(pairs.remove(place).1)
}

/// Values in a block, a line each.
fn block(key: &str, pairs: &[(String, Given)]) -> String {
    let mut text = format!("  {}:", key_of(key));
    for (key, given) in pairs {
        text += &format!("\n    {}: {}", key_of(key), flow_of(given));
    }
    text
}
