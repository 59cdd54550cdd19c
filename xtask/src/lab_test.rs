//! `cargo xtask lab-test`: the tests that need a kernel with more than this machine's.
//!
//! They are built here and run there: compiling in an emulated machine would take minutes. They are the
//! tests marked `#[ignore = "needs the lab: ..."]`, and the Python package's `tests/test_lab.py`.

use crate::{lanes, python};
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// The package, and its test program: first those that take the longest, for two run at a time.
const PROGRAMS: &[(&str, &str)] = &[
    ("route2-cli", "lab_tc_change"),
    ("route2-cli", "lab_tc"),
    ("route2-cli", "lab_links"),
    ("route2-cli", "lab_ppp"),
    ("route2", "lab_mirror"),
    ("route2", "lab_transaction"),
    ("route2-cli", "lab_change"),
    ("route2-cli", "lab_tables"),
    ("route2-cli", "lab"),
    ("route2-cli", "lab_proc"),
];

/// Builds the tests and runs each program in a machine of its own; `options` are the lab's.
pub(crate) fn main(options: Vec<OsString>) -> ExitCode {
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lab-test: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &[OsString]) -> Result<()> {
    let this = std::env::current_exe()?;
    let mut commands = Vec::new();
    for (package, test) in PROGRAMS {
        let mut command = Command::new(&this);
        // An emulated machine takes its time.
        command.args(["lab", "--time", "1800"]).args(options);
        command.args(["--", &build(package, test)?, "--ignored", "--test-threads=1"]);
        commands.push(((*test).to_owned(), command));
    }
    commands.push(("python".to_owned(), python_command(&this, options)?));
    lanes::run(commands)
}

/// The Python package's tests that need the lab, which has this machine's Python.
fn python_command(this: &Path, options: &[OsString]) -> Result<Command> {
    let python = python::built(false)?.join("bin/python");
    let mut command = Command::new(this);
    command.current_dir(python::package()).env("ROUTE2_LAB", "1");
    command.args(["lab", "--time", "1800"]).args(options).arg("--").arg(python);
    command.args(["-m", "pytest", "-p", "no:cacheprovider", "tests/test_lab.py"]);
    Ok(command)
}

/// Builds a test program, and gives its path.
fn build(package: &str, test: &str) -> Result<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["test", "--no-run", "--message-format=json", "--package", package, "--test", test])
        .stderr(Stdio::inherit())
        .output()
        .context("cargo cannot be started")?;
    ensure!(output.status.success(), "the tests of {package} do not build");
    // One JSON object a line; only that of the test's program has an executable of this name.
    let text = String::from_utf8_lossy(&output.stdout);
    let paths =
        text.lines().filter_map(|line| line.split_once("\"executable\":\"")?.1.split('"').next());
    let mut paths = paths.filter(|path| path.contains(&format!("/deps/{test}-")));
    paths.next().map(str::to_owned).with_context(|| format!("cargo names no program for {test}"))
}
