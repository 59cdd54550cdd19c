//! A kernel package, made ready for QEMU.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::cache::Cache;
use super::options::KernelChoice;
use super::packages::{Apt, Tools};
use super::{host, payload, say};

/// To be raised when the way a kernel is prepared changes.
const REVISION: u32 = 1;

/// The modules that have to be loaded to reach the root file system, and from there all others.
const BOOT_MODULES: [&str; 5] = ["virtio_pci", "virtio_console", "9pnet_virtio", "9p", "overlay"];

/// A kernel that QEMU can start.
pub(super) struct Kernel {
    tree: PathBuf,
}

impl Kernel {
    /// The bare kernel.
    pub(super) fn image(&self) -> PathBuf {
        self.tree.join("vmlinux")
    }

    /// The rest of its package: what is laid over the host's root.
    pub(super) fn root(&self) -> PathBuf {
        self.tree.join("root")
    }

    /// The modules for the way to the root file system, in the order of loading them.
    pub(super) fn boot_modules(&self) -> Result<Vec<PathBuf>> {
        let directory = self.tree.join("boot-modules");
        let entries = directory.read_dir().with_context(|| directory.display().to_string())?;
        let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
        files.sort();
        Ok(files)
    }
}

/// The kernel of the caller's choice, fetched where it is not at hand.
pub(super) fn prepare(cache: &Cache, tools: &Tools, choice: &KernelChoice) -> Result<Kernel> {
    let name = choice.name();
    let tree = cache.prepare(&format!("kernels/{name}"), &REVISION.to_string(), |draft| {
        say(&format!("fetching the kernel {name} (once)"));
        let apt = Apt::open(cache)?;
        let package = resolve(&apt, choice)?;
        build(&apt, tools, &package, draft).with_context(|| format!("cannot prepare {package}"))
    })?;
    Ok(Kernel { tree })
}

/// The package with the kernel itself.
///
/// A release calls the kernel that it came with `linux-image-amd64`; newer ones that were added
/// to it carry their version in the meta-package's name.
fn resolve(apt: &Apt, choice: &KernelChoice) -> Result<String> {
    match choice {
        KernelChoice::Package(name) => {
            apt.kernel_package(name)?.with_context(|| format!("there is no package {name}"))
        }
        KernelChoice::Version(version) => {
            for meta in [format!("linux-image-{version}-amd64"), "linux-image-amd64".to_owned()] {
                match apt.kernel_package(&meta)? {
                    Some(package) if is_of_version(&package, version) => return Ok(package),
                    _ => {}
                }
            }
            bail!("this release of Debian has no kernel {version}; --kernel PACKAGE names another")
        }
    }
}

fn is_of_version(package: &str, version: &str) -> bool {
    let rest = package.strip_prefix("linux-image-").and_then(|rest| rest.strip_prefix(version));
    rest.is_some_and(|rest| rest.starts_with('.'))
}

fn build(apt: &Apt, tools: &Tools, package: &str, tree: &Path) -> Result<()> {
    let root = tree.join("root");
    apt.unpack(&[package.to_owned()], &root)?;
    let release = only_entry(&root.join("usr/lib/modules"))?;
    let boot = root.join("boot");
    let image = boot.join(format!("vmlinuz-{release}"));
    unpack_image(&image, tree)?;
    fs::remove_dir_all(&boot)?;
    // The package has this done when it gets installed.
    host::run(tools.kmod("depmod").arg("-b").arg(root.join("usr")).arg(&release))?;
    collect_boot_modules(&root.join("usr/lib/modules").join(release), &tree.join("boot-modules"))
}

fn only_entry(directory: &Path) -> Result<String> {
    let context = || directory.display().to_string();
    let mut entries = directory.read_dir().with_context(context)?;
    let entry = entries.next().with_context(context)??;
    ensure!(entries.next().is_none(), "{} has more than one entry", directory.display());
    entry.file_name().into_string().ok().with_context(context)
}

/// Takes the bare kernel out of the image.
fn unpack_image(image: &Path, tree: &Path) -> Result<()> {
    let bytes = fs::read(image).with_context(|| image.display().to_string())?;
    let (range, compression) = payload::locate(&bytes).context("vmlinuz")?;
    let packed = tree.join("packed");
    fs::write(&packed, &bytes[range])?;
    decompress(compression.program(), &packed, &tree.join("vmlinux"))?;
    Ok(fs::remove_file(packed)?)
}

