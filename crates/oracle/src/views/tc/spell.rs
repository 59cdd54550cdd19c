//! How tc spells values, and whether ours say the same.

use crate::{Pair, same};
use serde_json::Value as Json;
use std::net::IpAddr;

/// The number in hexadecimal digits, with or without `0x`.
pub(super) fn hex(text: &Json) -> Option<u64> {
    u64::from_str_radix(text.as_str()?.trim_start_matches("0x"), 16).ok()
}

/// A number in hexadecimal digits, with or without `0x`.
pub(super) fn hexadecimal(pair: &Pair<'_>) -> bool {
    hex(pair.theirs).is_some() && hex(pair.theirs) == pair.number()
}

/// A number, or its decimal or (`0x`) hexadecimal digits.
pub(super) fn number(pair: &Pair<'_>) -> bool {
    same(pair) || crate::spell::digits(pair)
}

/// The same number; 0 where ours is not there.
pub(super) fn or_zero(pair: &Pair<'_>) -> bool {
    pair.theirs.as_u64() == Some(pair.number().unwrap_or_default())
}

/// An estimate, which falls from one look to the next where nothing is sent.
pub(super) fn falling(pair: &Pair<'_>) -> bool {
    pair.theirs.as_u64().zip(pair.number()).is_some_and(|(theirs, ours)| theirs <= ours)
}

/// A handle: `1:10`.
pub(super) fn handle(pair: &Pair<'_>) -> bool {
    let part = |digits: &str| match digits {
        "" => Some(0),
        digits => u64::from_str_radix(digits, 16).ok(),
    };
    let theirs = pair.theirs.as_str().and_then(|text| text.split_once(':'));
    let theirs = theirs.and_then(|(major, minor)| Some(part(major)? << 16 | part(minor)?));
    theirs.is_some() && theirs == pair.number()
}

/// The same number in six digits.
pub(super) fn about(theirs: &Json, ours: f64) -> bool {
    theirs.as_f64().is_some_and(|theirs| (theirs - ours).abs() <= ours.abs() * 1e-5)
}

/// A part of 1; ours is one of 2 to the power of 32.
pub(super) fn chance(pair: &Pair<'_>) -> bool {
    pair.number().is_some_and(|ours| about(pair.theirs, ours as f64 / 2f64.powi(32)))
}

/// A part of 1; ours is one of 2 to the power of 64.
pub(super) fn chance64(pair: &Pair<'_>) -> bool {
    pair.number().is_some_and(|ours| about(pair.theirs, ours as f64 / 2f64.powi(64)))
}

/// A part of 1; ours is one of 65535.
pub(super) fn chance16(pair: &Pair<'_>) -> bool {
    pair.number().is_some_and(|ours| about(pair.theirs, ours as f64 / 65535.0))
}

/// Seconds, ours nanoseconds.
pub(super) fn seconds(pair: &Pair<'_>) -> bool {
    pair.number().is_some_and(|ours| about(pair.theirs, ours as f64 / 1e9))
}

/// A thousand times ours.
pub(super) fn thousands(pair: &Pair<'_>) -> bool {
    pair.number().map(|ours| ours * 1000) == pair.theirs.as_u64()
}

/// A rate: ours in 64 bits at the first path where it is there, else in 32 bits at the other.
pub(super) fn rate_at(pair: &Pair<'_>, wide: &str, narrow: &str) -> Option<u64> {
    pair.around.number(wide).or_else(|| pair.around.number(narrow))
}

/// The packet scheduler's ticks as microseconds: 64 ns is one.
fn microseconds(ticks: u64) -> f64 {
    ticks as f64 * 0.064
}

/// A size that is a time at a rate, in ticks. Old versions of tc reckon in whole microseconds.
fn sizes(rate: u64, ticks: u64) -> [u64; 2] {
    let size = |time: f64| (rate as f64 * time / 1e6) as u64;
    [size(microseconds(ticks)), size(microseconds(ticks).floor())]
}

