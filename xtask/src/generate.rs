//! `cargo xtask gen`: the lists of kinds, from the declarations in their files.
//!
//! A kind is one file, and nothing else names it: this finds `pub struct Bridge: link kind "bridge"` and
//! writes the module lists and the tables by which a kind's name selects its type.

use crate::tree;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

/// A list to be made.
struct List {
    /// The file, next to the directory of the same name that has the kinds.
    file: &'static str,
    /// What it says of itself.
    doc: &'static str,
    /// The tables: the word before `kind` in a declaration, the constant, its documentation.
    tables: &'static [(&'static str, &'static str, &'static str)],
}

const LISTS: &[List] = &[
    List {
        file: "crates/schema/src/rtnl/link/kind.rs",
        doc: "Kinds of links and of ports, one file each.",
        tables: &[
            ("link", "LINK_KINDS", "What `IFLA_INFO_DATA` is, by the link's kind."),
            (
                "port",
                "PORT_KINDS",
                "What `IFLA_INFO_SLAVE_DATA` is, by the kind of the link that it is a port of.",
            ),
            ("xstats", "LINK_XSTATS", "What `IFLA_INFO_XSTATS` is, by the link's kind."),
        ],
    },
    List {
        file: "crates/schema/src/rtnl/tc/kind.rs",
        doc: "Kinds of queueing disciplines, classes and filters, one file each.",
        tables: &[
            ("tc", "TC_KINDS", "What `TCA_OPTIONS` is, by kind."),
            ("handle", "TC_HANDLES", "How the handles of filters are spelled, by kind."),
            ("xstats", "TC_XSTATS", "What `TCA_XSTATS` and `TCA_STATS_APP` are, by kind."),
        ],
    },
    List {
        file: "crates/schema/src/rtnl/tc/action.rs",
        doc: "Kinds of actions, one file each.",
        tables: &[("action", "ACTION_KINDS", "What `TCA_ACT_OPTIONS` is, by the action's kind.")],
    },
];

/// Writes the lists that are stale, and gives their files.
pub(crate) fn write() -> std::io::Result<Vec<&'static str>> {
    let mut written = Vec::new();
    for list in LISTS.iter().filter(|list| tree::read(list.file) != list.text()) {
        fs::write(tree::root().join(list.file), list.text())?;
        written.push(list.file);
    }
    Ok(written)
}

/// What is wrong with the lists as they are.
pub(crate) fn stale() -> Vec<String> {
    let stale = LISTS.iter().filter(|list| tree::read(list.file) != list.text());
    stale.map(|list| format!("{}: stale: run `cargo xtask gen`", list.file)).collect()
}

impl List {
    fn text(&self) -> String {
        let dir = self.file.trim_end_matches(".rs");
        let files = tree::files_in(dir);
        let modules: Vec<_> = files
            .iter()
            .filter_map(|file| file.path.strip_prefix(dir)?.trim_matches('/').strip_suffix(".rs"))
            .collect();
        let mut out = format!("//! {} Made by `cargo xtask gen`: do not edit.\n\n", self.doc);
        modules.iter().for_each(|module| out += &format!("mod {module};\n"));
        out.push('\n');
        modules.iter().for_each(|module| out += &format!("pub use {module}::*;\n"));
        out += "\nuse route2_wire::{Case, Kind, Payload};\n";
        for (domain, name, doc) in self.tables {
            let mut kinds = BTreeMap::new();
            files.iter().for_each(|file| declared(&file.text, domain, &mut kinds));
            let rows =
                kinds.iter().map(|(kind, set)| format!("(Case::name(\"{kind}\"), {set}::KIND)"));
            let rows: Vec<_> = rows.collect();
            let _ = write!(out, "\n/// {doc}\npub const {name}: &[(Case, Kind)] = &[");
            // As rustfmt has it.
            match rows.as_slice() {
                [one] => out += one,
                rows => out += &format!("\n    {},\n", rows.join(",\n    ")),
            }
            out += "];\n";
        }
        out
    }
}

/// Finds `pub struct Bridge: link kind "bridge" | "other" {`.
fn declared(text: &str, domain: &str, kinds: &mut BTreeMap<String, String>) {
    for line in text.lines() {
        let declaration = line.trim().strip_prefix("pub struct ").and_then(|l| l.split_once(": "));
        let Some((set, rest)) = declaration else { continue };
        let Some(names) = rest.strip_prefix(&format!("{domain} kind ")) else { continue };
        let names = names.split('{').next().unwrap_or_default();
        for name in names.split('|') {
            kinds.insert(name.trim().trim_matches('"').to_owned(), set.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_fresh() {
        assert_eq!(stale(), Vec::<String>::new());
    }

    #[test]
    fn declarations_are_found() {
        let mut kinds = BTreeMap::new();
        declared(
            "attrs! {\n    pub struct Gre: link kind \"gre\" | \"gretap\" {\n",
            "link",
            &mut kinds,
        );
        let found: Vec<_> = kinds.iter().map(|(k, s)| format!("{k}={s}")).collect();
        assert_eq!(found, ["gre=Gre", "gretap=Gre"]);
    }
}
