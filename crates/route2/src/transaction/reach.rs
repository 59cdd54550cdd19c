//! Is an address within reach: does it answer an echo request (RFC 792, RFC 4443)?

use crate::{Error, Netns};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, ipproto, recv, sendto,
    socket_with,
};
use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

/// How long to wait for an answer before the next request.
const INTERVAL: Duration = Duration::from_millis(200);

const ECHO_REQUEST: [u8; 2] = [8, 128];
const ECHO_REPLY: [u8; 2] = [0, 129];

/// Asks until there is an answer, or the time is over.
pub(super) fn is_reachable(netns: &Netns, address: IpAddr, until: Instant) -> Result<bool, Error> {
    let socket = netns.run(|| open(address))??;
    let own = std::process::id().to_be_bytes();
    for sequence in 0u16.. {
        let request = request(address, [own[2], own[3]], sequence);
        // That there is no way yet is an answer like none: the next one may find one.
        let _ = sendto(&socket, &request, SendFlags::empty(), &SocketAddr::new(address, 0));
        let next = (Instant::now() + INTERVAL).min(until);
        while let Some(answer) = receive(&socket, next)? {
            if is_reply(address, &answer, &request) {
                return Ok(true);
            }
        }
        if Instant::now() >= until {
            return Ok(false);
        }
    }
    Ok(false)
}

/// A socket for everybody (`net.ipv4.ping_group_range`), or else one for those with privilege.
fn open(address: IpAddr) -> Result<OwnedFd, Error> {
    let (family, protocol) = match address {
        IpAddr::V4(_) => (AddressFamily::INET, ipproto::ICMP),
        IpAddr::V6(_) => (AddressFamily::INET6, ipproto::ICMPV6),
    };
    let open = |kind| socket_with(family, kind, SocketFlags::CLOEXEC, Some(protocol));
    open(SocketType::RAW)
        .or_else(|_| open(SocketType::DGRAM))
        .map_err(Error::system("open a socket for echo requests"))
}

fn request(address: IpAddr, id: [u8; 2], sequence: u16) -> [u8; 16] {
    let mut request = [0; 16];
    request[0] = ECHO_REQUEST[usize::from(address.is_ipv6())];
    request[4..6].copy_from_slice(&id);
    request[6..8].copy_from_slice(&sequence.to_be_bytes());
    request[8..].copy_from_slice(b"route2..");
    // (Of IPv6's, which covers addresses too, the kernel takes care.)
    let sum: u32 =
        request.chunks_exact(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1])).sum();
    let sum = !((sum & 0xffff) + (sum >> 16)) as u16;
    request[2..4].copy_from_slice(&sum.to_be_bytes());
    request
}

/// The next packet; `None` where none comes in time.
fn receive(socket: &OwnedFd, until: Instant) -> Result<Option<Vec<u8>>, Error> {
    let left = until.saturating_duration_since(Instant::now());
    let timeout = Timespec::try_from(left).ok();
    let mut fds = [PollFd::new(socket, PollFlags::IN)];
    match poll(&mut fds, timeout.as_ref()) {
        Ok(0) | Err(rustix::io::Errno::INTR) => return Ok(None),
        Ok(_) => {}
        Err(errno) => return Err(Error::system("wait for an echo")(errno)),
    }
    let mut buffer = [0; 512];
    match recv(socket, &mut buffer, RecvFlags::DONTWAIT) {
        Ok((length, _)) => Ok(Some(buffer[..length.min(512)].to_vec())),
        // What an earlier packet met on its way.
        Err(_) => Ok(Some(Vec::new())),
    }
}

/// Sequence and content are those of the request; the id may be the kernel's.
fn is_reply(address: IpAddr, packet: &[u8], request: &[u8; 16]) -> bool {
    // A raw socket of IPv4 has the IP header before it.
    let start = match packet.first() {
        Some(first) if address.is_ipv4() && first >> 4 == 4 => usize::from(first & 15) * 4,
        _ => 0,
    };
    let reply = packet.get(start..).unwrap_or_default();
    reply.first() == Some(&ECHO_REPLY[usize::from(address.is_ipv6())])
        && reply.get(6..16) == Some(&request[6..])
}
