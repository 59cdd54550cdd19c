//! What route2 does.

use crate::follow::{Course, IDLE};
use crate::world::Kind;
use anyhow::{Context, Result, ensure};
use route2::schema::rtnl::addr::{
    Addr, IFA_ADDRESS, IFA_CACHEINFO, IFA_FLAGS, IFA_LABEL, IFA_LOCAL,
};
use route2::schema::rtnl::link::{
    IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINKINFO, IFLA_MTU, IFLA_OPERSTATE, Link,
};
use route2::schema::rtnl::names::Family;
use route2::schema::rtnl::neigh::{
    NDA_CACHEINFO, NDA_DST, NDA_LLADDR, NDA_PROBES, NDA_VLAN, Neigh,
};
use route2::schema::rtnl::route::{RTA_DST, RTA_GATEWAY, RTA_OIF, RTA_PRIORITY, RTA_TABLE, Route};
use route2::schema::rtnl::{Object, Of};
use route2::schema::wire::{Attrs, Fields, Json, Messages, Shape, Value};
use route2::{Driver, Dump, Event, Found, Ipdb, Narrow, Netns};
use std::hint::black_box;
use std::thread;
use std::time::Duration;

/// `Driver::list`: the dump is in memory, in one piece. Gives the number of bytes.
pub(crate) fn list(kind: Kind) -> Result<u64> {
    Ok(black_box(dump(kind)?.bytes()).len() as u64)
}

/// The same, and every attribute visited.
pub(crate) fn list_and_visit(kind: Kind) -> Result<u64> {
    visit(kind, dump(kind)?.bytes())
}

/// A mirror of the table, filled: its objects by what tells them apart. Gives how many there are.
pub(crate) fn mirror(kind: Kind) -> Result<u64> {
    let ipdb = Ipdb::builder().tables([kind.table().name])?.open()?;
    let snapshot = ipdb.snapshot();
    Ok(snapshot.tables().map(|table| table.len() as u64).sum())
}

/// A mirror of routes that follows the kernel, and nobody looks at it.
pub(crate) fn follow(course: &mut Course) -> Result<()> {
    let ipdb = follower(course)?;
    let (before, routes) = (ipdb.stats().mirror.events, routes(&ipdb));
    let seen = || ipdb.stats().mirror.events - before;
    course.begin()?;
    until_idle(&ipdb, || seen() >= course.expected());
    course.saw(seen());
    ensure!(self::routes(&ipdb) == routes, "the mirror is not what the kernel has");
    Ok(())
}

/// The same, and a consumer takes every event.
pub(crate) fn follow_and_take(course: &mut Course) -> Result<()> {
    let ipdb = follower(course)?;
    let routes = routes(&ipdb);
    let events = ipdb.events();
    course.begin()?;
    let watched = ipdb.clone();
    thread::spawn(move || {
        until_idle(&watched, || false);
        watched.close();
    });
    for event in events {
        // What has no message, the kernel did not say: the mirror found it when it had lost events.
        let told = matches!(&event, Event::Change(change) if black_box(change).message().is_some());
        if told && !course.saw(1) {
            break;
        }
    }
    ensure!(self::routes(&ipdb) == routes, "the mirror is not what the kernel has");
    Ok(())
}

fn follower(course: &Course) -> Result<Ipdb> {
    let builder = Ipdb::builder().tables([Kind::Route.table().name])?;
    Ok(builder.receive_buffer(course.buffer_bytes).open()?)
}

/// How many IPv4 routes there are. (IPv6 makes some for itself, in its own time.)
fn routes(ipdb: &Ipdb) -> u64 {
    let is_ipv4 = |route: &Found<'_>| Family(route.family()) == Family::INET;
    let now = ipdb.snapshot();
    now.tables().map(|table| table.objects().filter(is_ipv4).count() as u64).sum()
}

