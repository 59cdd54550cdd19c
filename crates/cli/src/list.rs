//! `route2 link|addr|route|...`: the objects of a table.

use crate::args::{self, Shape};
use crate::columns;
use crate::error::Failure;
use crate::grid::Grid;
use crate::interfaces::{Interfaces, Names};
use crate::output::{self, JsonArray};
use crate::text;
use clap::ArgMatches;
use route2::schema::rtnl::addr::Addr;
use route2::schema::rtnl::neigh;
use route2::schema::rtnl::{Object, Table};
use route2::schema::wire::{Json, Shape as JsonShape};
use route2::{Driver, Dump, Narrow};
use std::collections::HashMap;
use std::io::Write;

/// A part of a table that users of iproute2 know as a table of its own.
pub(crate) struct Part {
    /// The command.
    pub(crate) name: &'static str,
    /// The table.
    pub(crate) table: &'static Table,
    /// What holds of its objects.
    pub(crate) filter: &'static str,
    /// What its objects are.
    pub(crate) doc: &'static str,
}

/// All such parts.
pub(crate) const PARTS: &[Part] = &[Part {
    name: "fdb",
    table: &neigh::TABLE,
    filter: "family=bridge",
    doc: "Forwarding databases of bridges and VXLANs",
}];

/// Runs the command of a table, or of a part of one.
pub(crate) fn run(name: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let part = PARTS.iter().find(|part| part.name == name);
    let table = part.map_or_else(|| args::table(name), |part| Ok(part.table))?;
    let netns = args::netns_of(matches);
    let mut words = args::words(matches, "filter");
    words.extend(part.map(|part| part.filter));
    let filter = args::filter(&words, &[table])?;
    let mut driver = Driver::open(&netns)?;
    let interfaces = match filter.needs_names() {
        true => Interfaces::read_with(&mut driver)?,
        false => Interfaces::default(),
    };
    let is_wanted = |object: Object<'_>| filter.matches(object, &|index| interfaces.name(index));
    let Shape { json, full } = Shape::of(matches);
    if json {
        return self::json(table, &mut driver, filter.narrow(), full, &is_wanted);
    }
    let dump = driver.list(table, filter.narrow())?;
    warn(table, dump.is_interrupted());
    let objects = dump.objects().filter(|object| is_wanted(*object));
    if !full {
        return self::table(table, &Interfaces::read_with(&mut driver)?, objects);
    }
    let mut out = output::buffered();
    for object in objects {
        out.write_all(text::whole(object).as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

fn warn(table: &'static Table, is_interrupted: bool) {
    if is_interrupted {
        anstream::eprintln!(
            "route2: the table of {}s changed each time it was read: objects may be missing",
            table.name
        );
    }
}

/// In the plain shape, links carry their addresses, as IPDB's did.
fn json(
    table: &'static Table,
    driver: &mut Driver,
    narrow: Narrow,
    full: bool,
    is_wanted: &dyn Fn(Object<'_>) -> bool,
) -> Result<(), Failure> {
    let folded = driver.list_folded(table, narrow)?;
    warn(table, folded.is_interrupted());
    let addresses = match table.name {
        "link" if !full => Some(Addresses::read(driver)?),
        _ => None,
    };
    let mut array = JsonArray::begin()?;
    folded.for_each(&mut |object| {
        if !is_wanted(object) {
            return;
        }
        array.item(|json| match full {
            true => object.write_json(json, JsonShape::Whole),
            false => json.map(|json| {
                object.write_plain(json);
                if let Some(addresses) = &addresses {
                    addresses.write_json(object, json.key("ipaddr"));
                }
            }),
        });
    });
    array.end()
}

/// The addresses of each interface.
#[derive(Default)]
pub(crate) struct Addresses {
    by_interface: HashMap<u64, Vec<(String, u64)>>,
}

impl Addresses {
    /// Asks the kernel.
    pub(crate) fn read(driver: &mut Driver) -> Result<Self, Failure> {
        let dump: Dump = driver.list_of::<Addr>()?;
        let mut addresses = Self::default();
        for object in dump.objects() {
            let index = object.header().number("index").unwrap_or(0);
            let length = object.header().number("prefixlen").unwrap_or(0);
            let ip = object.key("local").or_else(|| object.key("address"));
            if let Some(ip) = ip.and_then(|value| value.ip()) {
                let list = addresses.by_interface.entry(index).or_default();
                list.push((ip.to_string(), length));
            }
        }
        Ok(addresses)
    }

    /// Those of a link.
    pub(crate) fn of(&self, link: Object<'_>) -> &[(String, u64)] {
        let index = link.header().number("index").unwrap_or(0);
        self.by_interface.get(&index).map_or(&[], Vec::as_slice)
    }

    /// Those of a link as IPDB gave them: pairs of address and prefix length.
    pub(crate) fn write_json(&self, link: Object<'_>, json: &mut Json) {
        json.list(|json| {
            for (ip, length) in self.of(link) {
                json.list(|json| {
                    json.text(ip);
                    json.uint(*length);
                });
            }
        });
    }
}

/// Aligned columns; those in which no object has anything to say are left out.
pub(crate) fn table<'a>(
    table: &'static Table,
    names: &dyn Names,
    objects: impl Iterator<Item = Object<'a>>,
) -> Result<(), Failure> {
    // Different things may have a column in common: by title, the places of those that are called so.
    let mut titles: Vec<(&str, Vec<usize>)> = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        match titles.iter_mut().find(|(title, _)| *title == column.title) {
            Some((_, places)) => places.push(place),
            None => titles.push((column.title, vec![place])),
        }
    }
    let mut grid = Grid::new(titles.iter().map(|(title, _)| title));
    let mut room = Vec::new();
    for object in objects {
        columns::each_line(object, names, &mut room, &mut |texts| {
            if columns::is_of_item(table.columns, texts) {
                grid.row(titles.iter().map(|(_, places)| {
                    let mut said = places.iter().map(|place| texts[*place].as_str());
                    said.find(|text| !text.is_empty()).unwrap_or_default()
                }));
            }
        });
    }
    grid.print()
}
