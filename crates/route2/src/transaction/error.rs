//! How a commit can fail.

use crate::Error;
use route2_mirror::PlanError;
use std::fmt;

/// Why a transaction was not committed.
#[derive(Debug)]
#[non_exhaustive]
pub enum CommitError {
    /// What is wanted cannot be: nothing was done.
    Plan(PlanError),
    /// It is to be confirmed, and nobody guards it: nothing was done.
    Guardian(Box<Error>),
    /// A step failed.
    Step(Box<Failure>),
    /// All steps were done, and something does not hold.
    NotSo {
        /// What does not.
        what: String,
        /// What became of what was done.
        rollback: Rollback,
    },
    /// The mirror, or the connection to the kernel, has ended.
    Io {
        /// Why.
        source: Box<Error>,
        /// What became of what was done.
        rollback: Rollback,
    },
}

/// A step that failed.
#[derive(Debug)]
pub struct Failure {
    /// Which it was, counted from 1.
    pub number: usize,
    /// Of how many.
    pub steps: usize,
    /// The step, as the plan has it: `add route dst=10.0.0.0/8 gateway=192.168.0.1`.
    pub step: String,
    /// Why it failed: the kernel's no, or that its answer was lost.
    pub source: Error,
    /// What became of what was done before.
    pub rollback: Rollback,
}

/// What became of what a transaction had done when it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rollback {
    /// All is as it was.
    Complete,
    /// Not all is: what would have to be done for that, step by step.
    Incomplete(Vec<String>),
}

impl CommitError {
    /// What became of what was done; `None` where that is nothing.
    pub fn rollback(&self) -> Option<&Rollback> {
        match self {
            Self::Plan(_) | Self::Guardian(_) => None,
            Self::Step(failure) => Some(&failure.rollback),
            Self::NotSo { rollback, .. } | Self::Io { rollback, .. } => Some(rollback),
        }
    }
}

impl fmt::Display for CommitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan(error) => write!(f, "{error}"),
            Self::Guardian(error) => write!(f, "{error}; nothing was done"),
            Self::Step(failure) => {
                let Failure { number, steps, step, source, rollback } = &**failure;
                write!(f, "step {number} of {steps} failed: {step}: {source}; {rollback}")
            }
            Self::NotSo { what, rollback } => write!(f, "{what}; {rollback}"),
            Self::Io { source, rollback } => write!(f, "{source}; {rollback}"),
        }
    }
}

impl fmt::Display for Rollback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Complete => f.write_str("all is as it was before"),
            Self::Incomplete(lines) => {
                f.write_str("not all is as it was before, for that there is left:")?;
                lines.iter().try_for_each(|line| write!(f, "\n    {line}"))
            }
        }
    }
}

impl std::error::Error for CommitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Plan(error) => Some(error),
            Self::Step(failure) => Some(&failure.source),
            Self::Guardian(error) => Some(error),
            Self::NotSo { .. } => None,
            Self::Io { source, .. } => Some(source),
        }
    }
}

impl From<PlanError> for CommitError {
    fn from(error: PlanError) -> Self {
        Self::Plan(error)
    }
}
