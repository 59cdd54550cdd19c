//! What the commands with a mirror make of a real pppd: run by `cargo xtask lab-test`.

mod common;

use common::ppp::Ppp;
use common::{Monitor, prints, route2};
use serde_json::Value as Json;

/// Hooks at connect and hang-up of a line, as users write them.
fn hooks(filter: &str) -> Monitor {
    let script = "echo $ROUTE2_STATE $ROUTE2_EVENT $ROUTE2_IFNAME; cat >/dev/null";
    Monitor::start_other(&["on", "--state", "link", filter, "flags=up", "--", "sh", "-c", script])
}

fn is_end_of_default(event: &Json) -> bool {
    event["what"] == "removed" && event["table"] == "route" && event["object"]["dst"] == "default"
}

/// The line is up, its default route is there, and packets take it.
fn assert_up(name: &str) {
    prints(&["wait", "link", &format!("ifname={name}"), "flags=up", "--timeout", "120"]);
    prints(&["wait", "addr", &format!("dev={name}"), "local=10.64.64.1", "--timeout", "120"]);
    prints(&["wait", "route", "dst=default", &format!("oif={name}"), "--timeout", "120"]);
    let route = prints(&["lookup", "198.51.100.1"]);
    assert!(route.contains(name), "{route}");
    assert_equal();
}

fn assert_gone(name: &str) {
    prints(&["wait", "--gone", "link", name, "--timeout", "120"]);
    prints(&["wait", "--gone", "route", "dst=default", "table=main", "--timeout", "120"]);
    assert_eq!(route2(&["lookup", "198.51.100.1"]).status.code(), Some(1));
    assert_equal();
}

fn assert_equal() {
    let said = prints(&["check"]);
    assert!(said.starts_with("equal: "), "{said}");
    println!("{said}");
}

#[test]
#[ignore = "needs the lab: a real pppd"]
fn hooks_at_connect_and_hang_up() {
    let on = hooks("ifname=ppp*");
    let waiting =
        Monitor::start_other(&["wait", "link", "ifname=ppp0", "flags=up", "--timeout", "120"]);
    let monitor = Monitor::start(&["--changes", "--json", "link", "route", "table=main"]);
    let ppp = Ppp::connect(&["defaultroute"]);
    assert_eq!(waiting.end().0, Some(0));
    assert_eq!(on.lines_until(|_| true), ["begin changed ppp0"]);
    assert_up("ppp0");
    ppp.hang_up();
    assert_eq!(on.lines_until(|_| true), ["end changed ppp0"]);
    monitor.until(is_end_of_default);
    assert_gone("ppp0");
    on.signal("TERM");
    let (status, lines, errors) = on.end();
    assert_eq!((status, lines.len(), errors.len()), (Some(0), 0, 0), "{lines:?} {errors:?}");
}

/// Nobody takes the default route of a pppd that dies away, and the kernel does it without a word.
#[test]
#[ignore = "needs the lab: a real pppd"]
fn a_pppd_that_is_killed() {
    let on = hooks("ifname=ppp*");
    let monitor = Monitor::start(&["--changes", "--json", "route", "table=main"]);
    // A mirror that has seen it all is what the kernel has in the end.
    let check = Monitor::start_other(&["check", "--json", "--for", "20"]);
    let ppp = Ppp::connect(&["defaultroute"]);
    assert_up("ppp0");
    assert_eq!(on.lines_until(|_| true), ["begin changed ppp0"]);
    ppp.kill();
    let ends = on.lines_until(|_| true);
    assert!(ends[0] == "end changed ppp0" || ends[0] == "end removed ppp0", "{ends:?}");
    let events = monitor.until(is_end_of_default);
    let end = events.last().expect("an event");
    assert_eq!((&end["origin"], &end["dev"]), (&"inferred".into(), &"ppp0".into()), "{end}");
    assert_gone("ppp0");
    let said = check.until(|_| true);
    assert_eq!(said[0]["equal"], true, "{said:?}");
    assert!(said[0]["inferred"].as_u64() > Some(0), "{said:?}");
    assert_eq!(check.end().0, Some(0));
}

#[test]
#[ignore = "needs the lab: a real pppd"]
fn a_line_with_a_name_of_its_own() {
    let on = hooks("ifname=wan0");
    let ppp = Ppp::connect(&["defaultroute", "ifname", "wan0"]);
    assert_up("wan0");
    assert_eq!(on.lines_until(|_| true), ["begin changed wan0"]);
    ppp.hang_up();
    assert_eq!(on.lines_until(|_| true), ["end changed wan0"]);
    assert_gone("wan0");
}

#[test]
#[ignore = "needs the lab: a real pppd"]
fn a_line_that_redials() {
    let on = hooks("ifname=ppp*");
    let ppp = Ppp::connect(&["defaultroute", "persist", "holdoff", "1", "maxfail", "0"]);
    assert_up("ppp0");
    assert_eq!(on.lines_until(|_| true), ["begin changed ppp0"]);
    for _ in 0..2 {
        ppp.lose_peer();
        let lines = on.lines_until(|line| line.starts_with("begin"));
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].starts_with("end ") && lines[0].ends_with(" ppp0"), "{lines:?}");
        assert_up("ppp0");
    }
    ppp.hang_up();
    assert_eq!(on.lines_until(|_| true), ["end changed ppp0"]);
    assert_gone("ppp0");
}
