//! What a table holds: dumps, made so that nothing is left out.

use crate::{Driver, Dump, Error, Narrow};
use route2_schema::rtnl::addr::{Addr, AddrHeader};
use route2_schema::rtnl::link::{ExtMask, IFLA_EXT_MASK, Link, LinkHeader};
use route2_schema::rtnl::names::{Family, RtTable};
use route2_schema::rtnl::neigh::{NDA_IFINDEX, Neigh, NeighHeader};
use route2_schema::rtnl::route::{RTA_OIF, RTA_TABLE, Route, RouteHeader};
use route2_schema::rtnl::tc::{Tc, TcHeader};
use route2_schema::rtnl::{Object, Of, Op, Table, link, tc};
use route2_schema::wire::{As, Handle, Header, IfIndex, Payload, Put, flag};
use std::collections::BTreeSet;

impl Driver {
    /// All objects of the table of `S`.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn list_of<S: Of>(&mut self) -> Result<Dump, Error> {
        self.list(S::TABLE, Narrow::default())
    }

    /// The objects of a table, or of a part of it.
    ///
    /// Traffic control has no dump of all interfaces' classes and filters: they are gathered interface
    /// by interface, and filters from every place that can hold them.
    ///
    /// # Errors
    /// Those of the system calls; [`Error::Refused`] where the kernel has no such table.
    pub fn list(&mut self, table: &'static Table, narrow: Narrow) -> Result<Dump, Error> {
        let mut dump = match table.name {
            "class" => self.classes(narrow)?,
            "filter" | "chain" => self.filters(table, narrow)?,
            _ => self.dump(request(table, narrow)?)?,
        };
        if !self.socket().is_strict() {
            dump.retain(|object| is_wanted(object, narrow));
        }
        Ok(dump)
    }

    fn classes(&mut self, narrow: Narrow) -> Result<Dump, Error> {
        let mut all = Dump::default();
        for ifindex in self.interfaces(narrow)? {
            all.append(&self.dump(tc_request(&tc::CLASS, ifindex, Handle(0))?)?);
        }
        Ok(all)
    }

    fn filters(&mut self, table: &'static Table, narrow: Narrow) -> Result<Dump, Error> {
        let mut all = Dump::default();
        let qdiscs = self.list(&tc::QDISC, narrow)?;
        let classes = self.classes(narrow)?;
        let mut places = BTreeSet::new();
        for object in qdiscs.objects().chain(classes.objects()) {
            let Some((header, _)) = object.of::<Tc>() else { continue };
            let kind = object.key("kind").and_then(|kind| kind.text());
            match kind {
                // The two places of a clsact, of which an ingress has the first: TC_H_MIN_INGRESS, _EGRESS.
                Some("clsact" | "ingress") => {
                    places.insert((header.index, 0xffff_fff2));
                    places.insert((header.index, 0xffff_fff3));
                }
                _ if header.handle.0 != 0 => {
                    places.insert((header.index, header.handle.0));
                }
                _ => {}
            }
        }
        for (ifindex, parent) in places {
            match self.dump(tc_request(table, ifindex.0, Handle(parent))?) {
                Ok(dump) => all.append(&dump),
                // A qdisc or class that holds no filters, or is gone by now.
                Err(Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    fn interfaces(&mut self, narrow: Narrow) -> Result<Vec<u32>, Error> {
        if narrow.ifindex != 0 {
            return Ok(vec![narrow.ifindex]);
        }
        let links = self.list(&link::TABLE, Narrow::default())?;
        let index = |link: Object<'_>| link.header().number("index");
        Ok(links.objects().filter_map(index).map(|index| index as u32).collect())
    }
}

fn tc_request(table: &Table, ifindex: u32, parent: Handle) -> Result<Vec<u8>, Error> {
    let header = TcHeader { index: IfIndex(ifindex), parent, ..Default::default() };
    Ok(Put::<Tc>::message::<TcHeader>(table.message_type(Op::Get), 0, &header).finish()?)
}

/// A request for a dump.
fn request(table: &'static Table, narrow: Narrow) -> Result<Vec<u8>, Error> {
    let (get, Narrow { family, ifindex, table: rt_table }) = (table.message_type(Op::Get), narrow);
    let message = match table.name {
        "link" => {
            let header = LinkHeader { family, ..Default::default() };
            let mut put = Put::<Link>::message::<LinkHeader>(get, 0, &header);
            // Never without a mask: a kernel that is asked for none leaves out, in silence, a link whose
            // description does not fit into a small buffer.
            let bridge = if family == Family::BRIDGE { ExtMask::BRVLAN } else { ExtMask(0) };
            put.put(IFLA_EXT_MASK, ExtMask::VF | bridge);
            put.finish()
        }
        "addr" => {
            let header = AddrHeader { family, index: IfIndex(ifindex), ..Default::default() };
            Put::<Addr>::message::<AddrHeader>(get, 0, &header).finish()
        }
        "route" => {
            let header = RouteHeader { family, ..Default::default() };
            let mut put = Put::<Route>::message::<RouteHeader>(get, 0, &header);
            if rt_table != RtTable::UNSPEC {
                put.put(RTA_TABLE, rt_table);
            }
            if ifindex != 0 {
                put.put(RTA_OIF, IfIndex(ifindex));
            }
            put.finish()
        }
        "neigh" => {
            let header = NeighHeader { family, ..Default::default() };
            let mut put = Put::<Neigh>::message::<NeighHeader>(get, 0, &header);
            if ifindex != 0 {
                put.put(NDA_IFINDEX, IfIndex(ifindex));
            }
            put.finish()
        }
        "qdisc" => return tc_request(&tc::QDISC, ifindex, Handle(0)),
        _ => Ok(plain_request(table, family)),
    };
    Ok(message?)
}

/// A request for a table that cannot be narrowed: a header with nothing but the family.
fn plain_request(table: &Table, family: Family) -> Vec<u8> {
    let header = Header {
        message_type: table.message_type(Op::Get),
        flags: flag::REQUEST,
        ..Header::default()
    };
    let mut message = header.bytes().to_vec();
    As::<u8, Family>::put(family, &mut message);
    message.resize(Header::SIZE + route2_schema::wire::align(table.header.size), 0);
    message
}

/// What a kernel that does not filter sends too much.
fn is_wanted(object: Object<'_>, narrow: Narrow) -> bool {
    let number = |key| object.key(key).and_then(|value| value.number());
    let same = |wanted: u64, found: Option<u64>| wanted == 0 || found == Some(wanted);
    let interface = ["index", "ifindex", "oif"].into_iter().find_map(number);
    same(narrow.family.0.into(), number("family"))
        && same(narrow.ifindex.into(), interface)
        && same(narrow.table.0.into(), number("table"))
}