/// Waits until this is so, or nothing has come for a while and nothing is in doubt.
fn until_idle(ipdb: &Ipdb, is_enough: impl Fn() -> bool) {
    const PAUSE: Duration = Duration::from_millis(10);
    let (mut last, mut idle) = (ipdb.stats(), Duration::ZERO);
    while !is_enough() && idle < IDLE {
        thread::sleep(PAUSE);
        let now = ipdb.stats();
        idle = if now == last && now.settled { idle + PAUSE } else { Duration::ZERO };
        last = now;
    }
}

fn dump(kind: Kind) -> Result<Dump> {
    let narrow = Narrow { family: kind.family(), ..Narrow::default() };
    Ok(Driver::open(&Netns::Current)?.list(kind.table(), narrow)?)
}

fn each(bytes: &[u8], mut work: impl FnMut(Object<'_>) -> Result<()>) -> Result<u64> {
    let mut count = 0;
    for message in Messages::new(bytes) {
        work(Object::new(message?).context("no object")?)?;
        count += 1;
    }
    Ok(count)
}

/// Every attribute by name and payload, nests entered.
pub(crate) fn visit(_: Kind, bytes: &[u8]) -> Result<u64> {
    fn walk(fields: Fields<'_>) {
        for field in fields {
            black_box((field.row.map(|row| row.name), field.attr.payload));
            if let Some(nest) = field.nest() {
                walk(nest);
            }
        }
    }
    each(bytes, |object| {
        walk(object.fields());
        Ok(())
    })
}

/// Every attribute by name and value.
pub(crate) fn decode(_: Kind, bytes: &[u8]) -> Result<u64> {
    fn walk(fields: Fields<'_>) {
        for field in fields {
            match field.value() {
                Value::Set(nest) => walk(nest),
                value => drop(black_box((field.name(), value))),
            }
        }
    }
    each(bytes, |object| {
        walk(object.fields());
        Ok(())
    })
}

/// Five attributes by typed key.
pub(crate) fn typed(kind: Kind, bytes: &[u8]) -> Result<u64> {
    fn attrs<S: Of>(object: Object<'_>) -> Result<Attrs<'_, S>> {
        Ok(object.of::<S>().context("of another table")?.1)
    }
    each(bytes, |object| {
        match kind {
            Kind::Link => {
                let link = attrs::<Link>(object)?;
                black_box((link.get(IFLA_IFNAME)?, link.get(IFLA_MTU)?, link.get(IFLA_ADDRESS)?));
                black_box((link.get(IFLA_OPERSTATE)?, link.get(IFLA_LINKINFO)?));
            }
            Kind::Addr => {
                let addr = attrs::<Addr>(object)?;
                black_box((addr.get(IFA_ADDRESS)?, addr.get(IFA_LOCAL)?, addr.get(IFA_LABEL)?));
                black_box((addr.get(IFA_FLAGS)?, addr.get(IFA_CACHEINFO)?));
            }
            Kind::Route => {
                let route = attrs::<Route>(object)?;
                black_box((route.get(RTA_DST)?, route.get(RTA_GATEWAY)?, route.get(RTA_OIF)?));
                black_box((route.get(RTA_TABLE)?, route.get(RTA_PRIORITY)?));
            }
            Kind::Neigh => {
                let neigh = attrs::<Neigh>(object)?;
                black_box((neigh.get(NDA_DST)?, neigh.get(NDA_LLADDR)?, neigh.get(NDA_PROBES)?));
                black_box((neigh.get(NDA_CACHEINFO)?, neigh.get(NDA_VLAN)?));
            }
        }
        Ok(())
    })
}

/// JSON in the plain shape.
pub(crate) fn plain_json(_: Kind, bytes: &[u8]) -> Result<u64> {
    json(bytes, Shape::Plain)
}

/// JSON in the whole shape.
pub(crate) fn whole_json(_: Kind, bytes: &[u8]) -> Result<u64> {
    json(bytes, Shape::Whole)
}

/// Into a buffer that is reused.
fn json(bytes: &[u8], shape: Shape) -> Result<u64> {
    let mut json = Json::default();
    each(bytes, |object| {
        json.clear();
        object.write_json(&mut json, shape);
        black_box(json.as_bytes());
        Ok(())
    })
}
