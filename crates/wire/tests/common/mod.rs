//! A set with one attribute of every payload type, for tests of all of them.

#![allow(dead_code, missing_docs, unreachable_pub, reason = "shared by several test programs")]

use route2_wire::{
    As, Be, Bool, By, Bytes, Case, Choice, Choose, Chunked, Domains, Eights, Fields, Flag, Flat,
    Handle, Headed, Hex, IfIndex, Indexed, Ip, Ip4, Ip6, Json, LinkAddr, Mac, Many, Node, Numbers,
    Packed, Payload, Select, Shape, Stated, Str, Uint, Value, attrs, bits, names, record,
};

names! {
    /// Names.
    pub struct Level: u8 { 0 = LOW "low", 1 = HIGH "high", }
}
names! {
    /// Names of a number that may be negative.
    pub struct Verdict: i32 { -1 = CONTINUE "continue", 2 = DROP "drop", }
}
bits! {
    /// Bits.
    pub struct Switches: u32 { 1 = A "a", 2 = B "b", 8 = D "d", }
}
record! {
    /// A structure with a gap.
    pub struct Pair {
        small: u8,
        _gap: [u8; 3],
        large: Be<u32>,
        level: Level [volatile],
    }
}
record! {
    /// A structure with a list at its end.
    pub struct Listed {
        count: u16,
        items: Packed<u16>,
    }
}
record! {
    /// A structure that states how long the list at its end is.
    pub struct StatedList {
        level: Level,
        _gap: u8,
        length: u16,
        items: Stated<2, Packed<u16>>,
    }
}
record! {
    /// A next hop.
    pub struct Hop { _len: u16, flags: u8, hops: u8, index: i32, }
}
attrs! {
    /// Everything.
    pub struct All {
        1  = ALL_U8       => u_8: u8,
        2  = ALL_BE16     => be_16: Be<u16>,
        3  = ALL_I32      => i_32: i32,
        4  = ALL_U64      => u_64: u64 [volatile],
        5  = ALL_BOOL     => bool: Bool,
        6  = ALL_FLAG     => flag: Flag [wo],
        7  = ALL_STR      => str: Str,
        8  = ALL_BYTES    => bytes: Bytes [ro],
        9  = ALL_MAC      => mac: Mac,
        10 = ALL_LINKADDR => linkaddr: LinkAddr,
        11 = ALL_IP       => ip: Ip,
        12 = ALL_IP4      => ip4: Ip4,
        13 = ALL_IP6      => ip6: Ip6,
        14 = ALL_HANDLE   => handle: Handle,
        15 = ALL_IFINDEX  => ifindex: IfIndex,
        16 = ALL_UINT     => uint: Uint,
        17 = ALL_LEVEL    => level: Level,
        18 = ALL_SWITCHES => switches: Switches,
        19 = ALL_AS       => narrow: As<u8, Switches>,
        20 = ALL_PAIR     => pair: Pair,
        21 = ALL_LISTED   => listed: Listed,
        22 = ALL_ARRAY    => array: [u16; 3],
        23 = ALL_PACKED   => packed: Packed<u32>,
        24 = ALL_INDEXED  => indexed: Indexed<Ip>,
        25 = ALL_MANY     => many: Many<Str>,
        26 = ALL_CHUNKED  => chunked: Chunked<Headed<Hop, Inner>>,
        27 = ALL_HEADED   => headed: Headed<Pair, Inner>,
        28 = ALL_INNER    => inner: Inner,
        29 = ALL_KIND     => kind: Str,
        30 = ALL_DATA     => data: Flat<Select<Data>>,
        31 = ALL_FAMILY   => of_family: Select<ByFamily>,
        32 = ALL_COUNTED  => counted: Indexed<Inner, 1>,
        33 = ALL_VERDICT  => verdict: Verdict,
        34 = ALL_NODE     => node: Node,
        35 = ALL_HEX      => hex: Hex,
        36 = ALL_EIGHTS   => eights: Eights<Bytes>,
        37 = ALL_DOMAINS  => domains: Domains,
        38 = ALL_STATED   => stated: StatedList,
    }
}
attrs! {
    /// A nest.
    pub struct Inner {
        1 = INNER_NUMBER => number: u32,
        2 = INNER_OUTER  => outer: Select<ByOuter>,
    }
}
attrs! {
    /// A kind's nest.
    pub struct Lamp: thing kind "lamp" | "torch" {
        1 = LAMP_BRIGHTNESS => lamp_brightness: u32,
    }
}

/// By name.
#[derive(Clone, Copy, Debug)]
pub enum Data {}
impl Choose for Data {
    const CHOICE: &'static Choice = &Choice {
        by: By::Sibling(29),
        cases: &[(Case::name("lamp"), Lamp::KIND), (Case::name("self"), All::KIND)],
        otherwise: None,
    };
}
/// By family.
#[derive(Clone, Copy, Debug)]
pub enum ByFamily {}
impl Choose for ByFamily {
    const CHOICE: &'static Choice = &Choice {
        by: By::Family,
        cases: &[(Case::number(2), Ip4::KIND), (Case::number(10), Ip6::KIND)],
        otherwise: Some(Bytes::KIND),
    };
}
/// By an attribute of the set around.
#[derive(Clone, Copy, Debug)]
pub enum ByOuter {}
impl Choose for ByOuter {
    const CHOICE: &'static Choice =
        &Choice { by: By::Outer(29), cases: &[(Case::name("lamp"), u32::KIND)], otherwise: None };
}

/// Walks everything that can be walked, and counts values.
pub fn visit(fields: Fields<'_>) -> usize {
    fields.map(|field| 1 + visit_value(field.value())).sum()
}

fn visit_value(value: Value<'_>) -> usize {
    match value {
        Value::Set(fields) => visit(fields),
        Value::Record(parts) => parts.map(|member| visit_value(member.value)).sum(),
        Value::Headed(body) => {
            body.parts().map(|member| visit_value(member.value)).sum::<usize>()
                + visit(body.fields())
        }
        Value::List(items) => items.map(visit_value).sum(),
        _ => 1,
    }
}

/// Attributes as JSON, in the whole shape or the plain one.
pub fn json(fields: Fields<'_>, shape: Shape) -> serde_json::Value {
    let mut json = Json::default();
    match shape {
        Shape::Whole => json.pairs(fields),
        Shape::Plain => json.map(|json| json.plain(fields, &Numbers::NONE)),
    }
    serde_json::from_slice(json.as_bytes()).expect("JSON is written")
}
