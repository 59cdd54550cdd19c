//! The names of interfaces by index.

use crate::error::Failure;
use route2::schema::rtnl::{Object, Op};
use route2::{Driver, Netns};
use std::collections::HashMap;

/// The names of interfaces by index, kept up to date by the events that pass by.
#[derive(Debug, Default)]
pub(crate) struct Interfaces {
    names: HashMap<u32, String>,
}

impl Interfaces {
    /// Asks the kernel.
    pub(crate) fn read(netns: &Netns) -> Result<Self, Failure> {
        Self::read_with(&mut Driver::open(netns)?)
    }

    /// Asks the kernel, on an open connection.
    pub(crate) fn read_with(driver: &mut Driver) -> Result<Self, Failure> {
        let links = driver.list_of::<route2::schema::rtnl::link::Link>()?;
        let mut interfaces = Self::default();
        links.objects().for_each(|link| {
            interfaces.learn(link);
        });
        Ok(interfaces)
    }

    /// Learns from an event: true where it is about a link that was known before.
    pub(crate) fn learn(&mut self, object: Object<'_>) -> bool {
        let index = object.header().number("index").map(|index| index as u32);
        let (true, Some(index)) = (object.table.name == "link", index) else { return false };
        let name = object.fields().by_name("IFLA_IFNAME").and_then(|field| field.value().text());
        match (object.op, name) {
            // A deletion is about the link; with a family, about that protocol's view of it.
            (Op::Del, _) if object.family() == 0 => self.names.remove(&index).is_some(),
            (Op::New, Some(name)) => self.names.insert(index, name.to_owned()).is_some(),
            _ => self.names.contains_key(&index),
        }
    }

    /// The name of an interface.
    pub(crate) fn name(&self, index: u64) -> Option<&str> {
        self.names.get(&u32::try_from(index).ok()?).map(String::as_str)
    }
}
