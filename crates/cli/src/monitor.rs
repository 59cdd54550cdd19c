//! `route2 monitor`: every event as it happens.

use crate::args::{self, Shape};
use crate::error::Failure;
use crate::interfaces::Interfaces;
use crate::{output, text};
use clap::ArgMatches;
use jiff::ZonedDateTime;
use route2::schema::Decoded;
use route2::schema::rtnl::names::Group;
use route2::schema::rtnl::{Object, Op, Table};
use route2::schema::wire::{Message, Names, Shape as JsonShape, flag};
use route2::{Driver, Filter, Incoming};

/// Room for what the kernel says while the program is busy, as far as the system allows it.
const RECEIVE_BUFFER_BYTES: usize = 8 << 20;

struct Monitor {
    tables: Vec<&'static Table>,
    filter: Filter,
    interfaces: Interfaces,
    shape: Shape,
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let netns = args::netns_of(matches);
    let words = args::words(matches, "filter");
    // Subscribed first: what happens while the rest is made ready waits in the socket.
    let mut driver = Driver::open(&netns)?;
    let (tables, filter) = args::tables_and_filter(&words)?;
    driver.socket().set_receive_buffer(RECEIVE_BUFFER_BYTES)?;
    subscribe(&mut driver, &tables)?;
    let shape = Shape::of(matches);
    let needs_names = !shape.json || filter.needs_names();
    let interfaces = if needs_names { Interfaces::read(&netns)? } else { Interfaces::default() };
    let mut monitor = Monitor { tables, filter, interfaces, shape };
    loop {
        let mut result = Ok(());
        driver.receive(None, |event| {
            if result.is_ok() {
                result = monitor.event(event);
            }
        })?;
        result?;
    }
}

fn subscribe(driver: &mut Driver, tables: &[&'static Table]) -> Result<(), Failure> {
    for group in tables.iter().flat_map(|table| table.groups) {
        driver.subscribe(&[*group])?;
    }
    if tables.is_empty() {
        for (number, _) in Group::SPELLING.names() {
            match driver.subscribe(&[Group::from_number(*number)]) {
                // Some groups are for the privileged alone: whoever asks for all gets all others.
                Err(error) if error.is_permission_denied() => {}
                other => other?,
            }
        }
    }
    Ok(())
}

impl Monitor {
    fn event(&mut self, event: Incoming<'_>) -> Result<(), Failure> {
        match event {
            Incoming::Object(object) => self.object(object),
            Incoming::Other(message) => self.other(message),
            Incoming::Overrun => self.overrun(),
        }
    }

    fn object(&mut self, object: Object<'_>) -> Result<(), Failure> {
        let changed = self.is_change(object);
        // A new name counts at once, an old one until its end has been told.
        if object.op != Op::Del {
            self.interfaces.learn(object);
        }
        if self.is_wanted(object) {
            self.print(object, changed)?;
        }
        if object.op == Op::Del {
            self.interfaces.learn(object);
        }
        Ok(())
    }

    fn is_wanted(&self, object: Object<'_>) -> bool {
        let of_table = |table: &&Table| table.name == object.table.name;
        (self.tables.is_empty() || self.tables.iter().any(of_table))
            && self.filter.matches(object, &|index| self.interfaces.name(index))
    }

    fn print(&self, object: Object<'_>, changed: bool) -> Result<(), Failure> {
        match self.shape {
            Shape { json: true, .. } => {
                output::json_line(|json| object.write_json(json, JsonShape::Whole))
            }
            Shape { full: true, .. } => output::line(&format!("{} {}", now(), text::whole(object))),
            Shape { .. } => {
                let line = text::line(object, changed, &self.interfaces);
                output::line(&format!("{} {line}", now()))
            }
        }
    }

    /// Was the object there before? Of links that is known; of others the kernel sometimes says it.
    fn is_change(&self, object: Object<'_>) -> bool {
        match object.table.name {
            "link" => {
                let index = object.header().number("index").unwrap_or(0);
                object.op == Op::New && self.interfaces.name(index).is_some()
            }
            _ => object.message.header.flags & flag::REPLACE != 0,
        }
    }

    fn other(&self, message: Message<'_>) -> Result<(), Failure> {
        if !self.tables.is_empty() || !self.filter.is_empty() {
            return Ok(());
        }
        match self.shape.json {
            true => output::json_line(|json| {
                Decoded::new(message).write_json(json, JsonShape::Whole);
            }),
            false => output::line(&format!("{} ? {}", now(), text::other(message))),
        }
    }

    fn overrun(&self) -> Result<(), Failure> {
        anstream::eprintln!(
            "route2: the kernel had more to say than the socket could hold: events were lost here"
        );
        match self.shape.json {
            true => output::json_line(|json| json.map(|json| json.key("event").text("OVERRUN"))),
            false => Ok(()),
        }
    }
}

fn now() -> String {
    ZonedDateTime::now().strftime("%H:%M:%S%.3f").to_string()
}
