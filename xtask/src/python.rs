//! `cargo xtask python`: builds the Python package into an environment of its own, and tests it.

use crate::tree;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str = "\
usage: cargo xtask python [--release] [--lab | --generate] [PYTEST ARG...]

Builds the Python package into target/python (a virtual environment), runs its tests, mypy, and stubtest.

  --release    optimised, as pip builds it
  --lab        run the tests alone, in the lab, whose kernel has every kind of link
  --generate   write what is made of the tables (the types of keys) anew, and test nothing

PYTHON names the interpreter, python3 where it does not.";

/// What the tests need.
const TOOLS: &[&str] = &["maturin>=1.9.4,<2", "pytest>=8", "mypy>=1.18"];

pub(crate) fn main(args: Vec<OsString>) -> ExitCode {
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("python: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: Vec<OsString>) -> Result<()> {
    let mut take = |flag: &str| {
        let before = args.len();
        args.retain(|arg| arg != flag);
        args.len() < before
    };
    let (release, generate, lab) = (take("--release"), take("--generate"), take("--lab"));
    let venv = built(release)?;
    let package = package();
    let python = || {
        let mut python = tool(&venv, "python");
        python.current_dir(&package);
        python
    };
    if generate {
        return done(python().arg("generate.py"));
    }
    if lab {
        let this = std::env::current_exe()?;
        let mut command = Command::new(this);
        command.env("ROUTE2_LAB", "1");
        // An emulated machine takes its time.
        command.args(["lab", "--time", "1200", "--memory", "2048", "--", "sh", "-ec"]);
        command.arg("cd \"$1\" && shift && exec \"$@\"").arg("sh").arg(&package);
        command.arg(venv.join("bin/python")).args(["-m", "pytest", "-p", "no:cacheprovider"]);
        return done(command.args(args));
    }
    done(python().args(["generate.py", "--check"]))?;
    done(
        python()
            .current_dir(package.join("python"))
            .args(["-m", "mypy", "--strict", "-p", "route2"]),
    )?;
    done(python().current_dir(package.join("python")).args([
        "-m",
        "mypy.stubtest",
        "route2._native",
    ]))?;
    done(python().args(["-m", "pytest"]).args(args))
}

/// Where the package's sources are.
pub(crate) fn package() -> PathBuf {
    tree::root().join("crates/python")
}

/// Builds the package into the virtual environment, and gives that.
pub(crate) fn built(release: bool) -> Result<PathBuf> {
    let venv = environment()?;
    let mut maturin = tool(&venv, "maturin");
    maturin.current_dir(package()).args(["develop", "--quiet", "--locked"]);
    if release {
        maturin.arg("--release");
    }
    done(&mut maturin)?;
    Ok(venv)
}

/// The virtual environment, made where there is none.
fn environment() -> Result<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| tree::root().join("target"), PathBuf::from);
    let venv = target.join("python");
    if !venv.join("bin/pip").exists() {
        let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        done(Command::new(python).args(["-m", "venv"]).arg(&venv))
            .context("no virtual environment can be made (Debian has it in python3-venv)")?;
    }
    let mut pip = tool(&venv, "pip");
    done(pip.args(["--disable-pip-version-check", "--quiet", "install"]).args(TOOLS))?;
    Ok(venv)
}

fn tool(venv: &Path, name: &str) -> Command {
    let mut command = Command::new(venv.join("bin").join(name));
    // maturin takes the environment from here.
    command.env("VIRTUAL_ENV", venv).env_remove("CONDA_PREFIX");
    command
}

fn done(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("`{name}` cannot be started"))?;
    if !status.success() {
        bail!("`{name}` failed ({status})");
    }
    Ok(())
}
