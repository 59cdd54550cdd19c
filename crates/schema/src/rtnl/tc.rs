//! Traffic control: queueing disciplines, classes and filters (linux/rtnetlink.h, linux/pkt_sched.h,
//! linux/pkt_cls.h). One set of attributes serves all three; what one kind says lies in [`kind`], what
//! one kind of action says in [`action`].

/// Declares what a kind says where that is neither a set nor a structure but made of such: a
/// structure with attributes behind it, or a choice.
macro_rules! kinded {
    (
        $(#[doc = $doc:literal])*
        pub struct $Name:ident: $domain:ident kind $($kind:literal)|+ { $T:ty }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $Name {}
        impl route2_wire::Payload for $Name {
            const KIND: route2_wire::Kind = <$T as route2_wire::Payload>::KIND;
            type View<'a> = <$T as route2_wire::Payload>::View<'a>;
            type Owned = <$T as route2_wire::Payload>::Owned;
            fn view(bytes: &[u8]) -> Option<Self::View<'_>> {
                <$T as route2_wire::Payload>::view(bytes)
            }
            fn put(view: Self::View<'_>, out: &mut Vec<u8>) {
                <$T as route2_wire::Payload>::put(view, out);
            }
            fn read(bytes: &[u8]) -> Option<Self::Owned> {
                <$T as route2_wire::Payload>::read(bytes)
            }
            fn write(value: &Self::Owned, out: &mut Vec<u8>) {
                <$T as route2_wire::Payload>::write(value, out);
            }
        }
        impl route2_wire::Kinded for $Name {
            const KINDS: &'static [&'static str] = &[$($kind),+];
        }
    };
}

pub mod act;
pub mod action;
pub mod ematch;
pub mod kind;
pub mod rate;
pub mod stats;

use super::derived::{Derived, Sources};
use super::names::{EtherType, Family, Group};
use super::spoken::{self, Spoken, To};
use super::table::{Column, Object, Of, Table};
use kind::{TC_HANDLES, TC_KINDS, TC_XSTATS};
use rate::{Estimator, Stab};
use route2_wire::{
    As, AsRecord, AttrSet, Bool, By, Bytes, Choice, Choose, Flag, Given, Handle, IfIndex, Kind,
    Names, Num, Row, Select, Spelling, Str, Unfit, Unit, Value, attrs, bits, names, record,
};
use stats::{OldStats, Stats};

/// The table of queueing disciplines.
pub static QDISC: Table = Table {
    name: "qdisc",
    doc: "Queueing disciplines of traffic control",
    first_type: 36,
    events: ["RTM_NEWQDISC", "RTM_DELQDISC", "RTM_GETQDISC", "RTM_SETQDISC"],
    header: QdiscHeader::RECORD,
    set: Tc::SET,
    groups: &[Group::TC],
    derived: &[Derived {
        key: "refcnt",
        doc: "How many users it has.",
        instead_of: &["info"],
        value: |sources| Some(Value::Uint(info(sources)?.into())),
    }],
    spoken: &[spoken::DEV_INDEX],
    columns: &[
        Column::bare("index").titled("dev"),
        Column::bare("kind"),
        Column::labelled("handle"),
        Column::labelled("parent"),
    ],
};

/// The table of classes.
pub static CLASS: Table = Table {
    name: "class",
    doc: "Classes of queueing disciplines",
    first_type: 40,
    events: ["RTM_NEWTCLASS", "RTM_DELTCLASS", "RTM_GETTCLASS", "RTM_SETTCLASS"],
    header: TcHeader::RECORD,
    set: Tc::SET,
    groups: &[Group::TC],
    derived: &[Derived {
        key: "leaf",
        doc: "The handle of the queueing discipline inside it.",
        instead_of: &["info"],
        value: |sources| {
            let leaf = info(sources).filter(|leaf| *leaf != 0)?;
            Some(Value::Spelled(leaf.into(), &Spelling::Handle))
        },
    }],
    spoken: &[spoken::DEV_INDEX],
    columns: &[
        Column::bare("index").titled("dev"),
        Column::bare("kind"),
        Column::labelled("handle"),
        Column::labelled("parent"),
    ],
};

