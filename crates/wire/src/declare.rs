//! The declaring macros. One row shape; all variety goes into the types that rows name.

/// Declares a set of attributes.
///
/// ```
/// use route2_wire::{AttrSet, Attrs, Put, Str, attrs};
///
/// attrs! {
///     /// What a lamp says of itself.
///     pub struct Lamp {
///         /// Its name.
///         1 = LAMP_NAME       => name: Str,
///         /// In lumen.
///         2 = LAMP_BRIGHTNESS => brightness: u32,
///         /// Since it was lit, in seconds.
///         3 = LAMP_TIME       => time: u64 [volatile],
///     }
/// }
///
/// let mut put = Put::<Lamp>::new();
/// put.put(LAMP_NAME, "hall").put(LAMP_BRIGHTNESS, 800);
/// let bytes = put.finish().unwrap();
///
/// let lamp = Attrs::<Lamp>::new(&bytes);                     // typed, in place
/// assert_eq!(lamp.get(LAMP_NAME), Ok(Some("hall")));
/// assert_eq!(lamp.get(LAMP_TIME), Ok(None));
/// let owned = Lamp::from_bytes(&bytes);                      // owned
/// assert_eq!(owned.brightness, Some(800));
/// assert_eq!(Lamp::SET.rows[1].name, "LAMP_BRIGHTNESS");     // as data
/// ```
///
/// A row is `NUMBER = KERNEL_NAME => key: Type [mark],` with the documentation before it. The mark is
/// `ro`, `wo`, `volatile` or `unsteady` ([`Access`](crate::Access)) and may be left out. A set that a kind selects
/// names it: `pub struct Bridge: link kind "bridge" {`, or several: `kind "gre" | "gretap" {`.
#[macro_export]
macro_rules! attrs {
    (
        $(#[doc = $set_doc:literal])*
        pub struct $Set:ident $(: $domain:ident kind $($kind:literal)|+)? {
            $(
                $(#[doc = $doc:literal])*
                $number:literal = $NAME:ident => $key:ident : $ty:ty $([$mark:ident])?,
            )*
        }
    ) => {
        $(#[doc = $set_doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $Set {
            $(
                #[doc = concat!("`", stringify!($NAME), "`:")]
                $(#[doc = $doc])*
                pub $key: Option<<$ty as $crate::Payload>::Owned>,
            )*
            /// Attributes that are not declared, or whose payload does not fit, as they came. (Not a last
            /// one that is cut short.)
            pub undeclared: Vec<u8>,
        }

        $(
            $(#[doc = $doc])*
            #[doc = concat!("\n\n(Attribute ", stringify!($number), " of [`", stringify!($Set), "`].)")]
            pub const $NAME: $crate::Key<$Set, $ty> = $crate::Key::new($number);
        )*

        impl $crate::AttrSet for $Set {
            const SET: &'static $crate::Set = {
                const ROWS: &[$crate::Row] = &[$(
                    $crate::Row {
                        number: $number,
                        name: stringify!($NAME),
                        key: $crate::unraw(stringify!($key)),
                        kind: <$ty as $crate::Payload>::KIND,
                        access: $crate::Access::of($crate::attrs!(@mark $($mark)?)),
                        doc: concat!($($doc, "\n",)* ""),
                        nests: <$ty as $crate::Payload>::KIND.nests(),
                        is_alone: <$ty as $crate::Payload>::KIND.is_alone(),
                        quoted: (
                            &$crate::Quoted::key($crate::unraw(stringify!($key))),
                            &$crate::Quoted::first(stringify!($NAME)),
                        ),
                        readings: $crate::Readings::of::<$ty>(),
                    },
                )*];
                &$crate::Set {
                    name: stringify!($Set),
                    doc: concat!($($set_doc, "\n",)* ""),
                    rows: ROWS,
                    index: &$crate::index::<{ $crate::highest(ROWS) + 1 }>(ROWS),
                    readings: $crate::Readings::of::<Self>(),
                }
            };
        }

        impl $Set {
            /// Reads the owned form. Nothing is lost: see `undeclared`.
            #[allow(clippy::match_single_binding, reason = "a set may declare no attribute")]
            pub fn from_bytes(bytes: &[u8]) -> Self {
                let mut out = Self::default();
                for attr in $crate::Attrs::<Self>::new(bytes) {
                    let fits = match attr.number() {
                        $( $number if attr.whole =>
                            <$ty as $crate::Payload>::gather(&mut out.$key, attr.payload), )*
                        _ => false,
                    };
                    if !fits {
                        attr.copy_to(&mut out.undeclared);
                    }
                }
                out
            }
        }

        impl $crate::Payload for $Set {
            const KIND: $crate::Kind = $crate::Kind::Set(<Self as $crate::AttrSet>::set);
            type View<'a> = $crate::Attrs<'a, Self>;
            type Owned = Self;
            #[inline]
            fn view(bytes: &[u8]) -> Option<$crate::Attrs<'_, Self>> {
                Some($crate::Attrs::new(bytes))
            }
            fn put(view: $crate::Attrs<'_, Self>, out: &mut Vec<u8>) {
                out.extend_from_slice(view.bytes());
            }
            fn read(bytes: &[u8]) -> Option<Self> {
                Some(Self::from_bytes(bytes))
            }
            fn write(value: &Self, out: &mut Vec<u8>) {
                $(
                    if let Some(field) = &value.$key {
                        <$ty as $crate::Payload>::scatter(field, $number, out);
                    }
                )*
                out.extend_from_slice(&value.undeclared);
            }
        }

        $( impl $crate::Kinded for $Set {
            const KINDS: &'static [&'static str] = &[$($kind),+];
        } )?
    };
    (@mark) => { None };
    (@mark $mark:ident) => { Some(stringify!($mark)) };
}

/// Declares a C structure. Members are placed as C places them; one whose name begins with `_` is
/// padding; one that changes by itself is marked `[volatile]`, as a set's rows are. A structure that a kind selects names it, as a set does.
///
/// ```
/// use route2_wire::{Payload, record};
///
/// record! {
///     /// `struct nda_cacheinfo` (linux/neighbour.h).
///     pub struct Cacheinfo {
///         /// Since it was confirmed, in USER_HZ ticks.
///         confirmed: u32,
///         /// Since it was used, in USER_HZ ticks.
///         used: u32,
///     }
/// }
///
/// let shorter = Cacheinfo::view(&7u32.to_ne_bytes()).unwrap();
/// assert_eq!(shorter, Cacheinfo { confirmed: 7, used: 0 });
/// ```
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $record_doc:literal])*
        pub struct $Record:ident $(: $domain:ident kind $($kind:literal)|+)? {
            $( $(#[doc = $doc:literal])* $field:ident : $ty:ty $([$mark:ident])?, )*
        }
    ) => {
        $(#[doc = $record_doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $Record {
            $(
                #[doc = concat!("`", stringify!($field), "`.")]
                $(#[doc = $doc])*
                pub $field: <$ty as $crate::Payload>::Owned,
            )*
        }

        impl $crate::AsRecord for $Record {
            const RECORD: &'static $crate::Record = {
                const FIELDS: &[$crate::RecordField] = &$crate::RecordField::place([$(
                    $crate::RecordField::new::<$ty>(
                        stringify!($field),
                        &$crate::Quoted::key($crate::unraw(stringify!($field))),
                        concat!($($doc, "\n",)* ""),
                        $crate::Access::of($crate::attrs!(@mark $($mark)?)),
                    ),
                )*]);
                &$crate::Record {
                    name: stringify!($Record),
                    doc: concat!($($record_doc, "\n",)* ""),
                    fields: FIELDS,
                    size: $crate::RecordField::size_of(FIELDS),
                    least: $crate::RecordField::least(FIELDS),
                    readings: $crate::Readings::of::<Self>(),
                }
            };
        }

        impl Default for $Record {
            fn default() -> Self {
                <Self as $crate::StructField>::take(&[])
            }
        }

        impl $crate::StructField for $Record {
            const SIZE: usize = <Self as $crate::AsRecord>::RECORD.size;
            const ALIGN: usize =
                $crate::RecordField::align_of(<Self as $crate::AsRecord>::RECORD.fields);
            const OPEN: bool = $crate::RecordField::is_open(
                <Self as $crate::AsRecord>::RECORD.fields,
            );
            #[allow(unused_assignments, unused_mut, reason = "the last member leaves `at` behind")]
            fn take(bytes: &[u8]) -> Self {
                // A structure that is too short is read as if zeros followed it.
                let mut padded = [0; <Self as $crate::StructField>::SIZE];
                let bytes = if bytes.len() < padded.len() {
                    padded[..bytes.len()].copy_from_slice(bytes);
                    &padded
                } else {
                    bytes
                };
                let mut fields = <Self as $crate::AsRecord>::RECORD.fields.iter();
                Self { $(
                    $field: <$ty as $crate::StructField>::take(
                        fields.next().and_then(|field| field.of(bytes)).unwrap_or_default(),
                    ),
                )* }
            }
        }

        impl $crate::Payload for $Record {
            const KIND: $crate::Kind =
                $crate::Kind::Record(<Self as $crate::AsRecord>::RECORD);
            type View<'a> = Self;
            type Owned = Self;
            fn view(bytes: &[u8]) -> Option<Self> {
                Self::KIND.fits(bytes).then(|| <Self as $crate::StructField>::take(bytes))
            }
            fn put(view: Self, out: &mut Vec<u8>) {
                Self::write(&view, out);
            }
            fn read(bytes: &[u8]) -> Option<Self> {
                Self::view(bytes)
            }
            fn write(value: &Self, out: &mut Vec<u8>) {
                let start = out.len();
                let mut fields = <Self as $crate::AsRecord>::RECORD.fields.iter();
                $(
                    let at = start + fields.next().map_or(0, |field| field.offset);
                    <$ty as $crate::StructField>::write_at(&value.$field, at, out);
                )*
                if !<Self as $crate::StructField>::OPEN {
                    out.resize(start + <Self as $crate::StructField>::SIZE, 0);
                }
            }
        }

        $( impl $crate::Kinded for $Record {
            const KINDS: &'static [&'static str] = &[$($kind),+];
        } )?
    };
}

