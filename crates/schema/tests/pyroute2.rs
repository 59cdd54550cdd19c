//! What pyroute2 makes of the same bytes. Its shape is the one that IPDB's users know, so names and values
//! are the same wherever it decodes, and `differences.tsv` says why where they are not.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_schema::Decoded;
use route2_wire::{Json, Messages, Shape};
use serde_json::{Map, Value, json};
use std::fs;

/// What stands for a value that one side lacks.
const ABSENT: &str = "-";
/// What stands for pyroute2's value of an attribute that it has no name for.
const UNKNOWN: &str = "UNKNOWN";
/// What stands for all that pyroute2 says of a message that it does not decode.
const OPAQUE: &str = "opaque";

fn read(file: &str) -> Vec<u8> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/captures/pyroute2/");
    fs::read(format!("{dir}{file}")).unwrap_or_else(|error| panic!("{dir}{file}: {error}"))
}

/// One place where the two readings differ.
struct Difference {
    event: String,
    path: String,
    theirs: String,
    ours: String,
}

/// Collects the differences of one event.
struct Comparison<'a> {
    event: &'a str,
    same: usize,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn differs(&mut self, path: &str, theirs: &str, ours: &str) {
        let [path, theirs, ours] = [path, theirs, ours].map(str::to_owned);
        self.found.push(Difference { event: self.event.to_owned(), path, theirs, ours });
    }

    fn message(&mut self, theirs: &Map<String, Value>, mut ours: Map<String, Value>) {
        let path = ours["event"].as_str().unwrap().to_owned();
        if !theirs.contains_key("attrs") {
            self.differs(&path, OPAQUE, &ours["attrs"].to_string());
            ours.retain(|key, _| ["header", "event"].contains(&key.as_str()));
        }
        self.members(&path, theirs, &ours);
    }

    fn value(&mut self, path: &str, theirs: &Value, ours: &Value) {
        match (theirs, ours) {
            (Value::Object(t), Value::Object(o)) => match (t.get("attrs"), o.get("attrs")) {
                (None, Some(Value::Array(attrs))) if attrs.len() == 1 => {
                    // One nest more.
                    self.differs(path, &theirs.to_string(), &ours.to_string());
                    self.value(path, theirs, &attrs[0][1]);
                }
                _ => self.members(path, t, o),
            },
            (Value::Object(t), Value::Array(o)) if t.contains_key("attrs") => {
                // Names where the other side has a list.
                self.differs(path, &theirs.to_string(), &ours.to_string());
                let attrs = t["attrs"].as_array().unwrap();
                let items: Vec<_> = attrs.iter().map(|attr| attr[1].clone()).collect();
                self.items(path, &items, o);
            }
            (Value::Array(t), Value::Array(o)) => self.items(path, t, o),
            _ if theirs == ours => self.same += 1,
            _ => self.differs(path, &theirs.to_string(), &ours.to_string()),
        }
    }

    fn members(&mut self, path: &str, theirs: &Map<String, Value>, ours: &Map<String, Value>) {
        for (key, theirs) in theirs {
            let way = format!("{path}.{key}");
            match (ours.get(key), theirs) {
                (None, _) => self.differs(&way, &theirs.to_string(), ABSENT),
                (Some(Value::Array(o)), Value::Array(t)) if key == "attrs" => {
                    self.attrs(path, t, o);
                }
                (Some(ours), _) => self.value(&way, theirs, ours),
            }
        }
        for (key, ours) in ours.iter().filter(|(key, _)| !theirs.contains_key(*key)) {
            self.differs(&format!("{path}.{key}"), ABSENT, &ours.to_string());
        }
    }

    fn items(&mut self, path: &str, theirs: &[Value], ours: &[Value]) {
        if theirs.len() != ours.len() {
            self.differs(path, &json!(theirs).to_string(), &json!(ours).to_string());
        }
        for (theirs, ours) in theirs.iter().zip(ours) {
            self.value(&format!("{path}[]"), theirs, ours);
        }
    }

    /// Attributes are compared one by one in the order in which the kernel wrote them.
    fn attrs(&mut self, path: &str, theirs: &[Value], ours: &[Value]) {
        let name = |attr: &Value| attr[0].as_str().unwrap().to_owned();
        for i in 0..theirs.len().max(ours.len()) {
            match (theirs.get(i), ours.get(i)) {
                (Some(t), None) => {
                    self.differs(&format!("{path}/{}", name(t)), &t[1].to_string(), ABSENT);
                }
                (None, Some(o)) => {
                    self.differs(&format!("{path}/{}", name(o)), ABSENT, &o[1].to_string());
                }
                (Some(t), Some(o)) if name(t) == UNKNOWN => {
                    self.differs(&format!("{path}/{}", name(o)), UNKNOWN, &o[1].to_string());
                }
                (Some(t), Some(o)) => {
                    let way = format!("{path}/{}", name(t));
                    match name(t) == name(o) {
                        true => self.same += 1,
                        false => self.differs(&way, &name(t), &name(o)),
                    }
                    self.value(&way, &t[1], &o[1]);
                }
                (None, None) => {}
            }
        }
    }
}

