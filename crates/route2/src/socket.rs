//! A netlink socket of the routing family.

mod options;
mod wake;

pub(crate) use wake::Wake;

use crate::{Error, Netns};
use route2_schema::rtnl::names::Group;
use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, bind, getsockname, recvfrom,
    sendto, socket_with,
};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// A netlink socket of the routing family, in one network namespace for good.
#[derive(Debug)]
pub struct Socket {
    fd: OwnedFd,
    port: u32,
    strict: bool,
}

/// What a call of [`Socket::receive`] brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// A datagram of this many bytes, from this port. The kernel's is 0.
    Datagram(usize, u32),
    /// A datagram of this many bytes came, more than the buffer holds: it is lost.
    Truncated(usize),
    /// The kernel had no room for messages and dropped some (`ENOBUFS`). It says so once, and drops on
    /// until the socket is drained.
    Overrun,
}

impl Socket {
    /// Opens a socket. The kernel is asked to check requests strictly and to apply their filters
    /// (`NETLINK_GET_STRICT_CHK`, Linux 4.20), and to say what was wrong (`NETLINK_EXT_ACK`); older ones
    /// do without.
    ///
    /// # Errors
    /// Where the namespace cannot be entered, or no socket is to be had.
    pub fn open(netns: &Netns) -> Result<Self, Error> {
        netns.run(Self::open_here)?
    }

    fn open_here() -> Result<Self, Error> {
        // No protocol is protocol 0, NETLINK_ROUTE.
        let fd = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None)
            .map_err(Error::system("open a netlink socket"))?;
        bind(&fd, &SocketAddrNetlink::new(0, 0)).map_err(Error::system("bind a netlink socket"))?;
        let address = getsockname(&fd).map_err(Error::system("read a socket's address"))?;
        let port = SocketAddrNetlink::try_from(address)
            .map_err(Error::system("read a socket's address"))?
            .pid();
        let _ = options::set(fd.as_fd(), options::EXT_ACK, 1);
        let strict = options::set(fd.as_fd(), options::GET_STRICT_CHK, 1).is_ok();
        Ok(Self { fd, port, strict })
    }

    /// The port that the kernel gave the socket.
    pub const fn port(&self) -> u32 {
        self.port
    }

    /// Does the kernel filter dumps as it is asked to?
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// Subscribes to a multicast group, of any number.
    ///
    /// # Errors
    /// Where the kernel does not know the group (`EINVAL`), or forbids it.
    pub fn join(&self, group: Group) -> Result<(), Error> {
        options::set(self.fd.as_fd(), options::ADD_MEMBERSHIP, group.0)
            .map_err(Error::system("subscribe to a multicast group"))
    }

    /// Asks for room for this many bytes of waiting messages: with privilege what is asked for, without
    /// at most `net.core.rmem_max`.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn set_receive_buffer(&self, bytes: usize) -> Result<(), Error> {
        rustix::net::sockopt::set_socket_recv_buffer_size_force(&self.fd, bytes)
            .or_else(|_| rustix::net::sockopt::set_socket_recv_buffer_size(&self.fd, bytes))
            .map_err(Error::system("set a socket's receive buffer"))
    }

    /// How many messages the kernel dropped on this socket since it was opened, because nobody took
    /// them in time (`SO_MEMINFO`).
    ///
    /// # Errors
    /// Those of the system call.
    pub fn drops(&self) -> Result<u32, Error> {
        options::drops(self.fd.as_fd()).map_err(Error::system("read a socket's drop counter"))
    }

    /// Sends a datagram to the kernel.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn send(&self, datagram: &[u8]) -> Result<(), Error> {
        self.send_to(0, datagram)
    }

    /// Sends a datagram to a port. Any but the kernel's, 0, needs `CAP_NET_ADMIN`.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn send_to(&self, port: u32, datagram: &[u8]) -> Result<(), Error> {
        let address = SocketAddrNetlink::new(port, 0);
        retry(|| sendto(&self.fd, datagram, SendFlags::empty(), &address))
            .map(drop)
            .map_err(Error::system("send a netlink datagram"))
    }

    /// Receives a datagram, waiting for one where there is none.
    ///
    /// # Errors
    /// Those of the system call, a full socket excepted: that is [`Received::Overrun`].
    pub fn receive(&self, buffer: &mut [u8]) -> Result<Received, Error> {
        self.receive_with(RecvFlags::empty(), buffer)
            .map_err(Error::system("receive from the kernel"))
    }

    /// The same without waiting: `None` where there is none.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub fn try_receive(&self, buffer: &mut [u8]) -> Result<Option<Received>, Error> {
        match self.receive_with(RecvFlags::DONTWAIT, buffer) {
            Err(Errno::AGAIN) => Ok(None),
            other => other.map(Some).map_err(Error::system("receive from the kernel")),
        }
    }

    fn receive_with(&self, flags: RecvFlags, buffer: &mut [u8]) -> Result<Received, Errno> {
        let flags = flags | RecvFlags::TRUNC;
        // (What `recvmsg` tells beyond this costs time, and nobody needs it.)
        let (length, sender) = match retry(|| recvfrom(&self.fd, &mut *buffer, flags)) {
            Ok((_, length, sender)) => (length, sender),
            Err(Errno::NOBUFS) => return Ok(Received::Overrun),
            Err(errno) => return Err(errno),
        };
        if length > buffer.len() {
            return Ok(Received::Truncated(length));
        }
        // An address that is none is treated as not the kernel's.
        let sender = sender.and_then(|a| SocketAddrNetlink::try_from(a).ok());
        Ok(Received::Datagram(length, sender.map_or(u32::MAX, |sender| sender.pid())))
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

fn retry<T>(mut call: impl FnMut() -> rustix::io::Result<T>) -> rustix::io::Result<T> {
    loop {
        match call() {
            Err(Errno::INTR) => {}
            other => return other,
        }
    }
}
