//! Debian packages, unpacked beside the system instead of installed into it.

use std::ffi::OsString;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::cache::Cache;
use super::{host, say, sources};

/// What the virtual machine has on top of the host's own programs. `iproute2` is not among them:
/// see [`unpack_tools`].
const TOOLS: [&str; 6] =
    ["busybox-static", "ethtool", "kmod", "nftables", "ppp", "wireguard-tools"];

/// To be raised when the way the tools are unpacked changes.
const REVISION: u32 = 1;

/// What no machine will read.
const UNREAD: [&str; 6] = ["bash-completion", "bug", "doc", "info", "lintian", "man"];

/// The unpacked tools.
pub(super) struct Tools {
    /// The directory that is laid over the host's root.
    pub(super) root: PathBuf,
}

impl Tools {
    /// One of the programs that deal with modules, such as depmod; the host need not have them.
    pub(super) fn kmod(&self, name: &str) -> Command {
        let mut command = Command::new(self.root.join("usr/bin/kmod"));
        // One file is all of them and goes by the name it is started under.
        command.arg0(name);
        command.env("LD_LIBRARY_PATH", self.root.join("usr/lib/x86_64-linux-gnu"));
        command
    }

    /// A shell with everything else in one static program, for before there is a root.
    pub(super) fn busybox(&self) -> PathBuf {
        self.root.join("usr/bin/busybox")
    }
}

/// The tools, fetched where they are not at hand.
pub(super) fn tools(cache: &Cache) -> Result<Tools> {
    let recipe = format!("{REVISION} {}", TOOLS.join(" "));
    let tree = cache.prepare("tools", &recipe, |draft| {
        say("fetching the tools of the virtual machine (once)");
        unpack_tools(&Apt::open(cache)?, &draft.join("root")).context("cannot fetch the tools")
    })?;
    Ok(Tools { root: tree.join("root") })
}

/// Unpacks the tools, with an `ip` from the backports: the release's own lacks options of the
/// kernels that the lab boots.
fn unpack_tools(apt: &Apt, root: &Path) -> Result<()> {
    let mut wanted: Vec<String> = TOOLS.map(str::to_owned).into();
    wanted.push(format!("iproute2/{}-backports", apt.codename));
    let install = match apt.would_install(&wanted) {
        Ok(install) => install,
        Err(_) => {
            say("there is no iproute2 in backports, the release's own has to do");
            wanted.pop();
            wanted.push("iproute2".to_owned());
            apt.would_install(&wanted)?
        }
    };
    // What the host has of the wanted ones is unpacked all the same: it might be removed there.
    let planned =
        |name: &str| install.iter().any(|package| package.starts_with(&format!("{name}=")));
    let base = |package: &str| package.split('/').next().unwrap_or_default().to_owned();
    wanted.retain(|package| !planned(&base(package)));
    wanted.extend(install);
    apt.unpack(&wanted, root)
}

/// The package mirror, asked through package lists of the lab's own.
pub(super) struct Apt {
    /// The release that is asked for.
    codename: String,
    options: Vec<OsString>,
}

impl Apt {
    /// Fetches the package lists. To be called with the cache locked.
    pub(super) fn open(cache: &Cache) -> Result<Self> {
        let codename = host::codename()?;
        let home = cache.path("apt");
        for directory in ["sources", "lists/partial", "cache/archives/partial"] {
            let directory = home.join(directory);
            fs::create_dir_all(&directory).with_context(|| directory.display().to_string())?;
        }
        let option = |name: &str, path: &str| {
            let mut option = OsString::from(name);
            option.push(home.join(path));
            option
        };
        let options = vec![
            "Dir::Etc::sourcelist=/dev/null".into(),
            option("Dir::Etc::sourceparts=", "sources"),
            option("Dir::State::lists=", "lists"),
            option("Dir::Cache=", "cache"),
            // In memory instead of in files of tens of megabytes.
            "Dir::Cache::pkgcache=".into(),
            "Dir::Cache::srcpkgcache=".into(),
            "Acquire::GzipIndexes=true".into(),
            "Acquire::Languages=none".into(),
            // The user that apt otherwise downloads as may not enter root's cache directory.
            "APT::Sandbox::User=root".into(),
        ];
        let apt = Self { codename, options };
        let sources = sources::of_release(&apt.codename)?;
        fs::write(home.join("sources/lab.sources"), sources)?;
        host::run(apt.command("apt-get").args(["-qq", "update"]).stdout(std::io::stderr()))?;
        Ok(apt)
    }

    /// What a meta-package stands for: the name and version of the kernel it depends on, or the
    /// package itself. `None` if there is no such package.
    pub(super) fn kernel_package(&self, package: &str) -> Result<Option<String>> {
        let mut command = self.command("apt-cache");
        let output =
            command.args(["depends", package]).output().context("cannot start apt-cache")?;
        if !output.status.success() {
            return Ok(None);
        }
        let text = String::from_utf8(output.stdout)?;
        Ok(Some(kernel_dependency(&text).unwrap_or(package).to_owned()))
    }

