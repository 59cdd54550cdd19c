//! The keys of the filter `flower`.

use super::spell;
use crate::{Node, PLAIN, Pair, Row::*, Rules, rules, same};
use serde_json::{Value as Json, json};

/// From the filter's options on.
pub(super) static KEYS: Rules = rules(
    &["key_"],
    &[
        Is("dst_mac", "", |pair| is_masked(pair, &["key_eth_dst"])),
        Is("src_mac", "", |pair| is_masked(pair, &["key_eth_src"])),
        Is("eth_type", "key_eth_type", |pair| match pair.text().as_deref() {
            Some("ip") => pair.theirs == "ipv4",
            _ => same(pair) || spell::hexadecimal(pair),
        }),
        Is("ip_proto", "key_ip_proto", |pair| match pair.text().as_deref() {
            Some("ipv6-icmp") => pair.theirs == "icmpv6",
            _ => same(pair) || spell::hexadecimal(pair),
        }),
        Is("ip_tos_mask", "key_ip_tos_mask", spell::hexadecimal),
        Is("ip_ttl_mask", "key_ip_ttl_mask", spell::hexadecimal),
        Is("dst_ip", "", |pair| is_masked(pair, &["key_ipv4_dst", "key_ipv6_dst"])),
        Is("src_ip", "", |pair| is_masked(pair, &["key_ipv4_src", "key_ipv6_src"])),
        Is("dst_port", "", |pair| port(pair, "dst")),
        Is("src_port", "", |pair| port(pair, "src")),
        Is("dst_port_mask", "", |pair| port_mask(pair, "dst")),
        Is("src_port_mask", "", |pair| port_mask(pair, "src")),
        Is("tcp_flags", "", |pair| {
            let number = |path| pair.around.number(path).unwrap_or_default();
            let (flags, mask) = (number("key_tcp_flags"), number("key_tcp_flags_mask"));
            *pair.theirs == format!("{flags:#x}/{mask:x}")
        }),
        Is("icmp_type", "", |pair| icmp(pair, "type")),
        Is("icmp_code", "", |pair| icmp(pair, "code")),
        Is("vlan_ethtype", "key_vlan_eth_type", same),
        Is("cvlan_ethtype", "key_cvlan_eth_type", same),
        Is("mpls_tc", "key_mpls_tc", spell::number),
        Is("mpls_bos", "key_mpls_bos", spell::number),
        Is("mpls_ttl", "key_mpls_ttl", spell::number),
        Each("mpls", "key_mpls_opts.labels", &PLAIN),
        Is("arp_sip", "", |pair| is_masked(pair, &["key_arp_sip"])),
        Is("arp_tip", "", |pair| is_masked(pair, &["key_arp_tip"])),
        Is("arp_sha", "", |pair| is_masked(pair, &["key_arp_sha"])),
        Is("arp_tha", "", |pair| is_masked(pair, &["key_arp_tha"])),
        Is("enc_dst_ip", "", |pair| is_masked(pair, &["key_enc_ipv4_dst", "key_enc_ipv6_dst"])),
        Is("enc_src_ip", "", |pair| is_masked(pair, &["key_enc_ipv4_src", "key_enc_ipv6_src"])),
        Is("enc_dst_port", "key_enc_udp_dst_port", same),
        Is("enc_src_port", "key_enc_udp_src_port", same),
        Is("enc_tos", "key_enc_ip_tos", same),
        Is("enc_ttl", "key_enc_ip_ttl", same),
        Is("enc_tos_mask", "key_enc_ip_tos_mask", spell::hexadecimal),
        Is("enc_ttl_mask", "key_enc_ip_ttl_mask", spell::hexadecimal),
        Is("enc_flags", "key_enc_flags_mask", |pair| flags(pair, "key_enc_flags", "tun")),
        Is("ip_flags", "key_flags_mask", |pair| flags(pair, "key_flags", "")),
        Is("geneve_opt_key", "key_enc_opts.geneve", geneve),
        Is("geneve_opt_mask", "key_enc_opts_mask.geneve", geneve),
        Each("vxlan_opt_key", "key_enc_opts.vxlan", &PLAIN),
        Each("vxlan_opt_mask", "key_enc_opts_mask.vxlan", &PLAIN),
        Each("erspan_opt_key", "key_enc_opts.erspan", &ERSPAN),
        Each("erspan_opt_mask", "key_enc_opts_mask.erspan", &ERSPAN),
        Each("gtp_opt_key", "key_enc_opts.gtp", &PLAIN),
        Each("gtp_opt_mask", "key_enc_opts_mask.gtp", &PLAIN),
        Each("pfcp_opt_key", "key_enc_opts.pfcp", &PLAIN),
        Each("pfcp_opt_mask", "key_enc_opts_mask.pfcp", &PLAIN),
        Is("ct_state", "key_ct_state_mask", ct_state),
        Is("ct_zone_mask", "key_ct_zone_mask", spell::hexadecimal),
        Is("ct_mark_mask", "key_ct_mark_mask", spell::hexadecimal),
        Is("ct_label", "", |pair| {
            let text = |path| spell::packed(&pair.around.text(path));
            let (label, mask) = (text("key_ct_labels"), text("key_ct_labels_mask"));
            *pair.theirs == format!("{label}/{mask}") || *pair.theirs == label
        }),
        Is("spi", "key_spi", spell::hexadecimal),
        Is("l2_miss", "l2_miss", same),
        In("cfm", "key_cfm", &rules(&[], &[Is("mdl", "md_level", same), Is("op", "opcode", same)])),
    ],
);

