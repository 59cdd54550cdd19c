//! Numbers: of either byte order, with names, with bits.

use crate::{Kind, Num, Payload, Quoted, StructField};
use core::{fmt, marker::PhantomData};

macro_rules! integers {
    ($($t:ty, $size:literal, $num:ident;)*) => { $(
        impl Payload for $t {
            const KIND: Kind = Kind::Num(Num::$num($size));
            type View<'a> = $t;
            type Owned = $t;
            #[inline]
            fn view(bytes: &[u8]) -> Option<$t> {
                bytes.try_into().ok().map(<$t>::from_ne_bytes)
            }
            #[inline]
            fn put(view: $t, out: &mut Vec<u8>) {
                out.extend_from_slice(&view.to_ne_bytes());
            }
            fn read(bytes: &[u8]) -> Option<$t> {
                Self::view(bytes)
            }
            fn write(value: &$t, out: &mut Vec<u8>) {
                Self::put(*value, out);
            }
        }
        impl StructField for $t {
            const SIZE: usize = $size;
            const ALIGN: usize = $size;
            #[inline]
            fn take(bytes: &[u8]) -> $t {
                <$t>::from_ne_bytes(bytes.try_into().unwrap_or_default())
            }
        }
        impl StructField for Be<$t> {
            const SIZE: usize = $size;
            const ALIGN: usize = $size;
            #[inline]
            fn take(bytes: &[u8]) -> $t {
                <$t>::from_be_bytes(bytes.try_into().unwrap_or_default())
            }
        }
        impl Payload for Be<$t> {
            const KIND: Kind = Kind::Num(Num::$num($size).big_endian());
            type View<'a> = $t;
            type Owned = $t;
            #[inline]
            fn view(bytes: &[u8]) -> Option<$t> {
                bytes.try_into().ok().map(<$t>::from_be_bytes)
            }
            #[inline]
            fn put(view: $t, out: &mut Vec<u8>) {
                out.extend_from_slice(&view.to_be_bytes());
            }
            fn read(bytes: &[u8]) -> Option<$t> {
                Self::view(bytes)
            }
            fn write(value: &$t, out: &mut Vec<u8>) {
                Self::put(*value, out);
            }
        }
    )* };
}
integers! {
    u8, 1, unsigned; u16, 2, unsigned; u32, 4, unsigned; u64, 8, unsigned;
    i8, 1, signed; i16, 2, signed; i32, 4, signed; i64, 8, signed;
}

/// An integer in network byte order.
pub struct Be<T>(PhantomData<fn() -> T>);

/// A number of 4 bytes or, where it does not fit into them, 8 (`NLA_UINT`).
#[derive(Clone, Copy, Debug)]
pub enum Uint {}
impl Payload for Uint {
    const KIND: Kind = Kind::Num(Num::unsigned(0));
    type View<'a> = u64;
    type Owned = u64;
    #[inline]
    fn view(bytes: &[u8]) -> Option<u64> {
        u32::view(bytes).map(u64::from).or_else(|| u64::view(bytes))
    }
    fn put(view: u64, out: &mut Vec<u8>) {
        match u32::try_from(view) {
            Ok(view) => u32::put(view, out),
            Err(_) => u64::put(view, out),
        }
    }
    fn read(bytes: &[u8]) -> Option<u64> {
        Self::view(bytes)
    }
    fn write(value: &u64, out: &mut Vec<u8>) {
        Self::put(*value, out);
    }
}

