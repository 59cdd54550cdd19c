//! Network namespaces with much in them, made by this program and gone with it.

use anyhow::{Context, Result, bail, ensure};
use nix::sched::{CloneFlags, setns, unshare};
use route2::schema::rtnl::addr::{Addr, AddrHeader, IFA_LOCAL};
use route2::schema::rtnl::link::{
    self, IFLA_IFNAME, IFLA_INFO_KIND, IFLA_LINKINFO, Link, LinkHeader,
};
use route2::schema::rtnl::names::{Family, LinkFlags, RtProto, RtScope, RtTable, RtType};
use route2::schema::rtnl::neigh::{NDA_DST, NDA_LLADDR, Neigh, NeighHeader, NeighState};
use route2::schema::rtnl::route::{RTA_DST, RTA_GATEWAY, RTA_OIF, Route, RouteHeader};
use route2::schema::rtnl::{Op, Table, addr, neigh, route};
use route2::schema::wire::{Header, IfIndex, Messages, Put, flag, message_type};
use route2::{Driver, Narrow, Netns, Received, Socket};
use std::fmt;
use std::fs::File;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;
use std::time::Instant;

/// Which table of the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Links.
    Link,
    /// IPv4 addresses.
    Addr,
    /// IPv4 routes.
    Route,
    /// IPv4 neighbours.
    Neigh,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Link, Self::Route, Self::Neigh, Self::Addr];

    /// The table as route2 knows it.
    pub(crate) const fn table(self) -> &'static Table {
        match self {
            Self::Link => &link::TABLE,
            Self::Addr => &addr::TABLE,
            Self::Route => &route::TABLE,
            Self::Neigh => &neigh::TABLE,
        }
    }

    /// What a dump is narrowed to: routes to IPv4's, because that is what peers and `ip` dump.
    pub(crate) const fn family(self) -> Family {
        match self {
            Self::Route => Family::INET,
            _ => Family::UNSPEC,
        }
    }
}

impl FromStr for Kind {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|kind| kind.table().name == name);
        found.with_context(|| format!("no kind is called `{name}`"))
    }
}

/// So many objects of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Which table.
    pub(crate) kind: Kind,
    /// How many objects.
    pub(crate) count: u32,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, count } = self;
        let digits = count.to_string();
        for (at, digit) in digits.char_indices() {
            let comma = at > 0 && (digits.len() - at).is_multiple_of(3);
            write!(f, "{}{digit}", if comma { "," } else { "" })?;
        }
        f.write_str(" ")?;
        f.write_str(match kind {
            Kind::Link => "links",
            Kind::Addr => "addresses",
            Kind::Route => "routes",
            Kind::Neigh => "neighbours",
        })
    }
}

/// The namespaces that were made so far. They stay until the program ends: to dismantle one takes the
/// kernel time, which would fall into the next measurement.
#[derive(Debug, Default)]
pub(crate) struct Worlds(Vec<(Subject, File)>);

impl Worlds {
    /// Enters the subject's namespace, and makes it where it is not there yet. It must be called by the
    /// program's only thread; processes started afterwards are in the namespace too.
    pub(crate) fn enter(&mut self, subject: Subject) -> Result<()> {
        if let Some((_, file)) = self.0.iter().find(|(made, _)| *made == subject) {
            return setns(file, CloneFlags::CLONE_NEWNET).context("cannot enter a namespace");
        }
        unshare(CloneFlags::CLONE_NEWNET)
            .context("cannot make a network namespace (root is needed, or `unshare -r`)")?;
        let start = Instant::now();
        fill(subject).with_context(|| format!("cannot make {subject}"))?;
        eprintln!("{subject}: made in {:.1} s", start.elapsed().as_secs_f64());
        let file = File::open("/proc/thread-self/ns/net").context("cannot hold a namespace")?;
        self.0.push((subject, file));
        Ok(())
    }
}

/// All of a kind that there is in the namespace, as the kernel wrote it.
pub(crate) fn record(kind: Kind) -> Result<Vec<u8>> {
    let narrow = Narrow { family: kind.family(), ..Narrow::default() };
    Ok(Driver::open(&Netns::Current)?.list(kind.table(), narrow)?.bytes().to_vec())
}

/// How many requests go into one datagram.
const BATCH: usize = 500;

fn fill(Subject { kind, count }: Subject) -> Result<()> {
    let mut batch = Batch::open()?;
    if kind == Kind::Link {
        return links(&mut batch, count);
    }
    let oif = interface(&mut batch)?;
    match kind {
        Kind::Addr => (0..count).try_for_each(|i| {
            batch.add(address(oif, Ipv4Addr::from_bits(0x0a00_0001 + (i << 8)), 24)?)
        }),
        Kind::Route => {
            batch.add(address(oif, Ipv4Addr::new(192, 168, 0, 1), 16)?)?;
            (0..count).try_for_each(|i| batch.add(route_to(oif, i)?))
        }
        Kind::Neigh => {
            batch.add(address(oif, Ipv4Addr::new(10, 0, 0, 1), 8)?)?;
            (0..count).try_for_each(|i| batch.add(neighbour(oif, i)?))
        }
        Kind::Link => Ok(()),
    }?;
    batch.flush()
}

/// Pairs of veth; in larger worlds a quarter of other kinds, which say other things of themselves.
fn links(batch: &mut Batch, count: u32) -> Result<()> {
    let others = if count > 1000 { count / 4 } else { 0 };
    for i in 0..(count - others) / 2 {
        batch.add(new_link("veth", &format!("va{i}"))?)?;
    }
    for i in 0..others {
        let (kind, name) = [("ifb", "ifb"), ("bridge", "br")][i as usize % 2];
        batch.add(new_link(kind, &format!("{name}{i}"))?)?;
    }
    batch.flush()
}

