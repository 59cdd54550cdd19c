//! `route2 lookup ADDRESS`: which route a packet takes, by the mirror and by the kernel.

use crate::args;
use crate::error::Failure;
use crate::interfaces::Names;
use crate::list;
use crate::wanted::{kept, mirror};
use crate::{output, text};
use clap::ArgMatches;
use route2::schema::rtnl::names::{Family, RtTable, RtType};
use route2::schema::rtnl::route::{self, RTA_DST, Route, RouteFlags, RouteHeader};
use route2::schema::rtnl::rule::{Rule, RuleAction};
use route2::schema::rtnl::{Object, Op};
use route2::schema::wire::{Put, Shape, Value};
use route2::{Driver, Dump, Error, Filter, Ipdb, Resolved, Snapshot};
use std::net::IpAddr;
use std::time::Duration;

/// The tables that decide.
const TABLES: &[&str] = &["link", "route", "rule", "nexthop"];
/// What a route is, as far as a packet can tell. (Of the table only whether it is one of the kernel's own two: as long
/// as there are no rules but those that are there by themselves, IPv4 has both in one, and calls it `main`.)
const TELLING: &[&str] = &["dst", "type", "gateway", "via", "oif", "nh_id", "priority"];
/// How often both are asked where they do not agree: the state may just have changed.
const TRIES: usize = 5;
/// How long the mirror may take to know all that the kernel has said.
const SETTLE: Duration = Duration::from_secs(10);

/// The kernel's answer.
enum Answer {
    Route(Dump),
    /// There is none, or one that says no; and the error that a program gets.
    None(Error),
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let text = matches.get_one::<String>("address").map_or("", String::as_str);
    let address: IpAddr =
        text.parse().map_err(|_| Failure::usage(format!("`{text}` is no IP address")))?;
    let tables: Vec<_> = TABLES.iter().map(|name| kept(name)).collect::<Result<_, _>>()?;
    let ipdb = mirror(matches, &tables, &Filter::default(), &[])?;
    let mut driver = Driver::open(&args::netns_of(matches))?;
    let (mut now, mut answer) = both(&ipdb, &mut driver, address)?;
    for _ in 1..TRIES {
        if is_agreed(&now.resolve(address), &answer) {
            break;
        }
        (now, answer) = both(&ipdb, &mut driver, address)?;
    }
    report(address, &now, &answer, matches.get_flag("json"))
}

/// The state, and what the kernel says.
fn both(ipdb: &Ipdb, driver: &mut Driver, address: IpAddr) -> Result<(Snapshot, Answer), Failure> {
    let answer = match driver.get(request(address)?) {
        Ok(dump) => Answer::Route(dump),
        Err(error) if is_no(&error) => Answer::None(error),
        Err(error) => return Err(error.into()),
    };
    ipdb.settle(Some(SETTLE))?;
    Ok((ipdb.snapshot(), answer))
}

/// Asks for the route itself, as it stands in its table, instead of what one packet makes of it.
fn request(address: IpAddr) -> Result<Vec<u8>, Failure> {
    let (family, dst_len, flags) = match address {
        IpAddr::V4(_) => (Family::INET, 32, RouteFlags::FIB_MATCH | RouteFlags::LOOKUP_TABLE),
        IpAddr::V6(_) => (Family::INET6, 128, RouteFlags::FIB_MATCH),
    };
    let header = RouteHeader { family, dst_len, flags, ..Default::default() };
    let get = route::TABLE.message_type(Op::Get);
    let mut put = Put::<Route>::message::<RouteHeader>(get, 0, &header);
    put.put(RTA_DST, address);
    Ok(put.finish().map_err(Error::from)?)
}

/// Is it what a program gets that sends to where no route leads? `ENETUNREACH`, `EHOSTUNREACH`, `EACCES` of what is
/// prohibited, `EINVAL` of a black hole, `ESRCH` of an empty table. (A request that is wrong has its reason said.)
fn is_no(error: &Error) -> bool {
    const ERRNOS: [i32; 5] = [101, 113, 13, 22, 3];
    match error {
        Error::Refused(refused) => ERRNOS.contains(&refused.errno) && refused.message.is_none(),
        _ => false,
    }
}

