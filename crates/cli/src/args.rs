//! The command line, made from the tables.

mod change;
mod confirm;
mod mirror;

use crate::error::Failure;
use crate::keys;
use crate::list::PARTS;
use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{EnumValueParser, PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use route2::schema::rtnl::{TABLES, Table, link};
use route2::{Driver, Filter, Netns};
use std::ffi::OsStr;

const FILTERS: &str = "\
Filters are KEY=VALUE or, for the opposite, KEY!=VALUE, and all of them must hold. A key is one of the \
object's keys as `--json` shows them and `route2 keys TABLE` lists them (ifname, mtu, kind, br_ageing_time, \
dst, table, ...), or a path to a part of a value (stats64.rx_errors); `dev` is the interface by name. In a \
value, * stands for anything: ifname=ppp*. Numbers may be said by name: family=inet6, table=main, flags=up.";

const MONITOR: &str = "\
A line begins with + for an object that was not there, ~ for one that is not what it was (or of which the kernel \
says what it said before), - for one that is gone. Changes that the kernel does not announce are found and printed \
too, marked `inferred`; after events were lost, what changed meanwhile is marked `resync`.

  route2 monitor link ifname=ppp*        a PPP line connects and hangs up
  route2 monitor --changes link addr     what changed, from what to what
  route2 monitor --json route table=main an object a line";

/// The command line.
pub(crate) fn command() -> Command {
    let styles = Styles::styled()
        .header(AnsiColor::Green.on_default().bold())
        .usage(AnsiColor::Green.on_default().bold())
        .literal(AnsiColor::Cyan.on_default())
        .placeholder(AnsiColor::Cyan.on_default());
    let color = Arg::new("color")
        .long("color")
        .value_name("WHEN")
        .value_parser(["auto", "always", "never"])
        .default_value("auto")
        .global(true)
        .help("Colour the output");
    Command::new("route2")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The kernel's network state, and every change of it as it happens")
        .after_help("Exit status: 0 success, 1 no (no such object, the time is over, not equal), 2 usage, 3 the kernel refused.")
        .styles(styles)
        .arg_required_else_help(true)
        .arg(color)
        .subcommands(TABLES.iter().filter(|t| Driver::lists(t)).map(|t| list(t.name, t.doc, t)))
        .subcommands(PARTS.iter().map(|part| list(part.name, part.doc, part.table)))
        .subcommand(show())
        .subcommands(change::verbs())
        .subcommand(change::apply())
        .subcommand(change::save())
        .subcommand(monitor())
        .subcommand(mirror::wait())
        .subcommand(mirror::on())
        .subcommand(mirror::check())
        .subcommand(mirror::lookup())
        .subcommands(confirm::all())
        .subcommand(decode())
        .subcommand(keys())
        .subcommand(man())
        .subcommand(completion())
}

/// The same with what no person types, which manual and completion do not know.
pub(crate) fn whole_command() -> Command {
    command().subcommand(confirm::guard())
}

fn list(name: &'static str, doc: &'static str, table: &'static Table) -> Command {
    Command::new(name)
        .about(doc)
        .after_help(FILTERS)
        .arg(
            Arg::new("filter")
                .value_name("KEY=VALUE")
                .num_args(0..)
                .value_parser(Hints(move || key_words(&[table], "=")))
                .hide_possible_values(true)
                .help("Only objects of which all this holds"),
        )
        .args(shapes())
        .arg(netns())
}

fn show() -> Command {
    Command::new("show")
        .about("Everything about one interface, by key")
        .after_help(crate::show::help())
        .arg(Arg::new("ifname").required(true).value_name("IFNAME").help("Name, or index"))
        .arg(
            Arg::new("keys")
                .value_name("KEY")
                .num_args(0..)
                .value_parser(Hints(|| key_words(&[&link::TABLE], "")))
                .hide_possible_values(true)
                .help("Print the values of these keys alone"),
        )
        .arg(json())
        .arg(netns())
}

fn monitor() -> Command {
    let tables: Vec<_> = TABLES.iter().map(|table| table.name).collect();
    Command::new("monitor")
        .about("Every event as it happens, a line each")
        .after_help(format!("{MONITOR}\n\nTables: {}.\n\n{FILTERS}", tables.join(", ")))
        .arg(
            Arg::new("filter")
                .value_name("TABLE | KEY=VALUE")
                .num_args(0..)
                .value_parser(Hints(|| [table_words(), key_words(TABLES, "=")].concat()))
                .hide_possible_values(true)
                .help("Only events of these tables, and of objects of which all this holds"),
        )
        .arg(
            Arg::new("changes")
                .long("changes")
                .short('c')
                .action(ArgAction::SetTrue)
                .conflicts_with("full")
                .help("Print only what changed, attribute by attribute"),
        )
        .args(shapes())
        .arg(mirror::receive_buffer())
        .arg(netns())
}

fn decode() -> Command {
    Command::new("decode")
        .about("Print netlink messages from a file, as recv gave them")
        .arg(Arg::new("file").value_name("FILE").default_value("-").help("- is standard input"))
        .args(shapes())
}

fn keys() -> Command {
    Command::new("keys")
        .about("The keys of a table, and what they say")
        .arg(
            Arg::new("table")
                .required(true)
                .value_name("TABLE")
                .value_parser(Hints(table_words))
                .hide_possible_values(true)
                .help("The table"),
        )
        .arg(Arg::new("key").value_name("KEY").help("Print the parts of this key's value"))
}

fn man() -> Command {
    Command::new("man")
        .about("The manual page of a command, for man(1)")
        .after_help("`route2 man link | man -l -` shows it.")
        .arg(Arg::new("command").value_name("COMMAND").help("The command; none is the program"))
}

fn completion() -> Command {
    Command::new("completion")
        .about("A script that makes a shell complete commands, options and keys")
        .after_help("For bash, `source <(route2 completion bash)` in ~/.bashrc.")
        .arg(
            Arg::new("shell")
                .required(true)
                .value_name("SHELL")
                .value_parser(EnumValueParser::<clap_complete::Shell>::new())
                .help("The shell"),
        )
}

fn json() -> Arg {
    Arg::new("json").long("json").short('j').action(ArgAction::SetTrue).help("Print JSON")
}

fn shapes() -> [Arg; 2] {
    let full = Arg::new("full")
        .long("full")
        .action(ArgAction::SetTrue)
        .help("Print whole messages, every attribute by the kernel's name");
    [json(), full]
}

fn netns() -> Arg {
    Arg::new("netns")
        .long("netns")
        .short('n')
        .value_name("NETNS")
        .help("In this network namespace: a name, a path or a process")
}

/// Any text. What the function gives is what shells complete.
#[derive(Clone)]
struct Hints<F>(F);

impl<F: Fn() -> Vec<String> + Clone + Send + Sync + 'static> TypedValueParser for Hints<F> {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

fn table_words() -> Vec<String> {
    TABLES.iter().map(|table| table.name.to_owned()).collect()
}

fn key_words(among: &[&'static Table], after: &str) -> Vec<String> {
    // What stands for a key in filters.
    let dev = Some("dev").filter(|_| !after.is_empty());
    let keys = keys::all(among).into_iter().chain(dev);
    let mut words: Vec<_> = keys.map(|key| format!("{key}{after}")).collect();
    words.sort();
    words.dedup();
    words
}

/// Which shape is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// JSON instead of text.
    pub(crate) json: bool,
    /// Whole messages.
    pub(crate) full: bool,
}

impl Shape {
    /// From a command's options.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        Self { json: matches.get_flag("json"), full: matches.get_flag("full") }
    }
}

