//! The state at one moment.

use crate::body::{Body, Pack};
use crate::error::{bad_value, unknown};
use crate::message::Message;
use crate::messages::Messages;
use crate::wanted::{Wanted, Words};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use route2::schema::rtnl::names::{Family, RtTable};
use route2::wire::Names;
use route2::{Found, KEPT, Kept};
use std::net::IpAddr;
use std::sync::Arc;

/// The state of a mirror at one moment, which does not change.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Snapshot(pub(crate) route2::Snapshot);

/// A link, by its name (or alternative name) or its index.
#[derive(FromPyObject)]
pub(crate) enum LinkRef {
    Index(u32),
    Name(String),
}

/// A number that may be said by its name: a family, a routing table.
#[derive(FromPyObject)]
pub(crate) enum Named {
    Number(u32),
    Name(String),
}

impl Named {
    /// The number.
    pub(crate) fn number<N: Names>(&self, py: Python<'_>, key: &str) -> PyResult<u32> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Name(name) => {
                let number = N::SPELLING.number(name).or_else(|| name.parse().ok());
                let number = number.and_then(|number| u32::try_from(number).ok());
                let what = format!("`{name}` is no value of `{key}`");
                number.ok_or_else(|| bad_value(py, key, &what))
            }
        }
    }
}

pub(crate) fn family(py: Python<'_>, family: Option<&Named>) -> PyResult<Family> {
    let number = family.map_or(Ok(0), |family| family.number::<Family>(py, "family"))?;
    Ok(Family(u16::try_from(number).unwrap_or(u16::MAX)))
}

pub(crate) fn routing_table(py: Python<'_>, table: Option<&Named>) -> PyResult<RtTable> {
    Ok(RtTable(table.map_or(Ok(0), |table| table.number::<RtTable>(py, "table"))?))
}

/// An address, and a length where one is said: `default` is everything of the family.
pub(crate) fn net(py: Python<'_>, text: &str, family: Family) -> PyResult<(IpAddr, u8)> {
    let bad =
        || bad_value(py, "dst", &format!("`{text}` is no net: write 10.0.0.0/8, or `default`"));
    if text == "default" {
        let any = if family == Family::INET6 { IpAddr::from([0; 16]) } else { [0; 4].into() };
        return Ok((any, 0));
    }
    let (ip, length) = text.split_once('/').map_or((text, None), |(ip, l)| (ip, Some(l)));
    let ip: IpAddr = ip.parse().map_err(|_| bad())?;
    let whole = if ip.is_ipv4() { 32 } else { 128 };
    let length = length.map_or(Ok(whole), |l| l.parse().map_err(|_| bad()))?;
    if length > whole { Err(bad()) } else { Ok((ip, length)) }
}

fn one<'py>(py: Python<'py>, found: Option<Found<'_>>) -> PyResult<Option<Bound<'py, Message>>> {
    let Some(found) = found else { return Ok(None) };
    let mut pack = Pack::default();
    pack.push_found(found);
    Bound::new(py, Message::init(Body::Part(Arc::new(pack), 0))).map(Some)
}

fn several<'a>(found: impl Iterator<Item = Found<'a>>) -> Messages {
    let mut pack = Pack::default();
    found.for_each(|found| pack.push_found(found));
    Messages::new(pack)
}

