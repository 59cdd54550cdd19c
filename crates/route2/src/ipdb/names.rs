//! What links are called, as far as a consumer has seen.

use super::batch::Change;
use route2_mirror::Snapshot;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::{IFLA_IFNAME, Link};
use std::collections::{HashMap, VecDeque};

/// Of so many links that are gone the names are still known: what happens to routes of such a link is found after
/// the link's own end.
const GONE: usize = 1024;

/// The names of links by index, changed by the events that a consumer takes: the mirror's own names are ahead of
/// what waits in a queue.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: HashMap<u32, Name>,
    gone: VecDeque<u32>,
}

#[derive(Debug)]
struct Name {
    text: String,
    is_gone: bool,
}

impl Names {
    /// Those of a state.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut names = Self::default();
        snapshot.links().for_each(|link| names.insert(link.object));
        names
    }

    /// Learns from an event that is taken.
    pub(super) fn learn(&mut self, change: &Change) {
        if change.kept().is_none_or(|kept| kept.name != "link") {
            return;
        }
        match (change.before(), change.after()) {
            (_, Some(link)) => self.insert(link),
            (Some(link), None) => self.remove(link),
            (None, None) => {}
        }
    }

    /// The name of a link that is there, or was until lately.
    pub(super) fn get(&self, index: u32) -> Option<&str> {
        self.names.get(&index).map(|name| name.text.as_str())
    }

    fn insert(&mut self, link: Object<'_>) {
        let Some((header, attrs)) = link.of::<Link>() else { return };
        if let Ok(Some(name)) = attrs.get(IFLA_IFNAME) {
            let name = Name { text: name.to_owned(), is_gone: false };
            self.names.insert(header.index as u32, name);
        }
    }

    fn remove(&mut self, link: Object<'_>) {
        let Some((header, _)) = link.of::<Link>() else { return };
        let index = header.index as u32;
        if let Some(name) = self.names.get_mut(&index) {
            name.is_gone = true;
            self.gone.push_back(index);
        }
        if self.gone.len() > GONE
            && let Some(oldest) = self.gone.pop_front()
            && self.names.get(&oldest).is_some_and(|name| name.is_gone)
        {
            self.names.remove(&oldest);
        }
    }
}