/// The network namespace that a command is about.
pub(crate) fn netns_of(matches: &ArgMatches) -> Netns {
    matches.get_one::<String>("netns").map_or(Netns::Current, |text| Netns::parse(text))
}

/// The words of a list argument.
pub(crate) fn words<'a>(matches: &'a ArgMatches, name: &str) -> Vec<&'a str> {
    matches.get_many::<String>(name).into_iter().flatten().map(String::as_str).collect()
}

/// The table with this name.
pub(crate) fn table(name: &str) -> Result<&'static Table, Failure> {
    Table::named(name).ok_or_else(|| {
        let hint = keys::nearest(name, TABLES.iter().map(|table| table.name));
        Failure::usage(format!("no table is called `{name}`{hint}"))
    })
}

/// A filter; its keys must be those of one of these tables.
pub(crate) fn filter(words: &[&str], among: &[&'static Table]) -> Result<Filter, Failure> {
    Filter::parse(words, among).map_err(|error| keys::no_filter(&error, among))
}

/// Tables and filters, told apart by the `=`.
pub(crate) fn tables_and_filter(words: &[&str]) -> Result<(Vec<&'static Table>, Filter), Failure> {
    let (filters, names): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.contains('='));
    let mut tables = Vec::new();
    for name in names {
        tables.push(table(name)?);
    }
    let filter = filter(&filters, if tables.is_empty() { TABLES } else { &tables })?;
    Ok((tables, filter))
}

/// Applies `--color`.
pub(crate) fn set_color(matches: &ArgMatches) {
    use anstream::ColorChoice;
    let choice = match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    };
    choice.write_global();
}
