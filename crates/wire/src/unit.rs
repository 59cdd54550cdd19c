//! Numbers with a unit: rates, sizes and times, as people write them.
//!
//! What has a suffix is read as tc(8) reads it: `1mbit` is 125,000 bytes a second, `1mbps` 1,000,000, `1kibit` 128; `15k`
//! is 15,360 bytes, `1kbit` 128; `10ms` is a time. What has none is a number of what the attribute counts.

use crate::number::Be;
use crate::{Kind, Payload, StructField};
use core::fmt;
use core::marker::PhantomData;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes a second.
    Rate,
    /// Bytes.
    Size,
    /// A time, of which one is so many nanoseconds.
    Time(u64),
    /// A time in microseconds, which the kernel keeps in steps of 1024 ns and states in microseconds again, rounded down
    /// each time.
    Codel,
    /// A time in ticks of the packet scheduler: how long it takes to send so many bytes at the rate that this member of
    /// the same structure says, which is how people say it.
    Burst(&'static str),
}

/// A tick of the packet scheduler, in nanoseconds.
const TICK_NS: u64 = 64;

/// Decimals that a number can have.
const DECIMALS: usize = 9;

impl Unit {
    /// What it looks like, for those who gave something else.
    pub const fn described(self) -> &'static str {
        match self {
            Self::Rate => "a rate (1mbit, 125kbps), or a number of bytes a second",
            Self::Size => "a size (15k, 1mb), or a number of bytes",
            Self::Time(1) => "a time (10ms), or a number of nanoseconds",
            Self::Time(TICK_NS) => "a time (10ms), or a number of ticks of 64 ns",
            Self::Time(1_000) | Self::Codel => "a time (10ms), or a number of microseconds",
            Self::Time(1_000_000) => "a time (10ms), or a number of milliseconds",
            Self::Time(1_000_000_000) => "a time (2s), or a number of seconds",
            Self::Time(_) => "a time (10ms), or a number of hundredths of a second",
            Self::Burst(_) => "a size (15k) or a time (10ms), or a number of ticks of 64 ns",
        }
    }

    /// The number that is meant by text with a suffix of its own; `None` where it is none. (A size that is a burst is
    /// [`ticks`](Self::ticks).)
    pub fn parse(self, text: &str) -> Option<i128> {
        let (number, suffix) = split(text)?;
        match self {
            Self::Rate => number.times(rate(suffix)?, 8),
            Self::Size => number.times(size(suffix)?, 8),
            Self::Time(one) => number.times(nanoseconds(suffix)?, one),
            Self::Codel => number.times(nanoseconds(suffix)?, 1_000),
            Self::Burst(_) => number.times(nanoseconds(suffix)?, TICK_NS),
        }
    }

    /// What the kernel states where it was asked for this number.
    pub const fn stated(self, asked: u64) -> u64 {
        match self {
            Self::Codel => (asked.saturating_mul(1_000) >> 10).saturating_mul(1 << 10) / 1_000,
            _ => asked,
        }
    }

    /// What it is to be asked for, so that it states this number.
    pub const fn asked(self, stated: u64) -> u64 {
        match self {
            Self::Codel if self.stated(stated) != stated => stated.saturating_add(1),
            _ => stated,
        }
    }

    /// How many ticks it takes to send a size at a rate in bytes a second.
    pub fn ticks(size: &str, rate: u64) -> Option<i128> {
        let bytes = Self::Size.parse(size)?;
        let ticks = bytes.checked_mul(i128::from(1_000_000_000 / TICK_NS))?;
        // The kernel rounds down; so that what was said fits, it is rounded up here.
        (rate > 0).then(|| (ticks + i128::from(rate) - 1) / i128::from(rate))
    }
}

/// A decimal number: how much, and by how many powers of ten less.
struct Decimal(i128, u32);

