//! `route2 on`: a command at each event that matches.

use crate::args;
use crate::changes;
use crate::columns;
use crate::error::Failure;
use crate::interfaces::Names;
use crate::text;
use crate::wanted::Wanted;
use clap::ArgMatches;
use route2::schema::rtnl::Object;
use route2::schema::wire::{Shape, Value};
use route2::{Change, Event, Events, Ipdb};
use rustix::fs::{MemfdFlags, memfd_create};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the names of the variables begin with.
const PREFIX: &str = "ROUTE2_";

struct On {
    wanted: Wanted,
    command: Vec<OsString>,
    /// Only where the match begins or ends.
    state: bool,
    /// A signal asked for the end.
    stopping: Arc<AtomicBool>,
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let on = On {
        wanted: Wanted::of(&args::words(matches, "filter"))?,
        command: matches.get_many("command").into_iter().flatten().cloned().collect(),
        state: matches.get_flag("state"),
        stopping: Arc::default(),
    };
    let signals = Signals::new([SIGINT, SIGTERM])
        .map_err(|error| Failure::refused(format_args!("cannot listen to signals: {error}")))?;
    let ipdb = on.wanted.mirror(matches)?;
    end_at(signals, Arc::clone(&on.stopping), ipdb.clone())?;
    let mut events = ipdb.events();
    let start = ipdb.snapshot();
    if on.state {
        for found in start.table(on.wanted.kept).objects() {
            if on.wanted.holds(found.object, &start) && !on.is_stopping() {
                on.call(found.object, &[("EVENT", "present"), ("STATE", "begin")], &start);
            }
        }
    }
    while let Some(event) = events.next() {
        if on.is_stopping() {
            break;
        }
        match event {
            // What is in the state that was begun with waits in the queue too.
            Event::Change(change) if change.revision() <= start.revision() => {}
            Event::Change(change) => on.change(&change, &events),
            Event::Overrun | Event::Lagged => anstream::eprintln!(
                "route2: events were lost here: what changed meanwhile follows, all at once"
            ),
        }
    }
    match events.ended() {
        Some(why) if !on.is_stopping() => Err(why.into()),
        _ => Ok(()),
    }
}

/// Ends the mirror, and with it its events, at a signal.
fn end_at(mut signals: Signals, stopping: Arc<AtomicBool>, ipdb: Ipdb) -> Result<(), Failure> {
    let wait = move || {
        if signals.forever().next().is_some() {
            stopping.store(true, Ordering::Release);
            ipdb.close();
        }
    };
    let thread = std::thread::Builder::new().name("route2-signals".into()).spawn(wait);
    thread
        .map(drop)
        .map_err(|error| Failure::refused(format_args!("cannot start a thread: {error}")))
}

impl On {
    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    fn change(&self, change: &Change, names: &Events) {
        if change.kept().is_none_or(|kept| kept.name != self.wanted.kept.name) {
            return;
        }
        let (before, after) = (change.before(), change.after());
        let Some(object) = after.or(before) else { return };
        let holds = |state: Option<Object<'_>>| {
            state.is_some_and(|object| self.wanted.holds(object, names))
        };
        let event = ("EVENT", changes::what(change.what()));
        match (self.state, holds(before), holds(after)) {
            (true, false, true) => self.call(object, &[event, ("STATE", "begin")], names),
            (true, true, false) => self.call(object, &[event, ("STATE", "end")], names),
            (true, ..) => {}
            (false, ..) => {
                if self.wanted.holds(object, names) {
                    self.call(object, &[event], names);
                }
            }
        }
    }

    /// Runs the command to its end. That it fails is said, and no reason to stop.
    fn call(&self, object: Object<'_>, said: &[(&str, &str)], names: &dyn Names) {
        let Some((program, words)) = self.command.split_first() else { return };
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            // What this program's own caller was told is about another object.
            if name.to_string_lossy().starts_with(PREFIX) {
                command.env_remove(name);
            }
        }
        command.args(words).envs(self.variables(object, said, names));
        let result = input(object).and_then(|input| command.stdin(input).status());
        let program = program.to_string_lossy();
        match result {
            Ok(status) if status.success() => {}
            // A signal from the terminal is meant for both.
            Ok(_) if self.is_stopping() => {}
            Ok(status) => {
                let line =
                    anstream::adapter::strip_str(&text::line(object, true, names)).to_string();
                anstream::eprintln!("route2: `{program}` failed ({status}) at: {line}");
            }
            Err(error) => anstream::eprintln!("route2: cannot run `{program}`: {error}"),
        }
    }

    /// The object's keys in capitals, as far as they have one value, or a list of such.
    fn variables(
        &self,
        object: Object<'_>,
        said: &[(&str, &str)],
        names: &dyn Names,
    ) -> Vec<(String, String)> {
        let mut variables = Vec::new();
        let mut add = |key: &str, value: String| {
            if !value.contains('\0') {
                variables.push((format!("{PREFIX}{}", key.to_uppercase()), value));
            }
        };
        object.each_key(&mut |key, value| {
            if is_scalar(value) {
                add(key, text::value(value, names));
            }
        });
        if let Some(device) = changes::device(object, names) {
            add("dev", device);
        }
        add("table", self.wanted.kept.name.to_owned());
        if object.table.name == "route"
            && let Some(table) = object.key("table")
        {
            add("routing_table", table.to_string());
        }
        said.iter().for_each(|(key, value)| add(key, (*value).to_owned()));
        variables
    }
}

fn is_scalar(value: Value<'_>) -> bool {
    match value {
        Value::Set(_) | Value::Record(_) | Value::Headed(_) => false,
        Value::List(mut items) => items.all(is_scalar),
        value => !columns::is_nothing(value),
    }
}

/// The object in JSON, as a file: whoever does not read it keeps nobody waiting.
fn input(object: Object<'_>) -> io::Result<Stdio> {
    let mut file = File::from(memfd_create(c"object", MemfdFlags::CLOEXEC)?);
    file.write_all(object.json(Shape::Plain).as_bytes())?;
    file.write_all(b"\n")?;
    file.rewind()?;
    Ok(file.into())
}
