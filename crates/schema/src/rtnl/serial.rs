//! The two shapes of an object in JSON.

use super::Object;
use crate::decoded::WholeHeader;
use route2_wire::Plain;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The whole shape, pyroute2's: the members of the family's header, the attributes as pairs, the
/// netlink header, the event's name.
impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        self.header().serialize_into(&mut map)?;
        if let Some(state) = self.table.derived.iter().find(|derived| derived.key == "state") {
            map.serialize_entry("state", &(state.value)(*self))?;
        }
        map.serialize_entry("attrs", &self.fields())?;
        map.serialize_entry("header", &WholeHeader(self.message.header))?;
        map.serialize_entry("event", self.event())?;
        map.end()
    }
}

impl Object<'_> {
    /// Writes the object as entries of `map` in the plain shape: by key, each once; the header's
    /// members, derived keys, then attributes.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize_plain_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for member in self.header().filter(|member| !self.is_replaced(member.field.name)) {
            map.serialize_entry(member.field.name, &Plain(member.value))?;
        }
        for derived in self.table.derived {
            if let Some(value) = (derived.value)(*self) {
                map.serialize_entry(derived.key, &Plain(value))?;
            }
        }
        self.fields().serialize_plain_into(map, &|key| self.is_replaced(key))
    }
}
