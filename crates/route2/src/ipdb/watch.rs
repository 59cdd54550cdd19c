//! What the mirror's thread waits for: the kernel, other threads, and the end of its network namespace.
//!
//! A socket keeps its namespace alive: when `ip netns del` takes the name away, nothing happens in there. So the
//! name itself is watched, or the process that the namespace was found by.

use crate::socket::Wake;
use crate::{Error, Netns, Socket};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify;
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

pub(super) struct Watch {
    netns: Netns,
    /// Readable when the namespace may have lost its name, or the process is gone.
    end: Option<OwnedFd>,
}

impl Watch {
    pub(super) fn new(netns: &Netns) -> Result<Self, Error> {
        let end = match netns {
            Netns::Current | Netns::Fd(_) => None,
            Netns::Pid(pid) => {
                Pid::from_raw(*pid as i32).and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok())
            }
            Netns::Named(_) | Netns::Path(_) => directory_watch(netns),
        };
        Ok(Self { netns: netns.clone(), end })
    }

    /// Waits until there is something to do. Did another thread say so?
    pub(super) fn wait(
        &self,
        socket: &Socket,
        wake: &Wake,
        timeout: Option<Duration>,
    ) -> Result<bool, Error> {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let wake = wake.as_fd();
        let mut fds = vec![
            PollFd::from_borrowed_fd(socket.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(wake, PollFlags::IN),
        ];
        fds.extend(self.end.as_ref().map(|end| PollFd::new(end, PollFlags::IN)));
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(Error::system("wait for the kernel")(errno)),
        }
        let is_end = fds.get(2).is_some_and(|fd| !fd.revents().is_empty());
        if is_end && self.is_gone() {
            return Err(Error::Gone { name: self.netns.to_string() });
        }
        Ok(fds.get(1).is_some_and(|fd| !fd.revents().is_empty()))
    }

    fn is_gone(&self) -> bool {
        let (Some(end), Some(path)) = (&self.end, self.netns.path()) else { return false };
        if matches!(self.netns, Netns::Pid(_)) {
            return true;
        }
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut events = inotify::Reader::new(end, &mut room);
        while events.next().is_ok() {}
        !path.exists()
    }
}

fn directory_watch(netns: &Netns) -> Option<OwnedFd> {
    let path = netns.path()?;
    let fd = inotify::init(inotify::CreateFlags::CLOEXEC | inotify::CreateFlags::NONBLOCK).ok()?;
    let flags = inotify::WatchFlags::DELETE | inotify::WatchFlags::MOVED_FROM;
    inotify::add_watch(&fd, path.parent()?, flags).ok()?;
    Some(fd)
}
