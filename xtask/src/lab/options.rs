//! The command line of `cargo xtask lab`.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// What `--help` prints.
pub(super) const USAGE: &str = "\
usage: cargo xtask lab [OPTION...] -- CMD [ARG...]

Boots a stock Debian kernel in QEMU and runs CMD in it as root, with the caller's environment, in
the caller's working directory, on the caller's root file system. CMD may write anywhere, but the
writes stay in the machine's memory and are lost; only what it puts into /results ($RESULTS) comes
back. The machine has no network card; link kinds, pppd, wg, nft, ethtool and a recent ip are there.

  --kernel 6.12|6.1|PACKAGE  a Debian kernel by its version or its package's name  (default 6.12)
  --time SECONDS             how long CMD may run; booting has a limit of its own  (default 300)
  --memory MB                the machine's memory                                  (default 1024)
  --cpus N                   the machine's processors                              (default 1)
  --results DIR              the host's directory that is /results in the machine
                             (default: results in the cache directory)
  --accel kvm|tcg            how the processor is virtualised      (default kvm where it can work)

CMD's stdout and stderr both arrive on stdout; its stdin is empty. The exit status is CMD's own,
124 when CMD ran into the time limit, 125 when the machine ended without reporting a status.

Kernels and tools are fetched from the package mirror that apt uses here, once, and kept unpacked in
${XDG_CACHE_HOME:-~/.cache}/route2-lab; remove that directory to fetch newer ones. Nothing of them
is installed. QEMU itself has to be: as root that happens by itself.";

/// What the caller asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Request {
    /// The usage text.
    Help,
    /// A virtual machine.
    Run(Options),
}

/// How the processor of the virtual machine comes about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Accel {
    /// By the host's processor, through `/dev/kvm`.
    Kvm,
    /// By emulation, which works everywhere and is some ten times slower.
    Tcg,
}

/// Which Debian kernel to boot.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum KernelChoice {
    /// The newest one of an upstream version such as `6.12`.
    Version(String),
    /// A package, or a meta-package that depends on it.
    Package(String),
}

impl KernelChoice {
    /// The choice as it was written.
    pub(super) fn name(&self) -> &str {
        let (Self::Version(name) | Self::Package(name)) = self;
        name
    }
}

impl FromStr for KernelChoice {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        // The name becomes part of a path and of an apt command line.
        let safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c);
        ensure!(
            text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(safe),
            "{text:?} is neither a kernel version nor the name of a package"
        );
        let version = text.chars().all(|c| c.is_ascii_digit() || c == '.');
        Ok(if version { Self::Version(text.into()) } else { Self::Package(text.into()) })
    }
}

/// One run of the lab.
#[derive(Debug, PartialEq)]
pub(super) struct Options {
    /// The kernel to boot.
    pub(super) kernel: KernelChoice,
    /// How long the command may run.
    pub(super) time: Duration,
    /// Memory of the machine.
    pub(super) memory_mb: u32,
    /// Processors of the machine.
    pub(super) cpus: u32,
    /// Where `/results` lies on the host, unless the default will do.
    pub(super) results: Option<PathBuf>,
    /// The kind of virtualisation, unless the best available one will do.
    pub(super) accel: Option<Accel>,
    /// The command and its arguments, at least one word.
    pub(super) command: Vec<OsString>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            kernel: KernelChoice::Version("6.12".into()),
            time: Duration::from_secs(300),
            memory_mb: 1024,
            cpus: 1,
            results: None,
            accel: None,
            command: Vec::new(),
        }
    }
}

/// Reads the words after `cargo xtask lab`.
pub(super) fn parse(args: Vec<OsString>) -> Result<Request> {
    let mut options = Options::default();
    let mut args = args.into_iter();
    loop {
        let word = args.next().context("no command: put -- and the command at the end")?;
        let Some(option) = word.to_str().filter(|word| word.starts_with('-')) else {
            bail!("put -- before the command, which seems to begin with {word:?}");
        };
        match option {
            "--" => break,
            "-h" | "--help" => return Ok(Request::Help),
            _ => {}
        }
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, OsString::from(value)),
            None => {
                (option, args.next().with_context(|| format!("{option} is unknown or incomplete"))?)
            }
        };
        set(&mut options, name, &value).with_context(|| name.to_owned())?;
    }
    options.command = args.collect();
    ensure!(!options.command.is_empty(), "there is no command after --");
    Ok(Request::Run(options))
}