fn decompress(program: &str, from: &Path, to: &Path) -> Result<()> {
    let input = File::open(from).with_context(|| from.display().to_string())?;
    let output = File::create(to).with_context(|| to.display().to_string())?;
    host::run(Command::new(program).arg("-dc").stdin(input).stdout(output))
}

/// Copies the modules that the machine begins with, uncompressed and numbered in their order: the
/// program that loads them there can do no more than hand a file to the kernel.
fn collect_boot_modules(modules: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to)?;
    let read = |name| fs::read_to_string(modules.join(name)).with_context(|| format!("no {name}"));
    let (dep, builtin) = (read("modules.dep")?, read("modules.builtin")?);
    let order = load_order(&dep, &builtin, &BOOT_MODULES)?;
    for (index, path) in order.iter().enumerate() {
        let target = to.join(format!("{index:02}-{}.ko", module_name(path)));
        let file = modules.join(path);
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("xz") => decompress("xz", &file, &target)?,
            Some("zst") => decompress("zstd", &file, &target)?,
            Some("gz") => decompress("gzip", &file, &target)?,
            _ => _ = fs::copy(&file, &target).with_context(|| file.display().to_string())?,
        }
    }
    Ok(())
}

/// The files of the wanted modules and of what they depend on, dependencies first. Modules that
/// this kernel has built in need no file.
fn load_order<'a>(dep: &'a str, builtin: &str, wanted: &[&str]) -> Result<Vec<&'a str>> {
    let known: HashMap<String, (&str, &str)> = dep
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(path, needs)| (module_name(path), (path, needs)))
        .collect();
    let mut order = Vec::new();
    for &name in wanted {
        let Some(&(path, needs)) = known.get(name) else {
            ensure!(builtin.lines().any(|path| module_name(path) == name), "no module {name}");
            continue;
        };
        // depmod lists all of them, each before those that it depends on itself.
        for path in needs.split_whitespace().rev().chain([path]) {
            if !order.contains(&path) {
                order.push(path);
            }
        }
    }
    Ok(order)
}

/// The name of the module in a file: the kernel makes no difference between `-` and `_`.
fn module_name(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.split('.').next().unwrap_or(file).replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEP: &str = "\
kernel/fs/9p/9p.ko.xz: kernel/net/9p/9pnet.ko.xz kernel/fs/netfs/netfs.ko.xz
kernel/net/9p/9pnet.ko.xz:
kernel/fs/netfs/netfs.ko.xz:
kernel/drivers/virtio/virtio-pci.ko: kernel/drivers/virtio/ring.ko kernel/drivers/virtio/base.ko
";

    #[test]
    fn modules_are_loaded_after_what_they_need() {
        let order = load_order(DEP, "", &["9p", "virtio_pci", "9pnet"]).unwrap();
        let expected = [
            "kernel/fs/netfs/netfs.ko.xz",
            "kernel/net/9p/9pnet.ko.xz",
            "kernel/fs/9p/9p.ko.xz",
            "kernel/drivers/virtio/base.ko",
            "kernel/drivers/virtio/ring.ko",
            "kernel/drivers/virtio/virtio-pci.ko",
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn built_in_modules_are_left_out_and_missing_ones_named() {
        let builtin = "kernel/fs/overlayfs/overlay.ko\n";
        assert!(load_order(DEP, builtin, &["overlay"]).unwrap().is_empty());
        let error = load_order(DEP, builtin, &["virtio_console"]).unwrap_err().to_string();
        assert_eq!(error, "no module virtio_console");
    }

    #[test]
    fn a_version_is_not_the_beginning_of_a_longer_one() {
        assert!(is_of_version("linux-image-6.1.0-56-amd64", "6.1"));
        assert!(is_of_version("linux-image-6.12.117+deb12-amd64", "6.12"));
        assert!(!is_of_version("linux-image-6.12.117+deb12-amd64", "6.1"));
        assert!(!is_of_version("linux-image-6.1-amd64", "6.1"));
    }
}
