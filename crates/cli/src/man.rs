//! `route2 man [COMMAND]`: the manual, made of the command line's definition and of the tables.

use crate::error::Failure;
use crate::keys::{self, Explained};
use crate::{args, list, output};
use clap::ArgMatches;
use clap_mangen::Man;
use roff::{Roff, bold, italic, roman};
use route2::schema::rtnl::{Table, link};
use std::io::Write;

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let mut program = args::command();
    program.build();
    let name = matches.get_one::<String>("command").map(String::as_str);
    let command = match name {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => return Err(no_command(name, &program)),
        },
    };
    let mut out = output::buffered();
    Man::new(command).manual("route2").render(&mut out)?;
    if let Some(table) = name.and_then(table_of) {
        out.write_all(keys_section(table).to_roff().as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

fn no_command(name: &str, program: &clap::Command) -> Failure {
    let known: Vec<_> = program.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let hint = keys::nearest(name, known.iter().map(String::as_str));
    Failure::usage(format!("no command is called `{name}`{hint}"))
}

/// The table whose keys a command knows.
fn table_of(command: &str) -> Option<&'static Table> {
    let part = list::PARTS.iter().find(|part| part.name == command);
    match command {
        "show" => Some(&link::TABLE),
        _ => part.map(|part| part.table).or_else(|| Table::named(command)),
    }
}

fn keys_section(table: &'static Table) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["KEYS"]);
    roff.text([roman(
        "The key, the kernel's name of the attribute, the type of the value. (ro: the kernel states it, \
         nobody sets it. wo: it is only set. volatile: a statistic or a timer.) A part of a nest has a key \
         that begins with the nest's: ",
    ), bold(format!("route2 keys {} KEY", table.name)), roman(" lists those.")]);
    for Explained { key, name, kind, access, doc } in keys::explain(|visit| table.each_key(visit)) {
        roff.control("TP", []);
        let mut head = vec![bold(key)];
        let words = [roman(name), italic(kind.as_str()), roman(access)];
        let is_there = [name, &kind, access].map(|word| !word.is_empty());
        for (word, _) in words.into_iter().zip(is_there).filter(|(_, is_there)| *is_there) {
            head.extend([roman(" "), word]);
        }
        roff.text(head);
        roff.text([roman(doc)]);
    }
    roff
}
