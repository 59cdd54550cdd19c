//! Paths into values, keys joined by dots: `parms.queue_len`.

use crate::{Kind, Value};

fn split(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

impl<'a> Value<'a> {
    /// Calls `visit` with every value at the end of the path: of all items, where there are lists on the
    /// way or attributes that are repeated. The empty path ends at the value itself.
    pub fn each_at(self, path: &str, visit: &mut dyn FnMut(Value<'a>)) {
        if path.is_empty() {
            return visit(self);
        }
        let (key, rest) = split(path);
        match self {
            Self::List(items) => items.for_each(|item| item.each_at(path, visit)),
            Self::Set(fields) => fields.each_key(&mut |row, value| {
                if row.key == key {
                    value.each_at(rest, visit);
                }
            }),
            Self::Record(parts) => {
                if let Some(value) = parts.get(key) {
                    value.each_at(rest, visit);
                }
            }
            Self::Headed(body) => {
                Self::Record(body.parts()).each_at(path, visit);
                Self::Set(body.fields()).each_at(path, visit);
            }
            _ => {}
        }
    }
}

impl Kind {
    /// Calls `visit` with what can be at the end of the path: nothing, where there is no such path.
    pub fn each_at(&'static self, path: &str, visit: &mut dyn FnMut(&'static Self)) {
        match self {
            Self::Flat(inner) | Self::Many(inner) | Self::List(_, inner) => {
                return inner.each_at(path, visit);
            }
            Self::Select(choice) => {
                let cases = choice.cases.iter().map(|(_, kind)| kind);
                return cases.chain(&choice.otherwise).for_each(|kind| kind.each_at(path, visit));
            }
            _ if path.is_empty() => return visit(self),
            _ => {}
        }
        let (key, rest) = split(path);
        let (record, set) = match self {
            Self::Record(record) => (Some(*record), None),
            Self::Headed(record, set) => (Some(*record), Some(set())),
            Self::Set(set) => (None, Some(set())),
            _ => return,
        };
        let members = record.into_iter().flat_map(|record| record.fields);
        members.filter(|f| f.name == key).for_each(|f| f.kind.each_at(rest, visit));
        for row in set.into_iter().flat_map(|set| set.rows) {
            match &row.kind {
                kind if row.key == key => kind.each_at(rest, visit),
                Self::Flat(inner) => inner.each_at(path, visit),
                _ => {}
            }
        }
    }
}
