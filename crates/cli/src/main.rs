//! The program `route2`: the kernel's network state, every change of it as it happens, and changes of one's own.

#![forbid(unsafe_code)]

mod apply;
mod args;
mod change;
mod changes;
mod check;
mod columns;
mod completion;
mod confirm;
mod declared;
mod decode;
mod error;
mod grid;
mod interfaces;
mod keys;
mod list;
mod lookup;
mod man;
mod monitor;
mod on;
mod output;
mod save;
mod show;
mod text;
mod wait;
mod wanted;
mod yaml;

use error::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = match args::whole_command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Failure::USAGE } else { 0 });
        }
    };
    args::set_color(&matches);
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(matches: &clap::ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("monitor", sub)) => monitor::run(sub),
        Some(("apply", sub)) => apply::run(sub),
        Some(("save", sub)) => save::run(sub),
        Some(("wait", sub)) => wait::run(sub),
        Some(("on", sub)) => on::run(sub),
        Some(("check", sub)) => check::run(sub),
        Some(("lookup", sub)) => lookup::run(sub),
        Some(("pending", sub)) => confirm::pending(sub),
        Some(("confirm", sub)) => confirm::confirm(sub),
        Some(("rollback", sub)) => confirm::rollback(sub),
        Some(("guard", sub)) => confirm::guard(sub),
        Some(("decode", sub)) => decode::run(sub),
        Some(("show", sub)) => show::run(sub),
        Some(("keys", sub)) => keys::run(sub),
        Some(("man", sub)) => man::run(sub),
        Some(("completion", sub)) => completion::run(sub),
        Some((name, sub)) => match change::VERBS.iter().find(|verb| verb.name == name) {
            Some(verb) => change::run(verb, sub),
            None => list::run(name, sub),
        },
        None => Err(Failure::usage("say what to do: `route2 --help` lists the commands")),
    }
}
