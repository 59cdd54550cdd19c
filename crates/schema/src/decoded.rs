//! Any message of a routing socket, whatever it is.

use crate::netlink::{Answer, End};
use crate::rtnl::Object;
use route2_wire::{Message, message_type};

/// A message as what it is.
#[derive(Clone, Copy, Debug)]
pub enum Decoded<'a> {
    /// An object of a table.
    Object(Object<'a>),
    /// An error or an acknowledgement.
    Answer(Message<'a>, Answer<'a>),
    /// The end of a dump.
    End(Message<'a>, End<'a>),
    /// A message that is none of these, or too short to be read as what its type says.
    Other(Message<'a>),
}

impl<'a> Decoded<'a> {
    /// Looks at a message's type.
    pub fn new(message: Message<'a>) -> Self {
        match message.header.message_type {
            message_type::ERROR => {
                Answer::read(message).map_or(Self::Other(message), |a| Self::Answer(message, a))
            }
            message_type::DONE => {
                End::read(message).map_or(Self::Other(message), |end| Self::End(message, end))
            }
            _ => Object::new(message).map_or(Self::Other(message), Self::Object),
        }
    }

    /// The kernel's name of the message; `UNKNOWN` where its type is no table's.
    pub const fn event(&self) -> &'static str {
        match self {
            Self::Object(object) => object.event(),
            Self::Answer(..) => "NLMSG_ERROR",
            Self::End(..) => "NLMSG_DONE",
            Self::Other(message) => match message.header.message_type {
                message_type::NOOP => "NLMSG_NOOP",
                message_type::ERROR => "NLMSG_ERROR",
                message_type::OVERRUN => "NLMSG_OVERRUN",
                _ => "UNKNOWN",
            },
        }
    }
}

#[cfg(feature = "serde")]
pub(crate) use serial::WholeHeader;

#[cfg(feature = "serde")]
mod serial {
    use super::Decoded;
    use route2_wire::{AttrSet, Fields, Header, Value};
    use serde::ser::{Serialize, SerializeMap, Serializer};

    /// netlink's header in the whole shape.
    pub(crate) struct WholeHeader(pub(crate) Header);
    impl Serialize for WholeHeader {
        fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            let Header { length, message_type, flags, sequence, port } = self.0;
            let mut map = s.serialize_map(Some(5))?;
            map.serialize_entry("length", &length)?;
            map.serialize_entry("type", &message_type)?;
            map.serialize_entry("flags", &flags)?;
            map.serialize_entry("sequence_number", &sequence)?;
            map.serialize_entry("pid", &port)?;
            map.end()
        }
    }

    /// The whole shape.
    impl Serialize for Decoded<'_> {
        fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            if let Self::Object(object) = self {
                return object.serialize(s);
            }
            let mut map = s.serialize_map(None)?;
            let ext_ack = |bytes| Fields::of(crate::netlink::ExtAck::SET, bytes);
            let message = match self {
                Self::Object(object) => &object.message,
                Self::Answer(message, answer) => {
                    map.serialize_entry("error", &answer.code)?;
                    map.serialize_entry("request", &WholeHeader(answer.request))?;
                    map.serialize_entry("attrs", &ext_ack(answer.ext_ack.bytes()))?;
                    message
                }
                Self::End(message, end) => {
                    map.serialize_entry("error", &end.code)?;
                    map.serialize_entry("attrs", &ext_ack(end.ext_ack.bytes()))?;
                    message
                }
                Self::Other(message) => {
                    map.serialize_entry("data", &Value::Bytes(message.payload()))?;
                    message
                }
            };
            map.serialize_entry("header", &WholeHeader(message.header))?;
            map.serialize_entry("event", self.event())?;
            map.end()
        }
    }
}
