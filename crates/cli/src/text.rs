//! Objects as text for people: a line, a row of a table, or a whole message.

use crate::interfaces::Interfaces;
use anstyle::{AnsiColor, Style};
use route2::schema::Decoded;
use route2::schema::netlink::ExtAck;
use route2::schema::rtnl::{Column, Object, Op};
use route2::schema::wire::{AttrSet, Fields, Message, Parts, Spelling, Value};
use std::fmt::{self, Write};

/// The style of names of attributes and keys.
pub(crate) const KEY: Style = AnsiColor::Cyan.on_default();
/// The style of names of objects.
pub(crate) const NAME: Style = Style::new().bold();

/// A value with the names of interfaces in it.
pub(crate) fn value(value: Value<'_>, interfaces: &Interfaces) -> String {
    match value {
        Value::Spelled(n, Spelling::Interface) => {
            interfaces.name(n).map_or_else(|| n.to_string(), str::to_owned)
        }
        Value::List(items) => {
            let items: Vec<_> = items.map(|item| self::value(item, interfaces)).collect();
            items.join(" ")
        }
        Value::Headed(body) => {
            let mut words: Vec<_> =
                body.parts().map(|m| word(m.field.name, m.value, interfaces)).collect();
            let row = |f: route2::schema::wire::Field<'_>| f.row.map_or("UNKNOWN", |row| row.key);
            words.extend(body.fields().map(|field| word(row(field), field.value(), interfaces)));
            format!("{{{}}}", words.join(", "))
        }
        other => other.to_string(),
    }
}

fn word(key: &str, v: Value<'_>, interfaces: &Interfaces) -> String {
    format!("{key} {}", value(v, interfaces))
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

/// One line: the sign, the table, and what the table's columns say.
pub(crate) fn line(object: Object<'_>, changed: bool, interfaces: &Interfaces) -> String {
    let (sign, style) = sign(object.op, changed);
    let mut line = format!("{style}{sign}{style:#} {}", object.table.name);
    for (column, text) in columns(object, interfaces) {
        let _ = match column.labelled {
            true => write!(line, " {KEY}{}{KEY:#} {text}", column.key),
            false => write!(line, " {NAME}{text}{NAME:#}"),
        };
    }
    if object.table.columns.is_empty() {
        let _ = write!(line, " {}", Value::Record(object.header()));
    }
    line
}

/// The table's columns that have something to say.
pub(crate) fn columns(
    object: Object<'_>,
    interfaces: &Interfaces,
) -> impl Iterator<Item = (&'static Column, String)> {
    object.table.columns.iter().filter_map(move |column| {
        let text = match object.key(column.key)? {
            // No flag, no interface: nothing to say.
            Value::Spelled(0, Spelling::Bits(_) | Spelling::Interface) => return None,
            other => value(other, interfaces),
        };
        (!text.is_empty()).then_some((column, text))
    })
}

/// A line about a message that is no object.
pub(crate) fn not_object(decoded: Decoded<'_>) -> String {
    let (code, ext_ack) = match decoded {
        Decoded::Answer(_, answer) => (answer.code, answer.ext_ack),
        Decoded::End(_, end) => (end.code, end.ext_ack),
        Decoded::Object(object) => return line(object, false, &Interfaces::default()),
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
