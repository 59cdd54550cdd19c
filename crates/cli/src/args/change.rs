//! The commands that change something.

use super::confirm::within;
use super::{FILTERS, Hints, key_words, netns};
use crate::apply::{FDB, SECTIONS};
use crate::change::{TABLES, VERBS};
use clap::{Arg, ArgAction, Command, ValueHint};
use route2::schema::rtnl::Table;

const KEYS: &str = "\
A key is one of those that `route2 keys TABLE` lists, or a path to a part of a value (init.defcls=1). A value that \
begins with { or [ is YAML: multipath='[{gateway: 10.0.0.2}, {gateway: 10.0.0.3, weight: 2}]'. Of links, ports=, \
addresses= and vlans= are whole lists, with commas between: what else there is of these is removed. net_ns_fd= (a name or a path) and \
net_ns_pid= move a link into another network namespace, last of all; ifname= and state= are then what it has there.

Rates, sizes and times can have a unit, as tc(8) has them: rate=10mbit, burst=15k, target=5ms, br_ageing_time=300s. (1k \
is 1024 bytes, 1kbit 1000 bits a second, 1kibit 1024.) A number alone counts what lists show: bytes a second, bytes, or what \
`route2 keys TABLE KEY` says of a time.";

const PLAN: &str = "\
With --json, each step is an object in a line: its number (`step`, which is one `of` so many), what it `does` (add, set, \
replace, append, del) to `what`, in which `table`, the `command` that does the same, its `request`, and what is so again \
when it is undone (`undo`): that nothing is left of something (`does`: remove), or that it is as this `object` (`does`: \
restore). Keys are those of lists; interfaces are numbers.";

const STATUS: &str = "\
All of it is done, or nothing. Exit status: 0 done, or no change; 2 usage; 3 the kernel refused, or there is no such \
thing (or it is there already).";

const APPLY: &str = "\
The file is YAML (or JSON, which is YAML): sections, and in them objects with the keys of `route2 add`. `addresses`, \
`ports` and `vlans` (those of a bridge or its port) of a link are whole lists: what else there is of these is removed (but not what the kernel made by itself). Other \
keys, and objects that it does not name, are left alone. A link with `state: absent` is removed.

  links:
    br0: { kind: bridge, state: up, br_stp_state: 1, ports: [eth1, v1], addresses: [10.0.0.1/24] }
    v0: { kind: veth, peer: v1, state: up }
    old0: { state: absent }
  routes:
    - { dst: default, gateway: 10.0.0.254 }
    - { dst: 10.9.0.0/16, multipath: [ { gateway: 10.0.0.2 }, { gateway: 10.0.0.3, weight: 2 } ], table: 100 }
  fdb:
    - { dev: vx0, lladdr: 00:00:00:00:00:00, dst: 192.0.2.7 }
    - { dev: eth1, lladdr: 02:00:00:00:00:01, flags: master, state: noarp }
  rules:
    - { src: 10.3.0.0/16, table: 100, priority: 1000 }

Sections: links, nexthops, routes, rules, neighs, fdb (forwarding databases), qdiscs, classes, filters. It prints what it does, a line a step, or `no \
change` where all is so already. What it has created is kept in $XDG_STATE_HOME/route2, or /var/lib/route2, by the name of \
the file (and of the network namespace), for --prune.";

const SAVE: &str = "\
To apply what it prints changes nothing; in an empty network namespace it makes the same state. What the kernel makes by \
itself is left out (routes to the nets of addresses, IPv6's link-local addresses, its own rules), and so is what \
was learnt: neighbours and entries of forwarding databases that are not permanent.

  route2 save > now.yaml
  route2 save route table=100";

/// A command for each verb.
pub(super) fn verbs() -> impl Iterator<Item = Command> {
    VERBS.iter().map(|verb| {
        let tables = TABLES.iter().filter(|table| verb.takes(table));
        Command::new(verb.name)
            .about(verb.about)
            .after_help(format!("{}\n\n{KEYS}\n\n{PLAN}\n\n{STATUS}", verb.examples))
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand_value_name("TABLE")
            .subcommand_help_heading("Tables")
            .subcommands(tables.map(|table| object(table)))
    })
}

fn object(table: &'static Table) -> Command {
    let value_name = if table.name == "link" { "IFNAME | KEY=VALUE" } else { "KEY=VALUE" };
    Command::new(table.name)
        .about(table.doc)
        .after_help(format!("{KEYS}\n\n{STATUS}"))
        .arg(
            Arg::new("pairs")
                .value_name(value_name)
                .num_args(1..)
                .required(true)
                .value_parser(Hints(move || words(table)))
                .hide_possible_values(true)
                .help("What it is, and is to be"),
        )
        .arg(dry_run())
        .arg(json())
        .arg(within())
        .arg(netns())
}

pub(super) fn apply() -> Command {
    Command::new("apply")
        .about("Make the state what a file describes")
        .after_help(format!("{APPLY}\n\n{PLAN}\n\n{STATUS}"))
        .arg(
            Arg::new("file")
                .required(true)
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help("YAML or JSON; - is standard input"),
        )
        .arg(dry_run())
        .arg(json())
        .arg(
            Arg::new("prune")
                .long("prune")
                .action(ArgAction::SetTrue)
                .help("Remove what applies of this file have created and it no longer names"),
        )
        .arg(within())
        .arg(netns())
}

pub(super) fn save() -> Command {
    let tables = || SECTIONS.iter().map(|(_, table)| *table);
    let words = move || {
        let names = tables().map(|table| table.name.to_owned()).chain([FDB.to_owned()]);
        names.chain(key_words(&tables().collect::<Vec<_>>(), "=")).collect()
    };
    Command::new("save")
        .about("Print the state as a file for `apply`")
        .after_help(format!("{SAVE}\n\n{FILTERS}"))
        .arg(
            Arg::new("filter")
                .value_name("TABLE | KEY=VALUE")
                .num_args(0..)
                .value_parser(Hints(words))
                .hide_possible_values(true)
                .help("Only these tables, and objects of which all this holds"),
        )
        .arg(netns())
}

fn words(table: &'static Table) -> Vec<String> {
    let mut words: Vec<_> =
        crate::declared::settable(table).iter().map(|key| format!("{key}=")).collect();
    words.sort();
    words.dedup();
    words
}

fn dry_run() -> Arg {
    Arg::new("dry-run")
        .long("dry-run")
        .action(ArgAction::SetTrue)
        .help("Print what would be done, a line a step, and do nothing")
}

fn json() -> Arg {
    super::json()
        .help("Print what is (or would be) done as JSON, an object a step, with what undoes it")
}
