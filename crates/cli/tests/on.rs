//! `route2 on` on the real kernel.

mod common;

use common::{Monitor, route2};
use route2_sandbox::{run, sh, try_sh, wait_until};
use serde_json::Value as Json;

const PAIR: &str = "ip link add v0 type veth peer name v1; ip link set v0 addrgenmode none; ip link set v1 addrgenmode none
    ip link set v0 up; ip link set v1 up";

#[test]
fn each_change_in_order() {
    run("each_change_in_order", || {
        sh(PAIR);
        // One after the other: no line stands between the two of one run.
        let script = "echo $ROUTE2_EVENT $ROUTE2_TABLE $ROUTE2_DEV $ROUTE2_IFNAME $ROUTE2_MTU $ROUTE2_KIND; sleep 0.05; echo end";
        let on = Monitor::start_other(&["on", "link", "ifname=v0", "--", "sh", "-c", script]);
        sh(
            "for n in 1 2 3 4 5; do ip link set v0 mtu 140$n; done; ip link set v1 mtu 1300; ip link del v0",
        );
        let lines = on.lines_until(|line| line.starts_with("removed"));
        let runs: Vec<_> = lines.chunks(2).map(|run| run[0].as_str()).collect();
        assert!(lines.chunks_exact(2).all(|run| run[1] == "end"), "{lines:#?}");
        let mut wanted: Vec<_> =
            (1..=5).map(|n| format!("changed link v0 v0 140{n} veth")).collect();
        wanted.push("removed link v0 v0 1405 veth".into());
        let mut runs = runs.into_iter();
        for wanted in &wanted {
            assert!(runs.any(|run| run == wanted), "no `{wanted}` in order in {lines:#?}");
        }
        on.signal("TERM");
        assert_eq!(on.end().0, Some(0));
    });
}

#[test]
fn the_object_is_on_standard_input() {
    run("the_object_is_on_standard_input", || {
        sh(PAIR);
        let on = Monitor::start_other(&["on", "route", "dst=10.0.0.0/8", "--", "cat"]);
        sh("ip addr add 192.0.2.1/24 dev v0; ip route add 10.0.0.0/8 via 192.0.2.9 table 77");
        let events = on.until(|route| route["table"] == 77);
        assert_eq!(events.len(), 1);
        assert_eq!(
            (&events[0]["dst"], &events[0]["gateway"]),
            (&"10.0.0.0/8".into(), &"192.0.2.9".into())
        );
        // Whoever does not read it, or leaves something behind that does not, keeps nobody waiting.
        let script =
            "sleep 100 >/dev/null 2>&1 & echo $ROUTE2_TABLE $ROUTE2_ROUTING_TABLE $ROUTE2_OIF";
        let on = Monitor::start_other(&["on", "route", "table=78", "--", "sh", "-c", script]);
        sh(
            "ip route add 10.0.0.0/8 via 192.0.2.9 table 78; ip route add 10.0.0.0/9 via 192.0.2.9 table 78",
        );
        let lines: Vec<_> = (0..2).flat_map(|_| on.lines_until(|_| true)).collect();
        assert_eq!(lines, ["route 78 v0", "route 78 v0"]);
        let _ = try_sh("kill $(pgrep -x sleep)");
    });
}

