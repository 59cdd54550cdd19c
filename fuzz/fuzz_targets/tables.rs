//! Any payload of any table: the first byte says which message, from the first of rtnetlink's on.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((which, payload)) = bytes.split_first() else { return Corpus::Reject };
    let bytes = route2_fuzz::message(route2_fuzz::FIRST + u16::from(*which), payload);
    let Some(object) = route2_fuzz::object(&bytes) else { return Corpus::Reject };
    route2_fuzz::check(object);
    Corpus::Keep
});
