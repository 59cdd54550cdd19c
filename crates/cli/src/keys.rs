//! Hints at the key, or another word, that was meant.

use crate::error::Failure;
use route2::FilterError;
use route2::schema::rtnl::{KeySource, Table};

/// Has the table this key?
pub(crate) fn is_known(key: &str, table: &'static Table) -> bool {
    all(&[table]).contains(&key)
}

/// All keys of these tables.
pub(crate) fn all(among: &[&'static Table]) -> Vec<&'static str> {
    let mut keys = Vec::new();
    among.iter().for_each(|table| table.each_key(&mut |source| keys.push(KeySource::key(&source))));
    keys
}

/// A filter that is none, with a hint.
pub(crate) fn no_filter(error: &FilterError, among: &[&'static Table]) -> Failure {
    match error {
        FilterError::UnknownKey(key) => {
            Failure::usage(format!("{error}{}", nearest(key, all(among))))
        }
        _ => Failure::usage(error.to_string()),
    }
}

/// A hint for a word that is not among the known ones: the one that is most like it.
pub(crate) fn nearest(word: &str, known: impl IntoIterator<Item = &'static str>) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(&word.to_lowercase(), known);
    let best = known.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best {
        Some(best) if likeness(best) > 0.7 => format!("; did you mean `{best}`?"),
        _ => String::new(),
    }
}
