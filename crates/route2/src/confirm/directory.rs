//! Where journals lie: a directory that nobody else can look into, and files that change their names.

use crate::Error;
use rustix::fs::{
    AtFlags, CWD, Dir, FlockOperation, Mode, OFlags, RenameFlags, flock, fstat, fsync, mkdirat,
    openat, renameat_with, unlinkat,
};
use rustix::io::Errno;
use std::collections::BTreeSet;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Names another directory.
const VARIABLE: &str = "ROUTE2_RUN_DIR";

/// What the name of a journal ends with that is not whole yet.
const NEW: &str = ".new";

/// The directory of journals.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    fd: OwnedFd,
}

/// How a transaction stands: what its journal's name ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is being committed.
    Journal,
    /// It waits for its confirmation.
    Pending,
    /// It was confirmed: its guardian is to take the file away.
    Confirmed,
    /// It is being undone.
    Undoing,
    /// It could not be undone.
    Failed,
}

impl Mark {
    const ALL: [Self; 5] =
        [Self::Journal, Self::Pending, Self::Confirmed, Self::Undoing, Self::Failed];

    const fn name(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Undoing => "undoing",
            Self::Failed => "failed",
        }
    }

    fn of(self, id: &str) -> String {
        format!("{id}.{}", self.name())
    }
}

