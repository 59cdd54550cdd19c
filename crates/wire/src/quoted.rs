//! Names as JSON text has them.

/// A name in quotes with what stands around it, made when the table is compiled. Its size is always the same: so
/// it is copied without a look at its length, which is far more than half of what writing short text costs.
#[derive(Clone, Copy, Debug)]
pub struct Quoted {
    text: [u8; Self::SIZE],
    length: u8,
}

impl Quoted {
    const SIZE: usize = 55;

    /// A key: `"mtu":`.
    pub const fn key(name: &str) -> Self {
        Self::of(&[b"\"", name.as_bytes(), b"\":"])
    }

    /// A value: `"up",`.
    pub const fn value(name: &str) -> Self {
        Self::of(&[b"\"", name.as_bytes(), b"\","])
    }

    /// The first of a pair: `["IFLA_MTU",`.
    pub const fn first(name: &str) -> Self {
        Self::of(&[b"[\"", name.as_bytes(), b"\","])
    }

    const fn of(parts: &[&[u8]]) -> Self {
        let (mut text, mut length, mut part) = ([0; Self::SIZE], 0, 0);
        while part < parts.len() {
            let mut i = 0;
            while i < parts[part].len() {
                assert!(length < Self::SIZE, "a name has at most 51 bytes");
                text[length] = parts[part][i];
                length += 1;
                i += 1;
            }
            part += 1;
        }
        Self { text, length: length as u8 }
    }

    /// Appends the text.
    #[inline]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        append(out, &self.text, self.length.into());
    }
}

/// Appends the first `length` bytes, in that all are written and those too many forgotten.
#[inline]
pub(crate) fn append<const N: usize>(out: &mut Vec<u8>, bytes: &[u8; N], length: usize) {
    if out.capacity() - out.len() < N {
        return append_growing(out, bytes, length);
    }
    let end = out.len() + length;
    out.extend_from_slice(bytes);
    out.truncate(end);
}

/// Apart, so that no caller keeps registers free for it.
#[cold]
#[inline(never)]
fn append_growing(out: &mut Vec<u8>, bytes: &[u8], length: usize) {
    out.reserve(bytes.len());
    out.extend_from_slice(bytes.get(..length).unwrap_or(bytes));
}
