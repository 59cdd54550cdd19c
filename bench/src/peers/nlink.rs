//! nlink: every message becomes a structure with the attributes that nlink knows, on tokio.

use super::{runtime, take};
use crate::follow::Course;
use crate::world::Kind;
use anyhow::Result;
use futures_util::StreamExt;
use nlink::netlink::messages::{AddressMessage, LinkMessage, NeighborMessage, RouteMessage};
use nlink::netlink::{FromNetlink, RtnetlinkGroup};
use nlink::{Connection, Route};
use route2::schema::wire::Messages;
use std::hint::black_box;

/// Parses all messages into a `Vec`.
pub(crate) fn decode(kind: Kind, bytes: &[u8]) -> Result<u64> {
    match kind {
        Kind::Link => decode_as::<LinkMessage>(bytes),
        Kind::Addr => decode_as::<AddressMessage>(bytes),
        Kind::Route => decode_as::<RouteMessage>(bytes),
        Kind::Neigh => decode_as::<NeighborMessage>(bytes),
    }
}

fn decode_as<M: FromNetlink>(bytes: &[u8]) -> Result<u64> {
    let mut all = Vec::new();
    for message in Messages::new(bytes) {
        all.push(M::from_bytes(message?.payload())?);
    }
    Ok(count(all))
}

/// Collects a dump.
pub(crate) fn dump(kind: Kind) -> Result<u64> {
    runtime()?.block_on(async {
        let connection = Connection::<Route>::new()?;
        Ok(match kind {
            Kind::Link => count(connection.get_links().await?),
            Kind::Addr => count(connection.get_addresses().await?),
            Kind::Route => count(connection.get_routes().await?),
            Kind::Neigh => count(connection.get_neighbors().await?),
        })
    })
}

/// Takes events of IPv4 routes. (That the kernel had no room for one, is an item too; it is left out.)
pub(crate) fn follow(course: &mut Course) -> Result<()> {
    runtime()?.block_on(async {
        let connection = Connection::<Route>::new()?;
        course.set_buffer(connection.socket())?;
        connection.subscribe(&[RtnetlinkGroup::Ipv4Route])?;
        let events = connection.events().await;
        course.begin()?;
        take(course, events.filter_map(|event| std::future::ready(event.ok()))).await;
        Ok(())
    })
}

fn count<T>(all: Vec<T>) -> u64 {
    black_box(&all).len() as u64
}

/// Adds routes, and removes them.
pub(crate) fn change(routes: u32) -> Result<()> {
    use nlink::netlink::route::Ipv4Route;
    use std::net::Ipv4Addr;
    runtime()?.block_on(async {
        let connection = Connection::<Route>::new()?;
        let route = |i: u32| {
            Ipv4Route::from_addr(Ipv4Addr::from_bits(0x0a00_0000 + i * 16), 28)
                .gateway(Ipv4Addr::from_bits(0xc0a8_0101 + i % 200))
        };
        for i in 0..routes {
            connection.add_route(route(i)).await?;
        }
        for i in 0..routes {
            connection.del_route(route(i)).await?;
        }
        Ok(())
    })
}
