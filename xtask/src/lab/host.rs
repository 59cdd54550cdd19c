//! What the lab needs to know of, and have from, the machine it is started on.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::options::Accel;
use super::say;

/// The emulator.
pub(super) const QEMU: &str = "qemu-system-x86_64";

/// Programs that are not part of every Debian system, with the packages that have them.
const PROGRAMS: [(&str, &str); 3] =
    [(QEMU, "qemu-system-x86"), ("xz", "xz-utils"), ("zstd", "zstd")];

/// Refuses hosts of other processors: their programs could not run on the guest's kernel.
pub(super) fn check_architecture() -> Result<()> {
    let arch = std::env::consts::ARCH;
    ensure!(arch == "x86_64", "the lab runs x86_64 kernels on x86_64 hosts; this is {arch}");
    Ok(())
}

/// Sees to it that the programs the lab starts are there; only root gets them installed.
pub(super) fn ensure_programs() -> Result<()> {
    let packages = missing_packages();
    if packages.is_empty() {
        return Ok(());
    }
    let packages = packages.join(" ");
    ensure!(is_root(), "some programs are missing here; install them: apt-get install {packages}");
    say(&format!("installing what is missing here: {packages}"));
    // A container image often comes without package lists, and old lists name vanished files.
    apt_get(&["-qq", "update"])?;
    let mut install = vec!["-qq", "-y", "--no-install-recommends", "install"];
    install.extend(packages.split(' '));
    apt_get(&install)?;
    let missing = missing_packages().join(" ");
    ensure!(missing.is_empty(), "apt-get succeeded, yet programs of {missing} are still missing");
    Ok(())
}

fn missing_packages() -> Vec<&'static str> {
    PROGRAMS
        .iter()
        .filter(|(name, _)| program(name).is_none())
        .map(|&(_, package)| package)
        .collect()
}

/// Runs apt-get with its words on stderr: stdout is the command's.
fn apt_get(args: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    run(command.stdout(std::io::stderr()))
}

/// Runs a program that has to succeed.
pub(super) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "{command:?} failed: {status}");
    Ok(())
}

/// Where a program lies. The directories of administration are searched too, as the `PATH` of
/// other users than root lacks them.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    directories.extend(["/usr/sbin", "/usr/bin"].map(PathBuf::from));
    directories.into_iter().map(|directory| directory.join(name)).find(|file| is_executable(file))
}

fn is_executable(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

/// Whether this process has the rights of root: the entries of a process belong to its user.
pub(super) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// The best kind of virtualisation that works here.
///
/// `/dev/kvm` alone proves nothing: some clouds offer a software stand-in under that name which
/// cannot run a stock kernel, on processors that do not show the extensions.
pub(super) fn accel() -> Accel {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let usable = || OpenOptions::new().read(true).write(true).open("/dev/kvm").is_ok();
    if can_virtualise(&processors) && usable() { Accel::Kvm } else { Accel::Tcg }
}

fn can_virtualise(cpuinfo: &str) -> bool {
    cpuinfo
        .lines()
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.trim() == "flags")
        .any(|(_, flags)| flags.split_whitespace().any(|flag| flag == "vmx" || flag == "svm"))
}

/// The name of the Debian release that is installed here.
pub(super) fn codename() -> Result<String> {
    let text = fs::read_to_string("/etc/os-release").context("/etc/os-release")?;
    codename_of(&text).context("/etc/os-release names no release (VERSION_CODENAME)")
}

fn codename_of(os_release: &str) -> Option<String> {
    let value = os_release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="))?;
    let name = value.trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_read_with_and_without_quotes() {
        let plain = "NAME=\"Debian GNU/Linux\"\nVERSION_CODENAME=bookworm\nID=debian\n";
        assert_eq!(codename_of(plain).as_deref(), Some("bookworm"));
        assert_eq!(codename_of("VERSION_CODENAME=\"trixie\"").as_deref(), Some("trixie"));
        assert_eq!(codename_of("VERSION=\"12\"\nVERSION_CODENAME=\n"), None);
        assert_eq!(codename_of(""), None);
    }

    #[test]
    fn the_processor_must_show_the_extension_as_a_flag() {
        assert!(can_virtualise("model name\t: x\nflags\t\t: fpu vmx sse\n"));
        assert!(can_virtualise("flags : svm\n"));
        assert!(!can_virtualise("flags\t\t: fpu vmxnet sse\nvmx flags\t: vnmi\n"));
        assert!(!can_virtualise(""));
    }

    #[test]
    fn programs_are_found_and_missed() {
        assert!(program("sh").is_some());
        assert!(program("no-such-program-anywhere").is_none());
    }
}
