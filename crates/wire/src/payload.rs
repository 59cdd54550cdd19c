//! What an attribute's payload can be: the trait, and the types that stand alone.

use crate::{Kind, Num};
use core::ffi::CStr;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A type that a declaration's row can name: how to see it in place, how to own it, how to write it.
///
/// All variety of netlink lives in implementations of this trait, none in the declaring macro.
pub trait Payload: Sized {
    /// The same as data, for interpreters of the tables.
    const KIND: Kind;
    /// What reading in place gives, and what writing takes.
    type View<'a>;
    /// What an owned struct holds.
    type Owned: Clone + core::fmt::Debug + PartialEq;

    /// Sees a payload in place; `None` where it does not fit.
    fn view(bytes: &[u8]) -> Option<Self::View<'_>>;
    /// Appends the payload that `view` describes.
    fn put(view: Self::View<'_>, out: &mut Vec<u8>);
    /// Reads an owned value; `None` where the payload does not fit.
    fn read(bytes: &[u8]) -> Option<Self::Owned>;
    /// Appends the payload of an owned value.
    fn write(value: &Self::Owned, out: &mut Vec<u8>);

    /// Reads into an owned struct's field; false where the payload does not fit. The last of several
    /// wins, as in the kernel's parser, unless the type gathers them ([`Many`](crate::Many)).
    fn gather(field: &mut Option<Self::Owned>, bytes: &[u8]) -> bool {
        let value = Self::read(bytes);
        let fits = value.is_some();
        if fits {
            *field = value;
        }
        fits
    }

    /// Appends the attribute (or, with [`Many`](crate::Many), the attributes) of an owned value. A
    /// value too long for an attribute appends nothing.
    fn scatter(value: &Self::Owned, number: u16, out: &mut Vec<u8>) {
        let _ = crate::put::attribute(out, number | Self::KIND.nested_bit(), |out| {
            Self::write(value, out);
        });
    }
}

/// A number of one byte that is 0 or not. (A bridge port's switches are these, not [`Flag`]s.)
#[derive(Clone, Copy, Debug)]
pub enum Bool {}
impl Payload for Bool {
    const KIND: Kind = Kind::Num(Num::unsigned(1));
    type View<'a> = bool;
    type Owned = bool;
    #[inline]
    fn view(bytes: &[u8]) -> Option<bool> {
        u8::view(bytes).map(|b| b != 0)
    }
    fn put(view: bool, out: &mut Vec<u8>) {
        out.push(view.into());
    }
    fn read(bytes: &[u8]) -> Option<bool> {
        Self::view(bytes)
    }
    fn write(value: &bool, out: &mut Vec<u8>) {
        Self::put(*value, out);
    }
}

/// An attribute that says something by being there.
#[derive(Clone, Copy, Debug)]
pub enum Flag {}
impl Payload for Flag {
    const KIND: Kind = Kind::Flag;
    type View<'a> = ();
    type Owned = ();
    #[inline]
    fn view(bytes: &[u8]) -> Option<()> {
        bytes.is_empty().then_some(())
    }
    fn put(_: (), _: &mut Vec<u8>) {}
    fn read(bytes: &[u8]) -> Option<()> {
        Self::view(bytes)
    }
    fn write(_: &(), _: &mut Vec<u8>) {}
}

/// Text up to its first NUL, which is UTF-8 or malformed. Written with a NUL after it.
#[derive(Clone, Copy, Debug)]
pub enum Str {}
impl Payload for Str {
    const KIND: Kind = Kind::Str;
    type View<'a> = &'a str;
    type Owned = String;
    #[inline]
    fn view(bytes: &[u8]) -> Option<&str> {
        let text = CStr::from_bytes_until_nul(bytes).map_or(bytes, CStr::to_bytes);
        core::str::from_utf8(text).ok()
    }
    fn put(view: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(view.as_bytes());
        out.push(0);
    }
    fn read(bytes: &[u8]) -> Option<String> {
        Self::view(bytes).map(str::to_owned)
    }
    fn write(value: &String, out: &mut Vec<u8>) {
        Self::put(value, out);
    }
}

/// A type whose view and owned value are bytes of any length, or of one.
macro_rules! bytes_like {
    ($(#[$doc:meta])* $Name:ident, $kind:expr, $fits:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $Name {}
        impl Payload for $Name {
            const KIND: Kind = $kind;
            type View<'a> = &'a [u8];
            type Owned = Vec<u8>;
            #[inline]
            fn view(bytes: &[u8]) -> Option<&[u8]> {
                let fits: fn(usize) -> bool = $fits;
                fits(bytes.len()).then_some(bytes)
            }
            fn put(view: &[u8], out: &mut Vec<u8>) {
                out.extend_from_slice(view);
            }
            fn read(bytes: &[u8]) -> Option<Vec<u8>> {
                Self::view(bytes).map(<[u8]>::to_vec)
            }
            fn write(value: &Vec<u8>, out: &mut Vec<u8>) {
                Self::put(value, out);
            }
        }
    };
}

bytes_like! {
    /// Bytes without further meaning, shown in hexadecimal with colons.
    Bytes, Kind::Bytes, |_| true
}
bytes_like! {
    /// A link-layer address of any length: shown as a MAC address; those of 4 and 16 bytes, which
    /// tunnels have, as IP addresses.
    LinkAddr, Kind::LinkAddr, |_| true
}

/// A MAC address.
#[derive(Clone, Copy, Debug)]
pub enum Mac {}
impl Payload for Mac {
    const KIND: Kind = Kind::Mac;
    type View<'a> = [u8; 6];
    type Owned = [u8; 6];
    #[inline]
    fn view(bytes: &[u8]) -> Option<[u8; 6]> {
        bytes.try_into().ok()
    }
    fn put(view: [u8; 6], out: &mut Vec<u8>) {
        out.extend_from_slice(&view);
    }
    fn read(bytes: &[u8]) -> Option<[u8; 6]> {
        Self::view(bytes)
    }
    fn write(value: &[u8; 6], out: &mut Vec<u8>) {
        Self::put(*value, out);
    }
}

/// An IP address: IPv4 where there are 4 bytes, IPv6 where there are 16.
#[derive(Clone, Copy, Debug)]
pub enum Ip {}
impl Payload for Ip {
    const KIND: Kind = Kind::Ip;
    type View<'a> = IpAddr;
    type Owned = IpAddr;
    #[inline]
    fn view(bytes: &[u8]) -> Option<IpAddr> {
        match bytes.len() {
            4 => <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from),
            16 => <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from),
            _ => None,
        }
    }
    fn put(view: IpAddr, out: &mut Vec<u8>) {
        match view {
            IpAddr::V4(a) => out.extend_from_slice(&a.octets()),
            IpAddr::V6(a) => out.extend_from_slice(&a.octets()),
        }
    }
    fn read(bytes: &[u8]) -> Option<IpAddr> {
        Self::view(bytes)
    }
    fn write(value: &IpAddr, out: &mut Vec<u8>) {
        Self::put(*value, out);
    }
}

