//! For tests on the real kernel: a user, network and mount namespace of their own. No root is needed,
//! nothing of the machine is touched, and tests run beside each other.
//!
//! A process with several threads, as every test program is, cannot enter a new user namespace. So the
//! test starts its own program again, for this one test, through `unshare` of util-linux.

#![forbid(unsafe_code)]

use std::process::{Child, Command, Output, Stdio};
use std::{env, fs, thread, time};

/// Names the test that a child was started for.
const VARIABLE: &str = "ROUTE2_SANDBOX";

/// Runs `body` in namespaces of its own. `test` is the test's own name, by which the child finds it.
///
/// # Panics
/// Where `body` does; and where namespaces are not to be had, with the reason.
pub fn run(test: &str, body: impl FnOnce()) {
    if env::var(VARIABLE).as_deref() == Ok(test) {
        // `ip netns` keeps its names here, and the machine's own directory is not ours to write.
        sh("mount -t tmpfs run /run && mkdir /run/netns && ip link set lo up");
        body();
        return;
    }
    let program = env::current_exe().expect("a test knows its own program");
    let mut command = Command::new("unshare");
    let is_root =
        fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !is_root {
        command.args(["--user", "--map-root-user"]);
    }
    let output = command
        .args(["--net", "--mount", "--"])
        .arg(program)
        .args([test, "--exact", "--nocapture", "--include-ignored"])
        .env(VARIABLE, test)
        .output()
        .expect("`unshare` of util-linux can be started");
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "in the namespaces of {test}:\n{text}");
    assert!(text.contains("1 passed"), "no test is called {test}:\n{text}");
    print!("{text}");
}

/// Runs a shell command, and gives what it prints.
///
/// # Panics
/// Where the command fails.
pub fn sh(command: &str) -> String {
    let output = try_sh(command);
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "`{command}` failed ({}): {out}{err}", output.status);
    out.into_owned()
}

/// Runs a shell command that may fail.
///
/// # Panics
/// Where there is no shell.
pub fn try_sh(command: &str) -> Output {
    Command::new("sh")
        .args(["-ec", command])
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell")
}

/// Waits until `done` says yes.
///
/// # Panics
/// Where it does not within 30 seconds.
pub fn wait_until(what: &str, done: impl FnMut() -> bool) {
    assert!(holds_within_seconds(30, done), "waited in vain until {what}");
}

/// Does `done` say yes within some seconds?
pub fn holds_within_seconds(seconds: u64, mut done: impl FnMut() -> bool) -> bool {
    let start = time::Instant::now();
    while !done() {
        if start.elapsed() > time::Duration::from_secs(seconds) {
            return false;
        }
        thread::sleep(time::Duration::from_millis(10));
    }
    true
}

/// A process that is killed when it goes out of scope.
#[derive(Debug)]
pub struct Background(pub Child);

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A network namespace beside that of the test: that of a process which does nothing.
#[derive(Debug)]
pub struct OtherNetns(Background);

impl OtherNetns {
    /// Makes one.
    ///
    /// # Panics
    /// Where the process cannot be started, or gets no namespace.
    #[must_use]
    pub fn start() -> Self {
        let child = Command::new("unshare").args(["-n", "sleep", "1000"]).spawn();
        let other = Self(Background(child.expect("unshare can be started")));
        let own = fs::read_link("/proc/self/ns/net").expect("a process has a network namespace");
        wait_until("there is another namespace", || {
            fs::read_link(other.path()).is_ok_and(|path| path != own)
        });
        other
    }

    /// The process whose it is.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.0.0.id()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/proc/{}/ns/net", self.pid())
    }

    /// Runs a shell command in it, and gives what that prints; see [`sh`].
    ///
    /// # Panics
    /// Where the command fails.
    #[must_use]
    pub fn sh(&self, command: &str) -> String {
        sh(&format!("nsenter --net={} sh -c '{command}'", self.path()))
    }

    /// The names of its links, in order.
    #[must_use]
    pub fn links(&self) -> String {
        self.sh("ip -br link | sed \"s/[@ ].*//\" | sort | xargs")
    }
}
