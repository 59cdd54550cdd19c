//! What tells the objects of a table apart, as bytes that sort.

use std::fmt;

/// How many bytes a key can have. An IPv6 route needs the most: family, table, two nets, priority.
const ROOM: usize = 47;

/// What an object is told from others by. Keys sort as their bytes do; objects with the same key are members
/// of a group, in the order in which the kernel has them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    bytes: [u8; ROOM],
    length: u8,
}

impl Key {
    pub(crate) const EMPTY: Self = Self { bytes: [0; ROOM], length: 0 };

    /// Appends so many bytes. (In one step, where their number is known to the compiler.)
    #[inline]
    pub(crate) fn array<const N: usize>(mut self, bytes: [u8; N]) -> Self {
        let start = usize::from(self.length);
        if let Some(room) = self.bytes.get_mut(start..).and_then(<[u8]>::first_chunk_mut) {
            *room = bytes;
            self.length += N as u8;
        }
        self
    }

    /// Appends bytes; what there is no room for is left out, which makes a bigger group.
    #[inline]
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        let start = usize::from(self.length);
        let end = (start + bytes.len()).min(ROOM);
        if let Some(room) = self.bytes.get_mut(start..end) {
            room.copy_from_slice(&bytes[..room.len()]);
            self.length = end as u8;
        }
        self
    }

    #[inline]
    pub(crate) fn u8(self, n: u8) -> Self {
        self.array([n])
    }

    #[inline]
    pub(crate) fn u16(self, n: u16) -> Self {
        self.array(n.to_be_bytes())
    }

    #[inline]
    pub(crate) fn u32(self, n: u32) -> Self {
        self.array(n.to_be_bytes())
    }

    /// Appends bytes of any length so that what follows stands at a fixed place.
    #[inline]
    pub(crate) fn padded<const N: usize>(self, bytes: &[u8]) -> Self {
        self.array(padded::<N>(bytes))
    }

    /// Of a key that begins with an interface, the same at another one.
    pub(crate) fn at_interface(mut self, index: u32) -> Self {
        if let Some(place) = self.bytes.first_chunk_mut() {
            *place = index.to_be_bytes();
        }
        self
    }

    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.length as usize
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

/// The first bytes, and zeros where there are fewer.
#[inline]
pub(crate) fn padded<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; N];
        padded[..bytes.len()].copy_from_slice(bytes);
        padded
    })
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
