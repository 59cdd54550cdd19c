//! How iproute2 spells values, and whether ours say the same.

use crate::Pair;
use route2_schema::wire::Value;
use serde_json::Value as Json;

/// The same number, text, address or list of them; `true` is a flag that is there or a number that is not
/// 0, `null` what is merely there.
pub fn same(pair: &Pair<'_>) -> bool {
    match (pair.theirs, pair.ours()) {
        (Json::Null, ours) => ours.is_some(),
        (Json::Bool(theirs), ours) => *theirs == is_on(ours),
        (Json::Number(theirs), Some(Value::Int(ours))) => {
            theirs.as_i64() == Some(ours) || theirs.as_u64() == Some(ours as u64)
        }
        (Json::Number(theirs), Some(ours)) => {
            ours.number().is_some() && theirs.as_u64() == ours.number()
        }
        (Json::String(theirs), Some(ours)) => *theirs == ours.to_string(),
        (Json::Array(theirs), _) => {
            let text = |item: &Json| item.as_str().map_or(item.to_string(), str::to_owned);
            theirs.iter().map(text).eq(pair.items())
        }
        _ => false,
    }
}

fn is_on(value: Option<Value<'_>>) -> bool {
    value.is_some_and(|value| value.number() != Some(0))
}

/// A list whose order says nothing, such as that of flags.
pub fn set(pair: &Pair<'_>) -> bool {
    is_set(pair.theirs, pair.items())
}

/// Are these the texts of a list, in whatever order?
pub fn is_set(theirs: &Json, mut ours: Vec<String>) -> bool {
    let text = |item: &Json| item.as_str().map_or(item.to_string(), str::to_owned);
    let mut theirs: Vec<_> = theirs.as_array().into_iter().flatten().map(text).collect();
    theirs.sort();
    ours.sort();
    theirs == ours
}

/// A number as text, in decimal or (`0x`) hexadecimal digits.
pub fn digits(pair: &Pair<'_>) -> bool {
    is_digits(pair.theirs, pair.number())
}

/// Is this the number that stands there as text?
pub fn is_digits(theirs: &Json, ours: Option<u64>) -> bool {
    let theirs = theirs.as_str().and_then(|text| match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    });
    theirs.is_some() && theirs == ours
}

/// A number with names: the name, or the number as text.
pub fn name(pair: &Pair<'_>) -> bool {
    same(pair) || digits(pair)
}

/// A net: where it is one host, its address alone.
pub fn net(pair: &Pair<'_>) -> bool {
    match pair.ours() {
        Some(Value::Prefix(ip, length)) if length == if ip.is_ipv4() { 32 } else { 128 } => {
            host(pair)
        }
        Some(labels @ Value::Labels(_)) => pair.theirs == &labels.to_string(),
        _ => same(pair) || digits(pair),
    }
}

/// An address, ours with a length that theirs states elsewhere.
pub fn host(pair: &Pair<'_>) -> bool {
    let ours = pair.ours().and_then(|ours| ours.ip()).map(|ip| ip.to_string());
    ours.is_some_and(|ours| pair.theirs == &ours)
}

/// Seconds that pass between the two looks.
pub fn countdown(pair: &Pair<'_>) -> bool {
    pair.theirs.as_u64().zip(pair.number()).is_some_and(|(theirs, ours)| theirs.abs_diff(ours) < 3)
}

/// Our bytes as hexadecimal digits, with nothing between them.
pub fn hex_of(pair: &Pair<'_>) -> Option<String> {
    match pair.ours() {
        Some(Value::Bytes(bytes)) => Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        _ => None,
    }
}

/// A number as hexadecimal digits alone.
pub fn hex(pair: &Pair<'_>) -> bool {
    let theirs = pair.theirs.as_str().and_then(|text| u64::from_str_radix(text, 16).ok());
    theirs.is_some() && theirs == pair.number()
}

/// The name of an interface, ours its index.
pub fn interface(pair: &Pair<'_>) -> bool {
    match (pair.theirs.as_str(), pair.number()) {
        (Some(name), Some(index)) => pair.interfaces.name(index) == Some(name),
        _ => false,
    }
}

/// A counter that may have counted on between the two looks.
pub fn counter(pair: &Pair<'_>) -> bool {
    let ours = pair.number();
    let distance = pair.theirs.as_u64().zip(ours).map(|(theirs, ours)| theirs.abs_diff(ours));
    distance.is_some_and(|distance| distance < 1000)
}

/// Seconds, ours hundredths of them (what user space calls `USER_HZ`).
pub fn ticks(pair: &Pair<'_>) -> bool {
    let theirs = pair.theirs.as_f64().map(|seconds| (seconds * 100.0).round());
    theirs.is_some() && theirs == pair.number().map(|ticks| ticks as f64)
}

/// A timer that runs between the two looks: as [`ticks`].
pub fn timer(pair: &Pair<'_>) -> bool {
    let ours = pair.number().map(|ticks| ticks as f64 / 100.0);
    let distance = pair.theirs.as_f64().zip(ours).map(|(theirs, ours)| (theirs - ours).abs());
    distance.is_some_and(|distance| distance < 3.0)
}

/// A state that changes between the two looks: one of those that ours has names for.
pub fn state(pair: &Pair<'_>) -> bool {
    match (pair.theirs.as_str(), pair.ours()) {
        (Some(theirs), Some(Value::Spelled(n, spelling))) => {
            spelling.name(n).is_some() && spelling.number(theirs).is_some()
        }
        _ => false,
    }
}

/// `on` and `off`, ours a number.
pub fn on_off(pair: &Pair<'_>) -> bool {
    pair.theirs == if is_on(pair.ours()) { "on" } else { "off" }
}

/// The same text whatever the case.
pub fn any_case(pair: &Pair<'_>) -> bool {
    match (pair.theirs.as_str(), pair.text()) {
        (Some(theirs), Some(ours)) => theirs.eq_ignore_ascii_case(&ours),
        _ => false,
    }
}