/// A number of bytes that is ours ticks at a rate.
pub(super) fn burst(pair: &Pair<'_>, rate: Option<u64>) -> bool {
    let (Some(rate), Some(ticks), Some(theirs)) = (rate, pair.number(), pair.theirs.as_u64())
    else {
        return false;
    };
    sizes(rate, ticks).contains(&theirs)
}

/// The same as text (`32Kb`), with the size of the rate table's cells behind it (`/8`).
pub(super) fn burst_text(pair: &Pair<'_>, rate: Option<u64>, cell_log: &str) -> bool {
    let (Some(rate), Some(ticks), Some(log)) = (rate, pair.number(), pair.around.number(cell_log))
    else {
        return false;
    };
    sizes(rate, ticks)
        .iter()
        .any(|size| *pair.theirs == format!("{}/{}", size_text(*size), 1 << log))
}

/// A size in the largest unit that it is nearly a whole number of.
fn size_text(size: u64) -> String {
    let near = |unit: u64, slack: u64| {
        let whole = (size + unit / 2) / unit;
        (size >= unit && (whole * unit).abs_diff(size) < slack).then_some(whole)
    };
    match (near(1 << 20, 1024), near(1 << 10, 16)) {
        (Some(megabytes), _) => format!("{megabytes}Mb"),
        (_, Some(kilobytes)) => format!("{kilobytes}Kb"),
        _ => format!("{size}b"),
    }
}

/// For how long a full queue waits beyond the bucket, in microseconds.
pub(super) fn latency(pair: &Pair<'_>, limit: u64, buckets: &[(u64, u64)]) -> bool {
    let one = |(rate, ticks): &(u64, u64)| {
        (limit as f64 * 1e6 / *rate as f64 - microseconds(*ticks)).max(0.0)
    };
    let ours = buckets.iter().map(one).fold(0.0, f64::max);
    pair.theirs.as_f64().is_some_and(|theirs| (theirs - ours).abs() < 2.0)
}

/// What becomes of a packet: its name; how many actions are skipped; the chain to go on with.
pub(super) fn verdict(theirs: &Json, number: u64, name: &str) -> bool {
    let kind = theirs["type"].as_str().unwrap_or_default();
    match (number as u32) >> 28 {
        1 => kind == "jump" && theirs["jump"] == number & 0x0fff_ffff,
        2 => kind == "goto" && theirs["chain"] == number & 0x0fff_ffff,
        _ => kind == name,
    }
}

/// As [`verdict`], of our value at the path.
pub(super) fn control(pair: &Pair<'_>) -> bool {
    match (pair.number(), pair.text()) {
        (Some(number), Some(name)) => verdict(pair.theirs, number, &name),
        _ => false,
    }
}

/// Bytes as numbers in a list.
pub(super) fn bytes(theirs: &Json, ours: &str) -> bool {
    let ours = ours.split(':').map(|byte| u64::from_str_radix(byte, 16).ok());
    theirs.as_array().is_some_and(|theirs| theirs.iter().map(Json::as_u64).eq(ours))
}

/// Ours without the colons between its bytes.
pub(super) fn packed(text: &str) -> String {
    text.replace(':', "")
}

/// How many bits a mask has set, where those are its highest.
pub(super) fn prefix_length(mask: &[u8]) -> Option<u32> {
    let bits = mask.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    let bits = bits.checked_shl(128 - 8 * mask.len() as u32)?;
    (bits.leading_ones() == bits.count_ones()).then(|| bits.leading_ones())
}

/// An address under a mask: alone where all its bits count, else with the length of its prefix, else
/// with the mask.
pub(super) fn masked(address: &str, mask: &str) -> Option<String> {
    let bytes: Vec<u8> = match mask.parse() {
        Ok(IpAddr::V4(mask)) => mask.octets().to_vec(),
        Ok(IpAddr::V6(mask)) => mask.octets().to_vec(),
        Err(_) => {
            mask.split(':').map(|byte| u8::from_str_radix(byte, 16).ok()).collect::<Option<_>>()?
        }
    };
    Some(match prefix_length(&bytes) {
        Some(length) if length as usize == bytes.len() * 8 => address.to_owned(),
        Some(length) => format!("{address}/{length}"),
        None => format!("{address}/{mask}"),
    })
}
