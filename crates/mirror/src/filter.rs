//! Filters: `ifname=ppp* operstate=UP`.

mod pattern;

use pattern::Pattern;
use route2_schema::rtnl::names::{Family, RtTable};
use route2_schema::rtnl::{Object, Table};
use route2_wire::{Kind, Names, Spelling, Value};
use std::fmt;

/// Conditions that must all hold of an object.
///
/// A condition is `KEY=VALUE`, or its opposite, `KEY!=VALUE`. The former holds where one of the values under
/// the key is what VALUE says, in any of the ways to say it: a number (decimal, or hexadecimal behind `0x`),
/// a name that the number has, an address, a net, text; `*` stands for anything. An interface is meant by
/// its name or its index. KEY may be a path to a part of a value: `parms.queue_len`.
///
/// ```
/// use route2_mirror::{Filter, FilterError};
/// use route2_schema::rtnl::TABLES;
///
/// let with_errors = Filter::parse(["ifname=ppp*", "operstate=UP", "stats64.rx_errors!=0"], TABLES)?;
/// assert!(with_errors.needs_names());
/// let typo = Filter::parse(["operstate=UPP"], TABLES).unwrap_err();
/// assert_eq!(typo.to_string(), "`UPP` is no value of `operstate`");
/// # Ok::<(), FilterError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Filter {
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
struct Condition {
    key: String,
    /// The opposite is wanted.
    negated: bool,
    pattern: Pattern,
}

/// Why words are no filter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterError {
    /// There is no `=` in this word.
    NoCondition(String),
    /// None of the tables has this key.
    UnknownKey(String),
    /// A value under this key has a name or a number, and none is called so.
    UnknownValue {
        /// The key.
        key: String,
        /// What none is called.
        value: String,
        /// The names, with their numbers or bits.
        names: &'static [(u64, &'static str)],
    },
}

/// Which part of a table is wanted. The kernel leaves out the rest where it can; where it is too old for
/// that, the driver does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Of this family only; [`Family::UNSPEC`] is all.
    pub family: Family,
    /// Of this interface only (of routes: through it); 0 is all.
    pub ifindex: u32,
    /// Of this routing table only; [`RtTable::UNSPEC`] is all.
    pub table: RtTable,
}

/// The key that stands for the interface, however the table calls it.
const DEV: &str = "dev";

impl Filter {
    /// The keys, and paths, under which tables have the interface that `dev` stands for.
    pub const DEV_PATHS: &'static [&'static str] =
        &["ifname", "oif", "ifindex", "index", "iifname", "parms.ifindex"];

    /// Reads conditions; each key must be one that an object of one of `tables` can have, or `dev`, which
    /// stands for the interface, however the table calls it.
    ///
    /// # Errors
    /// Where a word has no `=`, a key is none, or a value can be none of the key's.
    pub fn parse<W: AsRef<str>>(
        words: impl IntoIterator<Item = W>,
        tables: &[&'static Table],
    ) -> Result<Self, FilterError> {
        let mut conditions = Vec::new();
        for word in words {
            let word = word.as_ref();
            let (key, pattern) =
                word.split_once('=').ok_or_else(|| FilterError::NoCondition(word.into()))?;
            let (key, negated) = key.strip_suffix('!').map_or((key, false), |key| (key, true));
            let pattern = Pattern::new(pattern);
            if key != DEV {
                check(key, &pattern, tables)?;
            }
            conditions.push(Condition { key: key.into(), negated, pattern });
        }
        Ok(Self { conditions })
    }

    /// Does it let everything through?
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// May an interface be meant by its name? If not, no names are needed to match.
    pub fn needs_names(&self) -> bool {
        self.conditions.iter().any(|condition| condition.pattern.number().is_none())
    }

    /// Does all hold of the object? `name_of` gives the name of an interface by its index.
    pub fn matches<'n>(
        &self,
        object: Object<'_>,
        name_of: &dyn Fn(u64) -> Option<&'n str>,
    ) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(object, name_of) != condition.negated)
    }

    /// The part of a table that the kernel itself can pick out. (More than what matches, never less.)
    pub fn narrow(&self) -> Narrow {
        let said = |key: &str, spelling: &Spelling| {
            let condition = self.conditions.iter().find(|c| c.key == key && !c.negated)?;
            let pattern = &condition.pattern;
            spelling.number(pattern.text()).or_else(|| pattern.number())
        };
        // A message has one byte for it.
        let family = said("family", Family::SPELLING).and_then(|n| u8::try_from(n).ok());
        let table = said("table", RtTable::SPELLING).and_then(|n| n.try_into().ok());
        Narrow {
            family: Family(family.unwrap_or(0).into()),
            table: RtTable(table.unwrap_or(0)),
            ifindex: 0,
        }
    }
}

