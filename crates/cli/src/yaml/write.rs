//! Values as YAML.

use super::{Data, parse};
use route2::schema::wire::Given;

/// A value in flow style, on one line: what [`parse`] makes of it is the same value.
pub(crate) fn flow_of(given: &Given) -> String {
    match given {
        Given::Bool(truth) => truth.to_string(),
        Given::Number(number) => number.to_string(),
        Given::Text(text) => text_of(text),
        Given::List(items) => {
            let items: Vec<_> = items.iter().map(flow_of).collect();
            format!("[{}]", items.join(", "))
        }
        Given::Map(pairs) => {
            let pair =
                |(key, given): &(String, Given)| format!("{}: {}", key_of(key), flow_of(given));
            let pairs: Vec<_> = pairs.iter().map(pair).collect();
            match pairs.is_empty() {
                true => "{}".to_owned(),
                false => format!("{{ {} }}", pairs.join(", ")),
            }
        }
    }
}

/// A key.
pub(crate) fn key_of(key: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '@' | '+');
    let begins = key.starts_with(|c: char| c.is_ascii_alphanumeric());
    if begins && key.chars().all(|c| is_plain(c) || c == '-') {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// Text: plain, where that is read as this text, even by those who know more of YAML.
fn text_of(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | ':' | '-');
    // What YAML 1.1 takes for something else.
    let is_word = ["yes", "no", "on", "off", "y", "n", "null"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_time = text.chars().all(|c| c.is_ascii_digit() || c == ':');
    let plain =
        begins && text.chars().all(is_plain) && !text.ends_with(':') && !is_word && !is_time;
    let is_same = || {
        let read = parse(&format!("[{text}]")).ok();
        read.is_some_and(|node| match node.data {
            Data::List(items) => {
                items.len() == 1 && items[0].given() == Given::Text(text.to_owned())
            }
            _ => false,
        })
    };
    if plain && is_same() { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
