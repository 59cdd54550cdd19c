//! Measures route2 side by side with its peers, as ratios, and prints Markdown. See README.md.

mod change;
mod decode;
mod dump;
mod follow;
mod instructions;
mod measure;
mod ours;
mod peers;
mod raw;
mod table;
mod world;

use anyhow::{Context, Result, bail, ensure};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::{env, fs, process};
use table::Table;
use world::Worlds;

/// What the sections need to know.
struct Options {
    /// Small subjects: does everything still run?
    quick: bool,
    rounds: u32,
    /// The program `route2`.
    route2: String,
}

/// A subject that is measured: its name on the command line, and its tables.
struct Section {
    name: &'static str,
    tables: fn(&Options, &mut Worlds) -> Result<Vec<Table>>,
}

const SECTIONS: &[Section] = &[
    Section { name: "decode", tables: decode::section },
    Section { name: "dump", tables: dump::section },
    Section { name: "follow", tables: follow::section },
    Section { name: "change", tables: change::section },
    Section { name: "instructions", tables: instructions::section },
];

fn main() -> Result<()> {
    let words: Vec<_> = env::args().collect();
    match words.get(1).map(String::as_str) {
        // This program, started by itself for one measurement.
        Some("run") => {
            if words.get(2).is_some_and(|word| word == "write") {
                return follow::write(&words[3..]);
            }
            let sample = match words.get(2).map(String::as_str) {
                Some("decode") => decode::run(&words[3..]),
                Some("dump") => dump::run(&words[3..]),
                Some("follow") => follow::run(&words[3..]),
                Some("change") => change::run(&words[3..]),
                other => bail!("nothing to run is called {other:?}"),
            }?;
            println!("{sample}");
            Ok(())
        }
        _ => report(&command().get_matches()),
    }
}

fn command() -> Command {
    let names = SECTIONS.iter().map(|section| section.name).chain(["all"]);
    Command::new("route2-bench")
        .about("Measures route2 side by side with its peers, and prints Markdown")
        .arg(
            Arg::new("sections")
                .value_name("SECTION")
                .num_args(0..)
                .value_parser(names.collect::<Vec<_>>())
                .default_value("all"),
        )
        .arg(
            Arg::new("quick")
                .long("quick")
                .action(ArgAction::SetTrue)
                .help("Small subjects, one round: does everything still run?"),
        )
        .arg(
            Arg::new("rounds")
                .long("rounds")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..))
                .help("How often everything is measured [default: 7]"),
        )
        .arg(
            Arg::new("route2")
                .long("route2")
                .value_name("PROGRAM")
                .help("The program route2 [default: it is built]"),
        )
}

fn report(matches: &ArgMatches) -> Result<()> {
    let quick = matches.get_flag("quick");
    let rounds = matches.get_one("rounds").copied().unwrap_or(if quick { 1 } else { 7 });
    let route2 = match matches.get_one::<String>("route2") {
        Some(path) => path.clone(),
        None => build()?,
    };
    let options = Options { quick, rounds, route2 };
    let wanted: Vec<_> = matches.get_many::<String>("sections").into_iter().flatten().collect();
    let is_wanted = |name| wanted.iter().any(|w| *w == name || *w == "all");
    let mut worlds = Worlds::default();
    println!("{}", head(&options)?);
    for section in SECTIONS.iter().filter(|section| is_wanted(section.name)) {
        eprintln!("measuring: {}", section.name);
        for table in (section.tables)(&options, &mut worlds)? {
            println!("{table}");
        }
    }
    Ok(())
}

/// Builds the program `route2` as its users get it.
fn build() -> Result<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = process::Command::new(cargo)
        .current_dir(root)
        .args(["build", "--quiet", "--release", "--package", "route2-cli"])
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "route2 cannot be built");
    Ok(format!("{root}/target/release/route2"))
}

/// When, where and how it was measured, and against which versions.
fn head(options: &Options) -> Result<String> {
    let read = |path| fs::read_to_string(path).context(path);
    let cpuinfo = read("/proc/cpuinfo")?;
    let models: Vec<_> = cpuinfo.lines().filter(|line| line.starts_with("model name")).collect();
    let model = models.first().and_then(|line| line.split_once(": ")).map_or("?", |(_, name)| name);
    let ip = process::Command::new("ip").arg("-V").output().context("cannot start ip")?;
    let ip = String::from_utf8_lossy(&ip.stdout).trim().replace("ip utility, ", "");
    let words: Vec<_> = env::args().skip(1).collect();
    Ok(format!(
        "# Results\n\n\
         Measured {} on Linux {}, {} CPUs ({model}); medians of {} rounds.\n\n\
         Command: `cargo run --release --manifest-path bench/Cargo.toml -- {}`\n\n\
         Against: {}, {ip}.\n",
        jiff::ZonedDateTime::now().date(),
        read("/proc/sys/kernel/osrelease")?.trim(),
        models.len(),
        options.rounds,
        words.join(" "),
        versions().join(", "),
    ))
}

/// The peers that this program was built with.
fn versions() -> Vec<String> {
    const PEERS: &[&str] =
        &["rtnetlink", "netlink-packet-route", "neli", "netlink-bindings", "nlink"];
    let lock = include_str!("../Cargo.lock");
    let version = |name: &&str| {
        let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
        Some(format!("{name} {}", rest.split_once('"')?.0))
    };
    let is_built_in = |name: &&&str| **name != "nlink" || cfg!(feature = "nlink");
    PEERS.iter().filter(is_built_in).filter_map(version).collect()
}