fn is_agreed(resolved: &Resolved<'_>, answer: &Answer) -> bool {
    match (resolved.route, answer) {
        (Some(route), Answer::Route(dump)) => {
            dump.objects().next().is_some_and(|theirs| says(route.object) == says(theirs))
        }
        (Some(route), Answer::None(_)) => !leads(route.object),
        (None, Answer::None(_)) => true,
        // Some kernels answer with a route that says no.
        (None, Answer::Route(dump)) => !dump.objects().next().is_some_and(leads),
    }
}

fn leads(route: Object<'_>) -> bool {
    let no = [RtType::UNREACHABLE, RtType::PROHIBIT, RtType::BLACKHOLE, RtType::THROW];
    route.of::<Route>().is_some_and(|(header, _)| !no.contains(&header.r#type))
}

/// What a packet can tell of a route, its next hops in any order: the kernel picks one.
fn says(route: Object<'_>) -> Vec<String> {
    let own = [RtTable::LOCAL, RtTable::MAIN].map(|table| u64::from(table.0));
    let table = route.key("table").and_then(|table| table.number());
    let mut says: Vec<_> = table
        .filter(|table| !own.contains(table))
        .into_iter()
        .map(|table| format!("table {table}"))
        .collect();
    for path in TELLING {
        route.each_at(path, &mut |value| says.push(format!("{path} {value}")));
    }
    let mut hops = Vec::new();
    route.each_at("multipath", &mut |value| match value {
        Value::List(items) => items.for_each(|item| hops.push(hop(item))),
        one => hops.push(hop(one)),
    });
    hops.sort();
    says.extend(hops);
    says
}

fn hop(value: Value<'_>) -> String {
    let mut says = String::from("hop");
    for path in ["oif", "gateway", "via"] {
        value.each_at(path, &mut |value| says += &format!(" {path} {value}"));
    }
    says
}

fn report(address: IpAddr, now: &Snapshot, answer: &Answer, is_json: bool) -> Result<(), Failure> {
    let resolved = now.resolve(address);
    let route = resolved.route.map(|route| route.object);
    let theirs = match answer {
        Answer::Route(dump) => dump.objects().next(),
        Answer::None(_) => None,
    };
    let agreed = is_agreed(&resolved, answer);
    if is_json {
        output::json_line(|json| {
            json.map(|json| {
                for (key, object) in [
                    ("route", route),
                    ("rule", resolved.rule.map(|rule| rule.object)),
                    ("kernel", theirs),
                ] {
                    match object {
                        Some(object) => object.write_json(json.key(key), Shape::Plain),
                        None => json.key(key).null(),
                    }
                }
                json.key("agreed").bool(agreed);
            });
        })?;
    } else if let Some(route) = route {
        list::table(&route::TABLE, now, std::iter::once(route))?;
    }
    if !agreed {
        let line = |route: Option<Object<'_>>| match route {
            Some(route) => plain_line(route, now),
            None => "no route".to_owned(),
        };
        return Err(Failure::no(format!(
            "the mirror and the kernel do not agree on {address}: the mirror says {}, the kernel {}",
            line(route),
            line(theirs)
        )));
    }
    match (route.filter(|route| leads(*route)), answer) {
        (None, Answer::None(error)) => {
            let why = std::io::Error::from_raw_os_error(error.errno().unwrap_or_default());
            Err(Failure::no(format!("no route to {address}{}: {why}", by(resolved, now))))
        }
        (None, Answer::Route(_)) => {
            Err(Failure::no(format!("no route to {address}{}", by(resolved, now))))
        }
        _ => Ok(()),
    }
}

/// Which route, or rule, says no.
fn by(resolved: Resolved<'_>, names: &dyn Names) -> String {
    let denies = |rule: &Object<'_>| {
        rule.of::<Rule>().is_some_and(|(header, _)| header.action != RuleAction::TO_TBL)
    };
    let rule = resolved.rule.map(|rule| rule.object).filter(denies);
    match resolved.route.map(|route| route.object).or(rule) {
        Some(object) => format!(" (by {})", plain_line(object, names)),
        None => String::new(),
    }
}

/// A line without the sign and without colours.
fn plain_line(object: Object<'_>, names: &dyn Names) -> String {
    let line = text::line(object, true, names);
    let line = anstream::adapter::strip_str(&line).to_string();
    line.trim_start_matches("~ ").to_owned()
}
