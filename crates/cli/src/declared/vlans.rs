//! The VLANs that a bridge or port is in, as a whole list.

use super::{Declared, Wrong};
use route2::schema::rtnl::link::bridge_spec::BridgeVlanFlags;
use route2::schema::wire::Given;
use route2::{Snapshot, Transaction};
use std::collections::BTreeMap;

/// The key of the list.
pub(crate) const VLANS: &str = "vlans";

/// By number, with what is said of each.
pub(super) type Vlans = BTreeMap<u16, BridgeVlanFlags>;

/// A bridge puts what becomes its port in this VLAN, unless it says another.
const DEFAULT_PVID: u64 = 1;

/// A list of numbers and ranges (10-12), with commas between or as a list, each perhaps with flags.
pub(super) fn vlans(given: &Given) -> Result<Vlans, Wrong> {
    let expected = "a list of VLANs (10, 20-22), or of { vid: 10, flags: \"pvid,untagged\" }";
    let wrong = || Wrong::usage(VLANS, format!("`vlans` is {expected}, not `{given}`"));
    let items = match given {
        Given::List(items) => items.clone(),
        Given::Text(text) => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            parts.map(Given::from).collect()
        }
        number => vec![number.clone()],
    };
    let mut vlans = Vlans::new();
    for item in &items {
        let (vid, flags) = match item {
            Given::Map(pairs) => {
                let get = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, given)| given);
                if pairs.iter().any(|(key, _)| !matches!(key.as_str(), "vid" | "flags")) {
                    return Err(wrong());
                }
                (get("vid").cloned(), get("flags").map(ToString::to_string).unwrap_or_default())
            }
            vid => (Some(vid.clone()), String::new()),
        };
        let (first, last) = vid.and_then(|vid| range(&vid)).ok_or_else(wrong)?;
        let flags = flags_of(&flags).ok_or_else(wrong)?;
        // What comes without a tag is in one VLAN.
        if flags.contains(BridgeVlanFlags::PVID) && first < last {
            return Err(wrong());
        }
        vlans.extend((first..=last).map(|vid| (vid, flags)));
    }
    Ok(vlans)
}

fn range(vid: &Given) -> Option<(u16, u16)> {
    let text = vid.to_string();
    let (first, last) = text.split_once('-').unwrap_or((&text, &text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first >= 1 && first <= last && last < 4095).then_some((first, last))
}

fn flags_of(text: &str) -> Option<BridgeVlanFlags> {
    let mut flags = BridgeVlanFlags(0);
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        flags.0 |= match word {
            "pvid" => BridgeVlanFlags::PVID.0,
            "untagged" => BridgeVlanFlags::UNTAGGED.0,
            _ => return None,
        };
    }
    Some(flags)
}

/// The list that says what VLANs something is in; `None` where these are those that a bridge puts its ports in.
pub(crate) fn given(vlans: &Vlans, default: u64) -> Option<Given> {
    let usual = BridgeVlanFlags(BridgeVlanFlags::PVID.0 | BridgeVlanFlags::UNTAGGED.0);
    if vlans.iter().map(|(vid, flags)| (u64::from(*vid), *flags)).eq([(default, usual)]) {
        return None;
    }
    let item = |(first, last, flags): (u16, u16, BridgeVlanFlags)| {
        let vid = match first == last {
            true => Given::from(first),
            false => format!("{first}-{last}").into(),
        };
        let names = [(BridgeVlanFlags::PVID, "pvid"), (BridgeVlanFlags::UNTAGGED, "untagged")];
        let names = names.into_iter().filter(|(flag, _)| flags.contains(*flag));
        let names: Vec<_> = names.map(|(_, name)| name).collect();
        match names.is_empty() {
            true => vid,
            false => Given::Map(vec![
                ("vid".to_owned(), vid),
                ("flags".to_owned(), names.join(",").into()),
            ]),
        }
    };
    Some(Given::List(ranges(vlans).into_iter().map(item).collect()))
}

/// VLANs of which the same is said, from the first to the last.
fn ranges(vlans: &Vlans) -> Vec<(u16, u16, BridgeVlanFlags)> {
    let mut ranges: Vec<(u16, u16, BridgeVlanFlags)> = Vec::new();
    for (vid, flags) in vlans {
        match ranges.last_mut() {
            Some((_, last, same)) if *last + 1 == *vid && same == flags => *last = *vid,
            _ => ranges.push((*vid, *vid, *flags)),
        }
    }
    ranges
}

/// In which VLAN a bridge puts its ports and itself; 0 where in none.
pub(crate) fn default_pvid(bridge: &str, now: &Snapshot, declared: &[Declared]) -> u64 {
    const KEY: &str = "br_vlan_default_pvid";
    let declared = declared.iter().find(|d| d.table.name == "link" && d.name == bridge);
    let said = declared.and_then(|d| d.pairs.iter().find(|(key, _)| key == KEY));
    let said = said.and_then(|(_, given)| given.number()?.try_into().ok());
    let is = || now.link(bridge)?.key(KEY)?.number();
    said.or_else(is).unwrap_or(DEFAULT_PVID)
}

/// Puts a link into these VLANs, and takes it out of all others. `default` is the one that it gets when it becomes what
/// it is to be, where it is not that now.
pub(super) fn set(
    tx: &mut Transaction,
    now: &Snapshot,
    name: &str,
    wanted: &Vlans,
    default: Option<u64>,
) {
    let index = tx.index_of(name);
    let are = index.filter(|_| default.is_none()).and_then(|index| now.vlans(index));
    let are = are.unwrap_or_default().into_keys();
    let others = are.chain(default.and_then(|vid| vid.try_into().ok()).filter(|vid| *vid > 0));
    let others: Vec<u16> = others.filter(|vid| !wanted.contains_key(vid)).collect();
    let mut link = tx.link(name);
    for vid in others {
        link.del_vlan(vid..=vid);
    }
    for (first, last, flags) in ranges(wanted) {
        let has = |flag| flags.contains(flag);
        link.add_vlan(first..=last, has(BridgeVlanFlags::PVID), has(BridgeVlanFlags::UNTAGGED));
    }
}