/// Is it what a transaction can be called?
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Directory {
    /// Where it is: for root `/run/route2`, for others `$XDG_RUNTIME_DIR/route2`, and `$ROUTE2_RUN_DIR` for all
    /// who say so.
    pub(super) fn path() -> Result<PathBuf, Error> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        if let Some(path) = variable(VARIABLE) {
            return std::path::absolute(&path)
                .map_err(|error| refused(Path::new(&path), error.to_string()));
        }
        if rustix::process::geteuid().is_root() {
            return Ok("/run/route2".into());
        }
        match variable("XDG_RUNTIME_DIR") {
            Some(path) => Ok(Path::new(&path).join("route2")),
            None => {
                let what = format!("there is no $XDG_RUNTIME_DIR; ${VARIABLE} names another one");
                Err(refused(Path::new("(none)"), what))
            }
        }
    }

    /// Opens it, and makes it where it is not there.
    pub(super) fn make(path: &Path) -> Result<Self, Error> {
        match mkdirat(CWD, path, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(errno) => {
                let what = format!("it cannot be made: {errno}; ${VARIABLE} names another one");
                return Err(refused(path, what));
            }
        }
        Self::open(path)?.ok_or_else(|| refused(path, "it is gone".into()))
    }

    /// Opens it; `None` where it is not there. One that somebody else can write to, or read in, is refused.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, Error> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = match openat(CWD, path, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP | Errno::NOTDIR) => {
                return Err(refused(path, "it is no directory, or a link to one".into()));
            }
            Err(errno) => return Err(refused(path, errno.to_string())),
        };
        let stat = fstat(&fd).map_err(|errno| refused(path, errno.to_string()))?;
        let me = rustix::process::geteuid().as_raw();
        if stat.st_uid != me {
            let what = format!("it belongs to the user {}, and this is the user {me}", stat.st_uid);
            return Err(refused(path, what));
        }
        let mode = stat.st_mode & 0o7777;
        if mode & 0o077 != 0 {
            let what = format!("its mode is {mode:03o}, and others must not get in: `chmod 700`");
            return Err(refused(path, what));
        }
        Ok(Some(Self { path: path.to_owned(), fd }))
    }

    /// Takes away what guardians left that were killed while they wrote: what nobody has locked, nor written to for a
    /// while.
    pub(super) fn clear(&self) -> Result<(), Error> {
        const OLD: Duration = Duration::from_secs(60);
        let is_old = |file: &File| {
            let changed = file.metadata().and_then(|file| file.modified());
            changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > OLD))
        };
        for name in self.names()? {
            let Some(id) = name.strip_suffix(NEW) else { continue };
            let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
            if is_id(id)
                && let Ok(fd) = openat(&self.fd, name.as_str(), flags, Mode::empty())
                && let file = File::from(fd)
                && is_old(&file)
                && lock(&file)
            {
                let _ = unlinkat(&self.fd, name.as_str(), AtFlags::empty());
            }
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, Error> {
        let all = Dir::read_from(&self.fd).map_err(|errno| self.refused(errno))?;
        all.map(|entry| {
            let entry = entry.map_err(|errno| self.refused(errno))?;
            Ok(entry.file_name().to_string_lossy().into_owned())
        })
        .collect()
    }

    /// What a new transaction is called.
    pub(super) fn free_id(&self) -> String {
        let new_id = || format!("{:06x}", RandomState::new().hash_one(0u8) & 0xff_ffff);
        // A guardian refuses one that is not free.
        let mut some = std::iter::repeat_with(new_id).take(100);
        some.find(|id| matches!(self.find(id), Ok(None))).unwrap_or_else(new_id)
    }

    /// The path of a transaction's journal, but for its ending.
    pub(super) fn place(&self, id: &str) -> PathBuf {
        self.path.join(id)
    }

    pub(super) fn as_path(&self) -> &Path {
        &self.path
    }

    /// All transactions of which there is a journal.
    pub(super) fn ids(&self) -> Result<Vec<String>, Error> {
        let mut ids = BTreeSet::new();
        for name in self.names()? {
            if let Some((id, ending)) = name.split_once('.')
                && is_id(id)
                && Mark::ALL.iter().any(|mark| mark.name() == ending)
            {
                ids.insert(id.to_owned());
            }
        }
        Ok(ids.into_iter().collect())
    }

    /// Writes a journal, wholly or not at all, in the place of one with this mark. The file is locked as long as it
    /// is open: whoever has the lock looks after the transaction.
    pub(super) fn write(&self, id: &str, mark: Mark, bytes: &[u8]) -> Result<File, Error> {
        let error = |source: std::io::Error| Error::Pending {
            id: id.to_owned(),
            what: format!("has no journal: cannot write to {}: {source}", self.path.display()),
        };
        let new = format!("{id}{NEW}");
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL;
        let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let write = || -> std::io::Result<File> {
            let mut file =
                File::from(openat(&self.fd, new.as_str(), flags, Mode::RUSR | Mode::WUSR)?);
            flock(&file, FlockOperation::NonBlockingLockExclusive)?;
            file.write_all(bytes)?;
            fsync(&file)?;
            renameat_with(&self.fd, &new, &self.fd, mark.of(id), RenameFlags::empty())?;
            fsync(&self.fd)?;
            Ok(file)
        };
        write().map_err(|source| {
            let _ = unlinkat(&self.fd, new.as_str(), AtFlags::empty());
            error(source)
        })
    }

    /// Changes how a transaction stands. False where it did not stand so.
    pub(super) fn rename(&self, id: &str, from: Mark, to: Mark) -> Result<bool, Error> {
        let (from, to) = (from.of(id), to.of(id));
        match renameat_with(&self.fd, from, &self.fd, to, RenameFlags::NOREPLACE) {
            Ok(()) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(self.refused(errno)),
        }
    }

    /// How a transaction stands, and its journal.
    pub(super) fn find(&self, id: &str) -> Result<Option<(Mark, File)>, Error> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        // Names change in this order: one that was changed meanwhile is met again.
        for mark in Mark::ALL {
            let file = match openat(&self.fd, mark.of(id), flags, Mode::empty()) {
                Ok(fd) => File::from(fd),
                Err(Errno::NOENT) => continue,
                Err(errno) => {
                    let what = format!("has a journal that cannot be read: {errno}");
                    return Err(Error::Pending { id: id.to_owned(), what });
                }
            };
            return Ok(Some((mark, file)));
        }
        Ok(None)
    }

    /// The bytes of a journal. A file that somebody else could have written is refused.
    pub(super) fn read(&self, id: &str, file: &mut File) -> Result<Vec<u8>, Error> {
        let error = |what: String| Error::Pending { id: id.to_owned(), what };
        let stat = fstat(&*file).map_err(|errno| error(errno.to_string()))?;
        let is_file = rustix::fs::FileType::from_raw_mode(stat.st_mode).is_file();
        let is_own = stat.st_uid == rustix::process::geteuid().as_raw();
        if !is_file || !is_own || stat.st_mode & 0o077 != 0 {
            let what = "has a journal that is not this user's own file with the mode 600";
            return Err(error(what.into()));
        }
        let mut bytes = Vec::new();
        let read = file.read_to_end(&mut bytes);
        read.map_err(|source| error(format!("has a journal that cannot be read: {source}")))?;
        Ok(bytes)
    }

    /// Takes away all files of a transaction.
    pub(super) fn remove(&self, id: &str) {
        for name in Mark::ALL.map(|mark| mark.of(id)).into_iter().chain([format!("{id}{NEW}")]) {
            // One that is not there need not be taken away, and one that cannot be shows in the list.
            let _ = unlinkat(&self.fd, name, AtFlags::empty());
        }
    }

    /// Takes away one of them.
    pub(super) fn forget(&self, id: &str, mark: Mark) {
        let _ = unlinkat(&self.fd, mark.of(id), AtFlags::empty());
    }

    fn refused(&self, errno: Errno) -> Error {
        refused(&self.path, errno.to_string())
    }
}

/// Takes a journal into this process's care: false where another one looks after it.
pub(super) fn lock(file: &File) -> bool {
    flock(file, FlockOperation::NonBlockingLockExclusive).is_ok()
}

fn refused(path: &Path, what: String) -> Error {
    Error::Directory { path: path.to_owned(), what }
}
