//! iproute2's JSON as it is: it says keys twice, some in the wrong object, and for some kinds has text where
//! JSON should be.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};
use std::fmt;

/// Reads what iproute2 printed.
///
/// What is stated several times in one object is an array of all that is stated. What one version states
/// beside others and another in an object of its own is in that object. Text in the place of an
/// entry becomes an entry called `text`.
///
/// # Errors
/// Where it is no JSON even so.
pub fn parse(text: &str) -> Result<Json, serde_json::Error> {
    let whole: Result<Whole, _> = serde_json::from_str(text);
    whole.or_else(|_| serde_json::from_str(&mend(text))).map(|Whole(json)| json)
}

/// JSON with nothing lost.
struct Whole(Json);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, is: bool) -> Result<Json, E> {
        Ok(is.into())
    }
    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(number.into())
    }
    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(number.into())
    }
    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(number.into())
    }
    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(text.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(Whole(item)) = from.next_element()? {
            items.push(item);
        }
        Ok(items.into())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, Whole(value))) = from.next_entry::<String, _>()? {
            entries.push((name, value));
        }
        Ok(object(nested(entries)))
    }
}

/// An object of entries; those of one name are an array.
fn object(all: Vec<(String, Json)>) -> Json {
    let mut entries: Vec<(String, Vec<Json>)> = Vec::new();
    for (name, value) in all {
        match entries.iter_mut().find(|(n, _)| *n == name) {
            Some((_, values)) => values.push(value),
            None => entries.push((name, vec![value])),
        }
    }
    let one = |mut values: Vec<Json>| match values.len() {
        1 => values.remove(0),
        _ => values.into(),
    };
    entries.into_iter().map(|(name, values)| (name, one(values))).collect::<Map<_, _>>().into()
}

/// What iproute2 6.1 states of what is put around a route's packets, by its type. It stands among the
/// route's own entries, some of which have the same names, right behind that type: `"dst": "10.0.0.0/8",
/// "encap": "ip", "dst": "192.0.2.1", "dev": "lo"`. Later versions have an object, of the same entries and
/// `encap_type`.
const ENCAP: &[(&str, &[&str])] = &[
    ("mpls", &["dst", "ttl"]),
    (
        "ip",
        &[
            "id",
            "src",
            "dst",
            "ttl",
            "tos",
            "key",
            "csum",
            "seq",
            "geneve_opts",
            "vxlan_opts",
            "erspan_opts",
        ],
    ),
    (
        "ip6",
        &[
            "id",
            "src",
            "dst",
            "hoplimit",
            "tc",
            "key",
            "csum",
            "seq",
            "geneve_opts",
            "vxlan_opts",
            "erspan_opts",
        ],
    ),
    ("seg6", &["mode", "segs", "hmac"]),
    (
        "seg6local",
        &[
            "action", "srh", "table", "vrftable", "nh4", "nh6", "iif", "oif", "endpoint",
            "flavors", "lblen", "nflen", "stats64",
        ],
    ),
];

/// The entries of an object as later versions nest them. Where one is not known to belong to what is put
/// around packets, or is there a second time, the object around goes on.
fn nested(entries: Vec<(String, Json)>) -> Vec<(String, Json)> {
    let (mut outer, mut rest) = (Vec::new(), entries.into_iter().peekable());
    while let Some((name, value)) = rest.next() {
        let known = ENCAP.iter().find(|(kind, _)| name == "encap" && value == *kind);
        let Some((_, names)) = known else {
            outer.push((name, value));
            continue;
        };
        let mut inner = vec![("encap_type".to_owned(), value)];
        while let Some(entry) = rest.next_if(|(name, _)| {
            names.contains(&name.as_str()) && inner.iter().all(|(known, _)| known != name)
        }) {
            inner.push(entry);
        }
        outer.push((name, object(inner)));
    }
    outer
}

/// Makes text that stands in the place of an entry an entry.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut inside = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let before = out.chars().next_back().unwrap_or('[');
        let is_entry = inside.last() == Some(&'{') && before != ':';
        let length = match first {
            '{' | '[' => {
                inside.push(first);
                1
            }
            '}' | ']' => {
                inside.pop();
                1
            }
            ':' | ',' => 1,
            '"' => string_length(rest),
            _ if is_entry => text_length(rest),
            _ => literal_length(rest),
        };
        let (token, after) = rest.split_at(length);
        let is_text = match first {
            '{' | '[' | '}' | ']' | ':' | ',' => false,
            '"' => is_entry && !after.trim_start().starts_with(':'),
            _ => is_entry,
        };
        if is_text {
            let words: Vec<_> = token.trim_matches('"').split_whitespace().collect();
            let comma = if matches!(before, '{' | ',') { "" } else { "," };
            out += &format!("{comma}\"text\":{}", Json::from(words.join(" ")));
        } else {
            out += token;
        }
        rest = after.trim_start();
    }
    out
}

/// A string with its quotes; all that is left, where it has no end.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let is_end = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// `true`, `false`, `null` or a number; text may stand right behind it.
fn literal_length(text: &str) -> usize {
    let word = ["true", "false", "null"].into_iter().find(|word| text.starts_with(word));
    let digits = || text.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
    word.map_or_else(|| digits().unwrap_or(text.len()).max(1), str::len)
}

/// Text up to the next entry, or to the end of the object.
fn text_length(text: &str) -> usize {
    [text.find(",\""), text.find('}')].into_iter().flatten().min().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::parse;
    use serde_json::json;

    #[test]
    fn what_iproute2_prints_is_read() {
        for (text, read) in [
            (r#"[{"a":1,"b":"x","a":-2}]"#, json!([{"a": [1, -2], "b": "x"}])),
            (
                r#"{"options":{bands 3/3 },"n":0.5}"#,
                json!({"options": {"text": "bands 3/3"}, "n": 0.5}),
            ),
            (
                "[{\"root\":trueweight 10 maxpkt 20 ,\"stats\":{\"qlen\":0 period 0 \n}}]",
                json!([{
                    "root": true,
                    "text": "weight 10 maxpkt 20",
                    "stats": {"qlen": 0, "text": "period 0"},
                }]),
            ),
            (r#"{"plus":4," eat "}"#, json!({"plus": 4, "text": "eat"})),
            (
                "{\"id\":\"1:3\"\n nbyte(61 \"a\" at 0)\n,\"actions\":[]}",
                json!({"id": "1:3", "text": "nbyte(61 \"a\" at 0)", "actions": []}),
            ),
            (
                r#"{"dst":"a","encap":"ip","id":1,"dst":"b","tos":2,"tos":3,"seq":true,"dev":"lo"}"#,
                json!({
                    "dst": "a", "encap": {"encap_type": "ip", "id": 1, "dst": "b", "tos": 2},
                    "tos": 3, "seq": true, "dev": "lo",
                }),
            ),
            (r#"{"encap":"none","dst":"a"}"#, json!({"encap": "none", "dst": "a"})),
        ] {
            assert_eq!(parse(text).unwrap_or_default(), read, "{text}");
        }
        assert!(parse("[{]").is_err());
    }
}