/// tc states 0 for what the version has not.
pub(super) static ERSPAN: Rules = rules(
    &[],
    &[
        Is("ver", "ver", same),
        Is("index", "index", spell::or_zero),
        Is("dir", "dir", spell::or_zero),
        Is("hwid", "hwid", spell::or_zero),
    ],
);

/// An address with its mask, under the one of these keys that there is.
fn is_masked(pair: &Pair<'_>, keys: &[&str]) -> bool {
    keys.iter().any(|key| {
        let text = |key: &str| pair.around.at(key).map(|value| value.to_string());
        let (Some(address), Some(mask)) = (text(key), text(&format!("{key}_mask"))) else {
            return false;
        };
        spell::masked(&address, &mask).is_some_and(|ours| *pair.theirs == ours)
    })
}

/// The protocol that the filter asks for, as its keys call it.
fn layer(pair: &Pair<'_>) -> String {
    pair.around.text("key_ip_proto")
}

/// A port, or a range of ports.
fn port(pair: &Pair<'_>, which: &str) -> bool {
    let number = |path: String| pair.around.number(&path);
    match pair.theirs {
        Json::Object(_) => {
            let end = |end| number(format!("key_port_{which}_{end}"));
            *pair.theirs == json!({"start": end("min"), "end": end("max")})
        }
        _ => pair.theirs.as_u64() == number(format!("key_{}_{which}", layer(pair))),
    }
}

fn port_mask(pair: &Pair<'_>, which: &str) -> bool {
    let mask = pair.around.number(&format!("key_{}_{which}_mask", layer(pair)));
    mask.is_some() && mask == spell::hex(pair.theirs)
}

fn icmp(pair: &Pair<'_>, which: &str) -> bool {
    let keys = ["icmpv4", "icmpv6"].map(|version| format!("key_{version}_{which}"));
    let all = keys.iter().filter_map(|key| pair.around.at(key)).collect();
    spell::number(&Pair { all, ..pair.clone() })
}

/// The flags that count, and which of them must be set.
fn flags(pair: &Pair<'_>, key: &str, before: &str) -> bool {
    let names = pair.items();
    let is = |name: &str| pair.around.number(&format!("{key}.{name}")) == Some(1);
    let ours = names.iter().map(|name| (format!("{before}{name}"), is(name).into()));
    *pair.theirs == Json::Object(ours.collect())
}

/// The states that count, `+` those that must be and `-` those that must not.
fn ct_state(pair: &Pair<'_>) -> bool {
    let is = |name: &str| pair.around.number(&format!("key_ct_state.{name}")) == Some(1);
    let sign = |name: &String| format!("{}{name}", if is(name) { "+" } else { "-" });
    let mut ours: Vec<_> = pair.items().iter().map(sign).collect();
    let text = pair.theirs.as_str().unwrap_or_default().replace('+', " +").replace('-', " -");
    let mut theirs: Vec<_> = text.split_whitespace().collect();
    ours.sort();
    theirs.sort_unstable();
    ours == theirs
}

/// Options of Geneve, each in three attributes.
pub(super) fn geneve(pair: &Pair<'_>) -> bool {
    let theirs = pair.theirs.as_array().map_or(&[][..], Vec::as_slice);
    let Some(nest) = pair.ours().map(Node::Value) else { return false };
    let (classes, kinds, data) = (nest.all("class"), nest.all("type"), nest.all("data"));
    let mut ours = classes.iter().zip(&kinds).zip(&data);
    classes.len() == theirs.len()
        && theirs.iter().zip(&mut ours).all(|(theirs, ((class, kind), data))| {
            theirs["class"].as_u64() == class.number()
                && theirs["type"].as_u64() == kind.number()
                && spell::bytes(&theirs["data"], &data.to_string())
        })
}
