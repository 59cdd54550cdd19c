//! Where a message names interfaces by index.

use super::link::LinkHeader;
use super::table::Object;
use route2_wire::{AsRecord, Fields, Kind, Num, Parts, Spelling, Value};

impl Object<'_> {
    /// Calls `visit` with every place, as the number of bytes before it in the message, where four bytes are the
    /// index of an interface, and with the index.
    pub fn each_interface(&self, visit: &mut dyn FnMut(usize, u32)) {
        let start = self.message.bytes.as_ptr() as usize;
        let mut at = |payload: &[u8]| {
            if let Some(index) = payload.first_chunk().filter(|_| payload.len() == 4) {
                let offset = (payload.as_ptr() as usize).wrapping_sub(start);
                visit(offset, u32::from_ne_bytes(*index));
            }
        };
        in_parts(self.header(), &mut at);
        in_fields(self.fields(), &mut at);
    }
}

fn in_fields(fields: Fields<'_>, at: &mut dyn FnMut(&[u8])) {
    for field in fields {
        match field.value() {
            Value::Spelled(_, Spelling::Interface) => at(field.attr.payload),
            value => in_value(value, at),
        }
    }
}

fn in_value(value: Value<'_>, at: &mut dyn FnMut(&[u8])) {
    match value {
        Value::Set(fields) => in_fields(fields, at),
        Value::Record(parts) => in_parts(parts, at),
        Value::Headed(body) => {
            in_parts(body.parts(), at);
            in_fields(body.fields(), at);
        }
        Value::List(items) => items.for_each(|item| in_value(item, at)),
        _ => {}
    }
}

fn in_parts(parts: Parts<'_>, at: &mut dyn FnMut(&[u8])) {
    let is_link = parts.record().name == LinkHeader::RECORD.name;
    for member in parts {
        let is_own = is_link && member.field.name == "index";
        match member.field.kind {
            Kind::Num(Num { spelling: Some(Spelling::Interface), .. }) => {
                at(member.field.of(parts.bytes()).unwrap_or_default());
            }
            _ if is_own => at(member.field.of(parts.bytes()).unwrap_or_default()),
            _ => in_value(member.value, at),
        }
    }
}