impl Decimal {
    /// So many times it, and a part of that, rounded.
    fn times(&self, factor: u64, divisor: u64) -> Option<i128> {
        let divisor = i128::from(divisor).checked_mul(10i128.checked_pow(self.1)?)?;
        let product = self.0.checked_mul(factor.into())?;
        Some((product + divisor / 2).div_euclid(divisor))
    }
}

/// A number and what stands behind it, which is something.
fn split(text: &str) -> Option<(Decimal, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, suffix) = text.split_at(end);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || part.len() > DECIMALS || part.contains('.') {
        return None;
    }
    Some((Decimal(format!("{whole}{part}").parse().ok()?, part.len() as u32), suffix))
}

/// Bits a second.
fn rate(suffix: &str) -> Option<u64> {
    let suffix = suffix.to_ascii_lowercase();
    let (prefix, bits) = match suffix.strip_suffix("bit") {
        Some(prefix) => (prefix, 1),
        None => (suffix.strip_suffix("bps")?, 8),
    };
    let (prefix, thousand) = match prefix.strip_suffix('i') {
        Some(prefix) if !prefix.is_empty() => (prefix, 1024),
        Some(_) => return None,
        None => (prefix, 1000),
    };
    power(prefix, thousand).map(|factor| factor * bits)
}

/// Bits.
fn size(suffix: &str) -> Option<u64> {
    let suffix = suffix.to_ascii_lowercase();
    match suffix.strip_suffix("bit") {
        Some("") => None,
        Some(prefix) => power(prefix, 1024),
        None => power(suffix.strip_suffix('b').unwrap_or(&suffix), 1024).map(|factor| factor * 8),
    }
}

fn power(prefix: &str, thousand: u64) -> Option<u64> {
    let power = ["", "k", "m", "g", "t"].iter().position(|other| *other == prefix)?;
    Some(thousand.pow(power as u32))
}

fn nanoseconds(suffix: &str) -> Option<u64> {
    Some(match suffix.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" => 1_000_000_000,
        "ms" | "msec" | "msecs" => 1_000_000,
        "us" | "usec" | "usecs" => 1_000,
        "ns" | "nsec" | "nsecs" => 1,
        _ => return None,
    })
}

impl Kind {
    /// What it counts, where it is a number with a unit.
    pub const fn unit(&self) -> Option<Unit> {
        match self {
            Self::Num(num) => num.unit,
            _ => None,
        }
    }

    /// The same of a number that counts something.
    pub const fn in_unit(self, unit: Unit) -> Self {
        match self {
            Self::Num(mut num) => {
                num.unit = Some(unit);
                Self::Num(num)
            }
            other => other,
        }
    }
}

/// A unit as a type.
pub trait Counts: 'static {
    /// The unit.
    const UNIT: Unit;
}

macro_rules! units {
    ($($(#[$doc:meta])* $Name:ident = $unit:expr;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $Name {}
        impl Counts for $Name {
            const UNIT: Unit = $unit;
        }
    )* };
}
units! {
    /// Bytes a second.
    ByteRate = Unit::Rate;
    /// Bytes.
    Octets = Unit::Size;
    /// Nanoseconds.
    Nanos = Unit::Time(1);
    /// Ticks of the packet scheduler.
    Ticks = Unit::Time(TICK_NS);
    /// Microseconds.
    Micros = Unit::Time(1_000);
    /// Microseconds as codel keeps them.
    CodelMicros = Unit::Codel;
    /// Milliseconds.
    Millis = Unit::Time(1_000_000);
    /// Hundredths of a second: `USER_HZ`.
    Centis = Unit::Time(10_000_000);
    /// Seconds.
    Secs = Unit::Time(1_000_000_000);
    /// Ticks in which a burst is sent at `rate`.
    AtRate = Unit::Burst("rate");
    /// Ticks in which a burst is sent at `ceil`.
    AtCeil = Unit::Burst("ceil");
    /// Ticks in which a burst is sent at `peakrate`.
    AtPeakRate = Unit::Burst("peakrate");
}

/// A number that counts something: `In<u32, Micros>`.
pub struct In<T, U>(PhantomData<fn() -> (T, U)>);

impl<T, U> fmt::Debug for In<T, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("In")
    }
}

