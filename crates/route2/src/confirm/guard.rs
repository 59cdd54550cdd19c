//! The guardian: a process that undoes a transaction unless somebody confirms it in time.

use super::directory::{Directory, Mark};
use super::journal::{Inode, Journal};
use super::{Said, is_id};
use crate::{Error, Ipdb, Netns};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify;
use std::io::{BufRead, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often it is looked whether there is a confirmation where the kernel does not tell.
const POLL: Duration = Duration::from_millis(100);

/// What the guardian of a transaction does, from start to end: a program that commits with
/// [`confirm_within`](crate::Transaction::confirm_within), and names another guardian than `route2 guard`, calls this
/// in it. `journal` is the argument that the guardian was started with.
///
/// It leaves the session and the directory that it was started in, reads on standard input what is to be undone, and
/// writes on standard output that it is ready. When `stop` becomes readable (for `route2 guard`, at SIGTERM), it rolls
/// back at once.
///
/// # Errors
/// Where it cannot guard; whoever commits is told. What could not be undone is not among that: it is kept in the
/// journal.
pub fn guard(journal: &Path, stop: Option<BorrowedFd<'_>>) -> Result<(), Error> {
    // Who leads a group of processes cannot leave its session, and was not started by whoever commits.
    let _ = rustix::process::setsid();
    let _ = rustix::process::chdir("/");
    let id = journal.file_name().and_then(|name| name.to_str()).filter(|id| is_id(id));
    let directory = journal.parent().map(Directory::open).transpose()?.flatten();
    let (Some(id), Some(directory)) = (id, directory) else {
        let what = "there is no such journal: a guardian is started by whoever commits".to_owned();
        return Err(Error::Directory { path: journal.to_owned(), what });
    };
    let guard = Guard { directory, id: id.to_owned(), stop };
    let result = guard.is_free().and_then(|()| {
        let result = guard.follow(&mut std::io::stdin().lock());
        if result.is_err() {
            // Nothing was done yet, or it was undone, and what could not be is in another file.
            guard.directory.forget(id, Mark::Journal);
        }
        result
    });
    if let Err(error) = &result {
        guard.say(&Said::Error(error.to_string()));
    }
    result
}

struct Guard<'a> {
    directory: Directory,
    id: String,
    stop: Option<BorrowedFd<'a>>,
}

/// What is guarded: the journal, locked as long as its file is open, and the mirror for it.
struct Held {
    journal: Journal,
    file: std::fs::File,
    ipdb: Ipdb,
}

