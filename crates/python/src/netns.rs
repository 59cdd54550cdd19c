//! Network namespaces: to make them, and to go into them.

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, setns, unshare};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;

fn os_error(error: std::io::Error, path: &Path) -> PyErr {
    PyOSError::new_err((error.raw_os_error(), error.to_string(), path.to_path_buf()))
}

/// Moves the calling thread into the network namespace behind a path.
#[pyfunction]
pub(crate) fn enter_netns(path: PathBuf) -> PyResult<()> {
    let file = File::open(&path).map_err(|error| os_error(error, &path))?;
    setns(file, CloneFlags::CLONE_NEWNET).map_err(|errno| os_error(errno.into(), &path))
}

/// Makes a network namespace and binds it to a file, which must be there.
#[pyfunction]
pub(crate) fn make_netns(py: Python<'_>, path: PathBuf) -> PyResult<()> {
    // A namespace belongs to a thread: one that ends when it is bound makes it.
    let make = || -> Result<(), nix::Error> {
        unshare(CloneFlags::CLONE_NEWNET)?;
        bind(Path::new("/proc/thread-self/ns/net"), &path)
    };
    let made = py.detach(|| thread::scope(|scope| scope.spawn(make).join()));
    let made = made.unwrap_or(Err(nix::Error::EIO));
    made.map_err(|errno| os_error(errno.into(), &path))
}

/// Binds the network namespace behind a path to another path.
#[pyfunction]
pub(crate) fn bind_netns(from: PathBuf, to: PathBuf) -> PyResult<()> {
    bind(&from, &to).map_err(|errno| os_error(errno.into(), &to))
}

/// Makes a directory one whose mounts other mount namespaces have too, as `ip netns` does.
#[pyfunction]
pub(crate) fn share_mounts(directory: PathBuf) -> PyResult<()> {
    let none = None::<&Path>;
    let share = || mount(none, &directory, none, MsFlags::MS_SHARED | MsFlags::MS_REC, none);
    let result = share().or_else(|_| {
        let bind = MsFlags::MS_BIND | MsFlags::MS_REC;
        mount(Some(&directory), &directory, none, bind, none).and_then(|()| share())
    });
    result.map_err(|errno| os_error(errno.into(), &directory))
}

/// Unbinds a path.
#[pyfunction]
pub(crate) fn unbind_netns(path: PathBuf) -> PyResult<()> {
    umount2(&path, MntFlags::MNT_DETACH).map_err(|errno| os_error(errno.into(), &path))
}

fn bind(from: &Path, to: &Path) -> Result<(), nix::Error> {
    let none = None::<&Path>;
    mount(Some(from), to, none, MsFlags::MS_BIND, none)
}
