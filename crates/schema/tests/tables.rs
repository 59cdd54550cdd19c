//! What holds for every table, checked by looping over all of them.

use route2_schema::netlink::ExtAck;
use route2_schema::rtnl::{KeySource, Object, Op, TABLES, Table};
use route2_wire::{AttrSet, Case, Choice, Header, Kind, Message, Record, Set, flag, message_type};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::fs;
use std::path::Path;

/// Everything that is declared, found by walking from the tables. (Several may have one name, in modules of
/// their own, but not one documentation.)
#[derive(Default)]
struct Declared {
    sets: BTreeMap<(&'static str, &'static str), &'static Set>,
    records: BTreeMap<(&'static str, &'static str), &'static Record>,
    choices: Vec<&'static Choice>,
}

impl Declared {
    fn all() -> Self {
        let mut declared = Self::default();
        for table in TABLES {
            declared.record(table.header);
            declared.set(table.set);
        }
        declared.set(ExtAck::SET);
        declared
    }

    fn set(&mut self, set: &'static Set) {
        if self.sets.insert((set.name, set.doc), set).is_none() {
            set.rows.iter().for_each(|row| self.kind(&row.kind));
        }
    }

    fn record(&mut self, record: &'static Record) {
        if self.records.insert((record.name, record.doc), record).is_none() {
            record.fields.iter().for_each(|field| self.kind(&field.kind));
        }
    }

    fn kind(&mut self, kind: &'static Kind) {
        match kind {
            Kind::Set(set) => self.set(set()),
            Kind::Record(record) => self.record(record),
            Kind::Headed(record, set) => {
                self.record(record);
                self.set(set());
            }
            Kind::List(_, kind) | Kind::Many(kind) | Kind::Flat(kind) => self.kind(kind),
            Kind::Select(choice)
                if !self.choices.iter().any(|known| std::ptr::eq(*known, *choice)) =>
            {
                self.choices.push(choice);
                choice.cases.iter().for_each(|(_, kind)| self.kind(kind));
                choice.otherwise.iter().for_each(|kind| self.kind(kind));
            }
            _ => {}
        }
    }
}

#[test]
fn names_keys_and_documentation() {
    let declared = Declared::all();
    assert!(declared.sets.len() > 100, "only {} sets", declared.sets.len());
    for set in declared.sets.values() {
        assert!(!set.doc.trim().is_empty(), "{}: what is it?", set.name);
        let names: BTreeSet<_> = set.rows.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), set.rows.len(), "{}: a name is declared twice", set.name);
        let keys: BTreeSet<_> = set.rows.iter().map(|row| row.key).collect();
        assert_eq!(keys.len(), set.rows.len(), "{}: a key is declared twice", set.name);
        for row in set.rows {
            let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(row.key.chars().all(fine), "{}: {}", set.name, row.key);
            assert_eq!(set.row(row.number).map(|found| found.name), Some(row.name));
        }
    }
    for record in declared.records.values() {
        assert!(!record.doc.trim().is_empty(), "{}: what is it?", record.name);
        let names: BTreeSet<_> = record.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), record.fields.len(), "{}: a member twice", record.name);
    }
}

#[test]
fn choices_are_sorted() {
    for choice in Declared::all().choices {
        let cases: Vec<Case> = choice.cases.iter().map(|(case, _)| *case).collect();
        assert!(cases.is_sorted_by(|a, b| a < b), "{cases:?}");
    }
}

/// The keys of all kinds are keys of the object, as the header's members are: none may hide another's.
/// (The same row may be come to in several ways: kinds share sets.)
#[test]
fn keys_are_unique() {
    for table in TABLES {
        let mut owners: HashMap<&str, BTreeSet<(&str, &str)>> = HashMap::new();
        table.each_key(&mut |source| {
            let owner = match source {
                KeySource::Member(field) => ("the header", field.name),
                KeySource::Attribute(row, set) => (set.name, row.name),
                KeySource::Derived(_) => return,
            };
            owners.entry(source.key()).or_default().insert(owner);
        });
        let replaced: Vec<_> =
            table.derived.iter().flat_map(|derived| derived.instead_of).collect();
        owners.retain(|key, rows| !replaced.contains(&key) && rows.len() > 1);
        assert!(owners.is_empty(), "{}: {owners:?}", table.name);
    }
}

