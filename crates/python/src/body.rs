//! Where a message's bytes are: kept once, however many Python objects look at them.

use route2::schema::Decoded;
use route2::schema::rtnl::Object;
use route2::wire::{Header, Message, Messages};
use route2::{Change, Dump, Found};
use std::sync::Arc;

/// Messages that came together, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Pack {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    /// The mirror's revision in which the object was changed last; 0 where there is no mirror.
    revision: u64,
}

impl Pack {
    /// Adds a message.
    pub(crate) fn push(&mut self, message: Message<'_>, revision: u64) {
        self.places.push(Place { start: self.bytes.len(), revision });
        // An object's header may be another one than its bytes begin with.
        self.bytes.extend_from_slice(&message.header.bytes());
        self.bytes.extend_from_slice(message.bytes.get(Header::SIZE..).unwrap_or_default());
    }

    /// Adds an object that a mirror keeps.
    pub(crate) fn push_found(&mut self, found: Found<'_>) {
        self.push(found.object.message, found.revision);
    }

    /// What the kernel answered, as far as it is wanted.
    pub(crate) fn of_dump(dump: &Dump, is_wanted: impl Fn(Object<'_>) -> bool) -> Self {
        let mut pack = Self::default();
        let objects = dump.objects().filter(|object| is_wanted(*object));
        objects.for_each(|object| pack.push(object.message, 0));
        pack
    }

    /// What the kernel sent in one datagram.
    pub(crate) fn of_datagram(datagram: &[u8]) -> Self {
        let mut pack = Self::default();
        Messages::new(datagram).filter_map(Result::ok).for_each(|message| pack.push(message, 0));
        pack
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    fn place(&self, index: usize) -> Option<Place> {
        self.places.get(index).copied()
    }

    fn get(&self, index: usize) -> &[u8] {
        let end = self.places.get(index + 1).map_or(self.bytes.len(), |next| next.start);
        let start = self.places.get(index).map_or(end, |place| place.start);
        self.bytes.get(start..end).unwrap_or_default()
    }
}

/// One message.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// By itself.
    Own(Arc<[u8]>),
    /// One of several.
    Part(Arc<Pack>, usize),
    /// What a mirror tells.
    Change(Change),
}

impl Body {
    /// The message.
    pub(crate) fn message(&self) -> Message<'_> {
        let bytes = match self {
            Self::Own(bytes) => bytes,
            Self::Part(pack, index) => pack.get(*index),
            Self::Change(change) => {
                let object = change.object().map(|object| object.message);
                return object.or_else(|| change.message()).unwrap_or(NOTHING);
            }
        };
        Message { header: Header::read(bytes).unwrap_or_default(), bytes }
    }

    /// The message as what it is.
    pub(crate) fn decoded(&self) -> Decoded<'_> {
        if let Self::Change(change) = self
            && let Some(object) = change.object()
        {
            return Decoded::Object(object);
        }
        Decoded::new(self.message())
    }

    /// The mirror's revision in which it was changed last, where a mirror has it.
    pub(crate) fn revision(&self) -> Option<u64> {
        match self {
            Self::Own(_) => None,
            Self::Part(pack, index) => {
                pack.place(*index).map(|place| place.revision).filter(|revision| *revision != 0)
            }
            Self::Change(change) => Some(change.revision()),
        }
    }

    /// Its bytes, with the header that it has now.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let Message { header, bytes } = self.message();
        let mut bytes = bytes.to_vec();
        if let Some(start) = bytes.get_mut(..Header::SIZE) {
            start.copy_from_slice(&header.bytes());
        }
        bytes
    }
}

const NOTHING: Message<'static> = Message {
    header: Header { length: 0, message_type: 0, flags: 0, sequence: 0, port: 0 },
    bytes: &[],
};
