//! `route2 show IFNAME [KEY...]`: everything about one interface, by key.
//!
//! Most keys are attributes (`IFLA_MTU` is `mtu`, `IFLA_BR_AGEING_TIME` is `br_ageing_time`) or members of
//! the message's header. The rest IPDB made itself; where each of those comes from is said in [`OWN_KEYS`].

use crate::args;
use crate::error::Failure;
use crate::interfaces::{Interfaces, Names};
use crate::keys;
use crate::list::Addresses;
use crate::{output, text};
use clap::ArgMatches;
use route2::schema::rtnl::link::{self, Link, LinkHeader};
use route2::schema::rtnl::names::Family;
use route2::schema::rtnl::neigh;
use route2::schema::rtnl::{Object, Op};
use route2::schema::wire::{Json, Kind, Put, Shape, Value};
use route2::{Driver, Dump, Narrow};
use std::fmt::Write;

/// A key that is no attribute of the link's own message.
struct OwnKey {
    key: &'static str,
    /// Where it comes from, or why it is empty.
    doc: &'static str,
    values: fn(&mut Shown<'_>) -> Result<Vec<String>, Failure>,
}

/// IPDB's own keys.
const OWN_KEYS: &[OwnKey] = &[
    OwnKey {
        key: "ipaddr",
        doc: "the interface's addresses, from the table of addresses",
        values: |shown| {
            let addresses = Addresses::read(shown.driver)?;
            Ok(addresses
                .of(shown.link)
                .iter()
                .map(|(ip, length)| format!("{ip}/{length}"))
                .collect())
        },
    },
    OwnKey {
        key: "ports",
        doc: "the links whose `master` it is, from the table of links",
        values: |shown| {
            let index = shown.index();
            let links = shown.driver.list_of::<Link>()?;
            let ports = links.objects().filter(|port| number(*port, "master") == Some(index));
            Ok(ports.filter_map(|port| Some(port.key("ifname")?.text()?.to_owned())).collect())
        },
    },
    OwnKey {
        key: "vlans",
        doc: "the VLANs of a bridge or of its port, from the bridge's own table of links",
        values: vlans,
    },
    OwnKey {
        key: "neighbours",
        doc: "the addresses of neighbours on it, from the table of neighbours",
        values: |shown| {
            let narrow = Narrow { ifindex: shown.index() as u32, ..Narrow::default() };
            let dump = shown.driver.list(&neigh::TABLE, narrow)?;
            Ok(dump.objects().filter_map(|n| Some(n.key("dst")?.to_string())).collect())
        },
    },
    OwnKey {
        key: "peer",
        doc: "the other end of a veth pair, by `link`, where it is in the same network namespace",
        values: |shown| {
            let is_veth = shown.link.key("kind").and_then(|kind| kind.text()) == Some("veth");
            let elsewhere = shown.link.key("link_netnsid").is_some();
            let peer = number(shown.link, "link").filter(|_| is_veth && !elsewhere);
            let interfaces = Interfaces::read_with(shown.driver)?;
            Ok(peer.and_then(|peer| interfaces.name(peer)).map(str::to_owned).into_iter().collect())
        },
    },
    OwnKey {
        key: "mode",
        doc: "of tun and tap devices: `tun_type`",
        values: |shown| Ok(text_of(shown.link, "tun_type")),
    },
    OwnKey {
        key: "uid",
        doc: "of tun and tap devices: `tun_owner`",
        values: |shown| Ok(text_of(shown.link, "tun_owner")),
    },
    OwnKey {
        key: "gid",
        doc: "of tun and tap devices: `tun_group`",
        values: |shown| Ok(text_of(shown.link, "tun_group")),
    },
    OwnKey {
        key: "ifr",
        doc: "empty: a tun device's request to the kernel, which states no such thing",
        values: |_| Ok(Vec::new()),
    },
    OwnKey {
        key: "unknown",
        doc: "the numbers of attributes that the kernel sent and this program does not know",
        values: |shown| {
            let unknown = shown.link.fields().filter(|field| field.row.is_none());
            Ok(unknown.map(|field| field.attr.number().to_string()).collect())
        },
    },
    OwnKey {
        key: "ipdb_scope",
        doc: "empty: IPDB's own note of what it had done with the interface",
        values: |_| Ok(Vec::new()),
    },
    OwnKey {
        key: "ipdb_priority",
        doc: "empty: IPDB's own order of commits",
        values: |_| Ok(Vec::new()),
    },
];

/// The interface that is shown, and where to ask for more.
struct Shown<'a> {
    link: Object<'a>,
    driver: &'a mut Driver,
}

impl Shown<'_> {
    fn index(&self) -> u64 {
        number(self.link, "index").unwrap_or(0)
    }
}

fn number(object: Object<'_>, key: &str) -> Option<u64> {
    object.key(key)?.number()
}

fn text_of(object: Object<'_>, key: &str) -> Vec<String> {
    object.key(key).map(|value| value.to_string()).into_iter().collect()
}

