//! What of an object nobody can read.

use route2_schema::rtnl::Object;
use route2_schema::wire::{Fields, Value};

/// What is undeclared, malformed or longer than known in an object, each with the way to it.
pub fn gaps(object: Object<'_>) -> Vec<String> {
    let mut found = Vec::new();
    in_value(Value::Record(object.header()), object.event(), &mut found);
    in_fields(object.fields(), object.event(), &mut found);
    found
}

fn in_fields(fields: Fields<'_>, way: &str, found: &mut Vec<String>) {
    for field in fields {
        let way = format!("{way}/{}", field.name());
        if field.row.is_none() {
            found.push(format!("{way}({}) is undeclared", field.attr.number()));
        }
        in_value(field.value(), &way, found);
    }
}

fn in_value(value: Value<'_>, way: &str, found: &mut Vec<String>) {
    match value {
        Value::Malformed(bytes) => found.push(format!("{way} is malformed: {bytes:02x?}")),
        Value::Set(fields) => in_fields(fields, way, found),
        Value::Headed(body) => {
            in_value(Value::Record(body.parts()), way, found);
            in_fields(body.fields(), way, found);
        }
        Value::Record(parts) => {
            if !parts.rest().is_empty() {
                found.push(format!("{way} is longer than known by {} bytes", parts.rest().len()));
            }
            for member in parts {
                in_value(member.value, &format!("{way}.{}", member.field.name), found);
            }
        }
        Value::List(items) => items.for_each(|item| in_value(item, way, found)),
        _ => {}
    }
}
