//! Puts a virtual machine together and runs the command in it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::cache::{Cache, Scratch};
use super::host;
use super::initrd::Initrd;
use super::kernel::Kernel;
use super::options::{Accel, Options};
use super::packages::Tools;
use super::watch;

/// What the kernel is told, one reason per line.
const KERNEL_ARGUMENTS: [&str; 7] = [
    // Warnings and worse can be shown when a run fails.
    "console=ttyS0 loglevel=4",
    // A machine that fails shall end, not wait for somebody to look at it.
    "panic=-1",
    // Nothing is at stake in here, and they make an emulated processor slower still.
    "mitigations=off",
    "nokaslr",
    // These checks of the clocks take time, and fail on a busy host.
    "no_timer_check",
    "tsc=reliable",
    // Otherwise the first reader of random numbers waits for entropy.
    "random.trust_cpu=on",
];

/// Runs the command in a machine of its own and returns the status to exit with.
pub(super) fn run(options: &Options, cache: &Cache, tools: &Tools, kernel: &Kernel) -> Result<u8> {
    let results = options.results.clone().unwrap_or_else(|| cache.path("results"));
    let context = || format!("the directory for results, {}", results.display());
    fs::create_dir_all(&results).with_context(context)?;
    let results = results.canonicalize().with_context(context)?;

    let scratch = cache.scratch()?;
    let script = script(&options.command)?;
    fs::write(scratch.path("initrd"), initrd(tools, kernel, &script)?)?;
    fs::write(scratch.path("status"), "")?;

    let mut qemu = qemu();
    machine(&mut qemu, options);
    qemu.arg("-kernel").arg(kernel.image());
    qemu.arg("-initrd").arg(scratch.path("initrd"));
    qemu.arg("-append").arg(KERNEL_ARGUMENTS.join(" "));
    channels(&mut qemu, &scratch);
    share(&mut qemu, "host", Path::new("/"), Access::Read);
    share(&mut qemu, "tools", &tools.root, Access::Read);
    share(&mut qemu, "kernel", &kernel.root(), Access::Read);
    share(&mut qemu, "results", &results, Access::Write);
    watch::run(&mut qemu, options.time, &scratch.path("status"), &scratch.path("console"))
}

/// The emulator, set up to die with this process, however that ends. A key for interruption in the
/// terminal reaches both; a signal to this process alone would leave the machine running.
fn qemu() -> Command {
    match host::program("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "KILL", "--", host::QEMU]);
            command
        }
        None => Command::new(host::QEMU),
    }
}

/// The machine itself, without any of the devices that QEMU would give it by default.
fn machine(qemu: &mut Command, options: &Options) {
    match options.accel.unwrap_or_else(host::accel) {
        Accel::Kvm => qemu.args(["-accel", "kvm", "-cpu", "host"]),
        // All that the emulation can do, so that no program of the host misses an instruction; but
        // for the fifth level of page tables, which costs time and is of no use.
        Accel::Tcg => qemu.args(["-accel", "tcg,thread=multi,tb-size=256", "-cpu", "max,la57=off"]),
    };
    qemu.args(["-machine", "q35", "-nodefaults", "-display", "none", "-no-reboot"]);
    qemu.args(["-m", &options.memory_mb.to_string(), "-smp", &options.cpus.to_string()]);
}

/// The ways out of the machine: the kernel's console, the command's output, and its status.
fn channels(qemu: &mut Command, scratch: &Scratch) {
    qemu.arg("-serial").arg(with_path("file:", &scratch.path("console"), ""));
    qemu.args(["-device", "virtio-serial-pci"]);
    // Leave the terminal and its signals alone.
    qemu.args(["-chardev", "stdio,id=output,signal=off"]);
    qemu.args(["-device", "virtserialport,chardev=output,nr=1"]);
    qemu.arg("-chardev").arg(with_path("file,id=status,path=", &scratch.path("status"), ""));
    qemu.args(["-device", "virtserialport,chardev=status,nr=2"]);
    // An end of the input would count as a hang-up, and the machine could not write any more: it
    // has to stay open for as long as QEMU runs.
    qemu.stdin(Stdio::piped());
    // Not the caller's own: QEMU makes it non-blocking, and other programs may be using it.
    qemu.stdout(Stdio::piped());
}

#[derive(Clone, Copy, PartialEq)]
enum Access {
    Read,
    Write,
}

/// Shares a directory of the host with the machine, under a tag to mount it by.
fn share(qemu: &mut Command, tag: &str, path: &Path, access: Access) {
    // Files of several file systems of the host need new numbers to be told apart.
    let mut end = String::from(",security_model=none,multidevs=remap");
    if access == Access::Read {
        end.push_str(",readonly=on");
    }
    qemu.arg("-fsdev").arg(with_path(&format!("local,id={tag},path="), path, &end));
    qemu.arg("-device").arg(format!("virtio-9p-pci,fsdev={tag},mount_tag={tag}"));
}

