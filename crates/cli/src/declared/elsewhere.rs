//! Links that are declared to be in another network namespace, and are there.

use super::Wrong;
use route2::schema::wire::Given;
use route2::{Ipdb, Netns};

/// The keys that say where a link goes.
const KEYS: [&str; 2] = ["net_ns_fd", "net_ns_pid"];

/// Is a link, which is not here, where it is declared to be, and as it is declared?
pub(super) fn is_there(
    name: &str,
    kind: Option<&str>,
    pairs: &[(String, Given)],
) -> Result<bool, Wrong> {
    let Some((key, given)) = pairs.iter().find(|(key, _)| KEYS.contains(&key.as_str())) else {
        return Ok(false);
    };
    let given = given.to_string();
    // What is none is said where the link is made.
    let Some(netns) = Netns::of_link(key, &given) else { return Ok(false) };
    let refused = |text: String| Wrong::refused(key, text);
    let open = || Ipdb::builder().netns(netns.clone()).tables(["link"])?.open();
    let Ok(ipdb) = open() else { return Ok(false) };
    let new_name = pairs.iter().find(|(key, _)| key == "ifname").map(|(_, name)| name.to_string());
    let name = new_name.as_deref().unwrap_or(name);
    if ipdb.snapshot().link(name).is_none() {
        return Ok(false);
    }
    let is_said = |(key, _): &&(String, Given)| key != "ifname" && !KEYS.contains(&key.as_str());
    let said = pairs.iter().filter(is_said).cloned();
    let said = kind.map(|kind| ("kind".to_owned(), Given::from(kind))).into_iter().chain(said);
    let mut tx = ipdb.begin();
    tx.link(name).set_all(said).map_err(|error| refused(error.to_string()))?;
    let left = tx.review().map_err(|error| refused(format!("in {netns}: {error}")))?;
    match left.lines(&ipdb.snapshot()).first() {
        None => Ok(true),
        Some(line) => Err(refused(format!(
            "the link {name} is in {netns} already, and not as it is to be: there, {line}"
        ))),
    }
}