/// Is there such a key, and can its value be what the pattern says?
fn check(key: &str, pattern: &Pattern, tables: &[&'static Table]) -> Result<(), FilterError> {
    let (mut is_key, mut can_be, mut names) = (false, false, &[][..]);
    for table in tables {
        table.each_kind_at(key, &mut |kind| {
            is_key = true;
            match kind.and_then(Kind::spelling).filter(|spelling| !pattern.can_be(spelling)) {
                Some(spelling) if names.is_empty() => names = spelling.names(),
                Some(_) => {}
                None => can_be = true,
            }
        });
    }
    match (is_key, can_be) {
        (true, true) => Ok(()),
        (false, _) => Err(FilterError::UnknownKey(key.into())),
        (true, false) => {
            let (key, value) = (key.to_owned(), pattern.text().to_owned());
            Err(FilterError::UnknownValue { key, value, names })
        }
    }
}

impl Condition {
    /// Does `KEY=VALUE` hold?
    fn holds<'n>(&self, object: Object<'_>, name_of: &dyn Fn(u64) -> Option<&'n str>) -> bool {
        if self.key == DEV {
            return Filter::DEV_PATHS.iter().any(|path| self.holds_at(path, object, name_of));
        }
        self.holds_at(&self.key, object, name_of)
    }

    fn holds_at<'n>(
        &self,
        path: &str,
        object: Object<'_>,
        name_of: &dyn Fn(u64) -> Option<&'n str>,
    ) -> bool {
        let mut found = false;
        object.each_at(path, &mut |value| found = found || self.is(value, name_of));
        found
    }

    /// Is the value what the pattern says, in any of the ways to say it?
    fn is<'n>(&self, value: Value<'_>, name_of: &dyn Fn(u64) -> Option<&'n str>) -> bool {
        let pattern = &self.pattern;
        match value {
            Value::Spelled(n, Spelling::Interface) => {
                name_of(n).is_some_and(|name| pattern.fits(name)) || pattern.is_number(n)
            }
            Value::Spelled(n, spelling @ Spelling::Bits(_)) => {
                let (mut names, _) = spelling.bits(n);
                names.any(|name| pattern.fits_in_any_case(name))
                    || pattern.is_number(n)
                    || pattern.fits(&value.to_string())
            }
            Value::Spelled(n, spelling) => {
                spelling.number(pattern.text()) == Some(n)
                    || pattern.is_number(n)
                    || pattern.fits(&value.to_string())
            }
            Value::List(items) => items.into_iter().any(|item| self.is(item, name_of)),
            Value::Set(fields) => fields.into_iter().any(|field| self.is(field.value(), name_of)),
            Value::Str(text) => pattern.fits(text),
            Value::Uint(n) => pattern.is_number(n),
            Value::Ip(ip) => pattern.is_ip(ip),
            Value::Prefix(ip, length) => pattern.is_prefix(ip, length),
            _ => pattern.fits(&value.to_string()),
        }
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCondition(word) => write!(f, "`{word}` is no filter: write KEY=VALUE"),
            Self::UnknownKey(key) => write!(f, "no key is called `{key}`"),
            Self::UnknownValue { key, value, .. } => write!(f, "`{value}` is no value of `{key}`"),
        }
    }
}

impl std::error::Error for FilterError {}
