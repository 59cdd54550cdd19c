//! The directory that keeps what was fetched, and the scratch space of single runs.

use std::fs::{self, DirBuilder, File};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::host;

/// Marks a directory whose content is complete, and says by which recipe it was made.
const RECIPE: &str = "recipe";

/// After that time the scratch space of a run is certainly left over from an interrupted one: a
/// running machine has read it seconds after it was made.
const LEFT_OVER: Duration = Duration::from_secs(3600);

/// The cache directory of this user.
pub(super) struct Cache {
    root: PathBuf,
}

impl Cache {
    /// Finds the directory, makes it where it is new.
    pub(super) fn open() -> Result<Self> {
        let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
        let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        // The specification of that variable has relative values ignored.
        let base = base.filter(|base| base.is_absolute()).or_else(home);
        let root = base.context("neither XDG_CACHE_HOME nor HOME is set")?.join("route2-lab");
        fs::create_dir_all(&root).with_context(|| root.display().to_string())?;
        Ok(Self { root: root.canonicalize()? })
    }

    /// A place in the cache.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The directory `name`, made by `build` unless it is there, complete, and made by the same
    /// recipe. `build` works on a directory beside it that takes the final name only when
    /// everything went well, so that an interrupted build leaves nothing that looks finished.
    pub(super) fn prepare(
        &self,
        name: &str,
        recipe: &str,
        build: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let done = self.path(name);
        let is_done = || fs::read_to_string(done.join(RECIPE)).is_ok_and(|made| made == recipe);
        if is_done() {
            return Ok(done);
        }
        let _lock = self.lock()?;
        // Another run may have built it while this one waited for the lock.
        if is_done() {
            return Ok(done);
        }
        let draft = self.path(&format!("{name}.draft"));
        remove(&draft)?;
        fs::create_dir_all(&draft).with_context(|| draft.display().to_string())?;
        // What is left of an interrupted one goes with the next attempt.
        build(&draft).inspect_err(|_| _ = remove(&draft))?;
        fs::write(draft.join(RECIPE), recipe)?;
        remove(&done)?;
        fs::rename(&draft, &done).with_context(|| done.display().to_string())?;
        Ok(done)
    }

    /// Keeps other runs from building at the same time, for as long as the result lives.
    ///
    /// The lock is taken by the program flock, through a copy of the descriptor: such a lock
    /// belongs to the open file, stays after the program has ended, and goes with the last copy.
    fn lock(&self) -> Result<File> {
        let path = self.path("lock");
        let file = File::create(&path).with_context(|| path.display().to_string())?;
        let copy = file.try_clone()?;
        host::run(Command::new("flock").args(["--exclusive", "0"]).stdin(copy))?;
        Ok(file)
    }

    /// Scratch space for one run, removed with the result. Others may not look into it: the
    /// caller's environment goes through it.
    pub(super) fn scratch(&self) -> Result<Scratch> {
        let runs = self.path("runs");
        fs::create_dir_all(&runs).with_context(|| runs.display().to_string())?;
        for entry in runs.read_dir()?.flatten() {
            let age = entry.metadata().and_then(|data| data.modified()).ok();
            if age.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > LEFT_OVER) {
                // Best effort: another run may be removing it too.
                let _ = remove(&entry.path());
            }
        }
        let mut number = std::process::id();
        loop {
            let path = runs.join(number.to_string());
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Scratch { path }),
                // Of an earlier process of that number.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    number = number.wrapping_add(1);
                }
                Err(error) => return Err(error).with_context(|| path.display().to_string()),
            }
        }
    }
}

/// Scratch space of one run.
pub(super) struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// A place in it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now goes with a later run.
        let _ = remove(&self.path);
    }
}

/// Removes a directory with all that is in it; its absence is no mistake.
fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn a_directory_is_built_once_per_recipe_and_only_kept_when_complete() {
        let root = std::env::temp_dir().join(format!("lab-cache-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        let cache = Cache { root: root.clone() };
        let broken = cache.prepare("tree", "1", |draft| {
            fs::write(draft.join("half"), "")?;
            bail!("interrupted")
        });
        assert!(broken.is_err());
        assert!(!root.join("tree").exists() && !root.join("tree.draft").exists());

        let write = |text: &'static str| {
            move |draft: &Path| -> Result<()> {
                assert!(!draft.join("half").exists());
                Ok(fs::write(draft.join("whole"), text)?)
            }
        };
        let whole = |tree: PathBuf| fs::read_to_string(tree.join("whole")).unwrap();
        assert_eq!(whole(cache.prepare("tree", "1", write("first")).unwrap()), "first");
        assert_eq!(whole(cache.prepare("tree", "1", write("again")).unwrap()), "first");
        assert_eq!(whole(cache.prepare("tree", "2", write("other")).unwrap()), "other");

        let scratch = cache.scratch().unwrap();
        let second = cache.scratch().unwrap();
        assert_ne!(scratch.path, second.path);
        let path = scratch.path("");
        drop(scratch);
        assert!(!path.exists());
        drop(second);
        remove(&root).unwrap();
    }
}
