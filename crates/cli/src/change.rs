//! `route2 add|set|replace|append|del TABLE KEY=VALUE...`: one object changed, as one transaction.

use crate::args;
use crate::confirm;
use crate::declared::{self, Declared};
use crate::error::Failure;
use crate::keys;
use crate::output;
use crate::yaml;
use clap::ArgMatches;
use route2::schema::rtnl::{Table, addr, link, neigh, other, route, rule, tc};
use route2::schema::wire::Given;
use route2::{Goal, Ipdb, KEPT, Plan, Snapshot};

/// The tables whose objects can be changed.
pub(crate) static TABLES: [&Table; 9] = [
    &link::TABLE,
    &addr::TABLE,
    &route::TABLE,
    &neigh::TABLE,
    &rule::TABLE,
    &other::NEXTHOP,
    &tc::QDISC,
    &tc::CLASS,
    &tc::FILTER,
];

/// What can be done to an object.
pub(crate) struct Verb {
    /// The command.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) about: &'static str,
    /// How it is used.
    pub(crate) examples: &'static str,
    goal: Goal,
}

/// All verbs.
pub(crate) static VERBS: [Verb; 5] = [
    Verb {
        name: "add",
        about: "Make an object",
        examples: "\
  route2 add link br0 kind=bridge br_stp_state=1 ports=eth1,eth2 addresses=10.0.0.1/24 state=up
  route2 add link eth0.100 kind=vlan link=eth0 vlan_id=100
  route2 add link v0 kind=veth peer=v1
  route2 add addr dev=eth0 prefix=10.0.0.1/24
  route2 add route dst=10.0.0.0/8 gateway=192.168.0.1 table=100
  route2 add qdisc dev=eth0 kind=htb handle=1: defcls=1
  route2 add class dev=eth0 parent=1: handle=1:1 kind=htb rate=10mbit ceil=20mbit burst=15k
  route2 add qdisc dev=eth1 kind=tbf rate=1mbit burst=15k latency=50ms",
        goal: Goal::Add,
    },
    Verb {
        name: "set",
        about: "Change an object that is there",
        examples: "\
  route2 set link br0 mtu=9000 state=up
  route2 set link eth7 ifname=wan0
  route2 set route dst=10.0.0.0/8 gateway=192.168.0.2",
        goal: Goal::Change,
    },
    Verb {
        name: "replace",
        about: "Make an object, or change it where it is there",
        examples: "\
  route2 replace link br0 kind=bridge br_stp_state=1
  route2 replace route dst=default gateway=10.0.0.254
  route2 replace neigh dev=eth0 dst=10.0.0.9 lladdr=02:00:00:00:00:09",
        goal: Goal::Replace,
    },
    Verb {
        name: "append",
        about: "Make an object behind others of the same key",
        examples: "\
  route2 append route dst=10.0.0.0/8 gateway=192.168.0.3",
        goal: Goal::Append,
    },
    Verb {
        name: "del",
        about: "Remove an object",
        examples: "\
  route2 del link br0
  route2 del addr dev=eth0 prefix=10.0.0.1/24
  route2 del route dst=10.0.0.0/8 table=100
  route2 del rule priority=1000",
        goal: Goal::Absent,
    },
];

impl Verb {
    /// Has it a meaning for the objects of this table?
    pub(crate) fn takes(&self, table: &Table) -> bool {
        self.goal != Goal::Append || matches!(table.name, "route" | "neigh")
    }
}

/// Runs the command.
pub(crate) fn run(verb: &Verb, matches: &ArgMatches) -> Result<(), Failure> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(()) };
    let table = args::table(name)?;
    let declared = declared(verb, table, &args::words(matches, "pairs"))?;
    let ipdb = mirror(matches)?;
    let mut tx = ipdb.begin();
    declared::put(&mut tx, &ipdb.snapshot(), &declared)?;
    let json = matches.get_flag("json");
    if matches.get_flag("dry-run") {
        let plan = tx.review().map_err(Failure::refused)?;
        return print(&plan, &ipdb.snapshot(), json);
    }
    confirm::confirm_within(&mut tx, matches.get_one::<u64>("confirm").copied())?;
    let before = ipdb.snapshot();
    let committed = tx.commit().map_err(Failure::refused)?;
    confirm::say_how(&committed);
    match json || committed.plan.is_empty() {
        true => print(&committed.plan, &before, json),
        false => Ok(()),
    }
}

/// What is said where all is so already.
const NO_CHANGE: &str = "no change";

/// A mirror of everything that a change can take along, and that would have to be as it was if it failed.
pub(crate) fn mirror(matches: &ArgMatches) -> Result<Ipdb, Failure> {
    let all = KEPT.iter().map(|kept| kept.name);
    Ok(Ipdb::builder().tables(all)?.netns(args::netns_of(matches)).open()?)
}

/// Prints a plan: a line a step, that there is nothing to do, or, as JSON, an object a step.
pub(crate) fn print(plan: &Plan, now: &Snapshot, json: bool) -> Result<(), Failure> {
    let lines = match json {
        true => plan.json_lines(now),
        false if plan.is_empty() => vec![NO_CHANGE.to_owned()],
        false => plan.lines(now),
    };
    lines.iter().try_for_each(|line| output::line(line))
}

/// From the words of a command line.
fn declared(verb: &Verb, table: &'static Table, words: &[&str]) -> Result<Declared, Failure> {
    let mut name = None;
    let mut pairs: Vec<(String, Given)> = Vec::new();
    for (place, word) in words.iter().enumerate() {
        match word.split_once('=') {
            None if place == 0 && table.name == "link" => name = Some((*word).to_owned()),
            None => {
                let known = declared::settable(table);
                let text = match known.contains(word) {
                    true => format!("`{word}` has no value: write {word}=VALUE"),
                    false => format!("`{word}` is no KEY=VALUE{}", keys::nearest(word, known)),
                };
                return Err(Failure::usage(text));
            }
            Some((key, _)) if pairs.iter().any(|(other, _)| other == key) => {
                return Err(Failure::usage(format!("`{key}` is said twice")));
            }
            Some((key, value)) => pairs.push((key.to_owned(), given(key, value)?)),
        }
    }
    if table.name == "link" && name.is_none() {
        let place = pairs.iter().position(|(key, _)| matches!(key.as_str(), "ifname" | "dev"));
        name = place.map(|place| pairs.remove(place).1.to_string());
        if name.is_none() {
            let text = format!("say which link: route2 {} link IFNAME KEY=VALUE...", verb.name);
            return Err(Failure::usage(text));
        }
    }
    Ok(Declared { table, goal: verb.goal, name: name.unwrap_or_default(), pairs })
}

/// A word as a value.
fn given(key: &str, word: &str) -> Result<Given, Failure> {
    if !word.starts_with(['{', '[']) {
        return Ok(word.into());
    }
    let node = yaml::parse(word)
        .map_err(|error| Failure::usage(format!("the value of `{key}` is no YAML: {error}")))?;
    Ok(node.given())
}
