//! Objects as text for people: a line, a row of a table, or a whole message.

use crate::columns;
use crate::interfaces::Names;
use anstyle::{AnsiColor, Style};
use route2::Origin;
use route2::schema::Decoded;
use route2::schema::netlink::ExtAck;
use route2::schema::rtnl::{Object, Op};
use route2::schema::wire::{AttrSet, Fields, Kind, Message, Parts, Spelling, Value};
use std::fmt::{self, Write};

/// The style of names of attributes and keys.
pub(crate) const KEY: Style = AnsiColor::Cyan.on_default();
/// The style of names of objects.
pub(crate) const NAME: Style = Style::new().bold();
/// The style of remarks.
const DIM: Style = Style::new().dimmed();

/// A value with the names of interfaces in it.
pub(crate) fn value(value: Value<'_>, interfaces: &dyn Names) -> String {
    let mut out = String::new();
    write_value(value, interfaces, &mut out);
    out
}

/// Writes a value with the names of interfaces in it.
pub(crate) fn write_value(value: Value<'_>, interfaces: &dyn Names, out: &mut String) {
    match value {
        Value::Spelled(n, Spelling::Interface) => match interfaces.name(n) {
            Some(name) => out.push_str(name),
            None => drop(write!(out, "{n}")),
        },
        Value::List(items) => {
            for (i, item) in items.enumerate() {
                out.push_str(if i == 0 { "" } else { " " });
                write_value(item, interfaces, out);
            }
        }
        Value::Set(_) | Value::Record(_) | Value::Headed(_) => {
            out.push('{');
            let mut between = "";
            each_part(value, &mut |key, value| {
                if columns::is_nothing(value) {
                    return;
                }
                let _ = write!(out, "{between}{key}");
                if !matches!(value, Value::Flag) {
                    out.push(' ');
                    write_value(value, interfaces, out);
                }
                between = ", ";
            });
            out.push('}');
        }
        other => drop(write!(out, "{other}")),
    }
}

/// Calls `visit` with the members of a structure and the attributes of a nest; those in a nest whose keys
/// are the outer one's among them.
fn each_part<'a>(value: Value<'a>, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
    match value {
        Value::Record(parts) => parts.for_each(|member| visit(member.field.name, member.value)),
        Value::Set(fields) => fields.for_each(|field| match (field.row, field.value()) {
            (Some(row), inner @ Value::Set(_)) if matches!(row.kind, Kind::Flat(_)) => {
                each_part(inner, visit);
            }
            // Statistics and timers would hide the rest; the whole message has them.
            (Some(row), _) if row.access.is_volatile() => {}
            (row, value) => visit(row.map_or("UNKNOWN", |row| row.key), value),
        }),
        Value::Headed(body) => {
            each_part(Value::Record(body.parts()), visit);
            each_part(Value::Set(body.fields()), visit);
        }
        _ => {}
    }
}

/// What happened, as one character in one colour.
pub(crate) fn sign(op: Op, changed: bool) -> (char, Style) {
    let (sign, color) = match (op, changed) {
        (Op::New, false) => ('+', AnsiColor::Green),
        (Op::New, true) | (Op::Set, _) => ('~', AnsiColor::Yellow),
        (Op::Del, _) => ('-', AnsiColor::Red),
        (Op::Get, _) => ('?', AnsiColor::Blue),
    };
    (sign, color.on_default().bold())
}

/// What follows a line about a change that the kernel did not announce.
pub(crate) fn origin(origin: Origin) -> String {
    match origin {
        Origin::Kernel => String::new(),
        other => format!(" {DIM}{}{DIM:#}", crate::changes::origin(other)),
    }
}

