//! Keys as people say them when they set something: `dst=10.0.0.0/8` is an address and a length.

use route2_wire::Given;

/// A key that stands for others where an object is described in order to be made or changed.
#[derive(Debug)]
pub struct Spoken {
    /// The key.
    pub key: &'static str,
    /// What it wants, for those who gave something else.
    pub expects: &'static str,
    /// What is meant; `None` where the value is not what it wants.
    pub means: fn(&Given) -> Option<Meant>,
}

/// What is to be put where.
pub type Meant = Vec<(To, Given)>;

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// A member of the header.
    Member(&'static str),
    /// Some bits of a member that is a number, from the first on, so many.
    Part(&'static str, u32, u32),
    /// An attribute, by its path of keys.
    Attribute(&'static str),
}

use To::{Attribute, Member, Part};

/// `up` or `down`.
pub(super) const STATE: Spoken = Spoken {
    key: "state",
    expects: "`up` or `down`",
    means: |given| match given.text()? {
        "up" => Some(switched(0, true)),
        "down" => Some(switched(0, false)),
        _ => None,
    },
};

/// A link's flag, and that it is the one that is meant.
fn switched(bit: u32, is_set: bool) -> Meant {
    let flag = |member, is_set: bool| (Part(member, bit, 1), u8::from(is_set).into());
    vec![flag("flags", is_set), flag("change", true)]
}

/// A flag of links that people switch on and off.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// The key.
    pub key: &'static str,
    /// The flag's number.
    pub bit: u32,
    /// Is it on when the flag is set?
    pub is_flag: bool,
}

/// All of them but `state`, as iproute2 calls them.
pub static SWITCHES: [Switch; 4] = [
    Switch { key: "arp", bit: 7, is_flag: false },
    Switch { key: "promisc", bit: 8, is_flag: true },
    Switch { key: "allmulticast", bit: 9, is_flag: true },
    Switch { key: "multicast", bit: 12, is_flag: true },
];

macro_rules! switches {
    ($($Name:ident $place:literal)*) => { $(
        pub(super) const $Name: Spoken = Spoken {
            key: SWITCHES[$place].key,
            expects: "on or off",
            means: |given| {
                let Switch { bit, is_flag, .. } = SWITCHES[$place];
                Some(switched(bit, given.truth()? == is_flag))
            },
        };
    )* };
}
switches! { ARP 0 PROMISC 1 ALLMULTICAST 2 MULTICAST 3 }

macro_rules! dev {
    ($Name:ident, $to:expr) => {
        pub(super) const $Name: Spoken = Spoken {
            key: "dev",
            expects: "the name of an interface",
            means: |given| Some(vec![($to, given.clone())]),
        };
    };
}
dev! { DEV_INDEX, Member("index") }
dev! { DEV_IFINDEX, Member("ifindex") }
dev! { DEV_OIF, Attribute("oif") }
dev! { DEV_IIFNAME, Attribute("iifname") }

/// An address and a length.
fn prefix(given: &Given, address: &'static str, length: &'static str) -> Option<Meant> {
    let text = given.text()?;
    if matches!(text, "default" | "any" | "all") {
        return Some(vec![(Member(length), 0u8.into())]);
    }
    let (ip, bits) = match text.split_once('/') {
        Some((ip, bits)) => (ip, Some(bits.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let Ok(ip) = ip.parse::<core::net::IpAddr>() else {
        // Of another family than IP's: an MPLS label, whose length is that of labels.
        const LABEL_BITS: u8 = 20;
        text.parse::<u32>().ok()?;
        return Some(vec![(Attribute(address), text.into()), (Member(length), LABEL_BITS.into())]);
    };
    let whole = if ip.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(whole);
    // `0.0.0.0/0` is everything: of that, no address is stated.
    let address = (bits > 0).then(|| (Attribute(address), ip.into()));
    (bits <= whole).then(|| address.into_iter().chain([(Member(length), bits.into())]).collect())
}

pub(super) const DST: Spoken = Spoken {
    key: "dst",
    expects: "a net (10.0.0.0/8), `default`, or a label",
    means: |given| prefix(given, "dst", "dst_len"),
};

pub(super) const SRC: Spoken = Spoken {
    key: "src",
    expects: "a net (10.0.0.0/8)",
    means: |given| prefix(given, "src", "src_len"),
};

/// A routing table. (The header's own member has room for the first 256 only.)
pub(super) const TABLE: Spoken = Spoken {
    key: "table",
    expects: "the name or the number of a routing table",
    means: |given| Some(vec![(Attribute("table"), given.clone())]),
};

/// A gateway of another family.
pub(super) const VIA: Spoken = Spoken {
    key: "via",
    expects: "an IP address of the other family, or family and addr",
    means: |given| {
        let Some(text) = given.text() else { return Some(vec![(Attribute("via"), given.clone())]) };
        let ip: core::net::IpAddr = text.parse().ok()?;
        let family = if ip.is_ipv4() { "inet" } else { "inet6" };
        let via = vec![("family".to_owned(), family.into()), ("addr".to_owned(), ip.into())];
        Some(vec![(Attribute("via"), Given::Map(via))])
    },
};

/// Next hops, each with `dev` and `weight`, as people count: from 1.
pub(super) const MULTIPATH: Spoken = Spoken {
    key: "multipath",
    expects: "a list of next hops, each values by key (gateway, dev, weight, ...)",
    means: |given| {
        let Given::List(hops) = given else { return None };
        let hop = |hop: &Given| {
            let Given::Map(pairs) = hop else { return None };
            let pair = |(key, value): &(String, Given)| {
                Some(match key.as_str() {
                    "dev" => ("oif".to_owned(), value.clone()),
                    "weight" => ("hops".to_owned(), Given::Number(value.number()?.checked_sub(1)?)),
                    _ => (key.clone(), value.clone()),
                })
            };
            pairs.iter().map(pair).collect::<Option<_>>().map(Given::Map)
        };
        let hops = hops.iter().map(hop).collect::<Option<_>>()?;
        Some(vec![(Attribute("multipath"), Given::List(hops))])
    },
};

/// Members of a group of next hops: `1`, or id and weight, which people count from 1.
pub(super) const GROUP: Spoken = Spoken {
    key: "group",
    expects: "a list of next hops' ids, or of id and weight",
    means: |given| {
        let items = match given {
            Given::List(items) => items.clone(),
            Given::Text(text) => text.split([',', '/']).map(Given::from).collect(),
            one => vec![one.clone()],
        };
        let member = |item: &Given| {
            let number = |key: &str| match item {
                Given::Map(pairs) => pairs.iter().find(|(k, _)| k == key)?.1.number(),
                other if key == "id" => other.number(),
                _ => None,
            };
            let less = number("weight").unwrap_or(1).checked_sub(1).filter(|w| *w >= 0)?;
            let pair = |key: &str, n: i128| (key.to_owned(), Given::Number(n));
            let id = number("id")?;
            let pairs =
                [pair("id", id), pair("weight", less & 0xff), pair("weight_high", less >> 8)];
            Some(Given::Map(pairs.into()))
        };
        let members = items.iter().map(member).collect::<Option<_>>()?;
        Some(vec![(Attribute("group"), Given::List(members))])
    },
};

/// An address with its length: the interface's own.
pub(super) const PREFIX: Spoken = Spoken {
    key: "prefix",
    expects: "an address with its length (10.0.0.1/24)",
    means: |given| prefix(given, "local", "prefixlen"),
};

/// The other end's.
pub(super) const PEER: Spoken = Spoken {
    key: "peer",
    expects: "an address with its length (10.0.0.2/32)",
    means: |given| prefix(given, "address", "prefixlen"),
};

/// How IPv6 makes a link's own address.
pub(super) const ADDR_GEN_MODE: Spoken = Spoken {
    key: "addr_gen_mode",
    expects: "eui64, none, stable_secret or random",
    means: |given| Some(vec![(Attribute("af_spec.inet6.addr_gen_mode"), given.clone())]),
};

/// How long an address is there, and is used for what is begun: in seconds, or `forever`.
fn lifetime(given: &Given) -> Option<Given> {
    if given.text() == Some("forever") {
        return Some(u32::MAX.into());
    }
    given.number().map(Given::Number)
}

/// (As long as nothing else is said, it is used as long as it is there.)
pub(super) const VALID_LFT: Spoken = Spoken {
    key: "valid_lft",
    expects: "a number of seconds, or `forever`",
    means: |given| {
        let time = lifetime(given)?;
        let preferred = (Attribute("cacheinfo.ifa_preferred"), time.clone());
        Some(vec![(Attribute("cacheinfo.ifa_valid"), time), preferred])
    },
};

pub(super) const PREFERRED_LFT: Spoken = Spoken {
    key: "preferred_lft",
    expects: "a number of seconds, or `forever`",
    means: |given| Some(vec![(Attribute("cacheinfo.ifa_preferred"), lifetime(given)?)]),
};

/// Flags that the header has no room for.
pub(super) const ADDR_FLAGS: Spoken = Spoken {
    key: "flags",
    expects: "flags",
    means: |given| Some(vec![(Attribute("flags"), given.clone())]),
};
