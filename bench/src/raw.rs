//! The floor: a socket, one buffer, and nothing that looks at what comes.

use crate::world::Kind;
use anyhow::{Result, bail, ensure};
use nix::sys::socket::{
    AddressFamily, MsgFlags, SockFlag, SockProtocol, SockType, recv, send, socket,
};
use route2::schema::rtnl::Op;
use route2::schema::rtnl::link::{ExtMask, IFLA_EXT_MASK, Link, LinkHeader};
use route2::schema::wire::{Header, Messages, Put, align, flag, message_type};
use std::hint::black_box;
use std::os::fd::AsRawFd;

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
    let fd = socket(
        AddressFamily::Netlink,
        SockType::Raw,
        SockFlag::SOCK_CLOEXEC,
        SockProtocol::NetlinkRoute,
    )?;
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