fn kept(py: Python<'_>, name: &str) -> PyResult<&'static Kept> {
    Kept::named(name).ok_or_else(|| {
        let names: Vec<_> = KEPT.iter().map(|kept| kept.name).collect();
        let what = format!("a mirror keeps no table `{name}`; there are: {}", names.join(", "));
        unknown(py, name, &what)
    })
}

impl Snapshot {
    fn index(&self, link: &LinkRef) -> Option<u32> {
        match link {
            LinkRef::Index(index) => Some(*index),
            LinkRef::Name(name) => {
                let index = self.0.link(name)?.header().number("index")?;
                u32::try_from(index).ok()
            }
        }
    }
}

impl Snapshot {
    /// All objects of a table.
    fn all(&self, name: &'static str) -> impl Iterator<Item = Found<'_>> {
        let tables = self.0.tables().filter(move |table| table.kept().name == name);
        tables.flat_map(route2::Table::objects)
    }
}

#[pymethods]
impl Snapshot {
    /// The mirror's revision at that moment.
    #[getter]
    fn revision(&self) -> u64 {
        self.0.revision()
    }

    /// The tables that the mirror keeps.
    #[getter]
    fn tables(&self) -> Vec<&'static str> {
        self.0.tables().map(|table| table.kept().name).collect()
    }

    /// How many objects a table has.
    fn count(&self, py: Python<'_>, table: &str) -> PyResult<usize> {
        Ok(self.0.table(kept(py, table)?).len())
    }

    /// The objects of a table: `link`, `route table=100`.
    fn objects(&self, py: Python<'_>, filter: Words) -> PyResult<Messages> {
        let wanted = Wanted::new(py, filter)?;
        let name_of = |index: u64| self.0.name(u32::try_from(index).ok()?);
        let objects = self.0.table(wanted.kept()).objects();
        Ok(several(objects.filter(|found| wanted.conditions().matches(**found, &name_of))))
    }

    /// All links, those of a kind, a group, or the ports of a link.
    #[pyo3(signature = (*, kind = None, group = None, master = None))]
    fn links(&self, kind: Option<&str>, group: Option<u32>, master: Option<LinkRef>) -> Messages {
        match (kind, group, master) {
            (Some(kind), ..) => several(self.0.links_of_kind(kind)),
            (None, Some(group), _) => several(self.0.links_of_group(group)),
            (None, None, Some(master)) => {
                several(self.0.ports(self.index(&master).unwrap_or(u32::MAX)))
            }
            (None, None, None) => several(self.0.links()),
        }
    }

    /// The link with this name, alternative name, or index.
    fn link<'py>(&self, py: Python<'py>, link: LinkRef) -> PyResult<Option<Bound<'py, Message>>> {
        one(
            py,
            match &link {
                LinkRef::Index(index) => self.0.link_by_index(*index),
                LinkRef::Name(name) => self.0.link(name),
            },
        )
    }

    /// The name of the link with this index.
    fn name(&self, index: u32) -> Option<&str> {
        self.0.name(index)
    }

    /// The index of the link with this name or alternative name.
    #[pyo3(name = "index")]
    fn index_of(&self, name: String) -> Option<u32> {
        self.index(&LinkRef::Name(name))
    }

    /// Addresses: all, or those of a link.
    #[pyo3(signature = (link = None))]
    fn addrs(&self, link: Option<LinkRef>) -> Messages {
        match link {
            None => several(self.all("addr")),
            Some(link) => several(self.0.addrs(self.index(&link).unwrap_or(u32::MAX))),
        }
    }

    /// Neighbours, and entries of forwarding databases: all, or those of a link.
    #[pyo3(signature = (link = None))]
    fn neighs(&self, link: Option<LinkRef>) -> Messages {
        match link {
            None => several(self.all("neigh")),
            Some(link) => several(self.0.neighs(self.index(&link).unwrap_or(u32::MAX))),
        }
    }

    /// The neighbour of a link that has this address.
    fn neigh<'py>(
        &self,
        py: Python<'py>,
        link: LinkRef,
        address: IpAddr,
    ) -> PyResult<Option<Bound<'py, Message>>> {
        let Some(index) = self.index(&link) else { return Ok(None) };
        one(py, self.0.neigh(index, address))
    }

    /// Routes: all, those of a table or a family, those to a net. (Without a table, a net is looked for in `main`.)
    #[pyo3(signature = (dst = None, *, table = None, family = None))]
    fn routes(
        &self,
        py: Python<'_>,
        dst: Option<&str>,
        table: Option<Named>,
        family: Option<Named>,
    ) -> PyResult<Messages> {
        let family = self::family(py, family.as_ref())?;
        let table = routing_table(py, table.as_ref())?;
        if let Some(dst) = dst {
            let (ip, length) = net(py, dst, family)?;
            let table = if table == RtTable::UNSPEC { RtTable::MAIN } else { table };
            return Ok(several(self.0.routes_to(ip, length, table)));
        }
        Ok(several(self.all("route").filter(|route| {
            let number = || route.key("table").and_then(|table| table.number());
            (family == Family::UNSPEC || route.family() == family.0)
                && (table == RtTable::UNSPEC || number() == Some(table.0.into()))
        })))
    }

    /// The route of a table (`main`) that a packet to this address takes: that with the longest prefix.
    #[pyo3(signature = (address, *, table = None))]
    fn lookup<'py>(
        &self,
        py: Python<'py>,
        address: IpAddr,
        table: Option<Named>,
    ) -> PyResult<Option<Bound<'py, Message>>> {
        let table = match routing_table(py, table.as_ref())? {
            RtTable::UNSPEC => RtTable::MAIN,
            table => table,
        };
        one(py, self.0.longest_match(address, table))
    }

    /// The rule and the route that a packet to this address takes, which this machine sends.
    fn resolve<'py>(&self, py: Python<'py>, address: IpAddr) -> PyResult<Bound<'py, PyTuple>> {
        let resolved = self.0.resolve(address);
        PyTuple::new(py, [one(py, resolved.rule)?, one(py, resolved.route)?])
    }

    /// Rules, in the order in which they are tried.
    #[pyo3(signature = (family = None))]
    fn rules(&self, py: Python<'_>, family: Option<Named>) -> PyResult<Messages> {
        let family = self::family(py, family.as_ref())?;
        let is_wanted = |rule: &Found<'_>| family == Family::UNSPEC || rule.family() == family.0;
        Ok(several(self.all("rule").filter(is_wanted)))
    }

    /// The next hop with this id.
    fn nexthop<'py>(&self, py: Python<'py>, id: u32) -> PyResult<Option<Bound<'py, Message>>> {
        one(py, self.0.nexthop(id))
    }

    /// What differs in a newer snapshot: the table, the object here and there, `None` where it is not.
    fn changes_to<'py>(
        &self,
        py: Python<'py>,
        newer: &Bound<'py, Self>,
    ) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        let mut result = Ok(());
        self.0.changes_to(&newer.get().0, &mut |happening| {
            let change = || {
                let [old, new] = [happening.old, happening.new]
                    .map(|object| object.map(|object| Message::of_object(py, object)).transpose());
                list.append((happening.kept.map(|kept| kept.name), old?, new?))
            };
            result = std::mem::replace(&mut result, Ok(())).and_then(|()| change());
        });
        result.map(|()| list)
    }

    fn __repr__(&self) -> String {
        let tables = self.0.tables().map(|table| format!("{}={}", table.kept().name, table.len()));
        format!("<Snapshot {} {}>", self.revision(), tables.collect::<Vec<_>>().join(" "))
    }
}
