//! What a table's columns say of an object.

use crate::interfaces::Names;
use crate::text;
use route2::schema::rtnl::tc::IFINDEX_OF_BLOCKS;
use route2::schema::rtnl::{Column, Object};
use route2::schema::wire::{Spelling, Value};

/// Calls `visit` with what the columns of the object's table say, a text each, empty where there is nothing
/// to say. Where the object holds several things, once for each; where it could but holds none, once.
///
/// `texts` is room to work in, to be used again for the next object.
pub(crate) fn each_line(
    object: Object<'_>,
    interfaces: &dyn Names,
    texts: &mut Vec<String>,
    visit: &mut dyn FnMut(&[String]),
) {
    let columns = object.table.columns;
    texts.resize_with(columns.len(), String::new);
    texts.iter_mut().for_each(String::clear);
    object.each_key(&mut |key, value| {
        for (column, text) in columns.iter().zip(&mut *texts) {
            if let ("", Some(rest)) = (column.items, rest_of(column.path, key)) {
                value.each_at(rest, &mut |value| append(value, column, interfaces, text));
            }
        }
    });
    let mut has_items = false;
    // Columns of the same things stand beside each other.
    for group in columns.chunk_by(|a, b| a.items == b.items) {
        if group[0].items.is_empty() {
            continue;
        }
        object.each_at(group[0].items, &mut |value| {
            each_item(value, &mut |item| {
                for (column, text) in columns.iter().zip(&mut *texts) {
                    if !column.items.is_empty() {
                        text.clear();
                    }
                    if column.items == group[0].items {
                        item.each_at(column.path, &mut |value| {
                            append(value, column, interfaces, text);
                        });
                    }
                }
                has_items = true;
                visit(texts);
            });
        });
    }
    if !has_items {
        visit(texts);
    }
}

/// Does this line say something of one of several things, where there can be such?
pub(crate) fn is_of_item(columns: &[Column], texts: &[String]) -> bool {
    let mut items =
        columns.iter().zip(texts).filter(|(column, _)| !column.items.is_empty()).peekable();
    items.peek().is_none() || items.any(|(_, text)| !text.is_empty())
}

/// What is left of a path behind its first key, where that is the one.
fn rest_of<'p>(path: &'p str, key: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(key)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('.') }
}

fn each_item<'a>(value: Value<'a>, visit: &mut dyn FnMut(Value<'a>)) {
    match value {
        Value::List(items) => items.for_each(visit),
        one => visit(one),
    }
}

/// No flag, no interface: nothing to say.
pub(crate) fn is_nothing(value: Value<'_>) -> bool {
    matches!(
        value,
        Value::Spelled(0, Spelling::Bits(_) | Spelling::Interface)
            | Value::Spelled(IFINDEX_OF_BLOCKS, Spelling::Interface)
    )
}

/// Appends what a column says; what says something by being there has the column's title for a text.
fn append(value: Value<'_>, column: &Column, interfaces: &dyn Names, text: &mut String) {
    if is_nothing(value) {
        return;
    }
    if !text.is_empty() {
        text.push(' ');
    }
    match value {
        Value::Flag => text.push_str(column.title),
        value => text::write_value(value, interfaces, text),
    }
}