/// Declares a number with names. The type keeps numbers that have none.
///
/// ```
/// route2_wire::names! {
///     /// Operational state (RFC 2863): `IF_OPER_*` in linux/if.h.
///     pub struct OperState: u8 {
///         2 = DOWN "DOWN",
///         6 = UP "UP",
///     }
/// }
/// assert_eq!(OperState::UP.to_string(), "UP");
/// assert_eq!(OperState(77).to_string(), "77");
/// ```
///
/// `pub struct Name: u8, always {` spells the name even where a message is shown whole.
#[macro_export]
macro_rules! names {
    ($(#[doc = $doc:literal])* pub struct $Name:ident: $repr:ty, always { $($rows:tt)* }) => {
        $crate::names!(@ [$crate::Spelling::NameAlways] $(#[doc = $doc])* pub struct $Name: $repr { $($rows)* });
    };
    ($(#[doc = $doc:literal])* pub struct $Name:ident: $repr:ty { $($rows:tt)* }) => {
        $crate::names!(@ [$crate::Spelling::of, <$repr as $crate::Payload>::KIND] $(#[doc = $doc])* pub struct $Name: $repr { $($rows)* });
    };
    (@ [$spelling:path $(, $kind:expr)?]
        $(#[doc = $doc:literal])*
        pub struct $Name:ident: $repr:ty {
            $( $number:literal = $CONST:ident $name:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(pub <$repr as $crate::Payload>::Owned);

        impl $Name {
            $(
                #[doc = concat!("`", $name, "`")]
                pub const $CONST: Self = Self($number);
            )*
        }

        impl $crate::Names for $Name {
            const SPELLING: &'static $crate::Spelling =
                &$spelling($($kind,)? &$crate::Named {
                    names: &[$( ($crate::wide($number), $name), )*],
                    quoted: &[$( $crate::Quoted::value($name), )*],
                });
            #[inline]
            fn from_number(number: u64) -> Self {
                Self(number as _)
            }
            #[inline]
            fn number(self) -> u64 {
                self.0 as u64
            }
        }

        impl core::fmt::Display for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                <Self as $crate::Names>::SPELLING.write($crate::Names::number(*self), f)
            }
        }

        impl $crate::Payload for $Name {
            const KIND: $crate::Kind =
                <$repr as $crate::Payload>::KIND.spelled(<Self as $crate::Names>::SPELLING);
            type View<'a> = Self;
            type Owned = Self;
            #[inline]
            fn view(bytes: &[u8]) -> Option<Self> {
                <$repr as $crate::Payload>::view(bytes).map(Self)
            }
            #[inline]
            fn put(view: Self, out: &mut Vec<u8>) {
                <$repr as $crate::Payload>::put(view.0, out);
            }
            fn read(bytes: &[u8]) -> Option<Self> {
                Self::view(bytes)
            }
            fn write(value: &Self, out: &mut Vec<u8>) {
                Self::put(*value, out);
            }
        }

        impl $crate::StructField for $Name {
            const SIZE: usize = <$repr as $crate::StructField>::SIZE;
            const ALIGN: usize = <$repr as $crate::StructField>::ALIGN;
            fn take(bytes: &[u8]) -> Self {
                Self(<$repr as $crate::StructField>::take(bytes))
            }
        }
    };
}

/// Declares a number whose bits have names.
///
/// ```
/// route2_wire::bits! {
///     /// `NUD_*` in linux/neighbour.h.
///     pub struct NeighState: u16 {
///         0x02 = REACHABLE "reachable",
///         0x04 = STALE "stale",
///     }
/// }
/// assert!(NeighState(6).contains(NeighState::STALE));
/// assert_eq!(NeighState(0x16).to_string(), "reachable,stale,0x10");
/// ```
#[macro_export]
macro_rules! bits {
    ($(#[doc = $doc:literal])* pub struct $Name:ident: $repr:ty { $($rows:tt)* }) => {
        $crate::names!(@ [$crate::Spelling::Bits] $(#[doc = $doc])* pub struct $Name: $repr { $($rows)* });

        impl $Name {
            /// Are all bits of `other` set?
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }
        }

        impl core::ops::BitOr for $Name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }
    };
}
