//! What can go wrong.

use route2_mirror::{KEPT, Refused};
use route2_schema::rtnl::names::Family;
use route2_schema::wire::{NotNetlink, TooLong, Unfit};
use std::path::PathBuf;
use std::sync::Arc;
use std::{fmt, io};

/// An error of this crate. Its text names the object.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A network namespace that cannot be entered.
    Netns {
        /// Which, as it was asked for.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// A system call that failed.
    System {
        /// What was to be done.
        doing: &'static str,
        /// Why it failed.
        source: io::Error,
    },
    /// The kernel refused a request.
    Refused(Refused),
    /// The kernel has no such table, at all or of this family.
    NoTable {
        /// The table.
        table: &'static str,
        /// The family that was asked for; [`Family::UNSPEC`] where all were.
        family: Family,
        /// The kernel's no.
        refused: Refused,
    },
    /// A key that is unknown, or does not take its value.
    Unfit(Unfit),
    /// A request that does not fit into a message.
    TooLong(TooLong),
    /// The kernel sent what is no message.
    NotNetlink(NotNetlink),
    /// Messages were lost, and with them perhaps the answer to this request.
    AnswerLost,
    /// There is no table with this name, or none that a mirror can keep.
    UnknownTable(String),
    /// The network namespace that a mirror is of has been deleted.
    Gone {
        /// Which, as it was asked for.
        name: String,
    },
    /// A directory that cannot hold what transactions wait to be confirmed.
    Directory {
        /// The directory.
        path: PathBuf,
        /// Why not.
        what: String,
    },
    /// No transaction with this id waits to be confirmed, or rolled back.
    NotPending {
        /// The id.
        id: String,
    },
    /// Something is not done with a transaction that waits to be confirmed.
    Pending {
        /// Its id.
        id: String,
        /// Why not.
        what: String,
    },
    /// There is no guardian for a transaction.
    Guardian {
        /// Which program was to be it.
        program: String,
        /// Why not.
        what: String,
    },
    /// A mirror has ended, and why.
    Ended(Arc<str>),
}

impl Error {
    pub(crate) fn system(doing: &'static str) -> impl Fn(rustix::io::Errno) -> Self {
        move |errno| Self::System { doing, source: errno.into() }
    }

    /// The errno behind it, where there is one.
    pub fn errno(&self) -> Option<i32> {
        match self {
            Self::Netns { source, .. } | Self::System { source, .. } => source.raw_os_error(),
            Self::Refused(refused) | Self::NoTable { refused, .. } => Some(refused.errno),
            _ => None,
        }
    }

    /// Is it a lack of privilege?
    pub fn is_permission_denied(&self) -> bool {
        let kind = self.errno().map(|errno| io::Error::from_raw_os_error(errno).kind());
        kind == Some(io::ErrorKind::PermissionDenied)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Netns { name, source } => {
                write!(f, "cannot enter the network namespace {name}: {source}")?;
                f.write_str(if self.is_permission_denied() { " (CAP_SYS_ADMIN is needed)" } else { "" })
            }
            Self::System { doing, source } => write!(f, "cannot {doing}: {source}"),
            Self::Refused(refused) => {
                write!(f, "{refused}")?;
                f.write_str(if self.is_permission_denied() { " (CAP_NET_ADMIN is needed)" } else { "" })
            }
            Self::NoTable { table, family: Family::UNSPEC, .. } => {
                write!(f, "this kernel has no table `{table}`")
            }
            Self::NoTable { table, family, .. } => {
                write!(f, "this kernel has no table `{table}` of the family {family}")
            }
            Self::Unfit(error) => write!(f, "{error}"),
            Self::TooLong(error) => write!(f, "{error}"),
            Self::NotNetlink(error) => write!(f, "the kernel's answer is broken {error}"),
            Self::AnswerLost => f.write_str(
                "messages were lost on a full socket, and with them perhaps the answer to a request",
            ),
            Self::UnknownTable(name) => {
                let names: Vec<_> = KEPT.iter().map(|kept| kept.name).collect();
                write!(f, "a mirror keeps no table `{name}`; there are: {}", names.join(", "))
            }
            Self::Gone { name } => write!(f, "the network namespace {name} was deleted"),
            Self::Directory { path, what } => write!(
                f,
                "the directory {} is none for transactions that are to be confirmed: {what}",
                path.display()
            ),
            Self::NotPending { id } => write!(f, "no transaction `{id}` is pending"),
            Self::Pending { id, what } => write!(f, "the transaction {id} {what}"),
            Self::Guardian { program, what } => write!(f, "the guardian `{program}` {what}"),
            Self::Ended(why) => write!(f, "the mirror has ended: {why}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Netns { source, .. } | Self::System { source, .. } => Some(source),
            Self::Refused(refused) | Self::NoTable { refused, .. } => Some(refused),
            Self::Unfit(error) => Some(error),
            Self::TooLong(error) => Some(error),
            Self::NotNetlink(error) => Some(error),
            Self::AnswerLost | Self::UnknownTable(_) | Self::Gone { .. } | Self::Ended(_) => None,
            Self::Directory { .. } | Self::NotPending { .. } => None,
            Self::Pending { .. } | Self::Guardian { .. } => None,
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Unfit> for Error {
    fn from(error: Unfit) -> Self {
        Self::Unfit(error)
    }
}

impl From<TooLong> for Error {
    fn from(error: TooLong) -> Self {
        Self::TooLong(error)
    }
}
