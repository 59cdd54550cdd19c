//! Filters: `ifname=ppp* operstate=UP`.

use crate::error::Failure;
use crate::interfaces::Interfaces;
use crate::keys;
use route2::Narrow;
use route2::schema::rtnl::names::{Family, RtTable};
use route2::schema::rtnl::{Object, Table};
use route2::schema::wire::{Names, Spelling, Value};

/// Conditions that must all hold.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    conditions: Vec<Condition>,
    /// Names of interfaces, where a condition needs them.
    interfaces: Interfaces,
}

#[derive(Debug)]
struct Condition {
    key: String,
    pattern: String,
}

/// The key that stands for the interface, however the table calls it.
const DEV: &str = "dev";
/// What tables call the interface, the first that an object has.
const DEV_KEYS: &[&str] = &["ifname", "oif", "ifindex", "index", "iifname"];

impl Filter {
    /// Reads conditions; each key must be one that an object of `among` can have.
    pub(crate) fn parse(
        words: &[&str],
        among: &[&'static Table],
        interfaces: impl FnOnce() -> Result<Interfaces, Failure>,
    ) -> Result<Self, Failure> {
        let mut conditions = Vec::new();
        for word in words {
            let (key, pattern) = word
                .split_once('=')
                .ok_or_else(|| Failure::usage(format!("`{word}` is no filter: write KEY=VALUE")))?;
            if key != DEV && !keys::is_known(key, among) {
                let hint = keys::nearest(key, keys::all(among));
                return Err(Failure::usage(format!("no key is called `{key}`{hint}")));
            }
            conditions.push(Condition { key: key.into(), pattern: pattern.into() });
        }
        // Names are needed where an interface may be meant by one.
        let by_name = conditions.iter().any(|c| c.pattern.parse::<u64>().is_err());
        let interfaces = if by_name { interfaces()? } else { Interfaces::default() };
        Ok(Self { conditions, interfaces })
    }

    /// Does it let everything through?
    pub(crate) fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Learns the names of interfaces from an event.
    pub(crate) fn learn(&mut self, object: Object<'_>) {
        self.interfaces.learn(object);
    }

    /// Does all hold of the object?
    pub(crate) fn matches(&self, object: Object<'_>) -> bool {
        self.conditions.iter().all(|condition| {
            let mut found = false;
            self.each_value(object, &condition.key, &mut |value| {
                found |= self.is(value, &condition.pattern);
            });
            found
        })
    }

    fn each_value(&self, object: Object<'_>, key: &str, visit: &mut dyn FnMut(Value<'_>)) {
        if key == DEV {
            let Some(value) = DEV_KEYS.iter().find_map(|key| object.key(key)) else { return };
            match value.number().and_then(|index| self.interfaces.name(index)) {
                Some(name) => visit(Value::Str(name)),
                None => visit(value),
            }
            return;
        }
        object.each_key(&mut |k, value| {
            if k == key {
                visit(value);
            }
        });
    }

    /// Is the value what the pattern says, in any of the ways to say it?
    fn is(&self, value: Value<'_>, pattern: &str) -> bool {
        match value {
            Value::Spelled(n, Spelling::Interface) => {
                let named = self.interfaces.name(n).is_some_and(|name| wildcard(pattern, name));
                named || wildcard(pattern, &n.to_string())
            }
            Value::Spelled(n, spelling) => {
                let bits = matches!(spelling, Spelling::Bits(_));
                let (mut names, _) = spelling.bits(if bits { n } else { 0 });
                names.any(|name| wildcard(&pattern.to_lowercase(), &name.to_lowercase()))
                    || spelling.number(pattern) == Some(n) && !bits
                    || wildcard(pattern, &value.to_string())
                    || parse_number(pattern) == Some(n)
            }
            Value::List(items) => items.into_iter().any(|item| self.is(item, pattern)),
            Value::Set(fields) => fields.into_iter().any(|field| self.is(field.value(), pattern)),
            Value::Uint(n) => parse_number(pattern) == Some(n) || wildcard(pattern, &n.to_string()),
            Value::Ip(ip) => pattern.parse() == Ok(ip) || wildcard(pattern, &ip.to_string()),
            Value::Prefix(ip, length) => {
                let text = value.to_string();
                let same = pattern.split_once('/').is_some_and(|(p_ip, p_length)| {
                    p_ip.parse() == Ok(ip) && p_length.parse() == Ok(length)
                });
                same || wildcard(pattern, &text) || wildcard(pattern, &ip.to_string())
            }
            _ => wildcard(pattern, &value.to_string()),
        }
    }

    /// The part of the table that the kernel itself can pick out.
    pub(crate) fn narrow(&self) -> Narrow {
        let said = |key: &str, spelling: &Spelling| {
            let condition = self.conditions.iter().find(|condition| condition.key == key)?;
            spelling.number(&condition.pattern).or_else(|| parse_number(&condition.pattern))
        };
        Narrow {
            family: Family(
                said("family", Family::SPELLING).and_then(|n| n.try_into().ok()).unwrap_or(0),
            ),
            table: RtTable(
                said("table", RtTable::SPELLING).and_then(|n| n.try_into().ok()).unwrap_or(0),
            ),
            ifindex: 0,
        }
    }
}

fn parse_number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// Does `text` look like `pattern`, in which `*` stands for anything?
fn wildcard(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<_> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::wildcard;

    #[test]
    fn wildcards() {
        for (pattern, text, matches) in [
            ("ppp*", "ppp0", true),
            ("ppp*", "wlan0", false),
            ("*", "", true),
            ("eth0", "eth0", true),
            ("eth0", "eth01", false),
            ("*0", "eth0", true),
            ("a*b*c", "a--b--c", true),
            ("a*b*c", "a--c", false),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(wildcard(pattern, text), matches, "{pattern} {text}");
        }
    }
}