/// One line: the sign, the table, and what the table's columns say.
pub(crate) fn line(object: Object<'_>, changed: bool, interfaces: &dyn Names) -> String {
    let (sign, style) = sign(object.op, changed);
    let mut line = format!("{style}{sign}{style:#} {}", object.table.name);
    let columns = object.table.columns;
    let mut is_first = true;
    columns::each_line(object, interfaces, &mut Vec::new(), &mut |texts| {
        // What the things of one object have in common is said once.
        let said = columns
            .iter()
            .zip(texts)
            .filter(|(column, text)| !text.is_empty() && (is_first || !column.items.is_empty()));
        for (column, text) in said {
            let _ = match column.labelled {
                true if text == column.title => write!(line, " {KEY}{text}{KEY:#}"),
                true => write!(line, " {KEY}{}{KEY:#} {text}", column.title),
                false => write!(line, " {NAME}{text}{NAME:#}"),
            };
        }
        is_first = false;
    });
    line
}

/// A line about a message that is no object.
pub(crate) fn not_object(decoded: Decoded<'_>) -> String {
    let (code, ext_ack) = match decoded {
        Decoded::Answer(_, answer) => (answer.code, answer.ext_ack),
        Decoded::End(_, end) => (end.code, end.ext_ack),
        Decoded::Object(object) => return line(object, false, &()),
        Decoded::Other(message) => return other(message),
    };
    let mut line = format!("{NAME}{}{NAME:#}", decoded.event());
    if code < 0 {
        let error = std::io::Error::from_raw_os_error(code.saturating_neg());
        let _ = write!(line, " {error}");
    }
    let mut between = ": ";
    for field in Fields::of(ExtAck::SET, ext_ack.bytes()) {
        let _ = write!(line, "{between}{KEY}{}{KEY:#} {}", field.name(), field.value());
        between = ", ";
    }
    line
}

/// A line about a message that no table has.
pub(crate) fn other(message: Message<'_>) -> String {
    format!(
        "{NAME}{}{NAME:#} type {} data {}",
        Decoded::new(message).event(),
        message.header.message_type,
        Value::Bytes(message.payload())
    )
}

/// A whole message, an attribute a line, nests indented.
pub(crate) fn whole(object: Object<'_>) -> String {
    let mut out = format!("{NAME}{}{NAME:#}", object.event());
    let header = object.message.header;
    let _ = write!(
        out,
        " length {} flags {:#x} sequence {} port {}",
        header.length, header.flags, header.sequence, header.port
    );
    out.push('\n');
    let _ = parts(object.header(), 1, &mut out);
    let _ = fields(object.fields(), 1, &mut out);
    out
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("    ", depth));
}

/// The attributes of a set, a line each.
pub(crate) fn fields(set: Fields<'_>, depth: usize, out: &mut String) -> fmt::Result {
    for field in set {
        indent(depth, out);
        match field.row {
            Some(row) => write!(out, "{KEY}{}{KEY:#}", row.name)?,
            None => write!(out, "{KEY}UNKNOWN({}){KEY:#}", field.attr.number())?,
        }
        below(field.value(), depth, out)?;
    }
    Ok(())
}

fn parts(record: Parts<'_>, depth: usize, out: &mut String) -> fmt::Result {
    for member in record {
        indent(depth, out);
        write!(out, "{KEY}{}{KEY:#}", member.field.name)?;
        below(member.value, depth, out)?;
    }
    Ok(())
}

/// A value behind its name: on the same line, or indented below it.
fn below(value: Value<'_>, depth: usize, out: &mut String) -> fmt::Result {
    match value {
        Value::Set(inner) => {
            out.push('\n');
            fields(inner, depth + 1, out)
        }
        Value::Record(record) => {
            out.push('\n');
            parts(record, depth + 1, out)
        }
        Value::Headed(body) => {
            out.push('\n');
            parts(body.parts(), depth + 1, out)?;
            fields(body.fields(), depth + 1, out)
        }
        Value::List(items) if items.clone().any(is_tree) => {
            out.push('\n');
            for (i, item) in items.enumerate() {
                indent(depth + 1, out);
                write!(out, "[{i}]")?;
                below(item, depth + 1, out)?;
            }
            Ok(())
        }
        Value::Flag => {
            out.push('\n');
            Ok(())
        }
        scalar => writeln!(out, " {scalar}"),
    }
}

fn is_tree(value: Value<'_>) -> bool {
    matches!(value, Value::Set(_) | Value::Record(_) | Value::Headed(..))
}
