//! Any message of a routing socket, whatever it is.

use crate::netlink::{Answer, End, ExtAck};
use crate::rtnl::Object;
use route2_wire::{AttrSet, Fields, Header, Json, Message, Shape, Value, message_type};

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

    /// Writes the message: an object in either shape, anything else in the whole one.
    pub fn write_json(&self, json: &mut Json, shape: Shape) {
        let ext_ack = |bytes| Fields::of(ExtAck::SET, bytes);
        let message = match self {
            Self::Object(object) => return object.write_json(json, shape),
            Self::Answer(message, _) | Self::End(message, _) | Self::Other(message) => message,
        };
        json.map(|json| {
            match self {
                Self::Object(_) => {}
                Self::Answer(_, answer) => {
                    json.key("error").int(answer.code.into());
                    json.key("request").map(|json| members(json, answer.request));
                    json.key("attrs").pairs(ext_ack(answer.ext_ack.bytes()));
                }
                Self::End(_, end) => {
                    json.key("error").int(end.code.into());
                    json.key("attrs").pairs(ext_ack(end.ext_ack.bytes()));
                }
                Self::Other(message) => {
                    json.key("data").value(Value::Bytes(message.payload()), shape);
                }
            }
            end(json, message.header, self.event());
        });
    }
}

/// What ends every message in the whole shape.
pub(crate) fn end(json: &mut Json, header: Header, event: &'static str) {
    json.key("header").map(|json| members(json, header));
    json.key("event").text(event);
}

/// netlink's header in the whole shape.
fn members(json: &mut Json, header: Header) {
    let Header { length, message_type, flags, sequence, port } = header;
    json.key("length").uint(length.into());
    json.key("type").uint(message_type.into());
    json.key("flags").uint(flags.into());
    json.key("sequence_number").uint(sequence.into());
    json.key("pid").uint(port.into());
}
