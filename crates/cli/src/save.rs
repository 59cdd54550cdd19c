//! `route2 save`: the present state as a file for `route2 apply`.

mod link;
mod tables;

use crate::apply::SECTIONS;
use crate::args;
use crate::change;
use crate::error::Failure;
use crate::output;
use crate::yaml::{flow_of, key_of};
use clap::ArgMatches;
use route2::schema::rtnl::{Object, TABLES, Table};
use route2::schema::wire::{Access, Given};
use route2::{Filter, Kept, Snapshot};
use std::collections::HashSet;
use std::io::Write;

/// Values by key.
type Pairs = Vec<(String, Given)>;

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let (tables, filter) = args::tables_and_filter(&args::words(matches, "filter"))?;
    if let Some(table) =
        tables.iter().find(|table| SECTIONS.iter().all(|(_, t)| t.name != table.name))
    {
        let names = SECTIONS.map(|(_, table)| table.name).join(", ");
        let text =
            format!("objects of the table `{}` are not saved; those of {names} are", table.name);
        return Err(Failure::usage(text));
    }
    let tables = if tables.is_empty() { TABLES } else { &tables };
    let ipdb = change::mirror(matches)?;
    let now = ipdb.snapshot();
    let mut out = output::buffered();
    let mut is_empty = true;
    for (section, table) in SECTIONS {
        if !tables.iter().any(|wanted| wanted.name == table.name) {
            continue;
        }
        let lines = match table.name {
            "link" => link::lines(&now, &filter),
            _ => lines(table, &now, &filter),
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

/// The objects of any table but that of links, a line each.
fn lines(table: &'static Table, now: &Snapshot, filter: &Filter) -> Vec<String> {
    let Some(kept) = Kept::named(table.name) else { return Vec::new() };
    let settable = Settable::of(table);
    let wanted = now
        .table(kept)
        .objects()
        .filter(|found| tables::is_saved(found.object) && matches(filter, found.object, now));
    let pairs = wanted.map(|found| tables::pairs(found.object, &settable, now));
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
