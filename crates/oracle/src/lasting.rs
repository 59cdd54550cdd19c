//! What lasts of an object, as text: for tests of a mirror, which compare what it has with what the kernel lists. That a
//! mirror has a comparison of its own is why this is another.

use route2_schema::rtnl::Object;
use route2_schema::wire::{Field, Member, Value};
use std::fmt::Write;

/// The kernel lists some things of which it never tells, neither that they come nor that they go: is this, of the
/// table with this name, none of those?
pub fn is_told_of(table: &str, object: Object<'_>) -> bool {
    let number = |key| object.header().number(key).unwrap_or(0);
    let has = |key: &&str| object.key(key).is_some();
    match table {
        // Multicast routes (RTNL_FAMILY_IPMR, _IP6MR) come in a dump of all families; they are another table.
        "route" => [2, 10, 28].contains(&object.family()),
        // AF_BRIDGE, NTF_SELF: the addresses that a device listens to, which drivers list from their filters.
        // Those of a VXLAN are told, and have a destination.
        "neigh" if object.family() == 7 => {
            number("flags") & 2 == 0 || ["master", "dst", "vni", "src_vni", "nh_id"].iter().any(has)
        }
        // Those for whom the kernel answers (NTF_PROXY) are not told, nor is their end. NUD_NOARP is of multicast
        // and the loopback: made with the first packet, thrown away at will. Without an address, that is NUD_NONE,
        // NUD_INCOMPLETE and NUD_FAILED, it makes an entry silently, and silently begins to ask again. What is
        // left is NUD_REACHABLE, STALE, DELAY, PROBE and PERMANENT.
        "neigh" => number("flags") & 8 == 0 && number("state") & 0x9e != 0,
        _ => true,
    }
}

/// All that lasts of an object.
pub fn text(object: Object<'_>) -> String {
    let mut out = String::new();
    value(Value::Record(object.header()), &mut out);
    object.fields().for_each(|it| field(it, &mut out));
    out
}

/// What lasts of a member of a structure.
pub fn member(member: Member<'_>, out: &mut String) {
    if !member.field.access.is_volatile() {
        let _ = write!(out, "{}=", member.field.name);
        value(member.value, out);
    }
}

/// What lasts of an attribute.
pub fn field(field: Field<'_>, out: &mut String) {
    if field.row.is_none_or(|row| !row.access.is_volatile()) {
        let _ = write!(out, "{}=", field.name());
        value(field.value(), out);
    }
}

fn value(it: Value<'_>, out: &mut String) {
    match it {
        Value::Set(inner) => {
            out.push('{');
            inner.for_each(|it| field(it, out));
            out.push_str("} ");
        }
        Value::Record(parts) => parts.for_each(|it| member(it, out)),
        Value::Headed(body) => {
            body.parts().for_each(|it| member(it, out));
            body.fields().for_each(|it| field(it, out));
        }
        Value::List(items) => items.for_each(|item| value(item, out)),
        other => {
            let _ = write!(out, "{other} ");
        }
    }
}
