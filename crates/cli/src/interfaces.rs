//! The names of interfaces by index.

use crate::error::Failure;
use route2::schema::rtnl::link::{IFLA_IFNAME, Link};
use route2::{Driver, Events, Snapshot};
use std::collections::HashMap;

/// What knows the names of interfaces.
pub(crate) trait Names {
    /// The name of the interface with this index.
    fn name(&self, index: u64) -> Option<&str>;
}

/// Nobody knows any.
impl Names for () {
    fn name(&self, _: u64) -> Option<&str> {
        None
    }
}

/// As of that moment.
impl Names for Snapshot {
    fn name(&self, index: u64) -> Option<&str> {
        Self::name(self, u32::try_from(index).ok()?)
    }
}

/// As of the event that was taken last.
impl Names for Events {
    fn name(&self, index: u64) -> Option<&str> {
        Self::name(self, u32::try_from(index).ok()?)
    }
}

/// The names of interfaces as the kernel has listed them, for commands that have no mirror.
#[derive(Debug, Default)]
pub(crate) struct Interfaces {
    names: HashMap<u64, String>,
}

impl Interfaces {
    /// Asks the kernel.
    pub(crate) fn read_with(driver: &mut Driver) -> Result<Self, Failure> {
        let links = driver.list_of::<Link>()?;
        let named = links.objects().filter_map(|link| {
            let (header, attrs) = link.of::<Link>()?;
            Some((u64::from(header.index as u32), attrs.get(IFLA_IFNAME).ok()??.to_owned()))
        });
        Ok(Self { names: named.collect() })
    }
}

impl Names for Interfaces {
    fn name(&self, index: u64) -> Option<&str> {
        self.names.get(&index).map(String::as_str)
    }
}