impl Guard<'_> {
    /// Is no other transaction called so?
    fn is_free(&self) -> Result<(), Error> {
        match self.directory.find(&self.id)? {
            None => Ok(()),
            Some(_) => Err(Error::Pending { id: self.id.clone(), what: "is there already".into() }),
        }
    }

    /// Until whoever commits is done, or gone.
    fn follow(&self, input: &mut impl BufRead) -> Result<(), Error> {
        let mut held: Option<Held> = None;
        loop {
            let mut line = String::new();
            // What cannot be read is taken as the end.
            let _ = input.read_line(&mut line);
            match (Said::parse(&line), held.take()) {
                (Some(Said::Journal(length)), before) => {
                    let mut bytes = Vec::new();
                    let read = input.take(length).read_to_end(&mut bytes);
                    if read.ok() != usize::try_from(length).ok() {
                        self.directory.remove(&self.id);
                        return Ok(());
                    }
                    held = Some(self.hold(&bytes, before.map(|held| held.ipdb))?);
                    self.say(&Said::Ready);
                }
                (Some(Said::Committed), Some(held)) => return self.count_down(held),
                (Some(Said::Undone), _) | (_, None) => {
                    self.directory.remove(&self.id);
                    return Ok(());
                }
                (_, Some(held)) => {
                    // That the name cannot be changed is no reason not to.
                    let _ = self.directory.rename(&self.id, Mark::Journal, Mark::Undoing);
                    self.undo(held);
                    return Ok(());
                }
            }
        }
    }

    /// Takes over what is to be undone. (Whoever commits tries again only when all is as it was: of a former journal
    /// nothing is needed any more.)
    fn hold(&self, bytes: &[u8], ipdb: Option<Ipdb>) -> Result<Held, Error> {
        let error = |what: String| Error::Pending { id: self.id.clone(), what };
        let journal = Journal::decode(&self.id, bytes).map_err(error)?;
        if Inode::here() != Some(journal.netns) {
            return Err(journal.error("is of another network namespace than its guardian".into()));
        }
        let ipdb = ipdb.map_or_else(|| journal.mirror(Netns::Current), Ok)?;
        let file = self.directory.write(&self.id, Mark::Journal, bytes)?;
        Ok(Held { journal, file, ipdb })
    }

    fn count_down(&self, held: Held) -> Result<(), Error> {
        let within = held.journal.within;
        let until = Instant::now().checked_add(within);
        let watch = self.watch();
        super::set_deadline(&held.file, within);
        if let Err(error) = self.directory.rename(&self.id, Mark::Journal, Mark::Pending) {
            // Whoever commits does the same when it hears this, where it is still there.
            self.undo(held);
            return Err(error);
        }
        self.say(&Said::Counting);
        loop {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) || self.wait(watch.as_ref(), left) {
                break;
            }
            // That the journal is gone is no confirmation.
            let found = self.directory.find(&self.id);
            if matches!(found, Ok(Some((Mark::Confirmed | Mark::Undoing, _)))) {
                break;
            }
        }
        // Either this name is changed here, or somebody else has changed it.
        let is_mine = self.directory.rename(&self.id, Mark::Pending, Mark::Undoing);
        let found = self.directory.find(&self.id);
        if !matches!(is_mine, Ok(true)) && matches!(found, Ok(Some((Mark::Confirmed, _)))) {
            self.directory.remove(&self.id);
        } else {
            self.undo(held);
        }
        Ok(())
    }

    /// Undoes it. There is nobody to tell of an error: whoever asks later is told by the journal.
    fn undo(&self, held: Held) {
        let Held { journal, file, ipdb } = held;
        let _ = journal.undo(&ipdb, &self.directory);
        drop(file);
    }

    /// What tells of names that change in the directory.
    fn watch(&self) -> Option<OwnedFd> {
        let flags = inotify::CreateFlags::CLOEXEC | inotify::CreateFlags::NONBLOCK;
        let fd = inotify::init(flags).ok()?;
        let path = self.directory.as_path();
        inotify::add_watch(&fd, path, inotify::WatchFlags::MOVED_TO).ok()?;
        Some(fd)
    }

    /// Waits until something is new. Is it that all is to end?
    fn wait(&self, watch: Option<&OwnedFd>, left: Option<Duration>) -> bool {
        let poll_every = watch.is_none().then_some(POLL);
        let timeout = [left, poll_every].into_iter().flatten().min();
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let mut fds: Vec<_> =
            watch.map(|watch| PollFd::new(watch, PollFlags::IN)).into_iter().collect();
        let names = fds.len();
        fds.extend(self.stop.as_ref().map(|stop| PollFd::new(stop, PollFlags::IN)));
        if poll(&mut fds, timeout.as_ref()).is_err() {
            return false;
        }
        let is_stop = fds.get(names).is_some_and(|fd| !fd.revents().is_empty());
        if let Some(watch) = watch {
            let mut room = [MaybeUninit::uninit(); 4096];
            let mut events = inotify::Reader::new(watch, &mut room);
            while events.next().is_ok() {}
        }
        is_stop
    }

    /// Says something to whoever commits; that nobody listens shows elsewhere.
    fn say(&self, said: &Said) {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{said}").and_then(|()| out.flush());
    }
}