/// An IP address of one family only.
macro_rules! ip_of_one_family {
    ($(#[$doc:meta])* $Name:ident, $kind:ident, $Addr:ty, $size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $Name {}
        impl Payload for $Name {
            const KIND: Kind = Kind::$kind;
            type View<'a> = $Addr;
            type Owned = $Addr;
            #[inline]
            fn view(bytes: &[u8]) -> Option<$Addr> {
                <[u8; $size]>::try_from(bytes).ok().map(<$Addr>::from)
            }
            fn put(view: $Addr, out: &mut Vec<u8>) {
                out.extend_from_slice(&view.octets());
            }
            fn read(bytes: &[u8]) -> Option<$Addr> {
                Self::view(bytes)
            }
            fn write(value: &$Addr, out: &mut Vec<u8>) {
                Self::put(*value, out);
            }
        }
    };
}
ip_of_one_family! {
    /// An IPv4 address.
    Ip4, Ip4, Ipv4Addr, 4
}
ip_of_one_family! {
    /// An IPv6 address.
    Ip6, Ip6, Ipv6Addr, 16
}

/// A nest whose keys count as keys of the set around it: `br_ageing_time` is a key of the link, three
/// nests up. On the wire it is `T`.
pub struct Flat<T>(core::marker::PhantomData<fn() -> T>);
impl<T: Payload> Payload for Flat<T> {
    const KIND: Kind = Kind::Flat(&T::KIND);
    type View<'a> = T::View<'a>;
    type Owned = T::Owned;
    #[inline]
    fn view(bytes: &[u8]) -> Option<T::View<'_>> {
        T::view(bytes)
    }
    fn put(view: T::View<'_>, out: &mut Vec<u8>) {
        T::put(view, out);
    }
    fn read(bytes: &[u8]) -> Option<T::Owned> {
        T::read(bytes)
    }
    fn write(value: &T::Owned, out: &mut Vec<u8>) {
        T::write(value, out);
    }
}
