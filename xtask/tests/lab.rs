//! Runs the lab for real. Each of these boots a virtual machine, which takes seconds and, the first
//! time, fetches packages; so they run only when asked for: `cargo test -p xtask -- --ignored`.

use std::fs;
use std::process::{Command, Output};

fn lab(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("lab").args(args);
    command
}

fn output(args: &[&str]) -> Output {
    lab(args).output().expect("xtask was built for this test")
}

fn stdout(args: &[&str]) -> String {
    let output = output(args);
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).expect("these commands print text")
}

#[test]
#[ignore = "boots virtual machines"]
fn the_exit_status_is_that_of_the_command() {
    let status = |args: &[&str]| output(args).status.code();
    assert_eq!(status(&["--", "true"]), Some(0));
    assert_eq!(status(&["--", "false"]), Some(1));
    assert_eq!(status(&["--", "sh", "-c", "exit 7"]), Some(7));
    assert_eq!(status(&["--", "sh", "-c", "kill -TERM $$"]), Some(143));
    assert_eq!(status(&["--", "no-such-command"]), Some(127));
}

#[test]
#[ignore = "boots a virtual machine"]
fn the_output_comes_back_whole() {
    let script = "echo one; echo two >&2; echo three > /dev/stdout; echo four > /dev/stderr
        head -c 3000000 /dev/zero; sleep 60 & echo end";
    let text = stdout(&["--", "sh", "-c", script]);
    assert_eq!(text.replace('\0', ""), "one\ntwo\nthree\nfour\nend\n");
    assert_eq!(text.matches('\0').count(), 3_000_000);
}

#[test]
#[ignore = "boots a virtual machine"]
fn the_time_limit_ends_the_command() {
    let output = output(&["--time", "3", "--", "sh", "-c", "echo begun; sleep 100"]);
    assert_eq!(output.status.code(), Some(124), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "begun\n");
}

#[test]
#[ignore = "boots a virtual machine"]
fn a_machine_that_fails_is_reported_with_its_console() {
    let output = output(&["--", "sh", "-c", "echo c > /proc/sysrq-trigger"]);
    assert_eq!(output.status.code(), Some(125), "{output:?}");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("Kernel panic - not syncing: sysrq triggered crash"), "{complaint}");
}

#[test]
#[ignore = "boots virtual machines"]
fn the_kernel_can_be_chosen() {
    assert!(stdout(&["--", "uname", "-r"]).starts_with("6.12."));
    assert!(stdout(&["--kernel", "6.1", "--", "uname", "-r"]).starts_with("6.1."));
}

#[test]
#[ignore = "boots a virtual machine"]
fn surroundings_of_the_caller_are_there_and_results_come_back() {
    let results = std::env::temp_dir().join(format!("lab, results {}", std::process::id()));
    let script = "echo \"$LAB_TEST\"; pwd; echo kept > $RESULTS/file; echo lost > ./file; id -u";
    let mut command = lab(&["--results", results.to_str().unwrap(), "--", "sh", "-c", script]);
    let output = command.env("LAB_TEST", "it's here").current_dir("/usr").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "it's here\n/usr\n0\n", "{output:?}");
    assert_eq!(fs::read_to_string(results.join("file")).unwrap(), "kept\n");
    assert!(!fs::exists("/usr/file").unwrap());
    fs::remove_dir_all(results).unwrap();
}

#[test]
#[ignore = "boots a virtual machine"]
fn link_kinds_load_their_modules() {
    let script = "set -e
        for kind in dummy bridge bond ifb wireguard; do ip link add name x$kind type $kind; done
        ip link add name xvrf type vrf table 7
        ip link add name v0 type veth peer name v1
        ip link add link v0 name v0.5 type vlan id 5
        wg show xwireguard > /dev/null; nft list ruleset; ethtool -i v0 | head -1";
    assert_eq!(stdout(&["--", "sh", "-c", script]), "driver: veth\n");
}

#[test]
#[ignore = "boots virtual machines"]
fn a_ppp_session_connects_and_hangs_up() {
    for kernel in ["6.12", "6.1"] {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ppp.sh");
        let text = stdout(&["--kernel", kernel, "--", "sh", script]);
        assert_eq!(text, "connected and hung up\n", "kernel {kernel}");
    }
}
