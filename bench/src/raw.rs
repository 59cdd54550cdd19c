//! The floor: a socket, one buffer, and nothing that looks at what comes.

use crate::follow::{Course, IDLE};
use crate::world::Kind;
use anyhow::{Result, bail, ensure};
use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, bind, recv, send,
    setsockopt, socket, sockopt,
};
use nix::sys::time::{TimeVal, TimeValLike};
use route2::schema::rtnl::Op;
use route2::schema::rtnl::link::{ExtMask, IFLA_EXT_MASK, Link, LinkHeader};
use route2::schema::rtnl::names::Group;
use route2::schema::rtnl::route::{self, RTA_DST, Route, RouteHeader};
use route2::schema::wire::{Attrs, Header, Messages, Put, StructField, align, flag, message_type};
use std::collections::HashMap;
use std::hint::black_box;
use std::os::fd::{AsRawFd, OwnedFd};

const BUFFER_BYTES: usize = 64 * 1024;

/// Receives a dump, and looks at nothing but its end. Gives the number of bytes.
pub(crate) fn dump(kind: Kind) -> Result<u64> {
    let mut bytes = 0;
    receive(kind, |datagram| {
        bytes += datagram.len() as u64;
        // Behind the objects of a datagram the end of the dump has no room of its own: it comes last,
        // 20 bytes long.
        let end = datagram.len().checked_sub(20).and_then(|at| Header::read(&datagram[at..]));
        Ok(!end.is_some_and(|h| h.message_type == message_type::DONE && h.length == 20))
    })?;
    Ok(bytes)
}

/// Receives a dump and hands over each datagram, until `more` says no.
pub(crate) fn receive(kind: Kind, mut more: impl FnMut(&[u8]) -> Result<bool>) -> Result<()> {
    let fd = open()?;
    let request = request(kind)?;
    ensure!(send(fd.as_raw_fd(), &request, MsgFlags::empty())? == request.len(), "sent too little");
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let length = recv(fd.as_raw_fd(), &mut buffer, MsgFlags::empty())?;
        if length == 0 {
            bail!("the kernel sent nothing");
        }
        if !more(&buffer[..length])? {
            return Ok(());
        }
    }
}

fn open() -> Result<OwnedFd> {
    Ok(socket(
        AddressFamily::Netlink,
        SockType::Raw,
        SockFlag::SOCK_CLOEXEC,
        SockProtocol::NetlinkRoute,
    )?)
}

/// The request that route2 makes too.
fn request(kind: Kind) -> Result<Vec<u8>> {
    let table = kind.table();
    let message_type = table.message_type(Op::Get);
    if kind == Kind::Link {
        let header = LinkHeader::default();
        let mut put = Put::<Link>::message::<LinkHeader>(message_type, flag::DUMP, &header);
        put.put(IFLA_EXT_MASK, ExtMask::VF);
        return Ok(put.finish()?);
    }
    let length = Header::SIZE + align(table.header.size);
    let flags = flag::REQUEST | flag::DUMP;
    let header = Header { length: length as u32, message_type, flags, ..Header::default() };
    let mut request = header.bytes().to_vec();
    request.push(kind.family().0 as u8);
    request.resize(length, 0);
    Ok(request)
}

/// Walks over the messages' headers.
pub(crate) fn headers(_: Kind, bytes: &[u8]) -> Result<u64> {
    let mut count = 0;
    for message in Messages::new(bytes) {
        black_box(message?.bytes);
        count += 1;
    }
    Ok(count)
}

/// Receives events of IPv4 routes, and looks at none.
pub(crate) fn follow(course: &mut Course) -> Result<()> {
    follow_with(course, |datagram| {
        black_box(datagram);
        Ok(())
    })
}

/// The same, and keeps what the kernel says of each net until it is gone.
pub(crate) fn follow_and_keep(course: &mut Course) -> Result<()> {
    const ATTRIBUTES: usize = Header::SIZE + align(RouteHeader::SIZE);
    let mut kept: HashMap<([u8; 4], u8), Box<[u8]>> = HashMap::new();
    let gone = route::TABLE.message_type(Op::Del);
    follow_with(course, |datagram| {
        for message in Messages::new(datagram) {
            let message = message?;
            let Some(attributes) = message.bytes.get(ATTRIBUTES..) else { bail!("too short") };
            let dst = Attrs::<Route>::new(attributes).find(RTA_DST.number);
            let dst = dst.and_then(|attr| attr.payload.first_chunk()).copied().unwrap_or_default();
            let net = (dst, message.bytes[Header::SIZE + 1]);
            match message.header.message_type == gone {
                true => kept.remove(&net),
                false => kept.insert(net, message.bytes.into()),
            };
        }
        Ok(())
    })
}

fn follow_with(course: &mut Course, mut look: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let fd = open()?;
    bind(fd.as_raw_fd(), &NetlinkAddr::new(0, 1 << (Group::IPV4_ROUTE.0 - 1)))?;
    course.set_buffer(&fd)?;
    setsockopt(&fd, sockopt::ReceiveTimeout, &TimeVal::milliseconds(IDLE.as_millis() as i64))?;
    let mut buffer = vec![0; BUFFER_BYTES];
    course.begin()?;
    loop {
        match recv(fd.as_raw_fd(), &mut buffer, MsgFlags::empty()) {
            Ok(length) => {
                look(&buffer[..length])?;
                if !course.saw(1) {
                    return Ok(());
                }
            }
            Err(Errno::EAGAIN) => return Ok(()),
            // It was stopped, or the kernel had no room for events and says so.
            Err(Errno::EINTR | Errno::ENOBUFS) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
}