/// What the help text says of IPDB's own keys.
pub(crate) fn help() -> String {
    let mut out = String::from(
        "Keys are those of the link's attributes (mtu, operstate, br_ageing_time, ...), and:\n",
    );
    for own in OWN_KEYS {
        let _ = writeln!(out, "  {:<14} {}", own.key, own.doc);
    }
    out
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let name = matches.get_one::<String>("ifname").map_or("", String::as_str);
    let keys = args::words(matches, "keys");
    for key in &keys {
        if !is_known(key) {
            let hint = keys::nearest_key(key, &link::TABLE, OWN_KEYS.iter().map(|own| own.key));
            return Err(Failure::usage(format!("no key is called `{key}`{hint}")));
        }
    }
    let mut driver = Driver::open(&args::netns_of(matches))?;
    let dump = find(&mut driver, name)?;
    let link = dump.objects().next();
    let link = link.ok_or_else(|| Failure::no(format!("no interface is called `{name}`")))?;
    let mut shown = Shown { link, driver: &mut driver };
    match (matches.get_flag("json"), keys.as_slice()) {
        (true, keys) => json(&mut shown, keys),
        (false, []) => output::line(&groups(&mut shown)?),
        (false, keys) => values(&mut shown, keys),
    }
}

fn is_known(key: &str) -> bool {
    OWN_KEYS.iter().any(|own| own.key == key) || keys::is_known(key, &link::TABLE)
}

/// Asks for one link by its name, an alternative name, or its index.
fn find(driver: &mut Driver, name: &str) -> Result<Dump, Failure> {
    let index = name.parse().ok();
    let header = LinkHeader { index: index.unwrap_or(0), ..Default::default() };
    let mut put = Put::<Link>::message::<LinkHeader>(link::TABLE.message_type(Op::Get), 0, &header);
    put.put(link::IFLA_EXT_MASK, link::ExtMask::VF);
    if index.is_none() {
        match name.len() {
            // Names of interfaces have at most 15 bytes; alternative names may be longer.
            0..16 => put.put(link::IFLA_IFNAME, name),
            _ => put.put(link::IFLA_ALT_IFNAME, name),
        };
    }
    let message = put.finish().map_err(Failure::refused)?;
    match driver.get(message) {
        Err(route2::Error::Refused(refused)) => {
            let what = std::io::Error::from_raw_os_error(refused.errno);
            Err(Failure::no(format!("no interface is called `{name}`: {what}")))
        }
        other => Ok(other?),
    }
}

fn vlans(shown: &mut Shown<'_>) -> Result<Vec<String>, Failure> {
    let index = shown.index();
    let narrow = Narrow { family: Family::BRIDGE, ..Narrow::default() };
    let dump = shown.driver.list(&link::TABLE, narrow)?;
    let mut vlans = Vec::new();
    for port in dump.objects().filter(|port| number(*port, "index") == Some(index)) {
        let Some(Value::Set(spec)) = port.key("af_spec") else { continue };
        for field in spec.filter(|field| field.name() == "IFLA_BRIDGE_VLAN_INFO") {
            if let Value::Record(info) = field.value() {
                vlans.extend(info.number("vid").map(|vid| vid.to_string()));
            }
        }
    }
    Ok(vlans)
}

/// The values of some keys, a line each.
fn values(shown: &mut Shown<'_>, keys: &[&str]) -> Result<(), Failure> {
    let mut out = String::new();
    for key in keys {
        match OWN_KEYS.iter().find(|own| own.key == *key) {
            Some(own) => (own.values)(shown)?.iter().for_each(|v| out.extend([v, "\n"])),
            None => shown.link.each_key(&mut |k, value| {
                if k == *key {
                    lines(value, &mut out);
                }
            }),
        }
    }
    if out.is_empty() { Ok(()) } else { output::line(&out) }
}

/// A value: members of a structure or a nest on a line each.
fn lines(value: Value<'_>, out: &mut String) {
    match value {
        Value::Set(fields) => fields.into_iter().for_each(|field| {
            let key = field.row.map_or("UNKNOWN", |row| row.key);
            let _ = writeln!(out, "{key} {}", field.value());
        }),
        Value::Record(parts) => parts.into_iter().for_each(|member| {
            let _ = writeln!(out, "{} {}", member.field.name, member.value);
        }),
        Value::List(items) => items.into_iter().for_each(|item| lines(item, out)),
        scalar => {
            let _ = writeln!(out, "{scalar}");
        }
    }
}

