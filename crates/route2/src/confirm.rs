//! Transactions that are rolled back by themselves unless they are confirmed.
//!
//! Three take part: who commits ([`guardian`]), the guardian, a process that holds what undoes it ([`guard`]), and who
//! confirms, or has it rolled back, here or in another process ([`Pending`]). They meet in a [`directory`], where each
//! transaction has a [`journal`], whose name says how it stands; to change it is to change the name, which only one can.

mod directory;
mod guard;
mod guardian;
mod journal;
mod undo;

use crate::{Error, Rollback};
use directory::{Directory, Mark, is_id, lock};
pub use guard::guard;
pub(crate) use guardian::{Confirmation, Guardian};
use journal::Journal;
use rustix::fs::{Timestamps, futimens};
use rustix::time::{ClockId, Timespec, clock_gettime};
use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{fmt, thread};

/// How often it is looked whether a guardian is done.
const POLL: Duration = Duration::from_millis(20);
/// How long a guardian may take to undo a transaction while somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(120);

/// A transaction that was committed and waits for its confirmation, which can come from any process of the same user.
///
/// Dropping it changes nothing: its guardian rolls it back when the time is over.
#[derive(Clone, Debug)]
pub struct Pending {
    directory: Arc<Directory>,
    id: String,
}

/// What is known of a transaction that was not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// How it stands.
    pub phase: Phase,
    /// How long ago it was begun.
    pub age: Duration,
    /// Within which time it is to be confirmed.
    pub within: Duration,
    /// How many steps it has.
    pub steps: u64,
    /// Is there a process that looks after it? Where there is none, it stands so until somebody confirms it, or rolls
    /// it back by hand.
    pub is_guarded: bool,
}

/// How a transaction stands that was not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// It is being committed.
    Committing,
    /// It is rolled back in so much time.
    Waiting(Duration),
    /// It is being rolled back.
    RollingBack,
    /// It was rolled back, and not wholly: what would have to be done, step by step.
    Failed(Vec<String>),
}

/// All transactions that wait for their confirmation, are being committed or rolled back, or could not be.
///
/// # Errors
/// Where somebody else can write to the directory that they are in.
pub fn pending() -> Result<Vec<Pending>, Error> {
    let Some(directory) = Directory::open(&Directory::path()?)? else { return Ok(Vec::new()) };
    let (directory, ids) = (Arc::new(directory), Vec::new());
    let mut all: Vec<Pending> = ids;
    for id in directory.ids()? {
        let found = directory.find(&id);
        // One that is confirmed is none any more; of one that nobody can read, its own functions say why.
        if !matches!(found, Ok(None | Some((Mark::Confirmed, _)))) {
            all.push(Pending { directory: Arc::clone(&directory), id });
        }
    }
    Ok(all)
}

impl Pending {
    /// The transaction with this id.
    ///
    /// # Errors
    /// [`Error::NotPending`] where there is none.
    pub fn of_id(id: &str) -> Result<Self, Error> {
        let none = || Error::NotPending { id: id.to_owned() };
        let all = if is_id(id) { pending()? } else { Vec::new() };
        all.into_iter().find(|pending| pending.id == id).ok_or_else(none)
    }

    /// What it is called: six digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Confirms it: what it did stays.
    ///
    /// # Errors
    /// Where it does not wait for that: it is being rolled back, or was.
    pub fn confirm(&self) -> Result<(), Error> {
        if self.directory.rename(&self.id, Mark::Pending, Mark::Confirmed)? {
            // The guardian takes the file away, where there is one.
            if let Ok(Some((Mark::Confirmed, file))) = self.directory.find(&self.id)
                && lock(&file)
            {
                self.directory.remove(&self.id);
            }
            return Ok(());
        }
        Err(match self.directory.find(&self.id)? {
            None => Error::NotPending { id: self.id.clone() },
            Some((Mark::Journal, file)) if lock(&file) => self.error(
                "was not committed wholly, and has lost its guardian: `route2 rollback` undoes it",
            ),
            Some((Mark::Journal, _)) => self.error("is being committed still"),
            Some((Mark::Pending | Mark::Confirmed, _)) => self.error("is being confirmed already"),
            Some((Mark::Undoing, _)) => {
                self.error("is being rolled back: it was not confirmed in time")
            }
            Some((Mark::Failed, _)) => {
                self.error("was rolled back, and not wholly: `route2 rollback` tries it again")
            }
        })
    }

