//! Socket options that no library offers safely. The only `unsafe` code of the project.
#![allow(unsafe_code)]

use rustix::io::Errno;
use std::os::fd::{AsRawFd, BorrowedFd};

pub(super) const ADD_MEMBERSHIP: libc::c_int = libc::NETLINK_ADD_MEMBERSHIP;
pub(super) const EXT_ACK: libc::c_int = libc::NETLINK_EXT_ACK;
pub(super) const GET_STRICT_CHK: libc::c_int = libc::NETLINK_GET_STRICT_CHK;

/// Sets an option of `SOL_NETLINK`, all of which take an int.
pub(super) fn set(fd: BorrowedFd<'_>, option: libc::c_int, value: u32) -> Result<(), Errno> {
    // SAFETY: the pointer and the length are those of `value`, which outlives the call.
    let result = unsafe {
        libc::setsockopt(
            fd.as_raw_fd(),
            libc::SOL_NETLINK,
            option,
            (&raw const value).cast(),
            size_of_val(&value) as libc::socklen_t,
        )
    };
    if result == 0 { Ok(()) } else { Err(last_error()) }
}

/// `SO_MEMINFO`'s counter of dropped messages.
pub(super) fn drops(fd: BorrowedFd<'_>) -> Result<u32, Errno> {
    /// Where in the array it lies: `SK_MEMINFO_DROPS` in linux/sock_diag.h.
    const DROPS: usize = 8;
    let mut values = [0u32; DROPS + 1];
    let mut length = size_of_val(&values) as libc::socklen_t;
    // SAFETY: the pointer and the length are those of `values`, which outlives the call.
    let result = unsafe {
        libc::getsockopt(
            fd.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_MEMINFO,
            values.as_mut_ptr().cast(),
            &raw mut length,
        )
    };
    if result == 0 { Ok(values[DROPS]) } else { Err(last_error()) }
}

fn last_error() -> Errno {
    Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::IO)
}
