//! The command line, made from the tables.

use crate::error::Failure;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Arg, ArgAction, ArgMatches, Command};
use route2::schema::rtnl::{TABLES, Table};
use route2::{Filter, Netns};

/// Tables whose objects can be listed, in the order of the help text.
const LISTED: &[&str] = &["link", "addr", "route", "neigh", "rule", "qdisc", "class", "filter"];

const FILTERS: &str = "\
Filters are KEY=VALUE, and all of them must hold. A key is one of the object's keys as `--json` shows \
them (ifname, mtu, kind, br_ageing_time, dst, table, ...); `dev` is the interface by name. In a value, \
* stands for anything: ifname=ppp*. Numbers may be said by name: family=inet6, table=main, flags=up.";

/// The whole command line.
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
        .after_help("Exit status: 0 success, 1 no such object, 2 usage, 3 the kernel refused.")
        .styles(styles)
        .arg_required_else_help(true)
        .arg(color)
        .subcommands(LISTED.iter().filter_map(|name| Table::named(name)).map(list))
        .subcommand(show())
        .subcommand(monitor())
        .subcommand(decode())
}

fn list(table: &'static Table) -> Command {
    Command::new(table.name)
        .about(format!("List the objects of the table `{}`", table.name))
        .after_help(FILTERS)
        .arg(filters())
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
                .help("Print the values of these keys alone"),
        )
        .arg(json())
        .arg(netns())
}

fn monitor() -> Command {
    let tables: Vec<_> = TABLES.iter().map(|table| table.name).collect();
    Command::new("monitor")
        .about("Every event as it happens, a line each")
        .after_help(format!("Tables: {}.\n\n{FILTERS}", tables.join(", ")))
        .arg(
            Arg::new("filter")
                .value_name("TABLE | KEY=VALUE")
                .num_args(0..)
                .help("Only events of these tables, and of objects of which all this holds"),
        )
        .args(shapes())
        .arg(netns())
}

fn decode() -> Command {
    Command::new("decode")
        .about("Print netlink messages from a file, as recv gave them")
        .arg(Arg::new("file").value_name("FILE").default_value("-").help("- is standard input"))
        .args(shapes())
}

fn filters() -> Arg {
    Arg::new("filter")
        .value_name("KEY=VALUE")
        .num_args(0..)
        .help("Only objects of which all this holds")
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

/// A filter; its keys must be those of one of these tables.
pub(crate) fn filter(words: &[&str], among: &[&'static Table]) -> Result<Filter, Failure> {
    Filter::parse(words, among).map_err(|error| crate::keys::no_filter(&error, among))
}

/// Tables and filters, told apart by the `=`.
pub(crate) fn tables_and_filter(words: &[&str]) -> Result<(Vec<&'static Table>, Filter), Failure> {
    let (filters, names): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.contains('='));
    let mut tables = Vec::new();
    for name in names {
        let table = Table::named(name).ok_or_else(|| {
            let known = TABLES.iter().map(|table| table.name);
            Failure::usage(format!(
                "no table is called `{name}`{}",
                crate::keys::nearest(name, known)
            ))
        })?;
        tables.push(table);
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
