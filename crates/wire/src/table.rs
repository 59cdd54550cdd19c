//! Declarations as data: what every interpreter (JSON, text, diff, completion, documentation) reads.

use crate::{Access, Choice, Malformed, Quoted, Readings, Spelling, Unit};

/// A set of attributes.
#[derive(Debug)]
pub struct Set {
    /// The name of its Rust type.
    pub name: &'static str,
    /// What it is, from the declaration.
    pub doc: &'static str,
    /// The attributes, in the order of the declaration.
    pub rows: &'static [Row],
    /// The row of each number; see [`index()`].
    #[doc(hidden)]
    pub index: &'static [Option<&'static Row>],
    /// Its two readings with types.
    #[doc(hidden)]
    pub readings: Readings,
}

impl Set {
    /// The row of an attribute's number.
    #[inline]
    pub fn row(&self, number: u16) -> Option<&'static Row> {
        *self.index.get(usize::from(number))?
    }

    /// The row with the kernel's name for an attribute.
    pub fn by_name(&self, name: &str) -> Option<&'static Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    pub(crate) fn malformed(&self, number: u16, length: usize) -> Malformed {
        let attribute = self.row(number).map_or("attribute", |row| row.name);
        Malformed { set: self.name, attribute, length }
    }
}

/// One declared attribute.
#[derive(Debug)]
pub struct Row {
    /// `nla_type`.
    pub number: u16,
    /// The kernel's name.
    pub name: &'static str,
    /// The name as a key, as IPDB's users know it.
    pub key: &'static str,
    /// What the payload is.
    pub kind: Kind,
    /// Who states it.
    pub access: Access,
    /// What it is, from the declaration; may be empty.
    pub doc: &'static str,
    /// Can it be a nest?
    #[doc(hidden)]
    pub nests: bool,
    /// Does its value depend on nothing but its payload and the message's header?
    #[doc(hidden)]
    pub is_alone: bool,
    /// The key and the kernel's name as JSON text has them.
    #[doc(hidden)]
    pub quoted: (&'static Quoted, &'static Quoted),
    /// Its two readings with types.
    #[doc(hidden)]
    pub readings: Readings,
}

