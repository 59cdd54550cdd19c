//! The commands about transactions that wait to be confirmed.

use super::json;
use clap::{Arg, Command, value_parser};
use std::path::PathBuf;

const PENDING: &str = "\
A transaction that is to be confirmed (`--confirm SECONDS`) is rolled back when its time is over, by a process that \
holds what undoes it, its guardian: also when whoever committed it was killed or has lost the terminal, and at once \
where that happened in the middle of the commit. The guardian rolls back at once, too, when it gets SIGTERM. Where it \
is killed itself, the transaction stays in this list, `unguarded`, until it is confirmed, or rolled back by hand.

What undoes a transaction is kept in /run/route2, for other users than root in $XDG_RUNTIME_DIR/route2, or in \
$ROUTE2_RUN_DIR: a directory that only its owner can look into.

Exit status: 0, whether there are any or not; with --json an array.";

const CONFIRM: &str = "\
Without ID the only transaction that is pending. Exit status: 0 confirmed, 1 there is none, 2 there are several (they \
are listed), 3 it cannot be confirmed any more.";

const ROLLBACK: &str = "\
Its guardian does it; where that was killed, this command. Without ID the only transaction that is pending. Exit \
status: 0 all is as it was before, 1 there is none, 2 there are several (they are listed), 3 something could not be \
undone: it is printed, and can be tried again.";

pub(super) fn all() -> [Command; 3] {
    let pending = Command::new("pending")
        .about("Transactions that wait to be confirmed")
        .after_help(PENDING)
        .arg(json());
    let confirm = Command::new("confirm")
        .about("Confirm a transaction: what it did stays")
        .after_help(CONFIRM)
        .arg(id());
    let rollback = Command::new("rollback")
        .about("Roll back a transaction that is not confirmed, now")
        .after_help(ROLLBACK)
        .arg(id());
    [pending, confirm, rollback]
}

/// What a guardian is started with.
pub(super) fn guard() -> Command {
    Command::new("guard").hide(true).about("Guard a transaction").arg(
        Arg::new("journal")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .value_name("JOURNAL"),
    )
}

/// `--confirm SECONDS`, for commands that change something.
pub(super) fn within() -> Arg {
    Arg::new("confirm")
        .long("confirm")
        .value_name("SECONDS")
        .value_parser(value_parser!(u64).range(1..))
        .help("Roll all back unless `route2 confirm` comes within so many seconds")
}

fn id() -> Arg {
    Arg::new("id").value_name("ID").help("What `route2 pending` calls it")
}
