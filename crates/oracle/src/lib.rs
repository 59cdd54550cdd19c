//! For tests: compares each value that iproute2 states (`ip -j`, `bridge -j`, `tc -j`) with what route2
//! reads from the kernel's bytes.
//!
//! What corresponds to what is data: a [`View`] is one sort of iproute2's output, its [`Rules`] a tree in
//! the shape of its JSON. A value that no rule covers is a failure, as is one that differs; what cannot be
//! compared needs a [`Row::Skip`] with its reason.
//!
//! ```
//! use route2_oracle::{Interfaces, Row::*, View, rules, same, spell};
//!
//! static LINK: View = View {
//!     rules: &rules(&[""], &[                        // a value without a row: the same key, the same value
//!         Is("ifindex", "index", same),              // another key
//!         Is("master", "master", spell::interface),  // another spelling
//!         Skip("stats64", "counters move"),
//!     ]),
//!     items: route2_oracle::listed,
//!     each: "",                                          // one of theirs is an object of ours
//!     keep: |_| true,
//! };
//! let nothing = LINK.compare(&[], &serde_json::json!([]), &Interfaces::default());
//! assert!(nothing.failures.is_empty());
//! assert_eq!(nothing.compared, 0);
//! ```

#![forbid(unsafe_code)]

mod engine;
mod gaps;
mod json;
pub mod lasting;
mod node;
pub mod spell;
pub mod views;

pub use engine::{Report, View, flat, listed};
pub use gaps::gaps;
pub use json::parse;
pub use node::{Interfaces, Node, Pair};
pub use spell::same;

/// Whether two spellings of a value say the same.
pub type As = fn(&Pair<'_>) -> bool;

/// Rules by what a text of ours says.
pub type Cases = &'static [(&'static [&'static str], &'static Rules)];

/// What is known of one object of iproute2's JSON.
#[derive(Debug)]
pub struct Rules {
    prefixes: &'static [&'static str],
    rows: &'static [Row],
}

/// The same keys as ours, and nothing known of any.
pub static PLAIN: Rules = rules(&[""], &[]);

/// What is known of single names; and what is put before all others, in this order, to make our key.
pub const fn rules(prefixes: &'static [&'static str], rows: &'static [Row]) -> Rules {
    Rules { prefixes, rows }
}

/// What is known of one name in an object of iproute2's. Our side is a path of keys, members,
/// positions and bits: `af_spec.inet6.addr_gen_mode`, `vlan_flags.gvrp`; `""` is where we are.
#[derive(Debug)]
pub enum Row {
    /// A value (an array or object may be one): its name, our path, and how the two are compared.
    Is(&'static str, &'static str, As),
    /// An object with rules of its own.
    In(&'static str, &'static str, &'static Rules),
    /// An array of objects, as many as ours.
    Each(&'static str, &'static str, &'static Rules),
    /// An object whose rules depend on a text of ours, such as a kind: the path to that (from here, else from
    /// the top of the object), and the rules of each.
    By(&'static str, &'static str, Cases),
    /// More rules for the object that we are in, depending on a text of ours as those of `By` do. They
    /// come before the others.
    When(&'static str, Cases),
    /// Not compared, and why.
    Skip(&'static str, &'static str),
}

impl Row {
    /// iproute2's name.
    const fn name(&self) -> &'static str {
        match self {
            Self::Is(name, ..)
            | Self::In(name, ..)
            | Self::Each(name, ..)
            | Self::By(name, ..)
            | Self::Skip(name, _) => name,
            Self::When(..) => "",
        }
    }
}
