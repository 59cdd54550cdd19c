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
    let text = |item: &Json| item.as_str().map_or(item.to_string(), str::to_owned);
    let mut theirs: Vec<_> = pair.theirs.as_array().into_iter().flatten().map(text).collect();
    let mut ours = pair.items();
    theirs.sort();
    ours.sort();
    theirs == ours
}

/// A number as text, in decimal or (`0x`) hexadecimal digits.
pub fn digits(pair: &Pair<'_>) -> bool {
    let theirs = pair.theirs.as_str().and_then(|text| match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    });
    theirs.is_some() && theirs == pair.number()
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

/// Seconds, ours hundredths of them (what user space calls `USER_HZ`).
pub fn ticks(pair: &Pair<'_>) -> bool {
    let theirs = pair.theirs.as_f64().map(|seconds| (seconds * 100.0).round());
    theirs.is_some() && theirs == pair.number().map(|ticks| ticks as f64)
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
