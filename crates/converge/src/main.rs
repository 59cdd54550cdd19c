//! The mirror's test of convergence: several writers do random things to the kernel's network state, and whenever
//! they rest, each mirror must have, object for object, what fresh dumps have.
//!
//! It is run in namespaces of its own: `cargo xtask converge`.

mod consumer;
mod ops;
mod oracle;
mod random;
mod raw;
mod report;
mod subject;
mod transact;
mod world;
mod writer;

use route2::schema::rtnl::link::{Link, LinkHeader};
use route2::schema::rtnl::names::HardwareType;
use route2::{Driver, Netns};
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "\
usage: route2-converge [--seconds N] [--seed S] [--writers N] [--faults N] [--log FILE]

It changes the network namespace that it is run in, and `peer` beside it: run it by `cargo xtask converge`.";

/// What is asked for.
#[derive(Clone, Debug)]
struct Options {
    seconds: u64,
    seed: u64,
    /// At most so many writers at once.
    writers: u64,
    /// How many faults end the run.
    faults: usize,
    /// Where all that is known of a fault goes.
    log: Option<String>,
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    if is_machines_own() {
        eprintln!("converge: this is the machine's own network, which it would ruin\n{USAGE}");
        return ExitCode::from(2);
    }
    println!("converge: seed {} for {} s", options.seed, options.seconds);
    match world::run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("converge: failed; seed {} does the same operations again", options.seed);
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("converge: {error} (seed {})", options.seed);
            ExitCode::from(2)
        }
    }
}

/// Is there a link in this network namespace that nobody made: hardware?
fn is_machines_own() -> bool {
    let links = Driver::open(&Netns::Current).and_then(|mut driver| driver.list_of::<Link>());
    links.is_ok_and(|links| {
        links.objects().any(|link| {
            let loopback = |(header, _): (LinkHeader, _)| header.ifi_type == HardwareType::LOOPBACK;
            link.key("kind").is_none() && !link.of::<Link>().is_some_and(loopback)
        })
    })
}

fn options() -> Option<Options> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seed = u64::from(now.unwrap_or(Duration::ZERO).subsec_nanos());
    let mut options = Options { seconds: 60, seed, writers: 3, faults: 10, log: None };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next()?;
        match arg.as_str() {
            "--seconds" => options.seconds = value.parse().ok()?,
            "--seed" => options.seed = value.parse().ok()?,
            "--writers" => options.writers = value.parse().ok()?,
            "--faults" => options.faults = value.parse().ok()?,
            "--log" => options.log = Some(value),
            _ => return None,
        }
    }
    Some(options)
}