/// An object's keys come once each: where the header has a member of an attribute's name, a derived key
/// stands for both.
#[test]
fn headers_and_attributes_share_no_key() {
    for table in TABLES {
        for member in table.header.fields.iter().filter(|field| !field.is_padding()) {
            let replaced = table.derived.iter().any(|d| d.instead_of.contains(&member.name));
            let is_attribute = table.set.rows.iter().any(|row| row.key == member.name);
            assert!(!is_attribute || replaced, "{}: {}", table.name, member.name);
        }
        for derived in table.derived {
            let taken = table.set.rows.iter().any(|row| row.key == derived.key)
                || table.header.fields.iter().any(|field| field.name == derived.key);
            assert!(
                !taken || derived.instead_of.contains(&derived.key),
                "{}: {}",
                table.name,
                derived.key
            );
        }
    }
}

#[test]
fn columns_show_what_there_is() {
    for table in TABLES {
        assert!(!table.columns.is_empty(), "{}", table.name);
        for (i, column) in table.columns.iter().enumerate() {
            let path = match column.items {
                "" => column.path.to_owned(),
                items => format!("{items}.{}", column.path),
            };
            let mut known = false;
            table.each_kind_at(&path, &mut |_| known = true);
            assert!(known, "{}: there is no {path}", table.name);
            let mut before = table.columns[..i].iter().filter(|c| c.items == column.items);
            assert!(before.all(|c| c.title != column.title), "{}: {path}", table.name);
        }
    }
}

#[test]
fn message_types_find_their_table() {
    for table in TABLES {
        assert_eq!(table.first_type % 4, 0);
        for (op, event) in [Op::New, Op::Del, Op::Get, Op::Set].into_iter().zip(table.events) {
            let found = Table::of_type(table.message_type(op));
            let found = found.map(|(found, op)| (found.first_type, found.events, op));
            assert_eq!(found, Some((table.first_type, table.events, op)));
            assert!(event.starts_with("RTM_"), "{event}");
        }
    }
    assert!(Table::of_type(message_type::DONE).is_none());
    // A message that is nothing but a header is an object without anything.
    let header = Header { length: 16, message_type: 16, ..Header::default() };
    let bytes = header.bytes();
    let object =
        Object::new(Message { header, bytes: &bytes }).map(|object| object.fields().count());
    assert_eq!(object, Some(0));
}

/// A question with the flag of a request; without it, the kernel says that an object is there.
#[test]
fn answers_of_the_type_of_their_question_are_objects() {
    for (flags, op) in [(flag::REQUEST | flag::DUMP, Op::Get), (flag::MULTI, Op::New)] {
        let header = Header { length: 16, message_type: 86, flags, ..Header::default() };
        let bytes = header.bytes();
        let object = Object::new(Message { header, bytes: &bytes });
        assert_eq!(object.map(|object| (object.op, object.event())), Some((op, "RTM_GETMDB")));
    }
}