fn new_link(kind: &str, name: &str) -> Result<Vec<u8>> {
    let mut put = Put::<Link>::message::<LinkHeader>(
        link::TABLE.message_type(Op::New),
        flag::CREATE | flag::EXCL,
        &LinkHeader::default(),
    );
    put.put(IFLA_IFNAME, name).nest(IFLA_LINKINFO, |info| {
        info.put(IFLA_INFO_KIND, kind);
    });
    Ok(put.finish()?)
}

/// A pair of links that are up, and the index of one.
fn interface(batch: &mut Batch) -> Result<u32> {
    batch.add(new_link("veth", "v0")?)?;
    batch.flush()?;
    let mut driver = Driver::open(&Netns::Current)?;
    let mut oif = None;
    for link in driver.list_of::<Link>()?.objects() {
        let Some((header, attrs)) = link.of::<Link>() else { continue };
        if attrs.get(IFLA_IFNAME)? == Some("v0") {
            oif = Some(header.index as u32);
        }
        let up = LinkHeader { flags: LinkFlags::UP, change: LinkFlags::UP.0, ..header };
        let message = link::TABLE.message_type(Op::New);
        driver.request(Put::<Link>::message::<LinkHeader>(message, 0, &up).finish()?)?;
    }
    oif.context("the new link is not there")
}

fn address(oif: u32, ip: Ipv4Addr, prefixlen: u8) -> Result<Vec<u8>> {
    let header = AddrHeader {
        family: Family::INET,
        prefixlen,
        index: IfIndex(oif),
        ..AddrHeader::default()
    };
    let mut put = Put::<Addr>::message::<AddrHeader>(
        addr::TABLE.message_type(Op::New),
        flag::CREATE | flag::EXCL,
        &header,
    );
    put.put(IFA_LOCAL, IpAddr::V4(ip));
    Ok(put.finish()?)
}

fn route_to(oif: u32, i: u32) -> Result<Vec<u8>> {
    let mut put = route_in(Op::New, 0x0a00_0000, i);
    put.put(RTA_OIF, IfIndex(oif));
    Ok(put.finish()?)
}

/// Nets of 16 addresses one behind the other, from `first` on, over 200 gateways: the request to add the one with
/// this number, or to delete it.
pub(crate) fn route_in(op: Op, first: u32, i: u32) -> Put<Route> {
    let header = RouteHeader {
        family: Family::INET,
        dst_len: 28,
        table: RtTable::MAIN,
        proto: RtProto::STATIC,
        scope: RtScope::UNIVERSE,
        r#type: RtType::UNICAST,
        ..RouteHeader::default()
    };
    let flags = if op == Op::New { flag::CREATE | flag::EXCL } else { 0 };
    let mut put =
        Put::<Route>::message::<RouteHeader>(route::TABLE.message_type(op), flags, &header);
    put.put(RTA_DST, IpAddr::V4(Ipv4Addr::from_bits(first + i * 16)))
        .put(RTA_GATEWAY, IpAddr::V4(Ipv4Addr::from_bits(0xc0a8_0101 + i % 200)));
    put
}

fn neighbour(oif: u32, i: u32) -> Result<Vec<u8>> {
    let header = NeighHeader {
        family: Family::INET,
        ifindex: IfIndex(oif),
        state: NeighState::PERMANENT,
        ..NeighHeader::default()
    };
    let mut put = Put::<Neigh>::message::<NeighHeader>(
        neigh::TABLE.message_type(Op::New),
        flag::CREATE | flag::EXCL,
        &header,
    );
    let [a, b, c, d] = i.to_be_bytes();
    put.put(NDA_DST, IpAddr::V4(Ipv4Addr::from_bits(0x0a01_0000 + i)))
        .put(NDA_LLADDR, &[2, 0, a, b, c, d]);
    Ok(put.finish()?)
}

/// Requests on their way to the kernel, many in a datagram. The last one alone is acknowledged; of the
/// others the kernel tells only failures.
#[derive(Debug)]
pub(crate) struct Batch {
    socket: Socket,
    bytes: Vec<u8>,
    last: usize,
    waiting: usize,
}

impl Batch {
    pub(crate) fn open() -> Result<Self> {
        let socket = Socket::open(&Netns::Current)?;
        Ok(Self { socket, bytes: Vec::new(), last: 0, waiting: 0 })
    }

    pub(crate) fn add(&mut self, message: Vec<u8>) -> Result<()> {
        self.last = self.bytes.len();
        self.bytes.extend(message);
        self.waiting += 1;
        if self.waiting == BATCH { self.flush() } else { Ok(()) }
    }

    pub(crate) fn flush(&mut self) -> Result<()> {
        let Some(header) = Header::read(&self.bytes[self.last..]) else { return Ok(()) };
        let header = Header { flags: header.flags | flag::ACK, sequence: 1, ..header };
        self.bytes[self.last..][..Header::SIZE].copy_from_slice(&header.bytes());
        self.socket.send(&self.bytes)?;
        self.bytes.clear();
        self.last = 0;
        self.waiting = 0;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let Received::Datagram(length, _) = self.socket.receive(&mut buffer)? else {
                bail!("an acknowledgement was lost");
            };
            for message in Messages::new(&buffer[..length]) {
                let message = message?;
                ensure!(message.header.message_type == message_type::ERROR, "no acknowledgement");
                let code =
                    message.payload().first_chunk().map_or(0, |code| i32::from_ne_bytes(*code));
                ensure!(code == 0, "{}", std::io::Error::from_raw_os_error(-code));
                if message.header.sequence == 1 {
                    return Ok(());
                }
            }
        }
    }
}