/// How a number is spelled for people.
#[derive(Debug)]
pub enum Spelling {
    /// One of a list of names; a number that the list does not know stays a number.
    Name(&'static Named),
    /// As `Name`, and the name stands in the whole message's shape too, where other numbers stay
    /// numbers (pyroute2 spells out `IFLA_OPERSTATE` and few others).
    NameAlways(&'static Named),
    /// As `Name`, of a number that may be negative: the names' numbers are sign-extended.
    Signed(&'static Named),
    /// A set of bits, each with a name.
    Bits(&'static Named),
    /// Traffic control's handle, `major:minor` in hexadecimal.
    Handle,
    /// The handle of traffic control's filter `u32`, `table:bucket:node` in hexadecimal.
    Node,
    /// A number that people write in hexadecimal.
    Hex,
    /// An interface's index. The names lie in another table: text that has it at hand shows the name.
    Interface,
}

/// Names of numbers.
#[derive(Debug)]
pub struct Named {
    /// The names, with their numbers or bits.
    pub names: &'static [(u64, &'static str)],
    /// The same as JSON text has them.
    #[doc(hidden)]
    pub quoted: &'static [Quoted],
}

impl Spelling {
    /// For the declaring macro: the names of a number of this kind.
    #[doc(hidden)]
    pub const fn of(kind: Kind, names: &'static Named) -> Self {
        match kind {
            Kind::Num(num) if num.signed => Self::Signed(names),
            _ => Self::Name(names),
        }
    }

    /// The names, with their numbers or bits.
    pub const fn names(&self) -> &'static [(u64, &'static str)] {
        match self {
            Self::Name(named)
            | Self::NameAlways(named)
            | Self::Signed(named)
            | Self::Bits(named) => named.names,
            Self::Handle | Self::Node | Self::Hex | Self::Interface => &[],
        }
    }

    /// The name of exactly this number (or bit).
    pub fn name(&self, number: u64) -> Option<&'static str> {
        let names = self.names();
        Some(names[place_of(names, number)?].1)
    }

    /// The number (or bit) that `name` stands for; case does not matter.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.names().iter().find(|(_, n)| n.eq_ignore_ascii_case(name)).map(|(n, _)| *n)
    }

    /// The names of the bits that are set in `number`, and the bits that have none.
    pub fn bits(&self, number: u64) -> (impl Iterator<Item = &'static str> + Clone, u64) {
        let names = self.names();
        let unnamed = names.iter().fold(number, |rest, (bit, _)| rest & !bit);
        let set = names.iter().filter(move |(bit, _)| *bit != 0 && number & bit == *bit);
        (set.map(|(_, name)| *name), unnamed)
    }

    /// Writes `number` as people write it: a name, names joined with commas, `1:10`, or the number.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, number: u64, out: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Self::Name(_) | Self::NameAlways(_) | Self::Signed(_) => match self.name(number) {
                Some(name) => out.write_str(name),
                None if matches!(self, Self::Signed(_)) => write!(out, "{}", number as i64),
                None => write!(out, "{number}"),
            },
            Self::Bits(_) => {
                let (names, unnamed) = self.bits(number);
                let mut comma = "";
                for name in names {
                    write!(out, "{comma}{name}")?;
                    comma = ",";
                }
                match unnamed {
                    0 if comma.is_empty() => out.write_str("0"),
                    0 => Ok(()),
                    _ => write!(out, "{comma}{unnamed:#x}"),
                }
            }
            Self::Interface => write!(out, "{number}"),
            Self::Hex => write!(out, "{number:#x}"),
            Self::Node => match (number >> 20, number >> 12 & 0xff, number & 0xfff) {
                (0, 0, 0) => out.write_str("none"),
                (table, 0, 0) => write!(out, "{table:x}:"),
                (table, 0, node) => write!(out, "{table:x}::{node:x}"),
                (table, bucket, 0) => write!(out, "{table:x}:{bucket:x}"),
                (table, bucket, node) => write!(out, "{table:x}:{bucket:x}:{node:x}"),
            },
            Self::Handle => match (number >> 16, number & 0xffff) {
                (0, 0) => out.write_str("none"),
                (0xffff, 0xffff) => out.write_str("root"),
                (0xffff, 0xfff1) => out.write_str("ingress"),
                (0, minor) => write!(out, ":{minor:x}"),
                (major, 0) => write!(out, "{major:x}:"),
                (major, minor) => write!(out, "{major:x}:{minor:x}"),
            },
        }
    }
}

impl Named {
    /// The name of exactly this number.
    pub(crate) fn quoted(&self, number: u64) -> Option<&'static Quoted> {
        self.quoted.get(place_of(self.names, number)?)
    }

    /// The names of the bits that are set in `number`.
    pub(crate) fn quoted_bits(&self, number: u64) -> impl Iterator<Item = &'static Quoted> {
        let all = self.names.iter().zip(self.quoted);
        all.filter(move |((bit, _), _)| *bit != 0 && number & bit == *bit).map(|(_, name)| name)
    }
}