/// The table of filters.
pub static FILTER: Table = Table {
    name: "filter",
    doc: "Filters of traffic control",
    first_type: 44,
    events: ["RTM_NEWTFILTER", "RTM_DELTFILTER", "RTM_GETTFILTER", "RTM_SETTFILTER"],
    header: TcHeader::RECORD,
    set: Tc::SET,
    groups: &[Group::TC],
    derived: &[
        Derived {
            key: "handle",
            doc: "Which of the filters of its kind, protocol and `pref` it is, as its kind spells that.",
            instead_of: &["handle"],
            value: filter_handle,
        },
        Derived {
            key: "protocol",
            doc: "The protocol of the packets that it looks at.",
            instead_of: &["info"],
            value: |sources| {
                let protocol = u16::from_be(info(sources)? as u16);
                Some(Value::Spelled(protocol.into(), EtherType::SPELLING))
            },
        },
        Derived {
            key: "pref",
            doc: "Filters are asked in this order, the lowest first.",
            instead_of: &["info"],
            value: |sources| Some(Value::Uint((info(sources)? >> 16).into())),
        },
        BLOCK,
        PARENT,
    ],
    spoken: &[spoken::DEV_INDEX, PROTOCOL, PREF, HANDLE],
    columns: &[
        Column::bare("index").titled("dev"),
        Column::labelled("block"),
        Column::bare("kind"),
        Column::labelled("parent"),
        Column::labelled("protocol"),
        Column::labelled("pref"),
        Column::labelled("handle"),
        Column::labelled("chain"),
    ],
};

/// The lower half of a filter's `info`, in network byte order.
const PROTOCOL: Spoken = Spoken {
    key: "protocol",
    expects: "a protocol (ip, ipv6, all, 0x800, ...)",
    means: |given| {
        let named = given.text().and_then(|text| EtherType::SPELLING.parse(text));
        let protocol = u16::try_from(named.or_else(|| given.number())?).ok()?;
        Some(vec![(To::Part("info", 0, 16), protocol.to_be().into())])
    },
};

/// Its upper half.
const PREF: Spoken = Spoken {
    key: "pref",
    expects: "a number from 0 to 65535",
    means: |given| {
        let pref = u16::try_from(given.number()?).ok()?;
        Some(vec![(To::Part("info", 16, 16), pref.into())])
    },
};

/// However the kind spells it.
const HANDLE: Spoken = Spoken {
    key: "handle",
    expects: "a handle: a number, MAJOR:MINOR, TABLE:BUCKET:NODE",
    means: |given| {
        let node = |text: &str| Spelling::Node.parse(text);
        let handle = given.number().or_else(|| given.text().and_then(node))?;
        Some(vec![(To::Part("handle", 0, 32), Given::Number(handle))])
    },
};

/// `TCM_IFINDEX_MAGIC_BLOCK`: where the header has this in place of an interface, its `parent` is the
/// number of a block.
pub const IFINDEX_OF_BLOCKS: u64 = 0xffff_ffff;

/// What has no handle is no filter, but stands for all of its protocol and `pref`.
fn filter_handle<'a>(sources: &Sources<'a>) -> Option<Value<'a>> {
    let handle = sources.header.number("handle").filter(|handle| *handle != 0)?;
    let kind = sources.value(TCA_KIND)?.text()?;
    match FilterHandle::CHOICE.named(kind.as_bytes()) {
        Some(Kind::Num(Num { spelling: Some(spelling), .. })) => {
            Some(Value::Spelled(handle, spelling))
        }
        _ => Some(Value::Uint(handle)),
    }
}

/// `tcm_handle` of a filter, by `TCA_KIND`.
#[derive(Clone, Copy, Debug)]
enum FilterHandle {}
impl Choose for FilterHandle {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(1), cases: TC_HANDLES, otherwise: None };
}

pub(super) const BLOCK: Derived = Derived {
    key: "block",
    doc: "The block, shared by several queueing disciplines, that it belongs to.",
    instead_of: &[],
    value: |sources| match is_in_block(sources) {
        true => Some(Value::Uint(sources.header.number("parent")?)),
        false => None,
    },
};

pub(super) const PARENT: Derived = Derived {
    key: "parent",
    doc: "Where it is attached: a queueing discipline or a class; absent where it belongs to a block.",
    instead_of: &["parent"],
    value: |sources| sources.header.get("parent").filter(|_| !is_in_block(sources)),
};

fn is_in_block(sources: &Sources<'_>) -> bool {
    sources.header.number("index") == Some(IFINDEX_OF_BLOCKS)
}

