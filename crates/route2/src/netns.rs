//! Network namespaces: where a socket lives.

use crate::Error;
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use std::fs::File;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::{fmt, io, thread};

/// A network namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
}

/// Where `ip netns` keeps names.
const NAMES: &str = "/run/netns";

impl Netns {
    /// As people write it: a path where there is a `/` in it, a process where it is a number and no
    /// namespace has that name, a name otherwise.
    pub fn parse(text: &str) -> Self {
        match text.parse() {
            _ if text.contains('/') => Self::Path(text.into()),
            Ok(pid) if !Path::new(NAMES).join(text).exists() => Self::Pid(pid),
            _ => Self::Named(text.into()),
        }
    }

    /// Runs `work` in the namespace.
    ///
    /// A namespace belongs to a thread, and so does what it opens: a short-lived thread enters the
    /// namespace and the caller's stays where it is.
    pub(crate) fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Error> {
        let path = match self {
            Self::Current => return Ok(work()),
            Self::Named(name) => Path::new(NAMES).join(name),
            Self::Path(path) => path.clone(),
            Self::Pid(pid) => PathBuf::from(format!("/proc/{pid}/ns/net")),
        };
        let entered = || -> io::Result<T> {
            let file = File::open(&path)?;
            move_into_link_name_space(file.as_fd(), Some(LinkNameSpaceType::Network))?;
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
        }
    }
}
