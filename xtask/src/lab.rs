//! `cargo xtask lab`: a stock Debian kernel in QEMU, running a command as root.
//!
//! The library talks to kernel interfaces that need root, leave traces in the machine they are
//! tried on, and differ between kernels. Here they can be tried without harm: the machine is gone
//! after every run. Its file system is the host's own (read through 9p, written to memory), so
//! that whatever was built on the host can run in it without being copied.

mod boot;
mod cache;
mod host;
mod initrd;
mod kernel;
mod options;
mod packages;
mod payload;
mod sources;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use options::{Options, Request};

/// Exit status of a run that ended without the command having reported one, as in `env` and
/// `timeout`, which also keep it for failures of their own.
const FAILED: u8 = 125;

/// Exit status of a command that was stopped by the time limit, as in `timeout`.
const TIMED_OUT: u8 = 124;

/// Runs the chore; its exit status is that of the command inside the virtual machine.
pub(crate) fn main(args: Vec<OsString>) -> ExitCode {
    let status = match options::parse(args) {
        Ok(Request::Help) => {
            println!("{}", options::USAGE);
            return ExitCode::SUCCESS;
        }
        Ok(Request::Run(options)) => run(&options),
        Err(error) => Err(error.context("see cargo xtask lab --help")),
    };
    ExitCode::from(status.unwrap_or_else(|error| {
        say(&format!("{error:#}"));
        FAILED
    }))
}

fn run(options: &Options) -> Result<u8> {
    host::check_architecture()?;
    host::ensure_programs()?;
    let cache = cache::Cache::open()?;
    let tools = packages::tools(&cache)?;
    let kernel = kernel::prepare(&cache, &tools, &options.kernel)?;
    boot::run(options, &cache, &tools, &kernel)
}

/// Tells the caller something on stderr: stdout belongs to the command.
fn say(text: &str) {
    eprintln!("lab: {text}");
}
