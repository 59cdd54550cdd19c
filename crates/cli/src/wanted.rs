//! Which objects a command is about, and the mirror that knows them.

use crate::args;
use crate::error::Failure;
use crate::interfaces::Names;
use crate::keys;
use crate::list::PARTS;
use clap::ArgMatches;
use route2::schema::rtnl::names::{Group, RtTable};
use route2::schema::rtnl::{Object, TABLES, Table};
use route2::{Filter, Ipdb, KEPT, Kept};

/// Objects of one table, of which something holds.
pub(crate) struct Wanted {
    /// The table.
    pub(crate) kept: &'static Kept,
    filter: Filter,
    /// As it was said.
    text: String,
}

impl Wanted {
    /// From words: a table (links, where there is none) and conditions. Of links, also `ppp0` and `ppp0 up`.
    pub(crate) fn of(words: &[&str]) -> Result<Self, Failure> {
        let (mut conditions, mut bare): (Vec<&str>, Vec<&str>) =
            words.iter().partition(|word| word.contains('='));
        let part = bare.first().and_then(|name| PARTS.iter().find(|part| part.name == *name));
        let named = match (part, bare.first()) {
            (Some(part), _) => Kept::named(part.table.name),
            (None, Some(name)) => named(name)?,
            (None, None) => None,
        };
        if named.is_some() {
            bare.remove(0);
        }
        conditions.extend(part.map(|part| part.filter));
        let kept = match named {
            Some(kept) => kept,
            None => kept("link")?,
        };
        let short = short(kept, &bare)?;
        let all: Vec<_> = conditions.into_iter().map(str::to_owned).chain(short).collect();
        let words: Vec<_> = all.iter().map(String::as_str).collect();
        let filter = args::filter(&words, &[kept.table])?;
        Ok(Self { kept, filter, text: words.join(" ") })
    }

    /// Is it one of these?
    pub(crate) fn holds(&self, object: Object<'_>, names: &dyn Names) -> bool {
        self.filter.matches(object, &|index| names.name(index))
    }

    /// As a noun: `link with ifname=ppp0`.
    pub(crate) fn text(&self) -> String {
        match self.text.as_str() {
            "" => self.kept.name.to_owned(),
            text => format!("{} with `{text}`", self.kept.name),
        }
    }

    /// A mirror with what is needed to know them.
    pub(crate) fn mirror(&self, matches: &ArgMatches) -> Result<Ipdb, Failure> {
        mirror(matches, &[self.kept], &self.filter, &[])
    }
}

/// The kept table with this name; a table that cannot be kept is an error, another word none.
fn named(name: &str) -> Result<Option<&'static Kept>, Failure> {
    match Kept::named(name) {
        None if Table::named(name).is_some() => kept(name).map(Some),
        other => Ok(other),
    }
}

/// The kept table with this name.
pub(crate) fn kept(name: &str) -> Result<&'static Kept, Failure> {
    Kept::named(name).ok_or_else(|| match Table::named(name) {
        Some(_) => Failure::usage(route2::Error::UnknownTable(name.to_owned()).to_string()),
        None => {
            let hint = keys::nearest(name, KEPT.iter().map(|kept| kept.name));
            Failure::usage(format!("no table is called `{name}`{hint}"))
        }
    })
}

/// What words that are no conditions mean: the interface, and whether it is up.
fn short(kept: &Kept, words: &[&str]) -> Result<Vec<String>, Failure> {
    let name = |name: &str| format!("ifname={name}");
    match words {
        [] => Ok(Vec::new()),
        [link] if kept.name == "link" => Ok(vec![name(link)]),
        [link, state @ ("up" | "down")] if kept.name == "link" => {
            Ok(vec![name(link), format!("state={state}")])
        }
        [word, ..] => {
            let hint = keys::nearest(word, TABLES.iter().map(|table| table.name));
            Err(Failure::usage(format!(
                "`{}` is no filter: write KEY=VALUE{hint}",
                words.join(" ")
            )))
        }
    }
}

/// A mirror of these tables, and of links, for their names. It hears these groups too.
pub(crate) fn mirror(
    matches: &ArgMatches,
    kept: &[&'static Kept],
    filter: &Filter,
    groups: &[Group],
) -> Result<Ipdb, Failure> {
    let mut names: Vec<_> = kept.iter().map(|kept| kept.name).collect();
    if !names.contains(&"link") {
        names.push("link");
    }
    // Of many routing tables perhaps only one is wanted.
    let table = filter.narrow().table;
    let routing = Some(table).filter(|table| *table != RtTable::UNSPEC && is_of(kept, "route"));
    let mut builder = Ipdb::builder()
        .tables(names)?
        .netns(args::netns_of(matches))
        .routing_tables(routing)
        .groups(groups.iter().copied());
    if let Some(bytes) = matches.get_one::<usize>("receive-buffer") {
        builder = builder.receive_buffer(*bytes);
    }
    Ok(builder.open()?)
}

fn is_of(kept: &[&'static Kept], name: &str) -> bool {
    matches!(kept, [only] if only.name == name)
}