/// A path inside an option of QEMU, where a comma ends a value and two of them are one.
fn with_path(before: &str, path: &Path, after: &str) -> OsString {
    let mut option = before.as_bytes().to_vec();
    for &byte in path.as_os_str().as_bytes() {
        option.push(byte);
        if byte == b',' {
            option.push(byte);
        }
    }
    option.extend_from_slice(after.as_bytes());
    OsString::from_vec(option)
}

/// What the machine begins with. It is put together for every run: that takes milliseconds, and
/// needs no care for scripts that have changed since.
fn initrd(tools: &Tools, kernel: &Kernel, script: &[u8]) -> Result<Vec<u8>> {
    let read = |path: &Path| fs::read(path).with_context(|| path.display().to_string());
    let mut initrd = Initrd::default();
    initrd.program("busybox", &read(&tools.busybox())?);
    initrd.program("init", include_bytes!("init.sh"));
    initrd.file("stage2", include_bytes!("stage2.sh"));
    initrd.file("command", script);
    initrd.directory("modules");
    for module in kernel.boot_modules()? {
        let name = module.file_name().and_then(OsStr::to_str).context("a module without name")?;
        initrd.file(&format!("modules/{name}"), &read(&module)?);
    }
    Ok(initrd.finish())
}

/// A shell script that runs the command as the caller would have run it.
fn script(command: &[OsString]) -> Result<Vec<u8>> {
    let directory = std::env::current_dir().context("the current directory")?;
    let environment = std::env::vars_os();
    Ok(script_for(command, directory.as_os_str(), environment))
}

fn script_for(
    command: &[OsString],
    directory: &OsStr,
    environment: impl Iterator<Item = (OsString, OsString)>,
) -> Vec<u8> {
    let mut script = Vec::new();
    for (name, value) in environment.filter(|(name, _)| is_variable(name)) {
        script.extend_from_slice(b"export ");
        script.extend_from_slice(name.as_bytes());
        script.push(b'=');
        quote(&mut script, &value);
        script.push(b'\n');
    }
    // The command runs as root, whatever its caller is, and finds the tools before the host's own.
    script.extend_from_slice(b"PATH=/usr/local/sbin:/usr/sbin:/sbin:$PATH\n");
    script.extend_from_slice(b"export PATH RESULTS=/results\ncd ");
    quote(&mut script, directory);
    script.extend_from_slice(b" || exit 125\nexec");
    for word in command {
        script.push(b' ');
        quote(&mut script, word);
    }
    script.push(b'\n');
    script
}

/// Whether a shell can have a variable of that name, and should: the working directory is its own.
fn is_variable(name: &OsStr) -> bool {
    let name = name.as_bytes();
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    name.first().is_some_and(|first| !first.is_ascii_digit())
        && name.iter().all(word)
        && ![&b"PWD"[..], b"OLDPWD", b"_"].contains(&name)
}

/// Adds a word that a shell takes as it is.
fn quote(script: &mut Vec<u8>, word: &OsStr) {
    script.push(b'\'');
    for &byte in word.as_bytes() {
        match byte {
            b'\'' => script.extend_from_slice(b"'\\''"),
            _ => script.push(byte),
        }
    }
    script.push(b'\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &[u8]) -> String {
        let output = Command::new("sh").arg("-c").arg(OsStr::from_bytes(script)).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn a_shell_gets_every_word_unchanged() {
        let command = ["printf", "%s|", "it's", "$HOME `x` \\ \"", "", "two\nlines", "*"];
        let script = script_for(&command.map(Into::into), OsStr::new("/"), std::iter::empty());
        assert_eq!(shell(&script), "it's|$HOME `x` \\ \"||two\nlines|*|");
    }

    #[test]
    fn directory_and_environment_are_kept() {
        let environment = [
            ("LAB_A", "it's a\nb"),
            ("PATH", "/bin:/somewhere"),
            ("PWD", "/nowhere"),
            ("BASH_FUNC_f%%", "() { :; }"),
            ("1A", "x"),
        ];
        let environment = environment.map(|(name, value)| (name.into(), value.into()));
        let command = ["sh", "-c", "pwd; echo \"$LAB_A $PATH $RESULTS\""].map(Into::into);
        let script = script_for(&command, OsStr::new("/usr"), environment.into_iter());
        let expected = "/usr\nit's a\nb /usr/local/sbin:/usr/sbin:/sbin:/bin:/somewhere /results\n";
        assert_eq!(shell(&script), expected);
    }

    #[test]
    fn commas_in_paths_are_doubled() {
        assert_eq!(with_path("path=", Path::new("/a,b"), ",x=y"), "path=/a,,b,x=y");
    }
}
