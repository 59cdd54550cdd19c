//! `cargo xtask fuzz [SECONDS [SEED]]`: runs each fuzz target for a while, beginning from what the captures
//! hold. The same seed tries the same inputs, so that what is found with it was not there before.

use crate::{lanes, tree};
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Where rtnetlink's message types begin.
const FIRST_TYPE: u16 = 16;

/// Runs all targets.
pub(crate) fn main(args: Vec<OsString>) -> ExitCode {
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("fuzz: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[OsString]) -> Result<()> {
    let seconds = args.first().and_then(|arg| arg.to_str()).unwrap_or("60");
    let seed = args.get(1).and_then(|arg| arg.to_str()).unwrap_or("1");
    for number in [seconds, seed] {
        ensure!(number.parse::<u32>().is_ok(), "`{number}` is no number");
    }
    if Command::new("cargo-fuzz").arg("--version").output().is_err() {
        cargo(&["install", "--quiet", "--locked", "cargo-fuzz"])?;
    }
    cargo(&["fuzz", "build", "--release"])?;
    let messages = captured_messages()?;
    let mut commands = Vec::new();
    for target in targets()? {
        let corpus = tree::root().join("fuzz/corpus").join(&target);
        fs::create_dir_all(&corpus)?;
        for (i, message) in messages.iter().enumerate() {
            if let Some(input) = input(&target, message) {
                fs::write(corpus.join(format!("captured-{i}")), input)?;
            }
        }
        println!("{target}: {} inputs to begin with", fs::read_dir(&corpus)?.count());
        let (time, seed) = (format!("-max_total_time={seconds}"), format!("-seed={seed}"));
        let limits =
            ["-max_len=8192", "-timeout=10", "-rss_limit_mb=2048", "-malloc_limit_mb=1024"];
        let path = corpus.to_string_lossy().into_owned();
        let mut words = vec!["fuzz", "run", "--release", &target, &path, "--", &time, &seed];
        words.extend(limits);
        words.extend(["-print_final_stats=1", "-verbosity=0"]);
        let command = cargo_command(&words);
        commands.push((target, command));
    }
    // One of them keeps one processor busy.
    lanes::run(commands)
}

fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(tree::root().join("fuzz/fuzz_targets"))? {
        names.extend(entry?.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// One message of each type and length that the captures have.
fn captured_messages() -> Result<Vec<Vec<u8>>> {
    let mut files = Vec::new();
    collect(&tree::root().join("tests/captures"), &mut files)?;
    let (mut seen, mut messages) = (std::collections::BTreeSet::new(), Vec::new());
    for bytes in files {
        let mut rest = bytes.as_slice();
        while let Some(header) = rest.first_chunk::<6>() {
            let length = u32::from_ne_bytes([header[0], header[1], header[2], header[3]]) as usize;
            let Some(message) = rest.get(..length).filter(|_| length >= 16) else { break };
            if seen.insert((header[4], header[5], length)) {
                messages.push(message.to_vec());
            }
            rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        }
    }
    Ok(messages)
}

fn collect(dir: &Path, files: &mut Vec<Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "bin") {
            files.push(fs::read(&path)?);
        }
    }
    Ok(())
}

/// A message as a target's input; `None` where the target makes its messages itself.
fn input(target: &str, message: &[u8]) -> Option<Vec<u8>> {
    let which = u16::from_ne_bytes([message[4], message[5]]).checked_sub(FIRST_TYPE)?;
    let object = [&[u8::try_from(which).ok()?], &message[16..]].concat();
    match target {
        "messages" => Some([&[0], message].concat()),
        // Listed, and then an event.
        "mirror" => Some([&[2], message, &[0], message].concat()),
        // As it is, as it was, and as it is wanted.
        "plan" => Some([&[0], message, &[1], message, &[2 + 4], message].concat()),
        "tables" => Some(object),
        "filters" => Some([&b"family!=inet6 dst=10.*\0"[..], &object].concat()),
        _ => None,
    }
}

fn cargo(words: &[&str]) -> Result<()> {
    let status = cargo_command(words).status().context("cargo cannot be started")?;
    if !status.success() {
        bail!("cargo {} failed", words.join(" "));
    }
    Ok(())
}

fn cargo_command(words: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // The sanitizer's flags are unstable ones; the variable lets the one toolchain that is there take them.
    command.args(words).current_dir(tree::root()).env("RUSTC_BOOTSTRAP", "1");
    command
}
