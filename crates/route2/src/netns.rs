//! Network namespaces: where a socket lives.

use crate::Error;
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use std::fs::File;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, io, thread};

/// A network namespace.
#[derive(Clone, Debug, Default)]
pub enum Netns {
    /// That of the calling thread.
    #[default]
    Current,
    /// One that `ip netns add` made, by its name.
    Named(String),
    /// One that is bound to a path, such as `/proc/1/ns/net`.
    Path(PathBuf),
    /// That of a process.
    Pid(u32),
    /// The one behind a file descriptor.
    Fd(Arc<OwnedFd>),
}

/// Where `ip netns` keeps names.
const NAMES: &str = "/run/netns";

impl Netns {
    /// The file of the one that the calling thread is in.
    pub(crate) const HERE: &str = "/proc/thread-self/ns/net";

    /// As people write it: a path where there is a `/` in it, a process where it is a number and no
    /// namespace has that name, a name otherwise.
    pub fn parse(text: &str) -> Self {
        match text.parse() {
            _ if text.contains('/') => Self::Path(text.into()),
            Ok(pid) if !Path::new(NAMES).join(text).exists() => Self::Pid(pid),
            _ => Self::Named(text.into()),
        }
    }

    /// As it is said of a link where it goes: as `net_ns_fd` a path where there is a `/` in it, a name otherwise; as
    /// `net_ns_pid` a process. `None` where that is none.
    pub fn of_link(key: &str, text: &str) -> Option<Self> {
        match key {
            "net_ns_pid" => {
                Some(Self::Path(format!("/proc/{}/ns/net", text.parse::<u32>().ok()?).into()))
            }
            "net_ns_fd" if text.contains('/') => Some(Self::Path(text.into())),
            "net_ns_fd" => Some(Self::Named(text.into())),
            _ => None,
        }
    }

    /// The file that it is entered by, where it has one.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Named(name) => Some(Path::new(NAMES).join(name)),
            Self::Path(path) => Some(path.clone()),
            Self::Pid(pid) => Some(PathBuf::from(format!("/proc/{pid}/ns/net"))),
            Self::Current | Self::Fd(_) => None,
        }
    }

    /// The same, whatever becomes of its name.
    pub(crate) fn pinned(&self) -> Result<Self, Error> {
        let Some(path) = self.path() else { return Ok(self.clone()) };
        let file =
            File::open(path).map_err(|source| Error::Netns { name: self.to_string(), source })?;
        Ok(Self::Fd(Arc::new(file.into())))
    }

    /// The same for other threads, whatever namespace those are in.
    pub(crate) fn for_all_threads(self) -> Self {
        let Self::Current = self else { return self };
        File::open(Self::HERE).map_or(self, |file| Self::Fd(Arc::new(file.into())))
    }

    /// The device and the number of its file, which tell it from others.
    pub(crate) fn inode(&self) -> Option<(u64, u64)> {
        let stat = match self {
            Self::Fd(fd) => rustix::fs::fstat(fd).ok()?,
            Self::Current => rustix::fs::stat(Self::HERE).ok()?,
            _ => rustix::fs::stat(self.path()?).ok()?,
        };
        Some((stat.st_dev, stat.st_ino))
    }

    /// Is it the one that the calling thread is in?
    fn is_here(&self) -> bool {
        let Self::Fd(fd) = self else { return matches!(self, Self::Current) };
        let (here, there) = (rustix::fs::stat(Self::HERE), rustix::fs::fstat(fd));
        match (here, there) {
            (Ok(here), Ok(there)) => (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino),
            _ => false,
        }
    }

    /// Runs `work` in the namespace.
    ///
    /// A namespace belongs to a thread, and so does what it opens: a short-lived thread enters the
    /// namespace and the caller's stays where it is. Where that is in the namespace, no privilege is needed.
    pub(crate) fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Error> {
        let path = match self {
            _ if self.is_here() => return Ok(work()),
            Self::Current | Self::Fd(_) => None,
            _ => self.path(),
        };
        let entered = || -> io::Result<T> {
            let file = path.map(File::open).transpose()?;
            let fd = match (self, &file) {
                (Self::Fd(fd), _) => fd.as_fd(),
                (_, Some(file)) => file.as_fd(),
                (_, None) => return Ok(work()),
            };
            move_into_link_name_space(fd, Some(LinkNameSpaceType::Network))?;
            Ok(work())
        };
        let result = thread::scope(|scope| {
            thread::Builder::new()
                .spawn_scoped(scope, entered)?
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        result.map_err(|source| Error::Netns { name: self.to_string(), source })
    }
}

impl fmt::Display for Netns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current => f.write_str("(current)"),
            Self::Named(name) => write!(f, "{name}"),
            Self::Path(path) => write!(f, "{}", path.display()),
            Self::Pid(pid) => write!(f, "of process {pid}"),
            Self::Fd(fd) => write!(f, "behind file descriptor {}", fd.as_raw_fd()),
        }
    }
}
