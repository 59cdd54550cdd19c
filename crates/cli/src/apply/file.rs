//! What stands in a file: sections, and in them objects.

use crate::declared::Declared;
use crate::keys;
use crate::yaml::{Data, Node};
use route2::Goal;
use route2::schema::rtnl::{Table, link, neigh, other, route, rule, tc};
use route2::schema::wire::Given;

/// The section of forwarding databases, whose entries are neighbours of a family of their own.
pub(crate) const FDB: &str = "fdb";

/// The sections, with the table that each is about; `links` is by name, the others are lists.
pub(crate) static SECTIONS: [(&str, &Table); 9] = [
    ("links", &link::TABLE),
    ("nexthops", &other::NEXTHOP),
    ("routes", &route::TABLE),
    ("rules", &rule::TABLE),
    ("neighs", &neigh::TABLE),
    (FDB, &neigh::TABLE),
    ("qdiscs", &tc::QDISC),
    ("classes", &tc::CLASS),
    ("filters", &tc::FILTER),
];

/// An object in a file.
pub(super) struct Item {
    /// Where it is: `links.br0`, `routes[1]`.
    pub(super) path: String,
    /// What it says.
    pub(super) declared: Declared,
    line: usize,
    keys: Vec<(String, usize)>,
}

impl Item {
    /// The line of a key, given a path that begins with it; of the object, where it has none.
    pub(super) fn line_of(&self, path: &str) -> usize {
        let key = path.split(['.', '[']).next().unwrap_or(path);
        let found = self.keys.iter().find(|(other, _)| other == key);
        found.map_or(self.line, |(_, line)| *line)
    }
}

/// What is wrong, and in which line.
type At<T> = Result<T, (usize, String)>;

/// All objects of a file.
pub(super) fn items(node: &Node) -> At<Vec<Item>> {
    let mut items = Vec::new();
    for (section, node) in pairs(node, "a file", "sections (links, routes, ...)")? {
        let Some((_, table)) = SECTIONS.iter().find(|(name, _)| name == section) else {
            let names = SECTIONS.map(|(name, _)| name);
            let hint = match keys::nearest(section, names) {
                hint if hint.is_empty() => format!("; there are {}", names.join(", ")),
                hint => hint,
            };
            return Err((node.line, format!("no section is called `{section}`{hint}")));
        };
        match table.name {
            "link" => links(section, node, &mut items)?,
            _ => list(section, node, table, &mut items)?,
        }
    }
    Ok(items)
}

/// Values by key; nothing is none.
fn pairs<'n>(node: &'n Node, what: &str, of: &str) -> At<&'n [(String, Node)]> {
    match &node.data {
        Data::Map(pairs) => Ok(pairs),
        Data::Scalar(Given::Text(text)) if text.is_empty() => Ok(&[]),
        _ => Err((node.line, format!("{what} is {of}, by key, not {}", node.described()))),
    }
}

fn links(section: &str, node: &Node, items: &mut Vec<Item>) -> At<()> {
    for (name, node) in pairs(node, &format!("`{section}`"), "links, by name")? {
        let path = format!("{section}.{name}");
        let said = pairs(node, &format!("`{path}`"), "what is said of the link")?;
        let mut declared = declared(&link::TABLE, name, said);
        let absent =
            |(key, given): &(String, Given)| key == "state" && given.text() == Some("absent");
        if let Some(place) = declared.pairs.iter().position(absent) {
            declared.pairs.remove(place);
            declared.goal = Goal::Gone;
        }
        items.push(Item { path, declared, line: node.line, keys: lines(said) });
    }
    Ok(())
}

fn list(section: &str, node: &Node, table: &'static Table, items: &mut Vec<Item>) -> At<()> {
    let nodes = match &node.data {
        Data::List(nodes) => nodes.as_slice(),
        Data::Scalar(Given::Text(text)) if text.is_empty() => &[],
        _ => return Err((node.line, format!("`{section}` is a list, not {}", node.described()))),
    };
    let first = items.len();
    for (place, node) in nodes.iter().enumerate() {
        let path = format!("{section}[{place}]");
        let said = pairs(node, &format!("`{path}`"), &format!("a {}", table.name))?;
        if said.is_empty() {
            return Err((node.line, format!("`{path}` says nothing")));
        }
        let mut declared = declared(table, "", said);
        if section == FDB && !declared.pairs.iter().any(|(key, _)| key == "family") {
            declared.pairs.push(("family".to_owned(), "bridge".into()));
        }
        let same = items[first..].iter().find(|item| item.declared.pairs == declared.pairs);
        if let Some(same) = same {
            return Err((node.line, format!("`{path}` says the same as line {}", same.line)));
        }
        items.push(Item { path, declared, line: node.line, keys: lines(said) });
    }
    Ok(())
}

fn declared(table: &'static Table, name: &str, said: &[(String, Node)]) -> Declared {
    let pairs = said.iter().map(|(key, node)| (key.clone(), node.given())).collect();
    Declared { table, goal: Goal::Replace, name: name.to_owned(), pairs }
}

fn lines(said: &[(String, Node)]) -> Vec<(String, usize)> {
    said.iter().map(|(key, node)| (key.clone(), node.line)).collect()
}
