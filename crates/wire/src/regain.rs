//! From a value as the kernel states it back to one as people give it.

use crate::{Access, Fields, Given, Kind, Parts, Row, Spelling, Value};

impl Given {
    /// A value as somebody would give it to have it so: names of interfaces by `name_of`, and of structures and nests
    /// the parts that can be set and say something. `None` where nothing is left.
    pub fn of(value: Value<'_>, name_of: &dyn Fn(u64) -> Option<String>) -> Option<Self> {
        Some(match value {
            Value::Flag => Self::Bool(true),
            Value::Uint(number) => Self::Number(number.into()),
            Value::Int(number) => Self::Number(number.into()),
            Value::Spelled(index, Spelling::Interface) => match name_of(index) {
                Some(name) => Self::Text(name),
                None => Self::Number(index.into()),
            },
            Value::Spelled(number, _) => match value.to_string() {
                text if text == number.to_string() => Self::Number(number.into()),
                text => Self::Text(text),
            },
            Value::Str(text) => text.into(),
            Value::Ip(_)
            | Value::Prefix(..)
            | Value::Bytes(_)
            | Value::LinkAddr(_)
            | Value::Labels(_)
            | Value::Domain(_) => Self::Text(value.to_string()),
            Value::Set(fields) => Self::Map(pairs_of(fields, name_of)).full()?,
            Value::Record(parts) => Self::Map(members_of(parts, name_of)).full()?,
            Value::Headed(body) => {
                let mut pairs = members_of(body.parts(), name_of);
                pairs.extend(pairs_of(body.fields(), name_of));
                Self::Map(pairs).full()?
            }
            Value::List(items) => {
                let item = |item| Self::of(item, name_of).unwrap_or(Self::Map(Vec::new()));
                Self::List(items.map(item).collect())
            }
            Value::Malformed(_) => return None,
        })
    }

    fn full(self) -> Option<Self> {
        match &self {
            Self::Map(pairs) if pairs.is_empty() => None,
            _ => Some(self),
        }
    }
}

/// The attributes that can be set; those that are repeated as a list.
fn pairs_of(fields: Fields<'_>, name_of: &dyn Fn(u64) -> Option<String>) -> Vec<(String, Given)> {
    let mut pairs: Vec<(String, Given)> = Vec::new();
    fields.each_key(&mut |row: &Row, value| {
        if !matches!(row.access, Access::ReadWrite) {
            return;
        }
        // What the kernel states in another way than it was asked for.
        let asked = row.kind.unit().zip(value.number()).map(|(unit, stated)| unit.asked(stated));
        let asked = asked.map(|asked| Given::Number(asked.into()));
        let Some(given) = asked.or_else(|| Given::of(value, name_of)) else { return };
        let same = pairs.iter_mut().find(|(key, _)| key == row.key);
        match (same, matches!(row.kind, Kind::Many(_)), given) {
            (Some((_, Given::List(items))), true, given) => items.push(given),
            (_, true, given @ Given::List(_)) => pairs.push((row.key.to_owned(), given)),
            (_, true, given) => pairs.push((row.key.to_owned(), Given::List(vec![given]))),
            (Some(_), false, _) => {}
            (None, false, given) => pairs.push((row.key.to_owned(), given)),
        }
    });
    pairs
}

/// The members that can be set and are not zero.
fn members_of(parts: Parts<'_>, name_of: &dyn Fn(u64) -> Option<String>) -> Vec<(String, Given)> {
    // A mask of all bits stands for those that have names: more are refused.
    let named = parts.clone().find(|member| member.field.name == "flags").map(|flags| {
        let names = flags.field.kind.spelling().map(Spelling::names).unwrap_or_default();
        names.iter().fold(0, |bits, (bit, _)| bits | bit)
    });
    let settable = parts.filter(|member| member.field.access == Access::ReadWrite);
    let said = settable.filter(|member| member.value.number() != Some(0));
    said.filter_map(|member| {
        let given = match (member.field.name, member.value.number(), named) {
            ("mask", Some(0xffff_ffff), Some(named)) => Given::Number(named.into()),
            _ => Given::of(member.value, name_of)?,
        };
        Some((member.field.name.to_owned(), given))
    })
    .collect()
}