fn info(sources: &Sources<'_>) -> Option<u32> {
    sources.header.number("info")?.try_into().ok()
}

impl Of for Tc {
    type Header = TcHeader;
    const TABLE: &'static Table = &QDISC;
}

record! {
    /// `struct tcmsg`.
    pub struct TcHeader {
        family: As<u8, Family>,
        _pad1: u8,
        _pad2: u16,
        /// The interface; 0xffffffff where a filter belongs to a block.
        index: IfIndex,
        /// Its own handle.
        handle: Handle,
        /// Where it is attached: a queueing discipline, a class, `root` or `ingress`. Where a filter
        /// belongs to a block, the block's number.
        parent: Handle,
        /// Of a queueing discipline, how many users it has; of a class, the handle of the queueing
        /// discipline inside it; of a filter, its priority (high half) and protocol (low half, in
        /// network byte order).
        info: u32,
    }
}

record! {
    /// `struct tcmsg` of a queueing discipline.
    pub struct QdiscHeader {
        family: As<u8, Family>,
        _pad1: u8,
        _pad2: u16,
        /// The interface.
        index: IfIndex,
        /// Its own handle.
        handle: Handle,
        /// Where it is attached: a class, `root` or `ingress`.
        parent: Handle,
        /// How many users it has. A request for one of its filters is one as long as it is under way, which the
        /// lock of all routing does not keep from being counted.
        info: u32 [volatile],
    }
}

attrs! {
    /// What the kernel says of a queueing discipline, a class or a filter: `TCA_*`.
    pub struct Tc {
        /// The kind: `htb`, `fq_codel`, `u32`, ...
        1  = TCA_KIND           => kind: Str,
        /// What the kind itself says.
        2  = TCA_OPTIONS        => options: Select<TcOptions>,
        /// The statistics of old; see `stats2`.
        3  = TCA_STATS          => stats: OldStats [volatile],
        /// The kind's own statistics, as `app` in `stats2`.
        4  = TCA_XSTATS         => xstats: Select<TcXstats> [volatile],
        /// Asks for an estimate of the rate.
        5  = TCA_RATE           => rate: Estimator [wo],
        /// How many objects were flushed.
        6  = TCA_FCNT           => fcnt: u32 [ro],
        /// Statistics.
        7  = TCA_STATS2         => stats2: Stats [volatile],
        /// What a packet's size counts as.
        8  = TCA_STAB           => stab: Stab,
        9  = TCA_PAD            => pad: Bytes [ro],
        /// Asks for those too that the kernel made by itself.
        10 = TCA_DUMP_INVISIBLE => dump_invisible: Flag [wo],
        /// The chain that a filter belongs to.
        11 = TCA_CHAIN          => chain: u32,
        /// Does the hardware do it?
        12 = TCA_HW_OFFLOAD     => hw_offload: Bool [ro],
        /// The block whose filters see what comes in; 0 is none.
        13 = TCA_INGRESS_BLOCK  => ingress_block: u32,
        /// The block whose filters see what goes out; 0 is none.
        14 = TCA_EGRESS_BLOCK   => egress_block: u32,
        /// How much a dump is to say.
        15 = TCA_DUMP_FLAGS     => dump_flags: DumpFlagsField [wo],
        /// A warning in the kernel's own words.
        16 = TCA_EXT_WARN_MSG   => ext_warn_msg: Str [ro],
    }
}

/// `TCA_OPTIONS`, by `TCA_KIND`.
#[derive(Clone, Copy, Debug)]
pub enum TcOptions {}
impl Choose for TcOptions {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(1), cases: TC_KINDS, otherwise: None };
}

/// `TCA_XSTATS`, by `TCA_KIND`.
#[derive(Clone, Copy, Debug)]
pub enum TcXstats {}
impl Choose for TcXstats {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(1), cases: TC_XSTATS, otherwise: None };
}

record! {
    /// `struct nla_bitfield32` of `TCA_DUMP_FLAGS`.
    pub struct DumpFlagsField {
        value: DumpFlags,
        /// Which of them count.
        selector: DumpFlags,
    }
}

bits! {
    /// How much a dump is to say: `TCA_DUMP_FLAGS_*`.
    pub struct DumpFlags: u32 {
        0x1 = TERSE "terse",
    }
}

