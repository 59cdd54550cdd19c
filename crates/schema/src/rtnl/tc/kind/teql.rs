//! One link of several; the kind is called as the device that sends through them all.

use route2_wire::attrs;

attrs! {
    /// It has no options.
    pub struct Teql: tc kind "teql0" {
    }
}