macro_rules! counting {
    ($($carrier:ty, $t:ty;)*) => { $(
        impl<U: Counts> Payload for In<$carrier, U> {
            const KIND: Kind = <$carrier>::KIND.in_unit(U::UNIT);
            type View<'a> = $t;
            type Owned = $t;
            #[inline]
            fn view(bytes: &[u8]) -> Option<$t> {
                <$carrier>::view(bytes)
            }
            #[inline]
            fn put(view: $t, out: &mut Vec<u8>) {
                <$carrier>::put(view, out);
            }
            fn read(bytes: &[u8]) -> Option<$t> {
                <$carrier>::view(bytes)
            }
            fn write(value: &$t, out: &mut Vec<u8>) {
                <$carrier>::put(*value, out);
            }
        }
        impl<U: Counts> StructField for In<$carrier, U> {
            const SIZE: usize = <$carrier>::SIZE;
            const ALIGN: usize = <$carrier>::ALIGN;
            #[inline]
            fn take(bytes: &[u8]) -> $t {
                <$carrier>::take(bytes)
            }
        }
    )* };
}
counting! { u8, u8; u16, u16; u32, u32; u64, u64; i32, i32; i64, i64; Be<u32>, u32; Be<u64>, u64; }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_tc_reads_them() {
        let micros = Unit::Time(1_000);
        for (unit, text, number) in [
            (Unit::Rate, "1mbit", Some(125_000)),
            (Unit::Rate, "1Mbit", Some(125_000)),
            (Unit::Rate, "1.5mbit", Some(187_500)),
            (Unit::Rate, "8bit", Some(1)),
            (Unit::Rate, "1mibit", Some(131_072)),
            (Unit::Rate, "1kbps", Some(1_000)),
            (Unit::Rate, "1kibps", Some(1_024)),
            (Unit::Rate, "10gbit", Some(1_250_000_000)),
            (Unit::Rate, "1tbps", Some(1_000_000_000_000)),
            (Unit::Rate, "1ibit", None),
            (Unit::Rate, "1mb", None),
            (Unit::Rate, "mbit", None),
            (Unit::Rate, "1.2.3mbit", None),
            (Unit::Size, "15k", Some(15_360)),
            (Unit::Size, "15kb", Some(15_360)),
            (Unit::Size, "1600b", Some(1_600)),
            (Unit::Size, "1mb", Some(1_048_576)),
            (Unit::Size, "1kbit", Some(128)),
            (Unit::Size, "1.5k", Some(1_536)),
            (Unit::Size, "1kib", None),
            (micros, "10ms", Some(10_000)),
            (micros, "0.5ms", Some(500)),
            (micros, "2s", Some(2_000_000)),
            (micros, "7usecs", Some(7)),
            (micros, "1499ns", Some(1)),
            (micros, "10m", None),
            (Unit::Time(1), "10ms", Some(10_000_000)),
            (Unit::Time(TICK_NS), "10ms", Some(156_250)),
            (Unit::Burst("rate"), "10ms", Some(156_250)),
            // A number alone is read elsewhere, as what the attribute counts.
            (Unit::Size, "15", None),
            (Unit::Rate, "99999999999999999999999999999999999tbps", None),
        ] {
            assert_eq!(unit.parse(text), number, "{text}");
        }
        // 4294967 is 4294967.296 us.
        for asked in [0, 1, 2, 3, 5, 999, 1_000, 9_999, 10_000, 100_000, 4_294_967] {
            let stated = Unit::Codel.stated(asked);
            assert_eq!(Unit::Codel.stated(Unit::Codel.asked(stated)), stated, "{asked}");
        }
        assert_eq!((Unit::Codel.stated(10_000), Unit::Codel.asked(9_999)), (9_999, 10_000));
        assert_eq!(Unit::ticks("15k", 125_000), Some(1_920_000));
        assert_eq!(Unit::ticks("15k", 0), None);
    }
}
