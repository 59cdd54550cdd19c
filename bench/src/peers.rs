//! Other libraries, one a module, each used as its documentation shows. All of them are given the same
//! bytes to decode, and ask the kernel for the same objects.

pub(crate) mod bindings;
pub(crate) mod neli;
#[cfg(feature = "nlink")]
pub(crate) mod nlink;
pub(crate) mod packet_route;
pub(crate) mod rtnetlink;

use crate::follow::{Course, IDLE};
use anyhow::Result;
use futures_util::future::select;
use futures_util::{Stream, StreamExt};
use std::cell::Cell;
use std::hint::black_box;
use std::pin::pin;

/// The runtime that asynchronous peers get: one thread, which is the fastest for them.
fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// Takes all of a stream, until the course says that this was all, or for a while nothing comes.
async fn take<T>(course: &mut Course, mut stream: impl Stream<Item = T> + Unpin) {
    let seen = Cell::new(0_u64);
    let all = pin!(async {
        while let Some(event) = stream.next().await {
            black_box(event);
            seen.set(seen.get() + 1);
            if !course.saw(1) {
                return;
            }
        }
    });
    // Twice in a row: a process that was stopped meanwhile finds the time over before it has taken anything.
    let idle = pin!(async {
        let (mut before, mut quiet) = (0, 0);
        while quiet < 2 {
            tokio::time::sleep(IDLE).await;
            quiet = if seen.get() == before { quiet + 1 } else { 0 };
            before = seen.get();
        }
    });
    select(all, idle).await;
}