/// The numbers of the kernel's headers, by name: enumerators, counted from their starts, and plain
/// `#define`s. The headers are those of `$UAPI_HEADERS`, or of /usr/include/linux.
fn header_numbers() -> HashMap<String, u64> {
    let root = env::var_os("UAPI_HEADERS").unwrap_or_else(|| "/usr/include/linux".into());
    let root = Path::new(&root);
    let files = [root.to_owned(), root.join("can")].into_iter().flat_map(fs::read_dir).flatten();
    let mut numbers = HashMap::new();
    for entry in files.flatten() {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        let mut next = None;
        for line in without_comments(&text).lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("#define ") {
                let mut words = rest.split_whitespace();
                if let (Some(name), Some(Ok(number)), None) =
                    (words.next(), words.next().map(str::parse), words.next())
                {
                    numbers.entry(name.to_owned()).or_insert(number);
                }
            } else if line.starts_with("enum") && line.ends_with('{') {
                next = Some(0);
            } else if line.starts_with('}') {
                next = None;
            } else if let Some(count) = next {
                for item in line.split(',').map(str::trim).filter(|item| !item.is_empty()) {
                    let (name, value) = item.split_once('=').unwrap_or((item, ""));
                    let number = match value.trim() {
                        "" => next,
                        value => value.parse().ok().or_else(|| numbers.get(value).copied()),
                    };
                    if let Some(number) = number {
                        numbers.insert(name.trim().to_owned(), number);
                    }
                    next = number.map(|number| number + 1);
                }
                next = next.or(Some(count + 1000));
            }
        }
    }
    numbers
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[test]
fn numbers_are_those_of_the_headers() {
    let numbers = header_numbers();
    if numbers.is_empty() {
        println!("skipped: /usr/include/linux has no headers (Debian: linux-libc-dev)");
        return;
    }
    let (mut same, mut wrong) = (0, Vec::new());
    for set in Declared::all().sets.values() {
        for row in set.rows {
            match numbers.get(row.name) {
                Some(number) if *number == u64::from(row.number) => same += 1,
                Some(number) => wrong.push(format!("{} is {}, not {number}", row.name, row.number)),
                None => {}
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(same > 800, "only {same} numbers could be compared");
}

/// How the names begin of what must be declared.
const ATTRIBUTES: &[&str] = &[
    "BOND_3AD_STAT_",
    "BOND_XSTATS_",
    "BRIDGE_QUERIER_",
    "BRIDGE_VLANDB_",
    "BRIDGE_XSTATS_",
    "CGW_",
    "DCB_APP_ATTR_",
    "DCB_ATTR_",
    "DCB_BCN_ATTR_",
    "DCB_CAP_ATTR_",
    "DCB_FEATCFG_ATTR_",
    "DCB_NUMTCS_ATTR_",
    "DCB_PFC_UP_ATTR_",
    "DCB_PG_ATTR_",
    "DCB_TC_ATTR_",
    "FRA_",
    "IFAL_",
    "IFA_",
    "IFLA_",
    "ILA_ATTR_",
    "IOAM6_IPTUNNEL_",
    "IPMRA_",
    "IPV4_DEVCONF_",
    "LINK_XSTATS_TYPE_",
    "LWTUNNEL_IP",
    "LWT_BPF_",
    "LWT_XFRM_",
    "MDBA_",
    "MDBE_",
    "MPLS_IPTUNNEL_",
    "MPLS_STATS_",
    "NDA_",
    "NDTA_",
    "NDTPA_",
    "NDUSEROPT_",
    "NETCONFA_",
    "NETNSA_",
    "NFEA_",
    "NHA_",
    "NLMSGERR_ATTR_",
    "NL_POLICY_TYPE_ATTR_",
    "PREFIX_",
    "RPL_IPTUNNEL_",
    "RTAX_",
    "RTA_",
    "SEG6_IPTUNNEL_",
    "SEG6_LOCAL_",
    "VETH_INFO_",
    "VNIFILTER_ENTRY_STATS_",
    "VXCAN_INFO_",
    "VXLAN_VNIFILTER_",
];

/// How the names begin of what need not be, though it looks as if, and why.
const NO_ATTRIBUTES: &[(&str, &str)] = &[
    ("BRIDGE_VLANDB_DUMP_FLAGS", "in requests, the number of BRIDGE_VLANDB_ENTRY"),
    ("CGW_CRC8PRF_", "values"),
    ("CGW_FRAME_MODS", "a count"),
    ("CGW_MOD_FUNCS", "a count"),
    ("CGW_TYPE_", "values"),
    ("FRA_UNUSED", "a gap"),
    ("IFLA_DSA_MASTER", "an older name of IFLA_DSA_CONDUIT"),
    ("IFLA_EVENT_", "values"),
    ("IFLA_IPTUN_", "declared for each kind by a name of its own, as its types differ"),
    ("IFLA_STATS_GET_FILTERS", "in requests, the number of IFLA_STATS_LINK_64"),
    ("IFLA_STATS_SET_", "in requests, the number of IFLA_STATS_LINK_XSTATS"),
    ("IFLA_TARGET_NETNSID", "another name of IFLA_IF_NETNSID"),
    ("IFLA_VF_LINK_STATE_", "values"),
    ("IOAM6_IPTUNNEL_FREQ_MIN", "a limit"),
    ("IOAM6_IPTUNNEL_MODE_", "values"),
    ("LWT_BPF_MAX_HEADROOM", "a limit"),
    ("MDBA_GET_ENTRY", "in requests, the numbers of MDBA_MDB and MDBA_ROUTER"),
    ("MDBA_SET_ENTRY", "in requests, the numbers of MDBA_MDB and MDBA_ROUTER"),
    ("NETNSA_NONE", "number 0, which nobody sends"),
    ("NLMSGERR_ATTR_UNUSED", "number 0, which nobody sends"),
    ("SEG6_LOCAL_ACTION_", "values"),
    ("SEG6_LOCAL_FLV_OP_", "values"),
];

#[test]
fn attributes_of_the_headers_are_declared() {
    let declared = Declared::all();
    let rows = declared.sets.values().flat_map(|set| set.rows);
    let known: BTreeSet<_> = rows.map(|row| row.name).collect();
    let is_missing = |name: &&String| {
        ATTRIBUTES.iter().any(|prefix| name.starts_with(prefix))
            && !NO_ATTRIBUTES.iter().any(|(prefix, _)| name.starts_with(prefix))
            && !["_MAX", "_UNSPEC", "_UNDEFINED"].iter().any(|end| name.ends_with(end))
            && !known.contains(name.as_str())
    };
    let numbers = header_numbers();
    let mut missing: Vec<_> = numbers.keys().filter(is_missing).collect();
    missing.sort();
    assert!(missing.is_empty(), "undeclared: {missing:?}");
}
