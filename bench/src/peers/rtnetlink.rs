//! rtnetlink: netlink-packet-route with requests and replies, on tokio.

use super::{runtime, take};
use crate::follow::Course;
use crate::world::Kind;
use anyhow::Result;
use futures_util::TryStreamExt;
use rtnetlink::sys::AsyncSocket;
use rtnetlink::{MulticastGroup, RouteMessageBuilder};
use std::hint::black_box;
use std::net::Ipv4Addr;

/// Collects a dump.
pub(crate) fn dump(kind: Kind) -> Result<u64> {
    runtime()?.block_on(async {
        let (connection, handle, _) = rtnetlink::new_connection()?;
        tokio::spawn(connection);
        Ok(match kind {
            Kind::Link => count(handle.link().get().execute().try_collect().await?),
            Kind::Addr => count(handle.address().get().execute().try_collect().await?),
            Kind::Route => {
                let all = RouteMessageBuilder::<Ipv4Addr>::new().build();
                count(handle.route().get(all).execute().try_collect().await?)
            }
            Kind::Neigh => count(handle.neighbours().get().execute().try_collect().await?),
        })
    })
}

/// Takes events of IPv4 routes. (Where the kernel had no room for one, the stream ends.)
pub(crate) fn follow(course: &mut Course) -> Result<()> {
    runtime()?.block_on(async {
        let (mut connection, _handle, messages) =
            rtnetlink::new_multicast_connection(&[MulticastGroup::Ipv4Route])?;
        course.set_buffer(connection.socket_mut().socket_mut())?;
        tokio::spawn(connection);
        course.begin()?;
        take(course, messages).await;
        Ok(())
    })
}

fn count<T>(all: Vec<T>) -> u64 {
    black_box(&all).len() as u64
}

/// Adds routes, and removes them.
pub(crate) fn change(routes: u32) -> Result<()> {
    runtime()?.block_on(async {
        let (connection, handle, _) = rtnetlink::new_connection()?;
        tokio::spawn(connection);
        let route = |i: u32| {
            RouteMessageBuilder::<Ipv4Addr>::new()
                .destination_prefix(Ipv4Addr::from_bits(0x0a00_0000 + i * 16), 28)
                .gateway(Ipv4Addr::from_bits(0xc0a8_0101 + i % 200))
                .build()
        };
        for i in 0..routes {
            handle.route().add(route(i)).execute().await?;
        }
        for i in 0..routes {
            handle.route().del(route(i)).execute().await?;
        }
        Ok(())
    })
}
