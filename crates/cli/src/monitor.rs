//! `route2 monitor`: every event as it happens.

use crate::args::{self, Shape};
use crate::error::Failure;
use crate::wanted::{self, kept};
use crate::{changes, output, text};
use clap::ArgMatches;
use jiff::ZonedDateTime;
use route2::schema::Decoded;
use route2::schema::rtnl::names::Group;
use route2::schema::rtnl::{Object, Table};
use route2::schema::wire::{Message, Names, Shape as JsonShape, flag};
use route2::{Change, Event, Events, Filter, Kept, Origin, What};

struct Monitor {
    tables: Vec<&'static Table>,
    filter: Filter,
    shape: Shape,
    /// Only what changed is printed.
    changes: bool,
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let words = args::words(matches, "filter");
    let (tables, filter) = args::tables_and_filter(&words)?;
    let changes = matches.get_flag("changes");
    let keeps = if tables.is_empty() { defaults() } else { keeps(&tables, changes)? };
    let groups: Vec<Group> = match tables.is_empty() {
        true => Group::SPELLING.names().iter().map(|(n, _)| Group::from_number(*n)).collect(),
        false => tables.iter().flat_map(|table| table.groups).copied().collect(),
    };
    let ipdb = wanted::mirror(matches, &keeps, &filter, &groups)?;
    let mut events = ipdb.events();
    let monitor = Monitor { tables, filter, shape: Shape::of(matches), changes };
    while let Some(event) = events.next() {
        monitor.event(&event, &events)?;
    }
    events.ended().map_or(Ok(()), |why| Err(why.into()))
}

fn defaults() -> Vec<&'static Kept> {
    Kept::DEFAULT.iter().filter_map(|name| Kept::named(name)).collect()
}

/// Those that a mirror can keep; whoever wants to see changes can see those of no others.
fn keeps(tables: &[&'static Table], must: bool) -> Result<Vec<&'static Kept>, Failure> {
    let mut keeps = Vec::new();
    for table in tables {
        match kept(table.name) {
            Ok(kept) => keeps.push(kept),
            Err(failure) if must => return Err(failure),
            Err(_) => {}
        }
    }
    Ok(keeps)
}

impl Monitor {
    fn event(&self, event: &Event, names: &Events) -> Result<(), Failure> {
        match event {
            Event::Change(change) => self.change(change, names),
            Event::Overrun => self.lost(
                "OVERRUN",
                "the kernel had more to say than the socket could hold: events were lost here, what changed \
                 meanwhile follows (`--receive-buffer` makes more room)",
            ),
            Event::Lagged => self.lost(
                "LAGGED",
                "the kernel had more to say than could be printed: events were left out here, what changed \
                 meanwhile follows",
            ),
        }
    }

    fn change(&self, change: &Change, names: &Events) -> Result<(), Failure> {
        let object = match (change.object(), change.message()) {
            (Some(object), _) => object,
            (None, Some(message)) => return self.other(message),
            (None, None) => return Ok(()),
        };
        let of_table = |table: &&Table| table.name == object.table.name;
        if !self.tables.is_empty() && !self.tables.iter().any(of_table) {
            return Ok(());
        }
        if self.changes {
            let mut states = change.before().into_iter().chain(change.after());
            return match states.any(|object| self.holds(object, names)) {
                true => changes::print(change, self.shape.json, names, &now()),
                false => Ok(()),
            };
        }
        if self.holds(object, names) { self.print(change, object, names) } else { Ok(()) }
    }

    fn holds(&self, object: Object<'_>, names: &Events) -> bool {
        self.filter.matches(object, &|index| crate::interfaces::Names::name(names, index))
    }

    fn print(&self, change: &Change, object: Object<'_>, names: &Events) -> Result<(), Failure> {
        let origin = text::origin(change.origin());
        match self.shape {
            Shape { json: true, .. } => output::json_line(|json| {
                json.map(|json| {
                    object.write_whole(json);
                    if change.origin() != Origin::Kernel {
                        json.key("origin").text(changes::origin(change.origin()));
                    }
                });
            }),
            Shape { full: true, .. } => {
                let whole = text::whole(object).replacen('\n', &format!("{origin}\n"), 1);
                output::line(&format!("{} {whole}", now()))
            }
            Shape { .. } => {
                let line = text::line(object, is_change(change, object), names);
                output::line(&format!("{} {line}{origin}", now()))
            }
        }
    }

    fn other(&self, message: Message<'_>) -> Result<(), Failure> {
        if self.changes || !self.tables.is_empty() || !self.filter.is_empty() {
            return Ok(());
        }
        match self.shape.json {
            true => output::json_line(|json| {
                Decoded::new(message).write_json(json, JsonShape::Whole);
            }),
            false => output::line(&format!("{} ? {}", now(), text::other(message))),
        }
    }

    fn lost(&self, event: &str, text: &str) -> Result<(), Failure> {
        anstream::eprintln!("route2: {text}");
        match self.shape.json {
            true => output::json_line(|json| json.map(|json| json.key("event").text(event))),
            false => Ok(()),
        }
    }
}

/// Was the object there before? Of what the mirror does not keep, the kernel sometimes says it.
fn is_change(change: &Change, object: Object<'_>) -> bool {
    match (change.what(), change.kept()) {
        (What::Added, _) => false,
        (What::Changed | What::Removed, _) | (What::Nothing, Some(_)) => true,
        // One protocol's view of a link.
        (What::Nothing, None) if object.table.name == "link" => true,
        (What::Nothing, None) => object.message.header.flags & flag::REPLACE != 0,
    }
}

fn now() -> String {
    ZonedDateTime::now().strftime("%H:%M:%S%.3f").to_string()
}
