//! `route2 pending`, `confirm` and `rollback`: transactions that wait to be confirmed; `guard`, what rolls them back.

use crate::error::Failure;
use crate::output;
use clap::ArgMatches;
use route2::schema::wire::Json;
use route2::{Error, Pending, Phase, Rollback, Standing};
use signal_hook::consts::{SIGHUP, SIGTERM};
use std::fmt::Write;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Has a transaction rolled back unless it is confirmed within so many seconds after it was committed; the guardian is
/// this program.
pub(crate) fn confirm_within(
    transaction: &mut route2::Transaction,
    seconds: Option<u64>,
) -> Result<(), Failure> {
    let Some(seconds) = seconds else { return Ok(()) };
    let program = std::env::current_exe().map_err(|error| {
        Failure::refused(format_args!("cannot find this program to guard the transaction: {error}"))
    })?;
    let mut guardian = std::process::Command::new(program);
    guardian.arg("guard");
    transaction.confirm_within(Duration::from_secs(seconds)).guardian(guardian);
    Ok(())
}

/// Says how what was committed is confirmed, where it is to be.
pub(crate) fn say_how(committed: &route2::Committed) {
    let Some(pending) = &committed.pending else { return };
    let (id, within) = (pending.id(), pending.standing().map(|standing| standing.within));
    let seconds = within.unwrap_or_default().as_secs();
    anstream::eprintln!("route2: rolled back in {seconds} s, unless: route2 confirm {id}");
}

/// Runs `route2 pending`.
pub(crate) fn pending(matches: &ArgMatches) -> Result<(), Failure> {
    let all = route2::pending()?;
    if matches.get_flag("json") {
        let mut array = output::JsonArray::begin()?;
        all.iter().for_each(|pending| array.item(|json| write_json(pending, json)));
        return array.end();
    }
    for pending in &all {
        output::line(&line(pending))?;
    }
    Ok(())
}

/// Runs `route2 confirm`.
pub(crate) fn confirm(matches: &ArgMatches) -> Result<(), Failure> {
    let pending = chosen(matches)?;
    pending.confirm().map_err(failure)
}

/// Runs `route2 rollback`.
pub(crate) fn rollback(matches: &ArgMatches) -> Result<(), Failure> {
    let pending = chosen(matches)?;
    match pending.rollback().map_err(failure)? {
        Rollback::Complete => Ok(()),
        left @ Rollback::Incomplete(_) => {
            Err(Failure::refused(format_args!("the transaction {}: {left}", pending.id())))
        }
    }
}

/// Runs `route2 guard`, which whoever commits starts.
pub(crate) fn guard(matches: &ArgMatches) -> Result<(), Failure> {
    let Some(journal) = matches.get_one::<PathBuf>("journal") else { return Ok(()) };
    let listen = || {
        let (stop, signal) = UnixStream::pair()?;
        signal_hook::low_level::pipe::register(SIGTERM, signal)?;
        // A signal that is noted somewhere ends nobody.
        signal_hook::flag::register(SIGHUP, Arc::default())?;
        Ok(stop)
    };
    let stop = listen().map_err(|error: std::io::Error| {
        Failure::refused(format_args!("cannot listen to signals: {error}"))
    })?;
    Ok(route2::guard(journal, Some(stop.as_fd()))?)
}

/// The transaction that is meant.
fn chosen(matches: &ArgMatches) -> Result<Pending, Failure> {
    if let Some(id) = matches.get_one::<String>("id") {
        return Pending::of_id(id).map_err(failure);
    }
    let mut all = route2::pending()?;
    match (all.pop(), all.is_empty()) {
        (None, _) => Err(Failure::no("no transaction is pending")),
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            all.push(last);
            let mut text = "several transactions are pending, say which:".to_owned();
            all.iter().for_each(|pending| {
                let _ = write!(text, "\n    {}", line(pending));
            });
            Err(Failure::usage(text))
        }
    }
}

fn failure(error: Error) -> Failure {
    match error {
        Error::NotPending { .. } => Failure::no(error.to_string()),
        error => error.into(),
    }
}

/// `3fa09c  12 s left of 30 s, 4 s old, 5 steps`
fn line(pending: &Pending) -> String {
    let id = pending.id();
    let standing = match pending.standing() {
        Ok(standing) => standing,
        Err(error) => return format!("{id}  unreadable: {error}"),
    };
    let Standing { within, age, steps, is_guarded, .. } = &standing;
    let phase = match &standing.phase {
        Phase::Waiting(left) if *is_guarded => {
            format!("{} s left of {}", left.as_secs(), within.as_secs())
        }
        Phase::Waiting(_) => "waiting".into(),
        Phase::Committing => "being committed".into(),
        Phase::RollingBack => "being rolled back".into(),
        Phase::Failed(left) => format!("rolled back, but for {} of what it did", left.len()),
        _ => "unknown".into(),
    };
    let guarded = match (is_guarded, &standing.phase) {
        (true, _) | (_, Phase::Failed(_)) => "",
        _ => ", unguarded",
    };
    let plural = if *steps == 1 { "" } else { "s" };
    format!("{id}  {phase}{guarded}, {} s old, {steps} step{plural}", age.as_secs())
}

fn write_json(pending: &Pending, json: &mut Json) {
    json.map(|json| {
        json.key("id").text(pending.id());
        let standing = match pending.standing() {
            Ok(standing) => standing,
            Err(error) => return json.key("error").text(&error.to_string()),
        };
        json.key("phase").text(match &standing.phase {
            Phase::Waiting(_) => "waiting",
            Phase::Committing => "committing",
            Phase::RollingBack => "rolling_back",
            Phase::Failed(_) => "failed",
            _ => "unknown",
        });
        json.key("guarded").bool(standing.is_guarded);
        if let Phase::Waiting(left) = &standing.phase {
            json.key("seconds_left").uint(left.as_secs());
        }
        if let Phase::Failed(left) = &standing.phase {
            json.key("left").list(|json| left.iter().for_each(|line| json.text(line)));
        }
        json.key("seconds").uint(standing.within.as_secs());
        json.key("age").uint(standing.age.as_secs());
        json.key("steps").uint(standing.steps);
    });
}