/// Where the match begins and ends, of what holds at the start too.
#[test]
fn begin_and_end() {
    run("begin_and_end", || {
        sh(PAIR);
        let script = "echo $ROUTE2_STATE $ROUTE2_EVENT $ROUTE2_IFNAME";
        let words = ["on", "--state", "ifname=v*", "flags=up", "--", "sh", "-c", script];
        let on = Monitor::start_other(&words);
        sh("ip link set v0 mtu 1400; ip link set v0 down; ip link set v0 mtu 1300; ip link set v0 up; ip link add w0 type veth peer name v9
            ip link set v9 up; ip link del v9; ip link del v0");
        let is_end = |line: &str| line == "end removed v1" || line == "end changed v1";
        let lines = on.lines_until(is_end);
        let of = |name: &str| {
            let of = |line: &&String| line.ends_with(name);
            lines
                .iter()
                .filter(of)
                .map(|line| line.split(' ').next().unwrap_or_default())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("v0"), ["begin", "end", "begin", "end"], "{lines:#?}");
        assert_eq!(of("v1"), ["begin", "end"], "{lines:#?}");
        assert_eq!(of("v9"), ["begin", "end"], "{lines:#?}");
        assert!(lines[..2].iter().all(|line| line.starts_with("begin present ")), "{lines:#?}");
    });
}

/// An address that goes with its link is still known by the link's name.
#[test]
fn what_goes_with_its_link() {
    run("what_goes_with_its_link", || {
        sh(PAIR);
        sh("ip addr add 192.0.2.1/24 dev v0; ip route add default via 192.0.2.9");
        let script = "echo $ROUTE2_EVENT $ROUTE2_DEV $ROUTE2_DST";
        let on = Monitor::start_other(&[
            "on",
            "route",
            "dev=v0",
            "dst=default",
            "--",
            "sh",
            "-c",
            script,
        ]);
        sh("ip link del v0");
        assert_eq!(on.lines_until(|_| true), ["removed v0 default"]);
    });
}

#[test]
fn a_command_that_fails() {
    run("a_command_that_fails", || {
        sh(PAIR);
        let script = "[ $ROUTE2_MTU = 1402 ] || exit 3; echo yes";
        let on = Monitor::start_other(&["on", "v0", "--", "sh", "-c", script]);
        sh("ip link set v0 mtu 1401; ip link set v0 mtu 1402");
        on.lines_until(|line| line == "yes");
        let error = on.error();
        assert!(error.starts_with("route2: `sh` failed (exit status: 3) at: ~ link "), "{error}");
        let on = Monitor::start_other(&["on", "v0", "--", "/no/such/program"]);
        sh("ip link set v0 mtu 1403");
        assert_eq!(
            on.error(),
            "route2: cannot run `/no/such/program`: No such file or directory (os error 2)"
        );
        on.signal("INT");
        assert_eq!(on.end().0, Some(0));
        let usage = route2(&["on", "link", "ifname=v0"]);
        assert_eq!(usage.status.code(), Some(2), "no command");
    });
}

/// A signal ends it when the command that is running has ended, and what waits is not begun.
#[test]
fn a_signal_while_a_command_runs() {
    run("a_signal_while_a_command_runs", || {
        sh(PAIR);
        for signal in ["INT", "TERM"] {
            let script = "echo begin; while [ ! -e /run/go ]; do sleep 0.02; done; echo end";
            let on = Monitor::start_other(&["on", "v0", "--", "sh", "-c", script]);
            sh(
                "rm -f /run/go; ip link set v0 mtu 1401; ip link set v0 mtu 1402; ip link set v0 mtu 1403",
            );
            on.lines_until(|line| line == "begin");
            on.signal(signal);
            sh("sleep 0.2; touch /run/go");
            let (status, lines, errors) = on.end();
            assert_eq!(
                (status, lines.as_slice()),
                (Some(0), &["end".to_owned()][..]),
                "{errors:?}"
            );
        }
    });
}

/// The command's own children and the mirror: nothing is left, and nothing is blocked.
#[test]
fn nothing_is_left_behind() {
    run("nothing_is_left_behind", || {
        sh(PAIR);
        let on = Monitor::start_other(&[
            "on",
            "link",
            "--",
            "sh",
            "-c",
            "echo $ROUTE2_IFNAME $ROUTE2_MTU",
        ]);
        sh("for n in $(seq 1 50); do ip link set v0 mtu $((1300 + n)); done");
        on.lines_until(|line| line == "v0 1350");
        wait_until("no child is left", || {
            sh("ps -o stat= --ppid $(pgrep -x route2) || true").trim().is_empty()
        });
        let links: Vec<Json> = Vec::from_iter(
            common::json(&["link", "--json"]).as_array().cloned().unwrap_or_default(),
        );
        assert_eq!(links.len(), 3);
    });
}
