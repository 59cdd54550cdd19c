//! Plans as text: a line a step, as the program takes it.

use super::{Plan, Step, Wish};
use crate::Snapshot;
use route2_schema::rtnl::{Object, Op};
use route2_wire::{Given, Messages, Spelling, Value, flag};
use std::collections::HashMap;
use std::fmt::Write;

impl Plan {
    /// The steps as lines, each a command of the program: `add link ifname=br0 kind=bridge`.
    pub fn lines(&self, now: &Snapshot) -> Vec<String> {
        let mut names = Names::of(now);
        self.steps.iter().map(|step| names.line(step)).collect()
    }
}

/// What an object is, for messages: `link br0`, `route dst=10.0.0.0/8 table=100`.
pub(super) fn what(object: Object<'_>, now: &Snapshot) -> String {
    Names::of(now).what(object)
}

impl Wish {
    /// What it is about: `link br0`, `route dst=10.0.0.0/8 table=100`.
    pub fn what(&self, now: &Snapshot) -> String {
        what(self.object(), now)
    }
}

/// What links are called, those too that the plan makes.
struct Names<'a> {
    now: &'a Snapshot,
    made: HashMap<u64, String>,
}

impl<'a> Names<'a> {
    fn of(now: &'a Snapshot) -> Self {
        Self { now, made: HashMap::new() }
    }

    fn get(&self, index: u64) -> Option<&str> {
        let made = self.made.get(&index).map(String::as_str);
        made.or_else(|| self.now.name(index.try_into().ok()?))
    }

    fn line(&mut self, step: &Step) -> String {
        let message = Messages::new(&step.request).next().and_then(Result::ok);
        let Some(object) = message.and_then(Object::new) else { return String::new() };
        let index = object.header().number("index").unwrap_or_default();
        let before = self.get(index).unwrap_or("?").to_owned();
        if object.table.name == "link"
            && let Some(name) = object.key("ifname").and_then(|name| name.text())
        {
            self.made.insert(index, name.to_owned());
        }
        object.each_key(&mut |_, value| {
            // The other end of a pair, which is made along with it.
            if let Value::Headed(body) = value
                && let Some(name) = body.fields().by_key("ifname").and_then(|name| name.text())
            {
                let index = body.parts().number("index").unwrap_or_default();
                self.made.insert(index, name.to_owned());
            }
        });
        let flags = message.map_or(0, |message| message.header.flags);
        let is = |bit: u16| flags & bit != 0;
        let verb = match object.op {
            Op::Del => return format!("del {}", self.what(object)),
            _ if is(flag::REPLACE) => "replace",
            _ if is(flag::APPEND) && object.table.name == "route" => "append",
            _ if is(flag::CREATE) => "add",
            _ => "set",
        };
        let mut line = format!("{verb} {}", object.table.name);
        if verb == "set" && matches!(object.table.name, "link") {
            let _ = write!(line, " {before}");
        }
        self.keys(object, &mut line, &|_| true);
        line
    }

    /// A value as it is said.
    fn given(&self, value: Value<'_>) -> String {
        let is_part = |value| matches!(value, Value::Set(_) | Value::Record(_) | Value::Headed(_));
        let is_whole = match value {
            Value::List(mut items) => !items.any(is_part),
            value => !is_part(value),
        };
        let given =
            (!is_whole).then(|| Given::of(value, &|index| self.get(index).map(str::to_owned)));
        given.flatten().map_or_else(|| value.to_string(), |given| given.to_string())
    }

    /// What the object is.
    fn what(&self, object: Object<'_>) -> String {
        let mut line = object.table.name.to_owned();
        if object.table.name == "link" {
            let index = object.header().number("index").unwrap_or_default();
            let name = object.key("ifname").and_then(|name| name.text());
            let _ = match name.or_else(|| self.get(index)) {
                Some(name) => write!(line, " {name}"),
                None => write!(line, " {index}"),
            };
            return line;
        }
        const IDENTITY: [&str; 27] = [
            "dst", "src", "table", "priority", "gateway", "oif", "prefix", "index", "ifindex",
            "lladdr", "vlan", "id", "kind", "handle", "parent", "protocol", "pref", "chain",
            "iifname", "oifname", "fwmark", "goto", "action", "label", "vni", "group", "nh_id",
        ];
        self.keys(object, &mut line, &|key| IDENTITY.contains(&key));
        line
    }

    fn keys(&self, object: Object<'_>, line: &mut String, is_wanted: &dyn Fn(&str) -> bool) {
        let is_link = object.table.name == "link";
        object.each_key(&mut |key, value| {
            let is_header = matches!(key, "family" | "ifi_type" | "change" | "ndm_type" | "info");
            let is_shown_otherwise =
                is_link && matches!(key, "index" | "flags") || key == "ifname" && !is_wanted("mtu");
            let is_nothing = value.number() == Some(0) && object.header().get(key).is_some();
            // What a link's request does not change of its flags is no wish.
            let is_unchanged = is_link
                && key == "state"
                && object.header().number("change").unwrap_or_default() & 1 == 0;
            let is_second =
                object.table.name == "addr" && matches!(key, "local" | "address" | "prefixlen");
            if is_header
                || is_shown_otherwise
                || is_nothing
                || is_unchanged
                || is_second
                || !is_wanted(key)
            {
                return;
            }
            let key = match key {
                "index" | "ifindex" | "oif" => "dev",
                other => other,
            };
            let _ = match value {
                Value::Spelled(index, Spelling::Interface) => match self.get(index) {
                    Some(name) => write!(line, " {key}={name}"),
                    None => write!(line, " {key}={index}"),
                },
                Value::Headed(body) => {
                    let peer = body.fields().by_key("ifname").map(|name| name.to_string());
                    write!(line, " peer={}", peer.unwrap_or_default())
                }
                value => {
                    let text = self.given(value);
                    match text.contains(' ') {
                        true => write!(line, " {key}='{text}'"),
                        false => write!(line, " {key}={text}"),
                    }
                }
            };
        });
    }
}
