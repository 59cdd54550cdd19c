//! Any conditions on any object: they are read or refused, say the same of an object each time, and a
//! condition is the opposite of its opposite.
//!
//! The conditions are words, and end with a NUL; what follows is the object, as the tables' target has it.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use route2_mirror::{Filter, FilterError};
use route2_schema::rtnl::{Object, TABLES};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (Some(words), Some([which, payload @ ..])) = (parts.next(), parts.next()) else {
        return Corpus::Reject;
    };
    let Ok(words) = str::from_utf8(words) else { return Corpus::Reject };
    let bytes = route2_fuzz::message(route2_fuzz::FIRST + u16::from(*which), payload);
    let Some(object) = route2_fuzz::object(&bytes) else { return Corpus::Reject };
    check(words, object);
    own_values(object);
    Corpus::Keep
});

fn name_of(index: u64) -> Option<&'static str> {
    (index == 1).then_some("lo")
}

fn check(words: &str, object: Object<'_>) {
    let words: Vec<_> = words.split_whitespace().collect();
    match Filter::parse(&words, TABLES) {
        Ok(filter) => {
            assert_eq!(filter.is_empty(), words.is_empty());
            let all = words.iter().all(|word| holds(word, object));
            assert_eq!(filter.matches(object, &name_of), all, "{words:?}");
        }
        Err(FilterError::NoCondition(word)) => assert!(!word.contains('='), "{word}"),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Does a condition hold, and its opposite not?
fn holds(word: &str, object: Object<'_>) -> bool {
    let (key, value) = word.split_once('=').unwrap_or_default();
    let (positive, is_negated) = key.strip_suffix('!').map_or((key, false), |key| (key, true));
    let matches = |word: String| {
        let filter = Filter::parse([word], TABLES).expect("its key is known");
        filter.matches(object, &name_of)
    };
    let holds = matches(format!("{positive}={value}"));
    assert_ne!(matches(format!("{positive}!={value}")), holds, "{word}");
    holds != is_negated
}

/// Each key holds of the object with the value that is shown, where that is a value and no list or nest.
fn own_values(object: Object<'_>) {
    let tables = [object.table];
    let mut conditions = Vec::new();
    object.each_key(&mut |key, value| {
        use route2_schema::wire::Value::{Headed, List, Malformed, Record, Set, Str};
        let is_simple =
            !matches!(value, Headed(_) | List(_) | Malformed(_) | Record(_) | Set(_) | Str(_));
        // `*` stands for anything, in text too.
        if is_simple || matches!(value, Str(text) if !text.contains('*')) {
            conditions.push(format!("{key}={value}"));
        }
    });
    for condition in conditions {
        let filter =
            Filter::parse([&condition], &tables).expect("an object's keys are its table's");
        assert!(filter.matches(object, &name_of), "{condition}");
    }
}
