//! Keys: hints at the one that was meant, what each is, and `route2 keys TABLE [KEY]`.

use crate::args;
use crate::error::Failure;
use crate::grid::Grid;
use clap::ArgMatches;
use route2::FilterError;
use route2::schema::rtnl::{KeySource, Table};
use route2::schema::wire::{Access, Kind, Spelling};
use std::collections::HashMap;

/// Has the table this key?
pub(crate) fn is_known(key: &str, table: &'static Table) -> bool {
    all(&[table]).contains(&key)
}

/// All keys of these tables.
pub(crate) fn all(among: &[&'static Table]) -> Vec<&'static str> {
    let mut keys = Vec::new();
    among.iter().for_each(|table| table.each_key(&mut |source| keys.push(source.key())));
    keys
}

/// A filter that is none, with a hint.
pub(crate) fn no_filter(error: &FilterError, among: &[&'static Table]) -> Failure {
    let hint = match error {
        FilterError::UnknownKey(key) => match among {
            [table] => nearest_key(key, table, []),
            _ => nearest(key, all(among)),
        },
        FilterError::UnknownValue { value, names, .. } => {
            let names: Vec<_> = names.iter().map(|(_, name)| *name).collect();
            match nearest(value, names.iter().copied()) {
                hint if hint.is_empty() => format!("; there are {}, and numbers", names.join(", ")),
                hint => hint,
            }
        }
        _ => String::new(),
    };
    Failure::usage(format!("{error}{hint}"))
}

/// A hint for a word that is no key of the table, nor one of some others.
pub(crate) fn nearest_key(
    word: &str,
    table: &'static Table,
    others: impl IntoIterator<Item = &'static str>,
) -> String {
    match nearest(word, all(&[table]).into_iter().chain(others)) {
        hint if hint.is_empty() => format!("; `route2 keys {}` lists all", table.name),
        hint => hint,
    }
}

/// A hint for a word that is not among the known ones: the one that is most like it.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(&word.to_lowercase(), &known.to_lowercase());
    let best = known.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best {
        Some(best) if likeness(best) > 0.7 => format!("; did you mean `{best}`?"),
        _ => String::new(),
    }
}

/// A key, explained.
pub(crate) struct Explained {
    /// The key.
    pub(crate) key: &'static str,
    /// The kernel's name; empty where there is none.
    pub(crate) name: &'static str,
    /// What its value is, in a word or two.
    pub(crate) kind: String,
    /// Who states it, where not everybody may.
    pub(crate) access: &'static str,
    /// What it says; its names, where it is a number that has some.
    pub(crate) doc: String,
}

/// All keys that `each` visits, each once.
pub(crate) fn explain(each: impl FnOnce(&mut dyn FnMut(KeySource))) -> Vec<Explained> {
    let mut keys: Vec<Explained> = Vec::new();
    // Where each key is, and whether it is a derived one.
    let mut places = HashMap::new();
    each(&mut |source| {
        // Those of a nest whose keys are the table's stand for it.
        if matches!(source.kind(), Some(Kind::Flat(_))) {
            return;
        }
        let is_derived = matches!(source, KeySource::Derived(_));
        let key = explained(source);
        match places.get_mut(key.key) {
            None => {
                places.insert(key.key, (keys.len(), is_derived));
                keys.push(key);
            }
            Some((at, was_derived)) if is_derived => {
                *was_derived = true;
                keys[*at].doc = key.doc;
            }
            // What a derived key stands for has a name and a type, but does not say it all.
            Some((at, true)) if keys[*at].name.is_empty() => {
                let doc = std::mem::take(&mut keys[*at].doc);
                keys[*at] = Explained { doc, ..key };
            }
            Some(_) => {}
        }
    });
    keys
}

fn explained(source: KeySource) -> Explained {
    let (name, access, doc) = match source {
        KeySource::Member(field) => ("", "", field.doc),
        KeySource::Derived(derived) => ("", "", derived.doc),
        KeySource::Attribute(row, _) => {
            let access = match row.access {
                Access::ReadWrite => "",
                Access::ReadOnly => "ro",
                Access::WriteOnly => "wo",
                Access::Volatile => "volatile",
                Access::Unsteady => "unsteady",
            };
            (row.name, access, row.doc)
        }
    };
    let mut doc = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut kind = String::new();
    if let Some(k) = source.kind() {
        kind = type_of(k);
        let mut names = &[][..];
        k.each_at("", &mut |item| names = item.spelling().map_or(names, Spelling::names));
        if !names.is_empty() {
            let names: Vec<_> = names.iter().map(|(_, name)| *name).collect();
            let space = if doc.is_empty() { "" } else { " " };
            doc += &format!("{space}({})", names.join(", "));
        }
    }
    Explained { key: source.key(), name, kind, access, doc }
}

fn type_of(kind: &Kind) -> String {
    let word = match kind {
        Kind::Flag => "flag",
        Kind::Num(num) => match num.spelling {
            None => "number",
            Some(Spelling::Bits(_)) => "flags",
            Some(Spelling::Interface) => "interface",
            Some(Spelling::Handle | Spelling::Node) => "handle",
            Some(Spelling::Hex) => "number",
            Some(_) => "name",
        },
        Kind::Str => "text",
        Kind::Domain => "domain name",
        Kind::Labels => "MPLS labels",
        Kind::Bytes => "bytes",
        Kind::LinkAddr | Kind::Mac => "link-layer address",
        Kind::Ip4 => "IPv4 address",
        Kind::Ip6 => "IPv6 address",
        Kind::Ip => "IP address",
        Kind::Set(_) | Kind::Record(_) | Kind::Headed(..) => "nest",
        Kind::Select(_) => "varies",
        Kind::List(_, item) | Kind::Many(item) => return format!("list of {}", type_of(item)),
        Kind::Flat(inner) => return type_of(inner),
    };
    word.to_owned()
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let name = matches.get_one::<String>("table").map_or("", String::as_str);
    let table = args::table(name)?;
    let path = matches.get_one::<String>("key").map_or("", String::as_str);
    let keys = explain(|visit| table.each_key_below(path, visit));
    if keys.is_empty() {
        return Err(Failure::no(format!("the table `{name}` has no keys below `{path}`")));
    }
    let mut grid = Grid::new(["key", "attribute", "access", "type", ""]);
    let before = if path.is_empty() { String::new() } else { format!("{path}.") };
    for Explained { key, name, kind, access, doc } in &keys {
        grid.row([&format!("{before}{key}"), *name, access, kind, doc]);
    }
    grid.print()
}
