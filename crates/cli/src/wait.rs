//! `route2 wait`: until an object is there, or none is any more.

use crate::args;
use crate::error::Failure;
use crate::output;
use crate::wanted::Wanted;
use clap::ArgMatches;
use route2::schema::wire::Shape;
use route2::{Event, Events};
use std::time::{Duration, Instant};

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let wanted = Wanted::of(&args::words(matches, "filter"))?;
    let timeout = matches.get_one::<Duration>("timeout").copied();
    let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let gone = matches.get_flag("gone");
    let ipdb = wanted.mirror(matches)?;
    let mut events = ipdb.events();
    loop {
        let now = ipdb.snapshot();
        let mut objects = now.table(wanted.kept).objects();
        let found = objects.find(|found| wanted.holds(found.object, &now));
        match found {
            None if gone => return Ok(()),
            Some(found) if !gone => {
                return match matches.get_flag("json") {
                    true => output::json_line(|json| found.object.write_json(json, Shape::Plain)),
                    false => Ok(()),
                };
            }
            _ => {}
        }
        if !is_news_until(&mut events, &wanted, until)? {
            let seconds = timeout.unwrap_or_default().as_secs_f64();
            let what = if gone { "there still is a" } else { "there was no" };
            return Err(Failure::no(format!("{what} {} after {seconds} s", wanted.text())));
        }
    }
}

/// Waits for an event that may make a difference; false where the time is over before.
fn is_news_until(
    events: &mut Events,
    wanted: &Wanted,
    until: Option<Instant>,
) -> Result<bool, Failure> {
    loop {
        let event = match until {
            Some(until) => events.next_within(until.saturating_duration_since(Instant::now())),
            None => events.next(),
        };
        match event {
            None => return events.ended().map_or(Ok(false), |why| Err(why.into())),
            Some(event) if is_news(&event, events, wanted) => return Ok(true),
            Some(_) => {}
        }
    }
}

fn is_news(event: &Event, names: &Events, wanted: &Wanted) -> bool {
    let Event::Change(change) = event else { return true };
    let table = change.kept().map(|kept| kept.name);
    if table != Some(wanted.kept.name) {
        // Another name of a link may be the one that is waited for.
        return table == Some("link");
    }
    let states = [change.object(), change.before(), change.after()];
    states.into_iter().flatten().any(|object| wanted.holds(object, names))
}
