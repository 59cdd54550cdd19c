//! Our side: ways into an object, and a value of ours beside one of theirs.

use route2_schema::rtnl::Object;
use route2_schema::wire::{self, Shape, Spelling, Value};
use serde_json::Value as Json;
use std::collections::HashMap;

/// Where we are in an object.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// At its top.
    Object(Object<'a>),
    /// At a nest or a structure in it.
    Value(Value<'a>),
}

impl<'a> Node<'a> {
    /// The value at the end of a path; the last of repeated attributes.
    pub fn at(self, path: &str) -> Option<Value<'a>> {
        match (path, self) {
            ("", Self::Value(value)) => Some(value),
            _ => self.all(path).pop(),
        }
    }

    /// The number at the end of a path.
    pub fn number(self, path: &str) -> Option<u64> {
        self.at(path)?.number()
    }

    /// The value at the end of a path as people read it.
    pub fn text(self, path: &str) -> String {
        self.at(path).map(|value| value.to_string()).unwrap_or_default()
    }

    /// All values at the end of a path: one, or those of repeated attributes on the way.
    pub fn all(self, path: &str) -> Vec<Value<'a>> {
        match path.split_once('.') {
            Some((key, rest)) => {
                self.under(key).into_iter().flat_map(|value| Self::Value(value).all(rest)).collect()
            }
            None => self.under(path),
        }
    }

    /// As [`all`](Self::all), and the values of a list one by one.
    pub fn items(self, path: &str) -> Vec<Value<'a>> {
        match self.all(path).as_slice() {
            [Value::List(items)] => items.collect(),
            all => all.to_vec(),
        }
    }

    /// Where a path leads; `""` leads nowhere else.
    pub fn go(self, path: &str) -> Option<Self> {
        if path.is_empty() { Some(self) } else { self.at(path).map(Self::Value) }
    }

    fn under(self, key: &str) -> Vec<Value<'a>> {
        let mut found = Vec::new();
        let mut visit = |k: &'static str, value| {
            if k == key {
                found.push(value);
            }
        };
        match self {
            Self::Object(object) => {
                object.each_key(&mut visit);
                if found.is_empty() {
                    found.extend(object.key(key));
                }
            }
            Self::Value(Value::Set(fields)) => {
                fields.each_key(&mut |row, value| visit(row.key, value));
            }
            Self::Value(Value::Record(parts)) => found.extend(parts.get(key)),
            Self::Value(Value::Headed(body)) => {
                body.fields().each_key(&mut |row, value| visit(row.key, value));
                if found.is_empty() {
                    found.extend(body.parts().get(key));
                }
            }
            Self::Value(Value::List(mut items)) => {
                found.extend(key.parse().ok().and_then(|position| items.nth(position)));
            }
            // The bits of a number are its members: `flags.up`.
            Self::Value(Value::Spelled(n, spelling @ Spelling::Bits(_))) => {
                let bit = spelling.number(key);
                found.extend(bit.map(|bit| Value::Uint((n & bit == bit).into())));
            }
            Self::Value(_) => {}
        }
        found
    }
}

/// The names of interfaces, by index.
#[derive(Clone, Debug, Default)]
pub struct Interfaces(HashMap<u64, String>);

impl Interfaces {
    /// Learns the name of an interface.
    pub fn learn(&mut self, index: u64, name: &str) {
        self.0.insert(index, name.to_owned());
    }

    /// Learns the names from links as iproute2 lists them.
    pub fn learn_from(&mut self, links: &Json) {
        for link in links.as_array().into_iter().flatten() {
            if let (Some(index), Some(name)) = (link["ifindex"].as_u64(), link["ifname"].as_str()) {
                self.learn(index, name);
            }
        }
    }

    /// The name of an interface.
    pub fn name(&self, index: u64) -> Option<&str> {
        self.0.get(&index).map(String::as_str)
    }
}

/// A value of theirs, and ours.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// What iproute2 states.
    pub theirs: &'a Json,
    /// What we have at the rule's path: nothing, one value, or all of a repeated attribute.
    pub all: Vec<Value<'a>>,
    /// What the path began at.
    pub around: Node<'a>,
    /// The object that all of this is about.
    pub object: Object<'a>,
    /// The names of interfaces.
    pub interfaces: &'a Interfaces,
    /// Where in the innermost list we are, from 0 on.
    pub position: usize,
}

impl<'a> Pair<'a> {
    /// Our value.
    pub fn ours(&self) -> Option<Value<'a>> {
        self.all.last().copied()
    }

    /// The top of the object.
    pub fn top(&self) -> Node<'a> {
        Node::Object(self.object)
    }

    /// The same value of theirs beside another of ours.
    pub fn of(&self, path: &str) -> Self {
        Self { all: self.around.all(path), ..self.clone() }
    }

    /// Our value, where it is a number.
    pub fn number(&self) -> Option<u64> {
        self.ours()?.number()
    }

    /// Our value as people read it.
    pub fn text(&self) -> Option<String> {
        self.ours().map(|value| value.to_string())
    }

    /// Our values one by one: those of a repeated attribute or of a list, the names of bits.
    pub fn items(&self) -> Vec<String> {
        match self.all.as_slice() {
            [Value::List(items)] => items.map(|item| item.to_string()).collect(),
            [Value::Spelled(n, spelling @ Spelling::Bits(_))] => {
                let (names, unnamed) = spelling.bits(*n);
                let unnamed = (unnamed != 0).then(|| format!("{unnamed:#x}"));
                names.map(str::to_owned).chain(unnamed).collect()
            }
            all => all.iter().map(ToString::to_string).collect(),
        }
    }

    /// Our side for a message about a failure.
    pub(crate) fn shown(&self) -> String {
        let json = |value: &Value<'_>| {
            let mut json = wire::Json::default();
            json.value(*value, Shape::Plain);
            json.into_string()
        };
        match self.all.as_slice() {
            [] => "nothing".to_owned(),
            all => all.iter().map(json).collect::<Vec<_>>().join(", "),
        }
    }
}
