//! `route2 apply FILE`: the state as a file describes it, as one transaction.

mod created;
mod file;

use crate::args;
use crate::change;
use crate::confirm;
use crate::declared::{self, Declared};
use crate::error::Failure;
use crate::yaml;
use clap::ArgMatches;
use created::Created;
use file::Item;
pub(crate) use file::{FDB, SECTIONS};
use route2::schema::rtnl::{KeySource, TABLES, link};
use route2::schema::wire::Given;
use route2::{CommitError, Ipdb, Rollback, Snapshot, Transaction};
use std::io::Read;
use std::path::Path;

/// What stands for standard input.
const INPUT: &str = "-";

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let name = matches.get_one::<String>("file").map_or(INPUT, String::as_str);
    let (prune, dry_run) = (matches.get_flag("prune"), matches.get_flag("dry-run"));
    if prune && name == INPUT {
        let text = "what was created is kept by the name of the file: --prune needs a file";
        return Err(Failure::usage(text));
    }
    let items = items(name)?;
    let all: Vec<Declared> = items.iter().map(|item| item.declared.clone()).collect();
    let ipdb = change::mirror(matches)?;
    let now = ipdb.snapshot();
    let netns = matches.get_one::<String>("netns").map_or("", String::as_str);
    let before = match name {
        INPUT => None,
        name => Some(Created::read(Path::new(name), netns)?),
    };
    let begin = |all: &[Declared]| {
        let mut tx = ipdb.begin();
        declared::put_all(&mut tx, &now, all).map_err(|(place, wrong)| {
            let item = &items[place];
            let place = format!("{name}:{}: {}: ", item.line_of(&wrong.key), item.path);
            wrong.failure.after(&place)
        })?;
        let mut created = before.clone();
        if let Some(created) = &mut created {
            created.look(&mut tx, &now, all, prune);
        }
        Ok::<_, Failure>((tx, created))
    };
    let (tx, created) = begin(&all)?;
    let plan = tx.review().map_err(Failure::refused)?;
    change::print(&plan, &now, matches.get_flag("json"))?;
    if dry_run {
        return Ok(());
    }
    if !plan.is_empty() {
        let seconds = matches.get_one::<u64>("confirm").copied();
        let commit = |mut tx: Transaction| {
            confirm::confirm_within(&mut tx, seconds)?;
            Ok::<_, Failure>(tx.commit())
        };
        let committed = match commit(tx)? {
            Err(error) if lacks_an_option(&error) => {
                let mut less = without_zeros(&all, &now);
                let mut result = commit(begin(&less)?.0)?;
                while let Err(error) = &result
                    && leave_out(error, &mut less, &now)
                {
                    result = commit(begin(&less)?.0)?;
                }
                let committed = result.map_err(Failure::refused)?;
                complete(&ipdb, &all, &now)?;
                committed
            }
            result => result.map_err(Failure::refused)?,
        };
        confirm::say_how(&committed);
    }
    created.map_or(Ok(()), |created| created.write())
}

/// Was a link not made because the kernel is without something that its kind can have?
fn lacks_an_option(error: &CommitError) -> bool {
    let CommitError::Step(failure) = error else { return false };
    let lacking =
        [rustix::io::Errno::OPNOTSUPP, rustix::io::Errno::INVAL, rustix::io::Errno::ACCESS];
    let errno = failure.source.errno();
    let is_lacking = lacking.iter().any(|lack| errno == Some(lack.raw_os_error()));
    is_lacking && failure.step.starts_with("add link") && failure.rollback == Rollback::Complete
}

/// A kernel that lacks a part of a kind refuses even what says that it is not used: of links that are to be made, all
/// but that.
fn without_zeros(all: &[Declared], now: &Snapshot) -> Vec<Declared> {
    let mut all = all.to_vec();
    let made = all.iter_mut().filter(|d| d.table.name == "link" && now.link(&d.name).is_none());
    for declared in made {
        declared.pairs.retain(|(_, given)| !is_nothing(given));
    }
    all
}

/// Leaves out, of links that are to be made, the key that the kernel refused; false where it named none.
fn leave_out(error: &CommitError, all: &mut [Declared], now: &Snapshot) -> bool {
    let CommitError::Step(failure) = error else { return false };
    let route2::Error::Refused(refused) = &failure.source else { return false };
    let Some(name) = refused.attribute.last().filter(|_| lacks_an_option(error)) else {
        return false;
    };
    let mut refused = None;
    link::TABLE.each_key(&mut |source| match source {
        KeySource::Attribute(row, _) if row.name == *name => refused = Some(row.key),
        _ => {}
    });
    let mut is_any = false;
    for declared in all.iter_mut().filter(|d| d.table.name == "link" && now.link(&d.name).is_none())
    {
        let before = declared.pairs.len();
        declared.pairs.retain(|(key, _)| Some(key.as_str()) != refused);
        is_any |= declared.pairs.len() < before;
    }
    is_any
}

/// Is nothing said but that nothing is used? (A mask says of which parts.)
fn is_nothing(given: &Given) -> bool {
    match given {
        Given::Map(pairs) => {
            pairs.iter().all(|(key, given)| key.ends_with("mask") || is_nothing(given))
        }
        given => given.number() == Some(0) || given.truth() == Some(false),
    }
}

/// What was left out, as far as it is not so. If that fails, all is as it was.
fn complete(ipdb: &Ipdb, all: &[Declared], before: &Snapshot) -> Result<(), Failure> {
    let mut tx = ipdb.begin();
    declared::put_all(&mut tx, &ipdb.snapshot(), all).map_err(|(_, wrong)| wrong.failure)?;
    let Err(error) = tx.commit() else { return Ok(()) };
    let everything = args::filter(&[], TABLES)?;
    match ipdb.revert(before, &everything) {
        Ok(_) => {
            Err(Failure::refused(format_args!("{error} (what was done before is undone too)")))
        }
        Err(also) => Err(Failure::refused(format_args!("{error}; nor can all be undone: {also}"))),
    }
}

/// What a file declares.
fn items(name: &str) -> Result<Vec<Item>, Failure> {
    let mut text = String::new();
    let read = match name {
        INPUT => std::io::stdin().read_to_string(&mut text).map(drop),
        name => std::fs::read_to_string(name).map(|read| text = read),
    };
    read.map_err(|error| Failure::usage(format!("cannot read {name}: {error}")))?;
    let node = yaml::parse(&text)
        .map_err(|error| Failure::usage(format!("{name}:{}: {error}", error.line)))?;
    file::items(&node).map_err(|(line, text)| Failure::usage(format!("{name}:{line}: {text}")))
}
