//! One of each kind of traffic control that tc can make and the kernel has, with as many options as there
//! are, compared with what the running tc says of it.

mod actions;
mod filters;
mod qdiscs;

use actions::ACTIONS;
use filters::FILTERS;
use qdiscs::QDISCS;
use route2::schema::rtnl::{Object, Table};
use route2::{Driver, Narrow, Netns};
use route2_oracle::views::tc;
use route2_oracle::{Interfaces, Report, View, gaps, parse};
use route2_sandbox::{holds_within_seconds, run, sh, try_sh};
use std::net::UdpSocket;

/// What is made, on the interface `t0` with four queues, by commands of tc.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    at: Place,
    commands: &'static [&'static str],
}

/// What is looked at afterwards: always queueing disciplines and classes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Device,
    /// And the filters of a place: as tc calls it, and its handle.
    Filters(&'static str, u64),
    /// Actions of a kind by themselves.
    Actions,
}

const INGRESS: Place = Place::Filters("ingress", 0xffff_fff2);
const EGRESS: Place = Place::Filters("egress", 0xffff_fff3);
const HTB: Place = Place::Filters("parent 1:", 0x1_0000);

const fn device(name: &'static str, commands: &'static [&'static str]) -> Case {
    Case { name, at: Place::Device, commands }
}
const fn filter(name: &'static str, at: Place, commands: &'static [&'static str]) -> Case {
    Case { name, at, commands }
}
const fn action(name: &'static str, commands: &'static [&'static str]) -> Case {
    Case { name, at: Place::Actions, commands }
}

/// What a kernel, or a tc, says that knows no such thing.
const UNKNOWN: &[&str] = &[
    "kind is unknown",
    "Unknown tunnel option type",
    "Unknown attribute type",
    "Specified device does not exist",
    "TC classifier not found",
    "Failed to load TC action module",
    "What is \"",
    "Unknown argument",
    "Command line is not complete",
    "Illegal \"ip_proto\"",
    "Bad action type",
];

#[test]
fn what_this_kernel_has_is_as_tc_says() {
    run("what_this_kernel_has_is_as_tc_says", || {
        let (made, compared) = compare_all();
        assert!(made >= 16, "only {made} could be made");
        assert!(compared >= 500, "only {compared} values were compared");
    });
}

#[test]
#[ignore = "needs the lab: every kind of traffic control"]
fn one_of_each_kind_is_as_tc_says() {
    sh("modprobe -a sch_teql");
    run("one_of_each_kind_is_as_tc_says", || {
        let (made, compared) = compare_all();
        assert!(made >= 92, "only {made} could be made");
        assert!(compared >= 5500, "only {compared} values were compared");
    });
}

/// How many cases could be made, and how many values were compared.
fn compare_all() -> (usize, usize) {
    // The kernel sends nothing of its own accord.
    sh("echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
    let (mut all, mut made) = (Report::default(), 0);
    let cases = [QDISCS, FILTERS, ACTIONS].concat();
    for case in &cases {
        match make(case) {
            Ok(()) => {
                made += 1;
                all.add(case.name, compare(case));
            }
            Err(words) if UNKNOWN.iter().any(|unknown| words.contains(unknown)) => {
                println!("{}: not made: {}", case.name, words.trim());
            }
            Err(words) => all.failures.push(format!("{}: not made: {words}", case.name)),
        }
        if matches!(case.at, Place::Actions) {
            let _ = try_sh(&format!("tc actions flush action {}", kind(case)));
        }
    }
    println!("{made} of {} made, {} values compared", cases.len(), all.compared);
    println!("not compared: {:#?}", all.skipped);
    let failures = all.failures.join("\n");
    assert!(all.failures.is_empty(), "{} failures:\n{failures}", all.failures.len());
    (made, all.compared)
}

fn kind(case: &Case) -> &'static str {
    case.name.split_whitespace().next().unwrap_or_default()
}

/// Makes it; the error is the words of who refuses a part of it.
fn make(case: &Case) -> Result<(), String> {
    sh("ip -force -batch - 2>/dev/null <<END || true
        link del t0
        link add t0 up numtxqueues 4 numrxqueues 4 type veth peer name t1
        link set t1 up
        addr add 198.18.0.1/24 dev t0
        addr add 198.18.1.1/24 dev t1
        neigh add 198.18.0.2 lladdr 02:00:00:00:00:02 dev t0
        neigh add 198.18.1.2 lladdr 02:00:00:00:00:03 dev t1\nEND\n");
    let before = match case.at {
        INGRESS | EGRESS => "tc qdisc add dev t0 clsact",
        HTB => "tc qdisc add dev t0 root handle 1: htb",
        _ => "true",
    };
    sh(before);
    for command in case.commands {
        let output = try_sh(&format!("tc {command}"));
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
    }
    // Something to count.
    for (from, to) in [("198.18.0.1:0", "198.18.0.2:9"), ("198.18.1.1:0", "198.18.1.2:9")] {
        let socket = UdpSocket::bind(from).expect("the address is ours");
        for _ in 0..3 {
            // Some queueing disciplines drop it, and say so.
            let _ = socket.send_to(b"good morning", to);
        }
    }
    Ok(())
}

/// Compares until nothing differs: counters settle after a while.
fn compare(case: &Case) -> Report {
    let device = Device::read();
    let mut report = Report::default();
    holds_within_seconds(5, || {
        report = Report::default();
        let mut add = |table, view, shown: &str, here: &dyn Fn(Object<'_>) -> bool| {
            report.add(table, device.compare(table, view, shown, here));
        };
        if let Place::Actions = case.at {
            add("action", &tc::ACTION, &format!("actions ls action {}", kind(case)), &|_| true);
        } else {
            add("qdisc", &tc::QDISC, "qdisc show dev t0", &|_| true);
            add("class", &tc::CLASS, "class show dev t0", &|_| true);
        }
        if let Place::Filters(place, handle) = case.at {
            let here = |object: Object<'_>| object.header().number("parent") == Some(handle);
            add("filter", &tc::FILTER, &format!("filter show dev t0 {place}"), &here);
            add("chain", &tc::CHAIN, &format!("chain show dev t0 {place}"), &|_| true);
        }
        report.failures.is_empty()
    });
    report
}

/// The interface, and the names of all.
struct Device {
    ifindex: u32,
    interfaces: Interfaces,
}

impl Device {
    fn read() -> Self {
        let links = serde_json::from_str(&sh("ip -j link")).expect("JSON");
        let mut interfaces = Interfaces::default();
        interfaces.learn_from(&links);
        let ifindex = (1..).find(|index| interfaces.name(*index) == Some("t0"));
        Self { ifindex: ifindex.expect("it was made") as u32, interfaces }
    }

    /// Compares a table with what a command of tc prints.
    fn compare(
        &self,
        table: &str,
        view: &View,
        shown: &str,
        here: &dyn Fn(Object<'_>) -> bool,
    ) -> Report {
        let table = Table::named(table).expect("a table");
        let ifindex = if table.name == "action" { 0 } else { self.ifindex };
        let dump = Driver::open(&Netns::Current)
            .and_then(|mut driver| driver.list(table, Narrow { ifindex, ..Narrow::default() }))
            .expect("a list");
        let theirs = sh(&format!("tc -j -d -s {shown}"));
        // Nothing at all is an empty list; older versions have no JSON of classes.
        let json = if theirs.trim().is_empty() { "[]" } else { &theirs };
        if !json.starts_with('[') {
            return Report::default();
        }
        let theirs = parse(json).unwrap_or_else(|error| panic!("tc {shown}: {error}: {theirs}"));
        let objects: Vec<_> = dump.objects().filter(|object| here(*object)).collect();
        let mut report = view.compare(&objects, &theirs, &self.interfaces);
        report.failures.extend(objects.into_iter().flat_map(gaps));
        report
    }
}