fn set(options: &mut Options, name: &str, value: &OsStr) -> Result<()> {
    match name {
        "--kernel" => options.kernel = text(value)?.parse()?,
        "--time" => options.time = Duration::from_secs(positive(value)?.into()),
        "--memory" => options.memory_mb = positive(value)?,
        "--cpus" => options.cpus = positive(value)?,
        "--results" => options.results = Some(value.into()),
        "--accel" => {
            options.accel = Some(match text(value)? {
                "kvm" => Accel::Kvm,
                "tcg" => Accel::Tcg,
                other => bail!("{other:?} is neither kvm nor tcg"),
            });
        }
        _ => bail!("there is no such option"),
    }
    Ok(())
}

fn text(value: &OsStr) -> Result<&str> {
    value.to_str().with_context(|| format!("{value:?} is not text"))
}

fn positive(value: &OsStr) -> Result<u32> {
    let value = text(value)?;
    let number = value.parse().with_context(|| format!("{value:?} is not a number"))?;
    ensure!(number > 0, "0 is too small");
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Request> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    fn options(line: &str) -> Options {
        match parsed(line).unwrap() {
            Request::Run(options) => options,
            Request::Help => panic!("{line}: help"),
        }
    }

    fn complaint(line: &str) -> String {
        format!("{:#}", parsed(line).unwrap_err())
    }

    #[test]
    fn without_options_the_defaults_hold() {
        let expected = Options { command: vec!["uname".into(), "-r".into()], ..Options::default() };
        assert_eq!(options("-- uname -r"), expected);
    }

    #[test]
    fn every_option_is_taken() {
        let line = "--kernel 6.1 --time 5 --memory=512 --cpus 2 --results out --accel tcg -- true";
        let expected = Options {
            kernel: KernelChoice::Version("6.1".into()),
            time: Duration::from_secs(5),
            memory_mb: 512,
            cpus: 2,
            results: Some("out".into()),
            accel: Some(Accel::Tcg),
            command: vec!["true".into()],
        };
        assert_eq!(options(line), expected);
    }

    #[test]
    fn the_words_of_the_command_are_not_options() {
        let expected: Vec<OsString> = ["sh", "--time", "--", "--help"].map(Into::into).into();
        assert_eq!(options("--cpus 2 -- sh --time -- --help").command, expected);
    }

    #[test]
    fn a_kernel_is_a_version_or_a_package() {
        let package = KernelChoice::Package("linux-image-6.12-rt-amd64".into());
        assert_eq!(options("--kernel linux-image-6.12-rt-amd64 -- true").kernel, package);
        assert!(complaint("--kernel ../etc -- true").contains("--kernel: \"../etc\""));
        assert!(complaint("--kernel -o -- true").contains("neither a kernel version"));
        assert!(complaint("--kernel .. -- true").contains("neither a kernel version"));
    }

    #[test]
    fn help_wins_over_a_missing_command() {
        assert_eq!(parsed("--time 5 --help").unwrap(), Request::Help);
    }

    #[test]
    fn mistakes_are_named() {
        assert!(complaint("").contains("no command"));
        assert!(complaint("--time 5").contains("no command"));
        assert!(complaint("--").contains("no command after --"));
        assert!(complaint("true").contains("before the command"));
        assert!(complaint("--time").contains("--time is unknown or incomplete"));
        assert!(complaint("--time soon -- true").contains("--time: \"soon\" is not a number"));
        assert!(complaint("--cpus 0 -- true").contains("--cpus: 0 is too small"));
        assert!(complaint("--accel hvf -- true").contains("neither kvm nor tcg"));
        assert!(complaint("--fast yes -- true").contains("--fast: there is no such option"));
    }
}
