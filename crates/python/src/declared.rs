//! What is declared: tables, their keys, the kernel's numbers.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use route2::schema::rtnl::names::Group;
use route2::schema::rtnl::{KeySource, Op, TABLES};
use route2::wire::{Kind, Names, Set, Spelling};

/// The tables: name, what its objects are, its first message type, events, multicast groups.
#[pyfunction]
pub(crate) fn tables(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let list = PyList::empty(py);
    for table in TABLES {
        let dict = PyDict::new(py);
        dict.set_item("name", table.name)?;
        dict.set_item("doc", table.doc)?;
        dict.set_item("type", table.message_type(Op::New))?;
        dict.set_item("events", table.events.to_vec())?;
        dict.set_item("groups", table.groups.iter().map(|group| group.0).collect::<Vec<_>>())?;
        dict.set_item("kept", route2::Kept::named(table.name).is_some())?;
        list.append(dict)?;
    }
    Ok(list)
}

/// The keys that objects of a table can have, each with what it says (`None` where that depends on the object), its
/// documentation, and whether it can be set. Keys that can only be set are among them.
#[pyfunction]
pub(crate) fn keys<'py>(py: Python<'py>, table: &str) -> PyResult<Bound<'py, PyDict>> {
    let table = crate::wanted::table(py, table)?;
    let keys = PyDict::new(py);
    let mut result = Ok(());
    table.each_key(&mut |source| {
        let set = || key(py, &keys, source);
        result = std::mem::replace(&mut result, Ok(())).and_then(|()| set());
    });
    result?;
    let mut result = Ok(());
    table.each_settable(&mut |name, takes| {
        let set = || settable(py, &keys, name, &takes);
        result = std::mem::replace(&mut result, Ok(())).and_then(|()| set());
    });
    result.map(|()| keys)
}

fn key(py: Python<'_>, keys: &Bound<'_, PyDict>, source: KeySource) -> PyResult<()> {
    if matches!(source.kind(), Some(Kind::Flat(_))) || keys.contains(source.key())? {
        return Ok(());
    }
    let dict = PyDict::new(py);
    let (name, doc) = match source {
        KeySource::Member(field) => (None, field.doc),
        KeySource::Derived(_) => (None, ""),
        KeySource::Attribute(row, _) => (Some(row.name), row.doc),
    };
    dict.set_item("name", name)?;
    dict.set_item("says", source.kind().map(Kind::described))?;
    dict.set_item("type", source.kind().map_or("Any", python_type))?;
    dict.set_item("doc", doc)?;
    dict.set_item("takes", py.None())?;
    keys.set_item(source.key(), dict)
}

fn settable(py: Python<'_>, keys: &Bound<'_, PyDict>, name: &str, takes: &str) -> PyResult<()> {
    let dict = match keys.get_item(name)? {
        Some(dict) => dict.cast_into::<PyDict>()?,
        None => {
            let dict = PyDict::new(py);
            for (key, value) in [("name", None), ("says", None), ("type", Some("Any"))] {
                dict.set_item(key, value)?;
            }
            dict.set_item("doc", "")?;
            keys.set_item(name, &dict)?;
            dict
        }
    };
    dict.set_item("takes", takes)
}

/// The Python type of a value.
fn python_type(kind: &Kind) -> &'static str {
    match kind {
        Kind::Flag => "bool",
        Kind::Num(num) => match num.spelling {
            Some(Spelling::NameAlways(_)) => "int | str",
            _ => "int",
        },
        Kind::Str
        | Kind::Bytes
        | Kind::LinkAddr
        | Kind::Mac
        | Kind::Ip4
        | Kind::Ip6
        | Kind::Ip
        | Kind::Domain => "str",
        Kind::Record(_) => "dict[str, Any]",
        Kind::Headed(..) | Kind::Set(_) => "Node",
        Kind::List(..) | Kind::Labels => "list[Any]",
        Kind::Many(kind) | Kind::Flat(kind) => python_type(kind),
        Kind::Select(_) => "Any",
    }
}

/// The names that a value of a table's objects can have, with their numbers or bits.
#[pyfunction]
pub(crate) fn names<'py>(py: Python<'py>, table: &str, key: &str) -> PyResult<Bound<'py, PyDict>> {
    let names = PyDict::new(py);
    let mut result = Ok(());
    crate::wanted::table(py, table)?.each_kind_at(key, &mut |kind| {
        for (number, name) in kind.and_then(Kind::spelling).map_or(&[][..], Spelling::names) {
            result =
                std::mem::replace(&mut result, Ok(())).and_then(|()| names.set_item(name, number));
        }
    });
    result.map(|()| names)
}

/// The multicast groups, by route2's names of them.
#[pyfunction]
pub(crate) fn groups(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let groups = PyDict::new(py);
    for (number, name) in Group::SPELLING.names() {
        groups.set_item(name, number)?;
    }
    Ok(groups)
}

/// The kernel's numbers: attributes by name, and names of values.
#[pyfunction]
pub(crate) fn constants(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let constants = PyDict::new(py);
    for table in TABLES {
        for (event, op) in table.events.iter().zip([Op::New, Op::Del, Op::Get, Op::Set]) {
            constants.set_item(event, table.message_type(op))?;
        }
        let mut seen = Vec::new();
        attributes(&constants, table.set, &mut seen)?;
    }
    Ok(constants)
}

fn attributes(
    constants: &Bound<'_, PyDict>,
    set: &'static Set,
    seen: &mut Vec<&'static str>,
) -> PyResult<()> {
    if seen.contains(&set.name) {
        return Ok(());
    }
    seen.push(set.name);
    for row in set.rows {
        constants.set_item(row.name, row.number)?;
        below(constants, &row.kind, seen)?;
    }
    Ok(())
}

fn below(
    constants: &Bound<'_, PyDict>,
    kind: &'static Kind,
    seen: &mut Vec<&'static str>,
) -> PyResult<()> {
    match kind {
        Kind::Set(set) | Kind::Headed(_, set) => attributes(constants, set(), seen),
        Kind::Flat(kind) | Kind::Many(kind) | Kind::List(_, kind) => below(constants, kind, seen),
        Kind::Select(choice) => {
            let kinds = choice.cases.iter().map(|(_, kind)| kind).chain(&choice.otherwise);
            kinds.into_iter().try_for_each(|kind| below(constants, kind, seen))
        }
        _ => Ok(()),
    }
}
