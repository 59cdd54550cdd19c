//! `route2 apply FILE`: the state as a file describes it, as one transaction.

mod created;
mod file;

use crate::change::{self, NO_CHANGE};
use crate::declared::{self, Declared};
use crate::error::Failure;
use crate::output;
use crate::yaml;
use clap::ArgMatches;
use created::Created;
use file::Item;
pub(crate) use file::SECTIONS;
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
    let mut tx = ipdb.begin();
    declared::put_all(&mut tx, &now, &all).map_err(|(place, wrong)| {
        let item = &items[place];
        let place = format!("{name}:{}: {}: ", item.line_of(&wrong.key), item.path);
        wrong.failure.after(&place)
    })?;
    let netns = matches.get_one::<String>("netns").map_or("", String::as_str);
    let mut created = match name {
        INPUT => None,
        name => Some(Created::read(Path::new(name), netns)?),
    };
    if let Some(created) = &mut created {
        created.look(&mut tx, &now, &all, prune);
    }
    let plan = tx.review().map_err(Failure::refused)?;
    if plan.is_empty() {
        output::line(NO_CHANGE)?;
    }
    for line in plan.lines(&now) {
        output::line(&line)?;
    }
    if dry_run {
        return Ok(());
    }
    if !plan.is_empty() {
        change::commit(tx)?;
    }
    created.map_or(Ok(()), |created| created.write())
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