fn place_of(names: &[(u64, &str)], number: u64) -> Option<usize> {
    // Most lists begin with 0 and leave nothing out.
    match names.get(number as usize) {
        Some((n, _)) if *n == number => Some(number as usize),
        _ => names.iter().position(|(n, _)| *n == number),
    }
}

/// A number with names: what [`names!`](crate::names) and [`bits!`](crate::bits) declare.
pub trait Names: Copy + 'static {
    /// How it is spelled.
    const SPELLING: &'static Spelling;
    /// From a number as wide as any.
    fn from_number(number: u64) -> Self;
    /// To a number as wide as any.
    fn number(self) -> u64;
}

macro_rules! spelled_u32 {
    ($(#[$doc:meta])* $Name:ident, $spelling:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $Name(pub u32);
        impl Names for $Name {
            const SPELLING: &'static Spelling = &Spelling::$spelling;
            fn from_number(number: u64) -> Self {
                Self(number as u32)
            }
            fn number(self) -> u64 {
                self.0.into()
            }
        }
        impl Payload for $Name {
            const KIND: Kind = u32::KIND.spelled(&Spelling::$spelling);
            type View<'a> = Self;
            type Owned = Self;
            #[inline]
            fn view(bytes: &[u8]) -> Option<Self> {
                u32::view(bytes).map(Self)
            }
            fn put(view: Self, out: &mut Vec<u8>) {
                u32::put(view.0, out);
            }
            fn read(bytes: &[u8]) -> Option<Self> {
                Self::view(bytes)
            }
            fn write(value: &Self, out: &mut Vec<u8>) {
                Self::put(*value, out);
            }
        }
        impl StructField for $Name {
            const SIZE: usize = 4;
            const ALIGN: usize = 4;
            fn take(bytes: &[u8]) -> Self {
                Self(u32::take(bytes))
            }
        }
    };
}
spelled_u32! {
    /// A handle of traffic control (`tcm_handle`, `tcm_parent`): `major:minor`.
    Handle, Handle
}
spelled_u32! {
    /// The handle of traffic control's filter `u32`: `table:bucket:node`.
    Node, Node
}
spelled_u32! {
    /// A number whose bits people want to see: a packet's mark.
    Hex, Hex
}
spelled_u32! {
    /// The index of an interface; 0 is none.
    IfIndex, Interface
}

/// A number with names in a narrower width than its own: `As<u8, RtTable>` is a routing table in the one
/// byte that `struct rtmsg` has for it.
pub struct As<T, N>(PhantomData<fn() -> (T, N)>);

macro_rules! widths {
    ($($t:ty)*) => { $( widths!(@ $t, $t); widths!(@ Be<$t>, $t); )* };
    (@ $carrier:ty, $t:ty) => {
        impl<N: Names + StructField + fmt::Debug + PartialEq> Payload for As<$carrier, N> {
            const KIND: Kind = {
                assert!(<$carrier>::SIZE <= N::SIZE, "the names' own type must hold every number");
                <$carrier>::KIND.spelled(N::SPELLING)
            };
            type View<'a> = N;
            type Owned = N;
            #[inline]
            fn view(bytes: &[u8]) -> Option<N> {
                <$carrier>::view(bytes).map(|n| N::from_number(n as u64))
            }
            fn put(view: N, out: &mut Vec<u8>) {
                <$carrier>::put(view.number() as $t, out);
            }
            fn read(bytes: &[u8]) -> Option<N> {
                Self::view(bytes)
            }
            fn write(value: &N, out: &mut Vec<u8>) {
                Self::put(*value, out);
            }
        }
        impl<N: Names + StructField + fmt::Debug + PartialEq> StructField for As<$carrier, N> {
            const SIZE: usize = <$carrier>::SIZE;
            const ALIGN: usize = <$carrier>::ALIGN;
            #[inline]
            fn take(bytes: &[u8]) -> N {
                N::from_number(<$carrier>::take(bytes) as u64)
            }
        }
    };
}
widths! { u8 u16 u32 u64 }