/// Everything: the link's own keys, what its kind says, what it says as a port, nests and structures.
fn groups(shown: &mut Shown<'_>) -> Result<String, Failure> {
    let interfaces = Interfaces::read_with(shown.driver)?;
    let mut own = Group::new("interface");
    let (mut kinds, mut nests) = (Vec::new(), Vec::new());
    let header = shown.link.header();
    header.for_each(|m| own.add(m.field.name, text::value(m.value, &interfaces)));
    if let Some(state) = shown.link.key("state") {
        own.add("state", state.to_string());
    }
    for field in shown.link.fields() {
        let Some(row) = field.row else { continue };
        match field.value() {
            Value::Set(inner) if matches!(row.kind, Kind::Flat(_)) => {
                by_kind(inner, &mut own, &mut kinds, &interfaces);
            }
            nest @ (Value::Set(_) | Value::Record(_)) => nests.push(Group::of(row.key, nest)),
            value => own.add(row.key, text::value(value, &interfaces)),
        }
    }
    for key in OWN_KEYS {
        for value in (key.values)(shown)? {
            own.add(key.key, value);
        }
    }
    let all = std::iter::once(&own).chain(&kinds).chain(&nests);
    Ok(all.map(Group::text).collect::<Vec<_>>().join("\n"))
}

/// `IFLA_LINKINFO`: the kind's own keys make a group that is called like the kind.
fn by_kind(
    info: route2::schema::wire::Fields<'_>,
    own: &mut Group,
    nests: &mut Vec<Group>,
    interfaces: &Interfaces,
) {
    let mut kind = "";
    for field in info {
        let Some(row) = field.row else { continue };
        match field.value() {
            Value::Set(data) => {
                let mut group = Group::new(kind);
                data.for_each(|field| {
                    let key = field.row.map_or("UNKNOWN", |row| row.key);
                    group.add(key, text::value(field.value(), interfaces));
                });
                nests.push(group);
            }
            value => {
                kind = value.text().unwrap_or(kind);
                own.add(row.key, text::value(value, interfaces));
            }
        }
    }
}

/// Keys that belong together.
struct Group {
    title: String,
    lines: Vec<(String, String)>,
}

impl Group {
    fn new(title: &str) -> Self {
        Self { title: title.to_owned(), lines: Vec::new() }
    }

    fn add(&mut self, key: &str, value: String) {
        self.lines.push((key.to_owned(), value));
    }

    fn of(title: &str, nest: Value<'_>) -> Self {
        let mut group = Self::new(title);
        group.flatten("", nest);
        group
    }

    fn flatten(&mut self, before: &str, nest: Value<'_>) {
        let mut add = |key: &str, value: Value<'_>| match value {
            Value::Set(_) | Value::Record(_) => self.flatten(&format!("{before}{key}."), value),
            scalar => self.lines.push((format!("{before}{key}"), scalar.to_string())),
        };
        match nest {
            Value::Set(fields) => fields
                .into_iter()
                .for_each(|field| add(field.row.map_or("UNKNOWN", |row| row.key), field.value())),
            Value::Record(parts) => {
                parts.into_iter().for_each(|member| add(member.field.name, member.value));
            }
            _ => {}
        }
    }

    fn text(&self) -> String {
        let mut out = format!("{}{}{:#}\n", text::NAME, self.title, text::NAME);
        let width = self.lines.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
        for (key, value) in self.lines.iter().filter(|(_, value)| !value.is_empty()) {
            let gap = width + 2 - key.len();
            let _ = writeln!(out, "    {0}{key}{0:#}{1:gap$}{value}", text::KEY, "");
        }
        out
    }
}

/// One object: everything, or these keys, `null` where there is nothing to say.
fn json(shown: &mut Shown<'_>, keys: &[&str]) -> Result<(), Failure> {
    let mut own = Vec::new();
    for key in OWN_KEYS.iter().filter(|own| keys.is_empty() || keys.contains(&own.key)) {
        own.push((key.key, (key.values)(shown)?));
    }
    let addresses = Addresses::read(shown.driver)?;
    let link = shown.link;
    let write_own = |json: &mut Json, key: &str, values: &[String]| match (key, values) {
        ("ipaddr", _) => addresses.write_json(link, json.key(key)),
        ("peer" | "mode" | "uid" | "gid", [value]) => json.key(key).text(value),
        ("peer" | "mode" | "uid" | "gid" | "ipdb_scope" | "ipdb_priority", []) => {
            json.key(key).null();
        }
        (_, values) => json.key(key).list(|json| values.iter().for_each(|v| json.text(v))),
    };
    output::json_line(|json| {
        json.map(|json| {
            if keys.is_empty() {
                link.write_plain(json);
                let said = own.iter().filter(|(_, values)| !values.is_empty());
                said.for_each(|(key, values)| write_own(json, key, values));
            }
            for (i, key) in keys.iter().enumerate() {
                if keys[..i].contains(key) {
                    continue;
                }
                match own.iter().find(|(own, _)| own == key) {
                    Some((key, values)) => write_own(json, key, values),
                    None => of_link(link, key, json),
                }
            }
        });
    })
}

/// The value, or the values, of a key of the link.
fn of_link(link: Object<'_>, key: &str, json: &mut Json) {
    let mut values = Vec::new();
    link.each_key(&mut |k, value| {
        if k == key {
            values.push(value);
        }
    });
    json.key(key);
    match values.as_slice() {
        [] => json.null(),
        [value] => json.value(*value, Shape::Plain),
        values => json.list(|json| values.iter().for_each(|v| json.value(*v, Shape::Plain))),
    }
}
