//! The guardian as whoever commits sees it: a child that holds what undoes the transaction.

use super::directory::Directory;
use super::journal::{Inode, Journal};
use super::{Pending, Said};
use crate::{Error, Ipdb, Plan};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// How long a guardian may take to be ready: it fills a mirror.
const PATIENCE: Duration = Duration::from_secs(60);

/// The guardian that is used unless another one is named.
const PROGRAM: [&str; 2] = ["route2", "guard"];

/// How a transaction is to be confirmed.
#[derive(Debug, Default)]
pub(crate) struct Confirmation {
    pub(crate) within: Option<Duration>,
    pub(crate) program: Option<Command>,
}

/// A guardian that was started. Where it is dropped before all is said, it takes whoever commits for dead, and undoes
/// what it holds.
#[derive(Debug)]
pub(crate) struct Guardian {
    pending: Pending,
    within: Duration,
    netns: Inode,
    input: ChildStdin,
    output: ChildStdout,
    child: Option<Child>,
    name: String,
}

impl Guardian {
    /// Starts one, in the network namespace of the mirror.
    pub(crate) fn start(
        program: Option<Command>,
        within: Duration,
        ipdb: &Ipdb,
    ) -> Result<Self, Error> {
        let directory = Arc::new(Directory::make(&Directory::path()?)?);
        directory.clear()?;
        let id = directory.free_id();
        let pending = Pending { directory, id };
        let mut command = program.unwrap_or_else(|| {
            let mut command = Command::new(PROGRAM[0]);
            command.arg(PROGRAM[1]);
            command
        });
        let name = command.get_program().to_string_lossy().into_owned();
        command.arg(pending.directory.place(&pending.id));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // A child is where the thread is that starts it.
        let start = || (Inode::here(), command.spawn());
        let (netns, child) = ipdb.netns().run(start)?;
        let error = |what: String| Error::Guardian { program: name.clone(), what };
        let mut child = child.map_err(|source| error(format!("cannot be started: {source}")))?;
        let (Some(input), Some(output), Some(netns)) =
            (child.stdin.take(), child.stdout.take(), netns)
        else {
            let _ = child.kill().and_then(|()| child.wait());
            return Err(error("is in no network namespace that can be named".into()));
        };
        Ok(Self { pending, within, netns, input, output, child: Some(child), name })
    }

    /// Has it hold what undoes a plan, in the place of what it held before. When this returns, it is on the disk.
    pub(crate) fn hold(&mut self, plan: &Plan, ipdb: &Ipdb) -> Result<(), Error> {
        let journal = Journal::new(&self.pending.id, plan, ipdb, self.netns, self.within);
        let bytes = journal
            .encode()
            .ok_or_else(|| self.pending.error("cannot be undone: no journal can hold it"))?;
        self.say(&Said::Journal(bytes.len() as u64), &bytes);
        self.hear(&Said::Ready)
    }

    /// Says that all is done: its time begins. Where this fails, there is no guardian any more.
    pub(crate) fn committed(&mut self) -> Result<Pending, Error> {
        self.say(&Said::Committed, &[]);
        self.hear(&Said::Counting).map(|()| self.pending.clone())
    }

    /// Says that all is as it was before, and waits for its end.
    pub(crate) fn undone(mut self) {
        self.say(&Said::Undone, &[]);
        let _ = self.line();
        self.pending.directory.remove(&self.pending.id);
    }

    /// Where it is gone, what it wrote shows.
    fn say(&mut self, said: &Said, bytes: &[u8]) {
        let line = format!("{said}\n");
        let _ = self
            .input
            .write_all(line.as_bytes())
            .and_then(|()| self.input.write_all(bytes))
            .and_then(|()| self.input.flush());
    }

    /// Waits until it says this. One that does not is ended: it is no guardian.
    fn hear(&mut self, wanted: &Said) -> Result<(), Error> {
        let line = self.line();
        let what = match line.as_deref().map(Said::parse) {
            Some(Some(said)) if said == *wanted => return Ok(()),
            Some(Some(Said::Error(what))) => format!("cannot guard: {what}"),
            Some(_) => "says what no guardian does".into(),
            None => "has ended, or says nothing".into(),
        };
        if let Some(mut child) = self.child.take() {
            let _ = child.kill().and_then(|()| child.wait());
        }
        Err(Error::Guardian { program: self.name.clone(), what })
    }

    /// The next line; `None` where it ends, or says nothing for too long.
    fn line(&mut self) -> Option<String> {
        let until = Instant::now() + PATIENCE;
        let mut line = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let mut fds = [PollFd::new(&self.output, PollFlags::IN)];
            match poll(&mut fds, Timespec::try_from(left).ok().as_ref()) {
                Ok(0) => return None,
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return None,
                Ok(_) => {}
            }
            let mut byte = [0];
            match self.output.read(&mut byte) {
                Ok(1) if byte == *b"\n" => return String::from_utf8(line).ok(),
                // No line that a guardian says is so long.
                Ok(1) if line.len() < 64 * 1024 => line.extend(byte),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                _ => return None,
            }
        }
    }
}

impl Drop for Guardian {
    /// Its end is waited for beside: nothing is to be left of it while this process goes on.
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let wait = move || {
                let _ = child.wait();
            };
            let _ = thread::Builder::new().name("route2-guardian".into()).spawn(wait);
        }
    }
}
