//! Actions and chains of traffic control as objects of their own (linux/rtnetlink.h).

use crate::rtnl::derived::Derived;
use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::{BLOCK, PARENT, Tc, TcHeader};
use route2_wire::{As, AsRecord, AttrSet, Indexed, Str, Value, attrs, bits, record};

/// The table of actions. (A dump's answers are of the type `RTM_GETACTION`, each with many actions.)
pub static ACTION: Table = Table {
    name: "action",
    doc: "Actions of traffic control",
    first_type: 48,
    events: ["RTM_NEWACTION", "RTM_DELACTION", "RTM_GETACTION", "RTM_SETACTION"],
    header: ActionHeader::RECORD,
    set: Actions::SET,
    groups: &[Group::TC],
    derived: &[Derived {
        key: "kind",
        doc: "The kind of the actions.",
        instead_of: &[],
        value: |sources| match sources.value(TCA_ROOT_TAB)? {
            Value::List(mut actions) => match actions.next()? {
                Value::Set(action) => action.by_key("kind"),
                _ => None,
            },
            _ => None,
        },
    }],
    spoken: &[],
    columns: &[Column::bare("kind").of_each("actions"), Column::bare("options").of_each("actions")],
};

impl Of for Actions {
    type Header = ActionHeader;
    const TABLE: &'static Table = &ACTION;
}

record! {
    /// `struct tcamsg`.
    pub struct ActionHeader {
        family: As<u8, Family>,
        _pad1: u8,
        _pad2: u16,
    }
}

attrs! {
    /// Actions of one kind: `TCA_ROOT_*`.
    pub struct Actions {
        /// The actions.
        1 = TCA_ROOT_TAB          => actions: Indexed<Action, 1>,
        /// How much a dump is to say.
        2 = TCA_ROOT_FLAGS        => flags: ActionDumpField [wo],
        /// How many there are in this message.
        3 = TCA_ROOT_COUNT        => count: u32 [ro],
        /// Only those used within so many milliseconds.
        4 = TCA_ROOT_TIME_DELTA   => time_delta: u32 [wo],
        /// A warning in the kernel's own words.
        5 = TCA_ROOT_EXT_WARN_MSG => ext_warn_msg: Str [ro],
    }
}

record! {
    /// `struct nla_bitfield32` of `TCA_ROOT_FLAGS`.
    pub struct ActionDumpField {
        value: ActionDump,
        /// Which of them count.
        selector: ActionDump,
    }
}

bits! {
    /// How much a dump is to say: `TCA_ACT_FLAG_*`.
    pub struct ActionDump: u32 {
        0x1 = LARGE_DUMP_ON "large-dump",
        0x2 = TERSE_DUMP "terse",
    }
}

/// The table of chains of filters. Its attributes are those of traffic control.
pub static CHAIN: Table = Table {
    name: "chain",
    doc: "Chains of filters",
    first_type: 100,
    events: ["RTM_NEWCHAIN", "RTM_DELCHAIN", "RTM_GETCHAIN", "RTM_SETCHAIN"],
    header: TcHeader::RECORD,
    set: Tc::SET,
    groups: &[Group::TC],
    derived: &[BLOCK, PARENT],
    spoken: &[],
    columns: &[
        Column::bare("index").titled("dev"),
        Column::labelled("block"),
        Column::labelled("parent"),
        Column::labelled("chain"),
        Column::labelled("kind"),
    ],
};
