//! Values as people give them, and why one cannot be what a key wants.

use core::fmt;

/// A value as somebody gives it: a word of a command line, a piece of YAML or JSON. What bytes it becomes, the
/// table of the key says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(i128),
    /// Text: of a name, an address, a number, several of these with commas between.
    Text(String),
    /// Several values.
    List(Vec<Self>),
    /// Values by key, of a nest or a structure.
    Map(Vec<(String, Self)>),
}

impl Given {
    /// The text, where it is text.
    pub const fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// Yes or no, however it is said.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            Self::Number(0) => Some(false),
            Self::Number(1) => Some(true),
            Self::Text(text) => match text.as_str() {
                "true" | "on" | "yes" | "1" => Some(true),
                "false" | "off" | "no" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number, where it is one: decimal, or hexadecimal behind `0x`.
    pub fn number(&self) -> Option<i128> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => match text.strip_prefix("0x") {
                Some(hex) => u64::from_str_radix(hex, 16).ok().map(i128::from),
                None => text.parse().ok(),
            },
            _ => None,
        }
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Given {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<bool> for Given {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}
macro_rules! numbers {
    ($($t:ty)*) => { $(
        impl From<$t> for Given {
            fn from(number: $t) -> Self {
                Self::Number(number.into())
            }
        }
    )* };
}
numbers! { u8 u16 u32 u64 i8 i16 i32 i64 }
impl From<core::net::IpAddr> for Given {
    fn from(address: core::net::IpAddr) -> Self {
        Self::Text(address.to_string())
    }
}

/// As on a command line: structures in braces, lists in brackets.
impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(truth) => write!(f, "{truth}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i == 0 { "[" } else { ", " })?;
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Self::Map(pairs) => {
                for (i, (key, value)) in pairs.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if i == 0 { "{" } else { ", " })?;
                }
                f.write_str(if pairs.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

/// A value that a key does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The key, or the path to it.
    pub key: String,
    /// Why.
    pub why: Why,
}

/// Why a key does not take a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// There is no such key.
    Unknown,
    /// The kernel states it, and nobody sets it.
    ReadOnly,
    /// It is something else.
    Expected {
        /// What was given.
        given: String,
        /// What it should be.
        expected: String,
    },
    /// There is no interface of this name.
    NoInterface(String),
    /// What it is depends on another key, which was not said: a burst on the rate.
    Needs(&'static str),
    /// It is more than an attribute can hold.
    TooLong,
}

impl Unfit {
    /// Of this key.
    pub fn new(key: &str, why: Why) -> Self {
        Self { key: key.to_owned(), why }
    }

    /// The same below another key.
    #[must_use]
    pub fn below(self, key: &str) -> Self {
        let path = if self.key.is_empty() { key.to_owned() } else { format!("{key}.{}", self.key) };
        Self { key: path, ..self }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.why {
            Why::Unknown => write!(f, "no key is called `{key}`"),
            Why::ReadOnly => write!(f, "`{key}` is read-only: the kernel states it"),
            Why::Expected { given, expected } => write!(f, "`{key}` is {expected}, not `{given}`"),
            Why::NoInterface(name) => write!(f, "`{key}`: there is no interface `{name}`"),
            Why::Needs(other) => write!(f, "`{key}` needs `{other}`, which is not said"),
            Why::TooLong => write!(f, "`{key}` is longer than an attribute can be"),
        }
    }
}

impl core::error::Error for Unfit {}
