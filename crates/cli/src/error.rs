//! What ends the program early, and with which status.

use std::process::ExitCode;
use std::{fmt, io};

/// Why the program ends early.
#[derive(Debug)]
pub(crate) struct Failure {
    status: u8,
    text: String,
}

impl Failure {
    /// "No": nothing matched, or there is no such object.
    pub(crate) const NO: u8 = 1;
    /// The command line, or input that is no netlink.
    pub(crate) const USAGE: u8 = 2;
    /// The kernel refused, or the system did.
    pub(crate) const REFUSED: u8 = 3;

    /// The command line is wrong.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self { status: Self::USAGE, text: text.into() }
    }

    /// There is no such object.
    pub(crate) fn no(text: impl Into<String>) -> Self {
        Self { status: Self::NO, text: text.into() }
    }

    /// The kernel or the system refused.
    pub(crate) fn refused(text: impl fmt::Display) -> Self {
        Self { status: Self::REFUSED, text: text.to_string() }
    }

    /// The same, with its place before it.
    pub(crate) fn after(self, place: &str) -> Self {
        Self { text: format!("{place}{}", self.text), ..self }
    }

    /// Says why on stderr.
    pub(crate) fn report(self) -> ExitCode {
        if !self.text.is_empty() {
            let style = anstyle::AnsiColor::Red.on_default().bold();
            anstream::eprintln!("{style}route2:{style:#} {}", self.text);
        }
        ExitCode::from(self.status)
    }
}

impl From<route2::Error> for Failure {
    fn from(error: route2::Error) -> Self {
        Self::refused(error)
    }
}

/// Whoever read the output is gone: that ends the program, and is no failure.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self { status: 0, text: String::new() },
            _ => Self::refused(format_args!("cannot write the output: {error}")),
        }
    }
}
