//! `cargo xtask converge [--seconds N] [--seed S]`: random operations on the real kernel, in namespaces of their
//! own, and the mirror compared with fresh dumps.

use crate::tree;
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::os::unix::fs::MetadataExt;
use std::process::{Command, ExitCode};

/// Builds it, and runs it.
pub(crate) fn main(args: Vec<OsString>) -> ExitCode {
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("converge: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &[OsString]) -> Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--profile", "converge", "--package", "route2-converge"])
        .current_dir(tree::root())
        .status()
        .context("cargo cannot be started")?;
    ensure!(built.success(), "it cannot be built");
    let mut command = Command::new("unshare");
    if std::fs::metadata("/proc/self")?.uid() != 0 {
        command.args(["--user", "--map-root-user"]);
    }
    let program = tree::root().join("target/converge/route2-converge");
    let status = command
        .args(["--net", "--mount", "--"])
        .arg(program)
        .args(args)
        .status()
        .context("`unshare` of util-linux cannot be started")?;
    Ok(status.success())
}