/// A line of `differences.tsv`.
struct Row<'a> {
    path: &'a str,
    theirs: &'a str,
    ours: &'a str,
}

impl<'a> Row<'a> {
    fn read(line: &'a str) -> Self {
        let columns: Vec<_> = line.split('\t').collect();
        let [path, theirs, ours, right, why] = columns[..] else {
            panic!("differences.tsv: five columns: {line}")
        };
        assert!(["route2", "both"].contains(&right), "who is right? {line}");
        assert!(!why.is_empty(), "why? {line}");
        Self { path, theirs, ours }
    }

    fn explains(&self, difference: &Difference) -> bool {
        matches(self.path, &difference.path)
            && matches(self.theirs, &difference.theirs)
            && matches(self.ours, &difference.ours)
    }
}

/// `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == text };
    let Some(rest) = text.strip_prefix(head) else { return false };
    (0..=rest.len()).any(|i| rest.is_char_boundary(i) && matches(tail, &rest[i..]))
}

#[test]
fn every_difference_is_explained() {
    let (mut same, mut differences) = (0, Vec::new());
    for name in ["events", "synthetic"] {
        let (bytes, lines) = (read(&format!("{name}.bin")), read(&format!("{name}.jsonl")));
        let mut messages = Messages::new(&bytes);
        for line in String::from_utf8(lines).unwrap().lines() {
            let theirs: Value = serde_json::from_str(line).unwrap();
            let ours = Decoded::new(messages.next().unwrap().unwrap());
            let mut json = Json::default();
            ours.write_json(&mut json, Shape::Whole);
            let ours = serde_json::from_slice(json.as_bytes()).unwrap();
            let event = theirs["name"].as_str().unwrap();
            let object = |value: &Value| value.as_object().unwrap().clone();
            let mut comparison = Comparison { event, same: 0, found: Vec::new() };
            comparison.message(&object(&theirs["message"]), object(&ours));
            same += comparison.same;
            differences.append(&mut comparison.found);
        }
        assert!(messages.next().is_none(), "{name}: more messages than lines");
    }
    let table = String::from_utf8(read("differences.tsv")).unwrap();
    let rows: Vec<_> = table.lines().skip(1).map(Row::read).collect();
    let mut used = vec![false; rows.len()];
    let mut unexplained = Vec::new();
    for difference in differences {
        match rows.iter().position(|row| row.explains(&difference)) {
            Some(row) => used[row] = true,
            None => {
                let Difference { event, path, theirs, ours } = difference;
                unexplained
                    .push(format!("{event}: {path}\n    theirs {theirs}\n    ours   {ours}"));
            }
        }
    }
    let dead = rows.iter().zip(used).filter(|(_, used)| !used);
    let dead: Vec<_> = dead.map(|(row, _)| row.path).collect();
    assert!(
        unexplained.is_empty(),
        "{} unexplained:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    assert!(dead.is_empty(), "rows that explain nothing: {dead:?}");
    assert!(same > 9_400, "only {same} names and values are the same");
}
