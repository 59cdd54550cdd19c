//! What the marks of declared attributes and members mean.

/// Who states an attribute, and whether it takes part in change detection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Stated by the kernel and set by users.
    ReadWrite,
    /// `[ro]`: stated by the kernel only.
    ReadOnly,
    /// `[wo]`: set only, or part of requests only.
    WriteOnly,
    /// `[volatile]`: statistics and timers, stated by the kernel only and kept out of change detection.
    Volatile,
    /// `[unsteady]`: set by users, and changed by the kernel by itself, without a word: kept out of change detection too.
    Unsteady,
}

impl Access {
    /// For the declaring macro: `None` is a row without a mark.
    #[doc(hidden)]
    pub const fn of(mark: Option<&str>) -> Self {
        match mark {
            None => Self::ReadWrite,
            Some(mark) => match mark.as_bytes() {
                b"ro" => Self::ReadOnly,
                b"wo" => Self::WriteOnly,
                b"volatile" => Self::Volatile,
                b"unsteady" => Self::Unsteady,
                _ => panic!("a row's mark is ro, wo, volatile or unsteady"),
            },
        }
    }

    /// Can users set it?
    pub const fn is_settable(self) -> bool {
        !matches!(self, Self::ReadOnly | Self::Volatile)
    }

    /// Does it change by itself?
    pub const fn is_volatile(self) -> bool {
        matches!(self, Self::Volatile | Self::Unsteady)
    }
}
