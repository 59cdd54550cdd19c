//! netlink-bindings: generated iterators that decode an attribute as they come to it and store nothing.
//! Where it has a type for a nest, the nest is walked too.

use crate::world::Kind;
use anyhow::{Result, anyhow};
use netlink_bindings::rt_link::{AfSpecAttrs, LinkAttrs, LinkinfoAttrs, LinkinfoDataMsg};
use netlink_bindings::rt_route::RouteAttrs;
use netlink_bindings::traits::NetlinkRequest;
use netlink_bindings::{rt_addr, rt_link, rt_neigh, rt_route};
use netlink_socket2::NetlinkSocket;
use route2::schema::wire::Messages;
use std::fmt::Debug;
use std::hint::black_box;

/// Iterates over all attributes.
pub(crate) fn decode(kind: Kind, bytes: &[u8]) -> Result<u64> {
    let mut count = 0;
    for message in Messages::new(bytes) {
        let payload = message?.payload();
        match kind {
            Kind::Link => link(rt_link::OpGetlinkDump::decode_reply(payload).1)?,
            Kind::Addr => each(rt_addr::OpGetaddrDump::decode_reply(payload).1)?,
            Kind::Route => route(rt_route::OpGetrouteDump::decode_reply(payload).1)?,
            Kind::Neigh => each(rt_neigh::OpGetneighDump::decode_reply(payload).1)?,
        }
        count += 1;
    }
    Ok(count)
}

/// Iterates over a dump as it is received.
pub(crate) fn dump(kind: Kind) -> Result<u64> {
    match kind {
        Kind::Link => {
            let all = rt_link::Request::new().op_getlink_dump(&rt_link::Ifinfomsg::default());
            replies(&all, |(_, attrs)| link(attrs))
        }
        Kind::Addr => {
            let all = rt_addr::Request::new().op_getaddr_dump(&rt_addr::Ifaddrmsg::default());
            replies(&all, |(_, attrs)| each(attrs))
        }
        Kind::Route => {
            let header =
                rt_route::Rtmsg { rtm_family: kind.family().0 as u8, ..Default::default() };
            let all = rt_route::Request::new().op_getroute_dump(&header);
            replies(&all, |(_, attrs)| route(attrs))
        }
        Kind::Neigh => {
            let all = rt_neigh::Request::new().op_getneigh_dump(&rt_neigh::Ndmsg::default());
            replies(&all, |(_, attrs)| each(attrs))
        }
    }
}

fn replies<R: NetlinkRequest>(
    request: &R,
    mut visit: impl FnMut(R::ReplyType<'_>) -> Result<()>,
) -> Result<u64> {
    let mut socket = NetlinkSocket::new();
    let mut replies = socket.request(request)?;
    let mut count = 0;
    while let Some(reply) = replies.recv() {
        visit(reply.map_err(|error| anyhow!("{error:?}"))?)?;
        count += 1;
    }
    Ok(count)
}

/// The attributes of a set without nests.
fn each<T, E: Debug>(attrs: impl Iterator<Item = Result<T, E>>) -> Result<()> {
    for attr in attrs {
        black_box(known(attr)?);
    }
    Ok(())
}

fn known<T, E: Debug>(attr: Result<T, E>) -> Result<T> {
    attr.map_err(|error| anyhow!("{error:?}"))
}

fn link(attrs: rt_link::IterableLinkAttrs<'_>) -> Result<()> {
    for attr in attrs {
        match known(attr)? {
            LinkAttrs::Linkinfo(info) => link_info(info)?,
            LinkAttrs::AfSpec(families) => {
                for family in families {
                    match known(family)? {
                        AfSpecAttrs::Inet(inet) => each(inet)?,
                        AfSpecAttrs::Inet6(inet6) => each(inet6)?,
                        AfSpecAttrs::Mctp(mctp) => each(mctp)?,
                    }
                }
            }
            LinkAttrs::Xdp(xdp) => each(xdp)?,
            LinkAttrs::PropList(names) => each(names)?,
            other => drop(black_box(other)),
        }
    }
    Ok(())
}

/// Of the kinds of links, those that are measured.
fn link_info(attrs: rt_link::IterableLinkinfoAttrs<'_>) -> Result<()> {
    for attr in attrs {
        match known(attr)? {
            LinkinfoAttrs::Data(LinkinfoDataMsg::Bridge(bridge)) => each(bridge)?,
            other => drop(black_box(other)),
        }
    }
    Ok(())
}

fn route(attrs: rt_route::IterableRouteAttrs<'_>) -> Result<()> {
    for attr in attrs {
        match known(attr)? {
            RouteAttrs::Metrics(metrics) => each(metrics)?,
            other => drop(black_box(other)),
        }
    }
    Ok(())
}
