//! Two pppd back to back over a pty, the peer in a network namespace of its own. (In the lab alone.)

use route2_sandbox::{Background, sh};
use std::process::{Command, Stdio};

/// A line. When it goes out of scope, its pppd is killed.
pub struct Ppp(Background);

impl Ppp {
    /// Starts one, with more options of pppd's.
    pub fn connect(options: &[&str]) -> Self {
        sh("modprobe -a ppp_generic ppp_async; mkdir -p /etc/ppp; : > /etc/ppp/options
            ip netns list | grep -q peer || ip netns add peer");
        let peer =
            "ip netns exec peer pppd notty nodetach noauth local noccp novj nodefaultroute noipv6";
        let child = Command::new("pppd")
            .args(["nodetach", "noauth", "local", "noccp", "novj", "noipv6"])
            .args(["10.64.64.1:10.64.64.2", "pty", peer])
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("pppd starts");
        Self(Background(child))
    }

    /// As pppd ends when it is asked to: the line is terminated, then the interface removed.
    pub fn hang_up(mut self) {
        sh(&format!("kill -TERM {}", self.0.0.id()));
        self.0.0.wait().expect("pppd ends");
    }

    /// It dies, and the kernel clears up what it leaves.
    pub fn kill(self) {
        drop(self);
    }

    /// The other end dies.
    pub fn lose_peer(&self) {
        sh("kill -KILL $(ip netns pids peer)");
    }
}