    /// Rolls it back, and waits until that is done: by its guardian, or, where there is none any more, here.
    ///
    /// # Errors
    /// Where it was confirmed, or its journal is not whole; where its network namespace cannot be entered.
    pub fn rollback(&self) -> Result<Rollback, Error> {
        let until = Instant::now() + PATIENCE;
        let mut is_asked = false;
        loop {
            let Some((mark, mut file)) = self.directory.find(&self.id)? else {
                return match is_asked {
                    true => Ok(Rollback::Complete),
                    false => Err(Error::NotPending { id: self.id.clone() }),
                };
            };
            if mark == Mark::Confirmed {
                return Err(self.error("was confirmed"));
            }
            if mark == Mark::Failed && is_asked {
                return Ok(Rollback::Incomplete(self.read(&mut file)?.left));
            }
            if lock(&file) {
                // It can have been done between the finding and the locking.
                if file.metadata().is_ok_and(|file| file.nlink() > 0) {
                    return self.undo_here(&mut file);
                }
                continue;
            }
            match mark {
                Mark::Journal => return Err(self.error("is being committed still")),
                Mark::Pending => {
                    self.directory.rename(&self.id, Mark::Pending, Mark::Undoing)?;
                }
                _ => {}
            }
            is_asked = true;
            if Instant::now() > until {
                return Err(self.error("is being rolled back still"));
            }
            thread::sleep(POLL);
        }
    }

    fn undo_here(&self, file: &mut File) -> Result<Rollback, Error> {
        let journal = self.read(file)?;
        if journal.is_of_another_boot() {
            self.directory.remove(&self.id);
            return Err(self.error(
                "was made before the machine was started: nothing of it is left, nor its journal now",
            ));
        }
        let ipdb = journal.mirror(journal.find_netns()?)?;
        self.directory.rename(&self.id, Mark::Pending, Mark::Undoing)?;
        journal.undo(&ipdb, &self.directory)
    }

    /// How it stands.
    ///
    /// # Errors
    /// [`Error::NotPending`] where it was confirmed or rolled back; where its journal is not whole.
    pub fn standing(&self) -> Result<Standing, Error> {
        let Some((mark, mut file)) = self.directory.find(&self.id)? else {
            return Err(Error::NotPending { id: self.id.clone() });
        };
        let journal = self.read(&mut file)?;
        let phase = match mark {
            Mark::Confirmed => return Err(Error::NotPending { id: self.id.clone() }),
            Mark::Journal => Phase::Committing,
            Mark::Pending => Phase::Waiting(left(&file).min(journal.within)),
            Mark::Undoing => Phase::RollingBack,
            Mark::Failed => Phase::Failed(journal.left),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Standing {
            phase,
            age: now.saturating_sub(Duration::from_secs(journal.began)),
            within: journal.within,
            steps: journal.steps,
            is_guarded: !lock(&file),
        })
    }

    fn read(&self, file: &mut File) -> Result<Journal, Error> {
        let bytes = self.directory.read(&self.id, file)?;
        Journal::decode(&self.id, &bytes).map_err(|what| self.error(what))
    }

    fn error(&self, what: impl Into<String>) -> Error {
        Error::Pending { id: self.id.clone(), what: what.into() }
    }
}

/// Notes when the time is over: the time of the last change of a journal that waits, on the clock that nobody sets.
fn set_deadline(file: &File, within: Duration) {
    let now = Duration::try_from(clock_gettime(ClockId::Monotonic)).unwrap_or_default();
    let Ok(last_modification) = Timespec::try_from(now.saturating_add(within)) else { return };
    let times = Timestamps { last_access: last_modification, last_modification };
    // It is for those who ask how much is left; the guardian counts by itself.
    let _ = futimens(file, &times);
}

/// How much is left of the time.
fn left(file: &File) -> Duration {
    let now = Duration::try_from(clock_gettime(ClockId::Monotonic)).unwrap_or_default();
    let until = file.metadata().map(|file| {
        let seconds = file.mtime().try_into().unwrap_or_default();
        Duration::new(seconds, file.mtime_nsec().try_into().unwrap_or_default())
    });
    until.unwrap_or_default().saturating_sub(now)
}

/// What a guardian and who commits say to each other, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// So many bytes of a journal follow.
    Journal(u64),
    /// It is held.
    Ready,
    /// All that it undoes was done.
    Committed,
    /// The time begins.
    Counting,
    /// All is as it was before.
    Undone,
    /// There is no guardian, and why.
    Error(String),
}

impl Said {
    fn parse(line: &str) -> Option<Self> {
        // A line that was cut off says nothing, whatever it begins with; those of a child come without their end.
        let line = line.trim_end_matches('\n');
        Some(match line.split_once(' ').unwrap_or((line, "")) {
            ("journal", length) => Self::Journal(length.parse().ok()?),
            ("ready", "") => Self::Ready,
            ("committed", "") => Self::Committed,
            ("counting", "") => Self::Counting,
            ("undone", "") => Self::Undone,
            ("error", what) => Self::Error(what.to_owned()),
            _ => return None,
        })
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(length) => write!(f, "journal {length}"),
            Self::Ready => f.write_str("ready"),
            Self::Committed => f.write_str("committed"),
            Self::Counting => f.write_str("counting"),
            Self::Undone => f.write_str("undone"),
            Self::Error(what) => write!(f, "error {}", what.replace('\n', " ")),
        }
    }
}
