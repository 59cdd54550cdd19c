//! What a table holds: dumps, made so that nothing is left out.

mod request;

use crate::driver::gather;
use crate::folded::Folding;
use crate::{Driver, Dump, Error, Folded, Narrow};
pub(crate) use request::link_request;
use request::{dcb_request, requests, tc_request};
use route2_mirror::{Conn, Refused};
use route2_schema::rtnl::link::{IFLA_IFNAME, Link};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::tc::{IFINDEX_OF_BLOCKS, TCA_EGRESS_BLOCK, TCA_INGRESS_BLOCK, Tc};
use route2_schema::rtnl::{Object, Of, TABLES, Table, link, other, tc};
use route2_schema::wire::{Handle, Message, flag};
use std::collections::BTreeSet;

/// Tables of which the kernel tells news but lists nothing.
const UNLISTED: &[&str] = &["prefix", "nduseropt", "cachereport", "linkprop"];

impl Driver {
    /// Can this table be listed? Of some, the kernel tells news alone.
    pub fn lists(table: &Table) -> bool {
        !UNLISTED.contains(&table.name)
    }

    /// All objects of the table of `S`.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn list_of<S: Of>(&mut self) -> Result<Dump, Error> {
        self.list(S::TABLE, Narrow::default())
    }

    /// The objects of a table, or of a part of it.
    ///
    /// Where the kernel has no dump of the whole table, it is gathered: classes interface by interface,
    /// filters and chains from every place that can hold them, actions kind by kind.
    ///
    /// # Errors
    /// Those of the system calls; [`Error::NoTable`] where the kernel has no such table.
    pub fn list(&mut self, table: &'static Table, narrow: Narrow) -> Result<Dump, Error> {
        Dump::gather(|visit| self.each_of(table, narrow, visit))
    }

    /// The same for those who look at each object once: a large table in less memory.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn list_folded(&mut self, table: &'static Table, narrow: Narrow) -> Result<Folded, Error> {
        let each = |visit: &mut dyn FnMut(Message<'_>)| self.each_of(table, narrow, visit);
        let push = |folding: &mut Folding, message: Message<'_>| folding.push(message.bytes);
        let (folding, interrupted) = gather(each, Folding::clear, push)?;
        Ok(folding.finish(interrupted))
    }

    /// Calls `visit` with the message of each object of a table, or of a part of it. Is the whole coherent?
    pub(crate) fn each_of(
        &mut self,
        table: &'static Table,
        narrow: Narrow,
        visit: &mut dyn FnMut(Message<'_>),
    ) -> Result<bool, Error> {
        let requests = match table.name {
            "class" => self.class_requests(narrow)?,
            "filter" | "chain" => self.filter_requests(table, narrow)?,
            "dcb" => self.dcb_requests(narrow)?,
            _ => requests(table, narrow)?,
        };
        let ask = if table.name == "dcb" { Conn::get } else { Conn::dump };
        let is_one = requests.len() == 1;
        let others = TABLES.iter().filter(|other| other.first_type == table.first_type);
        let is_narrow = narrow != Narrow::default();
        let is_part = is_narrow || others.count() > 1;
        let is_in = |object: Object<'_>| is_wanted(object, narrow);
        let mut visit = |message: Message<'_>| {
            let is_own = !is_part || table.owns(message);
            if is_own && (!is_narrow || Object::new(message).is_some_and(is_in)) {
                visit(message);
            }
        };
        let (mut coherent, mut answered, mut lacking) = (true, requests.is_empty(), None);
        for request in requests {
            match self.each(&request, ask, &mut visit) {
                Ok(whole) => coherent &= whole,
                Err(Error::Refused(refused)) if is_lacking(table, &refused) => {
                    lacking = lacking.or(Some(refused));
                    continue;
                }
                // There is no such routing table.
                Err(Error::Refused(refused)) if refused.errno == libc::ENOENT => {}
                // A place that is gone by now.
                Err(Error::Refused(_)) if !is_one => {}
                Err(error) => return Err(error),
            }
            answered = true;
        }
        if let (false, Some(refused)) = (answered, lacking) {
            return Err(Error::NoTable { table: table.name, family: narrow.family, refused });
        }
        Ok(coherent)
    }

    fn class_requests(&mut self, narrow: Narrow) -> Result<Vec<Vec<u8>>, Error> {
        let interfaces = match narrow.ifindex {
            0 => self.interfaces()?.into_iter().map(|(index, _)| index).collect(),
            index => vec![index],
        };
        interfaces.into_iter().map(|index| tc_request(&tc::CLASS, index, Handle(0))).collect()
    }

    /// Every place that can hold filters.
    fn filter_requests(&mut self, table: &Table, narrow: Narrow) -> Result<Vec<Vec<u8>>, Error> {
        let qdiscs = self.list(&tc::QDISC, narrow)?;
        let classes = self.list(&tc::CLASS, narrow)?;
        let mut places = BTreeSet::new();
        for object in qdiscs.objects().chain(classes.objects()) {
            let Some((header, attrs)) = object.of::<Tc>() else { continue };
            let block = |key| attrs.get(key).ok().flatten().filter(|block| *block != 0);
            // A block's filters belong to nobody else, however many queueing disciplines share it.
            let mut insert = |parent, block: Option<u32>| match block {
                Some(block) => places.insert((IFINDEX_OF_BLOCKS as u32, block)),
                None => places.insert((header.index.0, parent)),
            };
            match object.key("kind").and_then(|kind| kind.text()) {
                // The two places of a clsact: TC_H_MIN_INGRESS, _EGRESS. (An ingress has one, and lists it for both.)
                Some("clsact") => {
                    insert(0xffff_fff2, block(TCA_INGRESS_BLOCK));
                    insert(0xffff_fff3, block(TCA_EGRESS_BLOCK));
                }
                Some("ingress") => drop(insert(0xffff_fff2, block(TCA_INGRESS_BLOCK))),
                _ if header.handle.0 != 0 => drop(insert(header.handle.0, None)),
                _ => {}
            }
        }
        places.into_iter().map(|(index, place)| tc_request(table, index, Handle(place))).collect()
    }

    /// Each interface's; and, first, a question about none, which tells a kernel without the table from
    /// one without such interfaces.
    fn dcb_requests(&mut self, narrow: Narrow) -> Result<Vec<Vec<u8>>, Error> {
        let interfaces = self.interfaces()?;
        let wanted = |(index, _): &&(u32, String)| [0, *index].contains(&narrow.ifindex);
        let names = interfaces.iter().filter(wanted).map(|(_, name)| Some(name.as_str()));
        std::iter::once(None).chain(names).map(dcb_request).collect()
    }

    fn interfaces(&mut self) -> Result<Vec<(u32, String)>, Error> {
        let links = self.list(&link::TABLE, Narrow::default())?;
        let interface = |link: Object<'_>| {
            let (header, attrs) = link.of::<Link>()?;
            Some((header.index as u32, attrs.get(IFLA_IFNAME).ok()??.to_owned()))
        };
        Ok(links.objects().filter_map(interface).collect())
    }
}

/// Is there no such table, at all or of this family?
fn is_lacking(table: &Table, refused: &Refused) -> bool {
    // A kernel that does not route between CAN buses takes the question for one about all routes, for
    // which it is too short.
    let is_misunderstood = table.name == "cangw" && refused.errno == libc::EINVAL;
    is_misunderstood || [libc::EOPNOTSUPP, libc::EAFNOSUPPORT].contains(&refused.errno)
}

/// A kernel that has no such family gives all there are, and one that is too old does not filter.
fn is_wanted(object: Object<'_>, narrow: Narrow) -> bool {
    let Narrow { family, ifindex, table } = narrow;
    // Of multicast databases, bridges leave the family out.
    let is_open = object.table.name == other::MDB.name && object.family() == Family::UNSPEC.0;
    if family != Family::UNSPEC && family.0 != object.family() && !is_open {
        return false;
    }
    if object.message.header.flags & flag::DUMP_FILTERED != 0 {
        return true;
    }
    let number = |key| object.key(key).and_then(|value| value.number());
    let interface = || ["index", "ifindex", "oif"].into_iter().find_map(number);
    (ifindex == 0 || interface() == Some(ifindex.into()))
        && (table.0 == 0 || number("table") == Some(table.0.into()))
}
