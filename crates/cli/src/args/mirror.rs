//! The commands that keep a mirror.

use super::{FILTERS, Hints, json, key_words, netns};
use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command, value_parser};
use route2::KEPT;
use route2::schema::rtnl::Table;
use std::ffi::OsString;
use std::time::Duration;

const WAIT: &str = "\
Exit status: 0 when such an object is there (with --gone: when none is), 1 when the time is over before.

  route2 wait link ppp0 up --timeout 30          the same as: wait link ifname=ppp0 state=up
  route2 wait ifname=ppp0 flags=running
  route2 wait addr dev=eth0 family=inet scope=global
  route2 wait route dst=default table=main
  route2 wait --gone link wan0 && echo hung up";

const ON: &str = "\
The command runs at each change of an object of which all this holds, once for each, one after the other. The object \
is on its standard input as JSON, and in its environment: ROUTE2_EVENT (added, changed, removed), ROUTE2_TABLE, \
ROUTE2_DEV (the interface), and each key that `route2 keys TABLE` lists with a value of its own, in capitals \
(ROUTE2_IFNAME, ROUTE2_OPERSTATE, ROUTE2_DST, ...; the routing table of a route is ROUTE2_ROUTING_TABLE).

With --state it runs when an object begins to be as described (ROUTE2_STATE=begin) and when it ends to be so, or is \
gone (ROUTE2_STATE=end); for those that are so at the start as well (ROUTE2_EVENT=present). A command that fails is \
reported on standard error. SIGINT and SIGTERM end it, after the command that is running.

  route2 on --state link 'ifname=ppp*' state=up -- sh -c 'echo $ROUTE2_IFNAME $ROUTE2_STATE'
  route2 on addr dev=eth0 family=inet -- ./addresses-changed
  route2 on route dst=default table=main -- logger \"the default route was changed\"";

const CHECK: &str = "\
Fills a mirror, follows the kernel for a while, then lists every table anew and compares object by object. Exit \
status: 0 where both are equal, 1 where they are not, with a line for each difference.

  route2 check                     the tables that a mirror keeps by itself
  route2 check --for 60 route      a minute of whatever happens to routes";

const LOOKUP: &str = "\
The mirror's answer (rules, tables, the longest prefix) is compared with the kernel's. Exit status: 0, or 1 where no \
route leads there, or where the two do not agree.

  route2 lookup 192.0.2.1";

/// Tables that can be kept.
fn kept_words() -> Vec<String> {
    KEPT.iter().map(|kept| kept.name.to_owned()).collect()
}

fn kept_tables() -> String {
    format!("Tables: {}.", kept_words().join(", "))
}

fn filter() -> Arg {
    let words = || {
        let tables: Vec<&'static Table> = KEPT.iter().map(|kept| kept.table).collect();
        [kept_words(), key_words(&tables, "=")].concat()
    };
    Arg::new("filter")
        .value_name("TABLE | KEY=VALUE")
        .num_args(1..)
        .required(true)
        .value_parser(Hints(words))
        .hide_possible_values(true)
        .help("A table (links, where there is none), and what must hold of an object")
}

pub(super) fn wait() -> Command {
    Command::new("wait")
        .about("Wait until an object is there, or none is any more")
        .after_help(format!("{WAIT}\n\n{}\n\n{FILTERS}", kept_tables()))
        .arg(filter())
        .arg(
            Arg::new("gone")
                .long("gone")
                .action(ArgAction::SetTrue)
                .help("Until there is no such object"),
        )
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .short('t')
                .value_name("SECONDS")
                .value_parser(seconds())
                .help("At most so long"),
        )
        .arg(json().help("Print the object in JSON"))
        .args([receive_buffer(), netns()])
}

pub(super) fn on() -> Command {
    Command::new("on")
        .about("Run a command at each change that matches")
        .after_help(format!("{ON}\n\n{}\n\n{FILTERS}", kept_tables()))
        .arg(filter())
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .num_args(1..)
                .required(true)
                .last(true)
                .value_parser(value_parser!(OsString))
                .help("The command, and its arguments"),
        )
        .arg(
            Arg::new("state")
                .long("state")
                .action(ArgAction::SetTrue)
                .help("Only where it begins to hold, and where it ends"),
        )
        .args([receive_buffer(), netns()])
}

pub(super) fn check() -> Command {
    Command::new("check")
        .about("Is the mirror what the kernel has?")
        .after_help(format!("{CHECK}\n\n{}", kept_tables()))
        .arg(
            Arg::new("table")
                .value_name("TABLE")
                .num_args(0..)
                .value_parser(Hints(kept_words))
                .hide_possible_values(true)
                .help("These tables"),
        )
        .arg(
            Arg::new("for")
                .long("for")
                .value_name("SECONDS")
                .value_parser(seconds())
                .help("Follow the kernel for so long before"),
        )
        .arg(json())
        .args([receive_buffer(), netns()])
}

pub(super) fn lookup() -> Command {
    Command::new("lookup")
        .about("The route that a packet to an address takes")
        .after_help(LOOKUP)
        .arg(Arg::new("address").required(true).value_name("ADDRESS").help("An IP address"))
        .arg(json())
        .args([receive_buffer(), netns()])
}

pub(super) fn receive_buffer() -> Arg {
    Arg::new("receive-buffer")
        .long("receive-buffer")
        .value_name("BYTES")
        .value_parser(value_parser!(usize))
        .help("Room for what the kernel says while this program is busy")
}

fn seconds() -> ValueParser {
    let parse = |text: &str| {
        let seconds: f64 = text.parse().map_err(|_| "that is no number of seconds".to_owned())?;
        Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
    };
    ValueParser::new(parse)
}