/// What a payload is. (With a tag of its own: one hidden in the space that its fields leave takes more
/// instructions to read, for every attribute.)
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub enum Kind {
    /// Present or absent.
    Flag,
    /// A number.
    Num(Num),
    /// Text.
    Str,
    /// Bytes.
    Bytes,
    /// A link-layer address of any length.
    LinkAddr,
    /// A link-layer address of 6 bytes.
    Mac,
    /// An IPv4 address.
    Ip4,
    /// An IPv6 address.
    Ip6,
    /// An address of either family, by its length.
    Ip,
    /// A domain name.
    Domain,
    /// A stack of MPLS labels.
    Labels,
    /// A C structure.
    Record(&'static Record),
    /// A C structure with attributes behind it.
    Headed(&'static Record, fn() -> &'static Set),
    /// Several values in one payload.
    List(Layout, &'static Kind),
    /// Nested attributes.
    Set(fn() -> &'static Set),
    /// One of the attributes with this number that the set may hold.
    Many(&'static Kind),
    /// What it is depends on something else.
    Select(&'static Choice),
    /// A nest whose keys are keys of the set around it.
    Flat(&'static Kind),
}

impl Kind {
    /// A number with a spelling; anything else unchanged.
    pub const fn spelled(self, spelling: &'static Spelling) -> Self {
        match self {
            Self::Num(num) => Self::Num(num.spelled(spelling)),
            other => other,
        }
    }

    /// How it is spelled, where it is a number with names.
    pub const fn spelling(&self) -> Option<&'static Spelling> {
        match self {
            Self::Num(num) => num.spelling,
            _ => None,
        }
    }

    /// For the declaring macro: is a structure's first member there?
    #[doc(hidden)]
    pub fn fits(&self, bytes: &[u8]) -> bool {
        !matches!(self, Self::Record(record) if bytes.len() < record.least)
    }

    /// `NLA_F_NESTED` where the payload is attributes.
    pub(crate) const fn nested_bit(self) -> u16 {
        match self.bare() {
            Self::Set(_) | Self::List(Layout::Indexed(_), _) => 0x8000,
            _ => 0,
        }
    }

    /// For the declaring macro: can it be attributes? What it depends on, if on anything, is not asked.
    #[doc(hidden)]
    pub const fn nests(&self) -> bool {
        match self {
            Self::Set(_) => true,
            Self::Flat(kind) | Self::Many(kind) => kind.nests(),
            Self::Select(choice) => choice.nests(),
            _ => false,
        }
    }

    /// For the declaring macro: does a value depend on nothing but the payload and the message's header? (What is
    /// in a nest is not looked into.)
    #[doc(hidden)]
    pub const fn is_alone(&self) -> bool {
        match self {
            Self::Set(_) | Self::Headed(..) | Self::Many(_) | Self::Flat(_) => false,
            Self::Record(record) => {
                let mut i = 0;
                while i < record.fields.len() {
                    if !record.fields[i].kind.is_alone() {
                        return false;
                    }
                    i += 1;
                }
                true
            }
            Self::List(_, item) => item.is_alone(),
            Self::Select(choice) => choice.is_alone(),
            _ => true,
        }
    }

    /// Is it set by being there, and not set by being left out?
    pub(crate) const fn is_flag(&self) -> bool {
        match self {
            Self::Flag => true,
            Self::Select(choice) => choice.is_told_flag(),
            _ => false,
        }
    }

    /// Is it the same, as far as the cases of one choice are to be told apart?
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Set(one), Self::Set(other)) => one().name == other().name,
            (Self::Record(one), Self::Record(other)) => one.name == other.name,
            (one, other) => core::mem::discriminant(one) == core::mem::discriminant(other),
        }
    }

    /// What it is without the wrappers that say only where its keys belong or how often it occurs.
    pub const fn bare(self) -> Self {
        match self {
            Self::Flat(kind) | Self::Many(kind) => kind.bare(),
            other => other,
        }
    }
}

/// How several values lie in one payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Each is an attribute of its own, whose number says nothing or counts from this one.
    Indexed(u16),
    /// One behind the other, each of this size.
    Packed(u32),
    /// Each begins with its length in two bytes, and is aligned to four (`struct rtnexthop`).
    Chunked,
    /// Each has its length, in units of eight bytes, in its second byte (RFC 4861, 4.6).
    Eights,
    /// Each is a domain name; zeros may follow.
    Domains,
    /// Each is an attribute with this number, among others.
    Repeated(u16),
}

/// A number's form.
#[derive(Clone, Copy, Debug)]
pub struct Num {
    /// 1, 2, 4 or 8 bytes; 0 where it is 4 or 8.
    pub size: u8,
    /// Two's complement.
    pub signed: bool,
    /// In network byte order.
    pub big: bool,
    /// How it is spelled, where it has names.
    pub spelling: Option<&'static Spelling>,
    /// What it counts, where people write that behind it.
    pub unit: Option<Unit>,
    /// How many bits lie below it, where it is a part of the bytes.
    shift: u8,
    /// How many bits it is; 0 where it is all of the bytes.
    width: u8,
    /// The size of a number that is unsigned, in the machine's order and without names; of others no
    /// payload's length.
    plain_size: usize,
}

impl Num {
    /// An unsigned number of `size` bytes.
    pub const fn unsigned(size: u8) -> Self {
        Self {
            size,
            signed: false,
            big: false,
            spelling: None,
            unit: None,
            shift: 0,
            width: 0,
            plain_size: if size == 0 { usize::MAX } else { size as usize },
        }
    }
    /// A signed number of `size` bytes.
    pub const fn signed(size: u8) -> Self {
        Self { signed: true, plain_size: usize::MAX, ..Self::unsigned(size) }
    }
    /// The same in network byte order.
    pub const fn big_endian(self) -> Self {
        Self { big: true, plain_size: usize::MAX, ..self }
    }
    /// `width` of its bits, from `shift` on.
    pub(crate) const fn part(self, shift: u8, width: u8) -> Self {
        Self { shift, width, plain_size: usize::MAX, ..self }
    }
    /// The same with a spelling.
    pub const fn spelled(self, spelling: &'static Spelling) -> Self {
        Self { spelling: Some(spelling), plain_size: usize::MAX, ..self }
    }

    /// The number in `bytes`, where it is as most are: unsigned, in the machine's order and without names.
    /// Those cost a comparison and a load.
    #[inline]
    pub(crate) fn plain(&self, bytes: &[u8]) -> Option<u64> {
        if bytes.len() != self.plain_size {
            return None;
        }
        Some(if let Ok(bytes) = bytes.try_into() {
            u32::from_ne_bytes(bytes).into()
        } else if let [byte] = bytes {
            u64::from(*byte)
        } else if let Ok(bytes) = bytes.try_into() {
            u64::from_ne_bytes(bytes)
        } else {
            u16::from_ne_bytes(bytes.try_into().unwrap_or_default()).into()
        })
    }

    /// The number in `bytes`, sign-extended to 64 bits.
    #[inline]
    pub(crate) fn read(&self, bytes: &[u8]) -> Option<u64> {
        let length = bytes.len();
        if length != usize::from(self.size) && (self.size != 0 || !matches!(length, 4 | 8)) {
            return None;
        }
        let (native, bits) = match length {
            1 => (u64::from(*bytes.first()?), 8),
            2 => (u64::from(u16::from_ne_bytes(*bytes.first_chunk()?)), 16),
            4 => (u64::from(u32::from_ne_bytes(*bytes.first_chunk()?)), 32),
            _ => (u64::from_ne_bytes(*bytes.first_chunk()?), 64),
        };
        if !self.big && !self.signed && self.width == 0 {
            return Some(native);
        }
        let value = if self.big && cfg!(target_endian = "little") {
            native.swap_bytes() >> (64 - bits)
        } else {
            native
        };
        Some(if self.signed {
            ((value << (64 - bits)) as i64 >> (64 - bits)) as u64
        } else if self.width != 0 {
            value >> self.shift & self.mask()
        } else {
            value
        })
    }

    /// Sets the bits of a part in `bytes`, which hold the number.
    pub(crate) fn set(&self, value: u64, bytes: &mut [u8]) {
        let value = (value & self.mask()) << self.shift;
        for (i, byte) in bytes.iter_mut().enumerate() {
            let lowest_last = self.big || cfg!(target_endian = "big");
            let place = if lowest_last { usize::from(self.size) - 1 - i } else { i };
            *byte |= (value >> (8 * place)) as u8;
        }
    }

    /// How many bits it has.
    pub(crate) const fn bits(&self) -> u32 {
        match (self.width, self.size) {
            (0, 0) => 64,
            (0, size) => 8 * size as u32,
            (width, _) => width as u32,
        }
    }

    /// Appends the number.
    pub(crate) fn append(&self, value: u64, out: &mut Vec<u8>) {
        let size = match self.size {
            0 if value > u32::MAX.into() => 8,
            0 => 4,
            size => usize::from(size),
        };
        let start = out.len();
        out.resize(start + size, 0);
        self.place(value, &mut out[start..]);
    }

    /// Writes the number into its bytes; the other parts of what it is a part of stay.
    pub(crate) fn place(&self, value: u64, bytes: &mut [u8]) {
        if self.width != 0 {
            let keep = self.read_whole(bytes) & !(self.mask() << self.shift);
            bytes.fill(0);
            self.set(value, bytes);
            let rest = Self { width: 0, shift: 0, ..*self };
            let parts = self.read_whole(bytes) | keep;
            return rest.place(parts, bytes);
        }
        let size = bytes.len();
        match self.big {
            true => bytes.copy_from_slice(&value.to_be_bytes()[8 - size..]),
            false if cfg!(target_endian = "big") => {
                bytes.copy_from_slice(&value.to_be_bytes()[8 - size..]);
            }
            false => bytes.copy_from_slice(&value.to_le_bytes()[..size]),
        }
    }

    fn read_whole(&self, bytes: &[u8]) -> u64 {
        Self { width: 0, shift: 0, ..*self }.read(bytes).unwrap_or_default()
    }

    const fn mask(&self) -> u64 {
        u64::MAX >> (64 - self.width)
    }
}

/// A C structure.
#[derive(Debug)]
pub struct Record {
    /// The name of its Rust type.
    pub name: &'static str,
    /// What it is, from the declaration.
    pub doc: &'static str,
    /// Its members, padding included.
    pub fields: &'static [crate::RecordField],
    /// Its size in bytes (without a member at its end that takes what is left, or as much as is stated).
    pub size: usize,
    /// The fewest bytes that say anything: up to the end of the first member that is no padding.
    #[doc(hidden)]
    pub least: usize,
    /// Its two readings with types.
    #[doc(hidden)]
    pub readings: Readings,
}

impl Record {
    /// The place of the member with this name, padding counted. For constants: there must be one.
    pub const fn place(&self, name: &str) -> usize {
        let mut place = 0;
        while !same(self.fields[place].name, name) {
            place += 1;
        }
        place
    }

    /// How many of `bytes`, with which the structure begins, are its own: `size`, and what these state of the
    /// last member's length ([`Stated`](crate::Stated)).
    pub fn length(&self, bytes: &[u8]) -> usize {
        self.size + self.fields.last().and_then(|field| field.stated(bytes)).unwrap_or(0)
    }
}

/// The highest number of a set, for the size of its index.
#[doc(hidden)]
pub const fn highest(rows: &[Row]) -> usize {
    let (mut most, mut i) = (0, 0);
    while i < rows.len() {
        assert!(rows[i].number < 256, "`Numbers` holds no higher number");
        if rows[i].number as usize > most {
            most = rows[i].number as usize;
        }
        i += 1;
    }
    most
}

/// The row of each number. A number declared twice does not compile.
#[doc(hidden)]
pub const fn index<const N: usize>(rows: &'static [Row]) -> [Option<&'static Row>; N] {
    let mut table = [None; N];
    let mut i = 0;
    while i < rows.len() {
        let at = rows[i].number as usize;
        assert!(table[at].is_none(), "an attribute number is declared twice");
        table[at] = Some(&rows[i]);
        i += 1;
    }
    table
}

/// `==`, which is not for constants yet.
#[doc(hidden)]
pub const fn same(a: &str, b: &str) -> bool {
    let (a, b, mut i) = (a.as_bytes(), b.as_bytes(), 0);
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    a.len() == b.len() && i == a.len()
}

/// A name's number, sign-extended where it is negative.
#[doc(hidden)]
pub const fn wide(number: i128) -> u64 {
    number as u64
}

/// A name as it is said, where Rust needs `r#` before it.
#[doc(hidden)]
pub const fn unraw(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}
