//! Stacks of MPLS labels (RFC 3032).

use crate::{AsRecord, Be, Kind, Packed, Part, Parts, Payload, record};

/// A stack of MPLS labels, the outermost first: `100/200`. In the whole shape of JSON, all parts of each entry.
#[derive(Clone, Copy, Debug)]
pub enum Labels {}
impl Payload for Labels {
    const KIND: Kind = Kind::Labels;
    type View<'a> = Vec<Label>;
    type Owned = Vec<Label>;
    fn view(bytes: &[u8]) -> Option<Vec<Label>> {
        Packed::<Label>::view(bytes)
    }
    fn put(view: Vec<Label>, out: &mut Vec<u8>) {
        Self::write(&view, out);
    }
    fn read(bytes: &[u8]) -> Option<Vec<Label>> {
        Self::view(bytes)
    }
    fn write(value: &Vec<Label>, out: &mut Vec<u8>) {
        Packed::<Label>::write(value, out);
    }
}

record! {
    /// An entry of a stack of MPLS labels (RFC 3032).
    pub struct Label {
        label: Part<Be<u32>, 12, 20>,
        /// The traffic class.
        tc: Part<Be<u32>, 9, 3>,
        /// Is it the last (the bottom of the stack)?
        bos: Part<Be<u32>, 8, 1>,
        ttl: Part<Be<u32>, 0, 8>,
    }
}

/// The highest label: they have 20 bits.
const LABEL_MAX: u32 = (1 << 20) - 1;

/// The entries, each with its parts.
pub(crate) fn entries(bytes: &[u8]) -> impl Iterator<Item = Parts<'_>> {
    bytes.chunks_exact(4).map(|entry| Parts::in_family(Label::RECORD, entry, 0))
}

/// The labels alone.
pub(crate) fn labels(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(|entry| u32::from_be_bytes(*entry) >> 12)
}

/// The stack that is written so: labels with slashes between them. The last one is at the bottom.
pub(crate) fn parse(text: &str) -> Option<Vec<Label>> {
    let mut stack = Vec::new();
    for text in text.split('/') {
        let label = text.parse().ok().filter(|label| *label <= LABEL_MAX)?;
        stack.push(Label { label, ..Label::default() });
    }
    stack.last_mut()?.bos = 1;
    Some(stack)
}
