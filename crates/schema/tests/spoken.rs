//! What is shown can be said: values as text and as JSON, taken back, are the same bytes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_schema::rtnl::{Object, Op, Wanted, route};
use route2_wire::{Access, Fields, Given, Json, Kind, Messages, Parts, Row, Sense, Shape, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What was not taken back, by name.
type Lost = BTreeSet<String>;

fn captures(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => captures(&path, found),
            false if path.extension().is_some_and(|extension| extension == "bin") => {
                found.push(path);
            }
            false => {}
        }
    }
}

/// A scalar of a settable kind; others are made of these, or depend on what is around them.
fn is_scalar(kind: &Kind, value: Value<'_>) -> bool {
    let is_tree = matches!(
        value,
        Value::Set(_) | Value::Record(_) | Value::Headed(_) | Value::List(_) | Value::Malformed(_)
    );
    !is_tree && !matches!(kind, Kind::Select(_))
}

fn check(
    name: &str,
    kind: &'static Kind,
    payload: &[u8],
    value: Value<'_>,
    family: u16,
    lost: &mut Lost,
) {
    let mut json = Json::default();
    json.value(value, Shape::Plain);
    let json = match serde_json::from_slice(json.as_bytes()).unwrap() {
        serde_json::Value::Number(n) => {
            Given::Number(n.as_i64().map(i128::from).or(n.as_u64().map(i128::from)).unwrap())
        }
        serde_json::Value::Bool(truth) => Given::Bool(truth),
        serde_json::Value::Array(items) => {
            Given::List(items.iter().map(|item| Given::from(item.as_str().unwrap())).collect())
        }
        text => Given::from(text.as_str().unwrap()),
    };
    let sense = Sense { family, index_of: &|_| None };
    for given in [Given::from(value.to_string().as_str()), json] {
        let mut bytes = Vec::new();
        let result = kind.encode(&given, sense, &mut bytes);
        // Text may come without its NUL, or with more behind it.
        let is_same = match kind {
            Kind::Str => bytes.strip_suffix(&[0]).is_some_and(|text| payload.starts_with(text)),
            // Who asks may leave out which label is the last.
            Kind::Labels => {
                bytes.len() == payload.len() && {
                    let without_last =
                        |(at, byte): (usize, &u8)| if at % 4 == 2 { byte & !1 } else { *byte };
                    bytes
                        .iter()
                        .enumerate()
                        .map(without_last)
                        .eq(payload.iter().enumerate().map(without_last))
                }
            }
            _ => bytes == payload,
        };
        if !is_same {
            lost.insert(format!(
                "{name}: {given:?} is {bytes:x?}, was {payload:x?} ({:?})",
                result.err()
            ));
        }
    }
}

fn members(record: &str, parts: Parts<'_>, lost: &mut Lost) {
    let bytes = parts.bytes();
    for member in parts {
        let name = format!("{record}.{}", member.field.name);
        if let Value::Record(inner) = member.value {
            members(&name, inner, lost);
        } else if is_scalar(&member.field.kind, member.value) {
            let payload = member.field.of(bytes).unwrap_or_default();
            check(&name, &member.field.kind, payload, member.value, 0, lost);
        }
    }
}

fn attributes(fields: Fields<'_>, family: u16, lost: &mut Lost) {
    for field in fields {
        let Some(row) = field.row else { continue };
        if matches!(row.access, Access::ReadWrite | Access::WriteOnly) {
            one(row, field.attr.payload, field.value(), family, lost);
        }
    }
}

fn one(row: &'static Row, payload: &[u8], value: Value<'_>, family: u16, lost: &mut Lost) {
    match value {
        Value::Set(inner) => attributes(inner, family, lost),
        Value::Record(parts) => members(row.name, parts, lost),
        Value::Headed(body) => attributes(body.fields(), family, lost),
        Value::List(items) => items.for_each(|item| match item {
            Value::Set(inner) => attributes(inner, family, lost),
            Value::Headed(body) => attributes(body.fields(), family, lost),
            _ => {}
        }),
        value if is_scalar(&row.kind, value) => {
            check(row.name, &row.kind, payload, value, family, lost);
        }
        _ => {}
    }
}

#[test]
fn what_is_shown_can_be_said() {
    let mut files = Vec::new();
    captures(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures"), &mut files);
    let mut lost = Lost::new();
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for object in Messages::new(&bytes).filter_map(|message| Object::new(message.ok()?)) {
            attributes(object.fields(), object.family(), &mut lost);
        }
    }
    let lost: Vec<_> = lost.into_iter().collect();
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn what_decides_may_be_said_later() {
    let said = [
        ("encap", Given::Map(vec![("dst".to_owned(), "200/300".into())])),
        ("encap_type", "mpls".into()),
    ];
    let said = said.map(|(key, given)| (key.to_owned(), given));
    let mut backwards = said.clone();
    backwards.reverse();
    let [one, other] = [said, backwards].map(|pairs| {
        let mut route = Wanted::new(&route::TABLE);
        route.set_all(&pairs, &|_| None).unwrap();
        route.message(Op::New, 0)
    });
    assert_eq!(one, other);
    let mut route = Wanted::new(&route::TABLE);
    let error = route.set_all(&[("encap".to_owned(), 1.into())], &|_| None).unwrap_err();
    assert_eq!(error.to_string(), "no key is called `encap`");
}
