//! Chores of this workspace that are too long for a shell line: `cargo xtask CHORE`.

mod converge;
mod fuzz;
mod generate;
mod lab;
mod lab_test;
mod lanes;
mod python;
mod tidy;
mod tree;

use std::ffi::OsString;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask CHORE [ARG...]

  lab [OPTION...] -- CMD [ARG...]   run CMD as root in a virtual machine (lab --help tells more)
  lab-test [OPTION...]              run the tests that need that machine
  fuzz [SECONDS [SEED]]             run each fuzz target for some seconds
  converge [--seconds N] [--seed S] do random things to the kernel, and compare the mirror with it
  python [--release] [PYTEST ARG]   build and test the Python package (python --help tells more)
  tidy                              check the invariants that no other tool checks
  gen                               make the lists of kinds anew";

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    let chore = args.next();
    let rest: Vec<OsString> = args.collect();
    match chore.as_ref().and_then(|chore| chore.to_str()) {
        Some("lab") => lab::main(rest),
        Some("lab-test") => lab_test::main(rest),
        Some("fuzz") => fuzz::main(rest),
        Some("converge") => converge::main(rest),
        Some("python") => python::main(rest),
        Some("tidy") => tidy(),
        Some("gen") => generate(),
        Some("help" | "-h" | "--help") => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn tidy() -> ExitCode {
    let wrong = tidy::check();
    wrong.iter().for_each(|line| eprintln!("{line}"));
    println!("tidy: {} wrong", wrong.len());
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn generate() -> ExitCode {
    match generate::write() {
        Ok(written) => {
            written.iter().for_each(|file| println!("written: {file}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("gen: {error}");
            ExitCode::FAILURE
        }
    }
}