    /// What an installation of these packages would bring here, with the libraries that the host
    /// lacks, as `NAME=VERSION`. Nothing is installed.
    fn would_install(&self, packages: &[String]) -> Result<Vec<String>> {
        let mut command = self.command("apt-get");
        command.args(["--simulate", "--no-install-recommends", "install"]).args(packages);
        let output = command.stderr(Stdio::piped()).output().context("cannot start apt-get")?;
        let error = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "apt-get cannot install {packages:?}: {}", error.trim());
        Ok(simulated(&String::from_utf8(output.stdout)?))
    }

    /// Downloads packages and unpacks them into the directory `root`.
    pub(super) fn unpack(&self, packages: &[String], root: &Path) -> Result<()> {
        let debs = root.with_extension("debs");
        fs::create_dir_all(&debs).with_context(|| debs.display().to_string())?;
        let mut download = self.command("apt-get");
        download.args(["-qq", "download"]).args(packages).current_dir(&debs);
        host::run(download.stdout(std::io::stderr()))?;
        for deb in debs.read_dir()? {
            host::run(Command::new("dpkg").arg("--extract").arg(deb?.path()).arg(root))?;
        }
        fs::remove_dir_all(&debs)?;
        for unread in UNREAD {
            // Most packages lack most of them.
            let _ = fs::remove_dir_all(root.join("usr/share").join(unread));
        }
        fs::create_dir_all(root.join("usr"))?;
        for directory in ["bin", "lib", "lib64", "sbin"] {
            // On the host these are links into /usr, and a directory laid over a link hides it.
            let from = root.join(directory);
            if from.is_dir() {
                merge(&from, &root.join("usr").join(directory))?;
            }
        }
        Ok(())
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for option in &self.options {
            command.arg("-o").arg(option);
        }
        command.env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        command
    }
}

/// The packages in the output of `apt-get --simulate install`, as `NAME=VERSION`. Its lines:
/// `Inst NAME [INSTALLED VERSION] (VERSION ORIGIN [ARCHITECTURE])`.
fn simulated(text: &str) -> Vec<String> {
    let package = |line: &str| {
        let (name, rest) = line.strip_prefix("Inst ")?.split_once(' ')?;
        let version = rest.split_once('(')?.1.split_whitespace().next()?;
        Some(format!("{name}={version}"))
    };
    text.lines().filter_map(package).collect()
}

/// The kernel that a meta-package depends on, in the output of `apt-cache depends`.
fn kernel_dependency(text: &str) -> Option<&str> {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "))
        .find(|name| name.starts_with("linux-image-"))
}

/// Moves a directory, entry by entry where the target has some of the same directories.
fn merge(from: &Path, to: &Path) -> Result<()> {
    let context = || format!("cannot move {} to {}", from.display(), to.display());
    if !(from.is_dir() && to.is_dir()) {
        return fs::rename(from, to).with_context(context);
    }
    for entry in from.read_dir().with_context(context)? {
        let entry = entry?;
        merge(&entry.path(), &to.join(entry.file_name()))?;
    }
    fs::remove_dir(from).with_context(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simulation_tells_names_and_versions() {
        let text = "\
Reading package lists...
The following NEW packages will be installed:
  kmod ppp
Inst iproute2 [6.1.0-3] (6.15.0-1~bpo12+1 Debian Backports:oldstable-backports [amd64])
Inst busybox-static (1:1.35.0-4+b1 Debian:12.15/oldstable [amd64]) []
Conf iproute2 (6.15.0-1~bpo12+1 Debian Backports:oldstable-backports [amd64])
";
        assert_eq!(simulated(text), ["iproute2=6.15.0-1~bpo12+1", "busybox-static=1:1.35.0-4+b1"]);
    }

    #[test]
    fn a_meta_package_depends_on_its_kernel() {
        let meta = "linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n";
        assert_eq!(kernel_dependency(meta), Some("linux-image-6.1.0-56-amd64"));
        let real = "linux-image-6.1.0-56-amd64\n  Depends: kmod\n |Depends: linux-initramfs-tool\n";
        assert_eq!(kernel_dependency(real), None);
    }

    #[test]
    fn directories_are_merged() {
        let root = std::env::temp_dir().join(format!("lab-merge-{}", std::process::id()));
        for file in ["bin/x", "lib/a/one", "lib/b/two", "usr/lib/a/three"] {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        for directory in ["bin", "lib"] {
            merge(&root.join(directory), &root.join("usr").join(directory)).unwrap();
        }
        for file in ["bin/x", "lib/a/one", "lib/b/two", "lib/a/three"] {
            assert!(root.join("usr").join(file).is_file(), "{file}");
        }
        assert!(!root.join("lib").exists() && !root.join("bin").exists());
        fs::remove_dir_all(root).unwrap();
    }
}
