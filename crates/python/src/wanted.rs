//! Which objects are meant: a table, and conditions.

use crate::error::{OrRaise, unknown};
use pyo3::prelude::*;
use route2::schema::rtnl::{Object, TABLES, Table};
use route2::{Filter, KEPT, Kept};

/// A table, and what must hold of its objects: `link ifname=ppp* operstate=UP`.
#[derive(Clone)]
pub(crate) struct Wanted {
    table: Option<&'static Table>,
    kept: Option<&'static Kept>,
    filter: Filter,
}

/// What Python's users say: one text, or words, of which a value may have spaces in it.
#[derive(FromPyObject)]
pub(crate) enum Words {
    Text(String),
    Words(Vec<String>),
}

impl Wanted {
    /// Reads words; the first is a table where it is no condition.
    pub(crate) fn new(py: Python<'_>, words: Words) -> PyResult<Self> {
        let words = match words {
            Words::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
            Words::Words(words) => words,
        };
        let (named, conditions) = match words.split_first() {
            Some((first, rest)) if !first.contains('=') => (Some(first.as_str()), rest),
            _ => (None, words.as_slice()),
        };
        let kept = named.and_then(Kept::named);
        let table = kept.map(|kept| kept.table).or_else(|| named.and_then(Table::named));
        if let (Some(name), None) = (named, table) {
            return Err(unknown(py, name, &no_table(name)));
        }
        let tables = table.as_ref().map_or(TABLES, std::slice::from_ref);
        Ok(Self { table, kept, filter: Filter::parse(conditions, tables).or_raise(py)? })
    }

    /// Of a table, whatever else holds.
    pub(crate) fn conditions(&self) -> &Filter {
        &self.filter
    }

    /// The table of a mirror, which is that of the links where none was said.
    pub(crate) fn kept(&self) -> &'static Kept {
        self.kept
            .or_else(|| self.table.and_then(|table| Kept::named(table.name)))
            .unwrap_or(&KEPT[0])
    }

    /// Was a table said?
    pub(crate) const fn is_of_a_table(&self) -> bool {
        self.table.is_some()
    }

    /// Is it of the table?
    pub(crate) fn is_of_table(&self, object: Object<'_>) -> bool {
        self.table.is_none_or(|table| std::ptr::eq(table, object.table))
    }
}

/// The table with this name.
pub(crate) fn table(py: Python<'_>, name: &str) -> PyResult<&'static Table> {
    Table::named(name).ok_or_else(|| unknown(py, name, &no_table(name)))
}

fn no_table(name: &str) -> String {
    let names: Vec<_> = TABLES.iter().map(|table| table.name).collect();
    format!("there is no table `{name}`; there are: {}", names.join(", "))
}
