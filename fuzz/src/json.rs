//! What is written as JSON is read as JSON, and no object in it has a key twice.

use route2_schema::wire::Json;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// Writes something and reads what is written.
pub fn check(write: impl FnOnce(&mut Json)) {
    let mut json = Json::default();
    write(&mut json);
    if let Err(error) = serde_json::from_slice::<Any>(json.as_bytes()) {
        panic!("{error}: {}", String::from_utf8_lossy(json.as_bytes()));
    }
}

/// Any value of JSON.
struct Any;

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what route2 writes")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while let Some(Self) = items.next_element()? {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        let mut keys = HashSet::new();
        while let Some((key, Self)) = entries.next_entry::<String, Self>()? {
            // A bridge port's settings have two places, and no message of the kernel's has both.
            if let Some(key) = keys.replace(key).filter(|key| !key.starts_with("brport_")) {
                return Err(A::Error::custom(format!("`{key}` is there twice")));
            }
        }
        Ok(self)
    }
}
