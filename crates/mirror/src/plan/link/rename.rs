//! Links that get other names, of which some may be in use.

use super::bytes::{message, put_raw};
use crate::plan::order::{Phase, Rank};
use crate::plan::{Inverse, Planner, Step, Wish};
use route2_schema::rtnl::link::IFLA_IFNAME;
use std::collections::HashSet;

/// A link that gets another name.
pub(super) struct Rename {
    pub(super) index: u32,
    pub(super) name: String,
    pub(super) was: String,
    pub(super) inverse: Vec<Wish>,
}

impl Planner<'_> {
    /// Names that are taken by links which are renamed themselves are free later; where they wait for each other,
    /// one is called something else in between.
    pub(super) fn rename(&mut self, mut renames: Vec<Rename>) {
        let mut place = 0;
        let mut taken: HashSet<_> = renames.iter().map(|rename| rename.was.clone()).collect();
        while !renames.is_empty() {
            let free = renames.iter().position(|rename| !taken.contains(&rename.name));
            let (name, rename) = match free {
                Some(at) => {
                    let rename = renames.swap_remove(at);
                    taken.remove(&rename.was);
                    (rename.name, Rename { name: String::new(), ..rename })
                }
                None => {
                    let rename = &mut renames[0];
                    let between = format!("route2.{}", rename.index);
                    let was = std::mem::replace(&mut rename.was, between.clone());
                    taken.remove(&was);
                    taken.insert(between.clone());
                    let inverse = rename.inverse.clone();
                    (between, Rename { index: rename.index, name: String::new(), was, inverse })
                }
            };
            let mut attributes = Vec::new();
            put_raw(&mut attributes, IFLA_IFNAME.number, &[name.as_bytes(), &[0]].concat());
            let request = message(rename.index, (0, 0), &attributes, 0);
            let step = Step::new(request, Inverse::Restore(rename.inverse));
            self.push(Rank::of(Phase::Rename, place), step);
            place += 1;
        }
    }
}