bits! {
    /// Where a filter does its work: `TCA_CLS_FLAGS_*`.
    pub struct FilterFlags: u32 {
        0x01 = SKIP_HW "skip_hw",
        0x02 = SKIP_SW "skip_sw",
        0x04 = IN_HW "in_hw",
        0x08 = NOT_IN_HW "not_in_hw",
        0x10 = VERBOSE "verbose",
    }
}

/// Is it a part of a filter that the kernel makes by itself, and nobody else can?
pub fn is_own_part(filter: Object<'_>) -> bool {
    let Some((header, attrs)) = filter.of::<Tc>() else { return false };
    // What all filters of one priority have in common has no handle.
    header.handle.0 == 0
        || attrs.get(TCA_KIND).ok().flatten() == Some("u32") && kind::u32_is_own(header.handle.0)
}

/// Puts right what the kernel states in another way than it takes it. Can it be asked for at all?
pub fn as_asked(row: &Row, payload: &mut [u8]) -> bool {
    kind::htb_as_asked(row, payload);
    if let Some(unit) = row.kind.unit()
        && let Some(number) = payload.first_chunk_mut().filter(|_| unit == Unit::Codel)
    {
        let asked = unit.asked(u32::from_ne_bytes(*number).into());
        *number = u32::try_from(asked).unwrap_or(u32::MAX).to_ne_bytes();
    }
    // Whether the hardware does it is the kernel's to say.
    let own = FilterFlags::IN_HW.0 | FilterFlags::NOT_IN_HW.0;
    let is_filter_flags = match row.kind {
        Kind::Num(Num { spelling: Some(Spelling::Bits(named)), .. }) => {
            named.names.contains(&(FilterFlags::NOT_IN_HW.0.into(), "not_in_hw"))
        }
        _ => false,
    };
    if let (true, Some(flags)) = (is_filter_flags, payload.first_chunk_mut()) {
        *flags = (u32::from_ne_bytes(*flags) & !own).to_ne_bytes();
    }
    true
}

names! {
    /// A clock: `CLOCK_*` in linux/time.h.
    pub struct ClockId: i32 {
        0  = REALTIME "REALTIME",
        1  = MONOTONIC "MONOTONIC",
        7  = BOOTTIME "BOOTTIME",
        11 = TAI "TAI",
    }
}

/// Kinds that nothing changes once they are there: others of their kind take their place.
pub const NEVER_CHANGED: [&str; 3] = ["sfq", "mqprio", "matchall"];

/// What of a kind's options the kernel takes, of what it states.
pub fn options_as_asked(kind: &str, options: &mut Vec<u8>) {
    if kind == "mqprio" {
        kind::mqprio_as_asked(options);
    }
}

/// Filters that have no handle to be removed by: there is one, at its priority.
pub const REMOVED_BY_PRIORITY: [&str; 1] = ["cgroup"];

/// Is all of a kind's options to be said when some are changed? Of filters always: what is not said, is not.
pub fn is_changed_whole(object: Object<'_>) -> bool {
    let kind = object.key("kind").and_then(|kind| kind.text()).unwrap_or_default();
    object.table.name == FILTER.name || matches!(kind, "ets" | "qfq")
}

/// What has to be among the options of a kind though nobody can say what it is: `red` wants a table of how its average
/// falls while nothing is sent. (This one: it does not.) With the number of the attribute.
pub fn required_option(kind: &str) -> Option<(u16, Vec<u8>)> {
    let table = || vec![0; 256];
    match kind {
        "red" => Some((kind::TCA_RED_STAB.number, table())),
        "choke" => Some((kind::TCA_CHOKE_STAB.number, table())),
        _ => None,
    }
}

/// A key of a kind that stands for an option in other words.
pub(crate) struct Said {
    pub(crate) kind: &'static str,
    pub(crate) key: &'static str,
    pub(crate) means: Means,
}

/// What such a key means.
pub(crate) enum Means {
    /// The option with this path.
    Option(&'static str),
    /// Another number of the option with this path, reckoned from what was said and what the options are so far.
    Number(&'static str, fn(&Given, &[u8]) -> Result<i128, Unfit>),
}

/// All of them.
pub(crate) static SAID: [Said; kind::TBF_SAID.len() + kind::HTB_SAID.len()] = {
    let [burst, mtu, latency] = kind::TBF_SAID;
    let [buffer, cbuffer] = kind::HTB_SAID;
    [burst, mtu, latency, buffer, cbuffer]
};
