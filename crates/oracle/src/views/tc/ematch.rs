//! Trees of extended matches as text.

use crate::{Node, Pair};
use route2_schema::wire::Value;

/// What tc writes of a tree.
pub(super) fn text(pair: &Pair<'_>) -> String {
    let matches = pair.ours().map(|tree| Node::Value(tree).items("list")).unwrap_or_default();
    let matches: Vec<_> = matches.into_iter().map(Node::Value).collect();
    from(0, &matches)
}

/// From a match on, as far as it is joined with the next.
fn from(start: usize, matches: &[Node<'_>]) -> String {
    let mut out = String::new();
    for one in matches.iter().skip(start) {
        let flag = |name: &str| one.number(&format!("flags.{name}")) == Some(1);
        if flag("not") {
            out += "NOT ";
        }
        out += &match one.number("position") {
            Some(position) => format!("( {} )", from(position as usize, matches)),
            None => single(*one),
        };
        match (flag("and"), flag("or")) {
            (true, _) => out += " AND ",
            (_, true) => out += " OR ",
            _ => break,
        }
    }
    out
}

/// A match by itself.
fn single(one: Node<'_>) -> String {
    let number = |path| one.number(path).unwrap_or_default();
    match one.text("kind").as_str() {
        "cmp" => {
            let (align, opnd) = (number("align_flags") & 15, number("layer_opnd") >> 4);
            let (at, layer, value) = (number("off"), number("layer_opnd") & 15, number("val"));
            format!("cmp(u{} at {at} layer {layer} {} {value})", align * 8, operand(opnd))
        }
        "nbyte" => {
            let (length, layer) = (number("len_layer") & 0xfff, number("len_layer") >> 12);
            let Some(Value::Bytes(needle)) = one.at("needle") else { return String::new() };
            let needle = &needle[..needle.len().min(length as usize)];
            let bytes: String = needle.iter().map(|byte| format!("{byte:02x} ")).collect();
            let text = String::from_utf8_lossy(needle);
            format!("nbyte({bytes}\"{text}\" at {} layer {layer})", number("off"))
        }
        "u32" => {
            let (value, mask, at) =
                (number("key.key_val"), number("key.key_mask"), number("key.key_off"));
            format!("u32({value:08x}/{mask:08x} at {at})")
        }
        "meta" => {
            let mask = match word(one.at("lvalue")) {
                0 => String::new(),
                mask => format!(" mask {mask:#010x}"),
            };
            let name = match number("hdr.left.kind") & 0x7ff {
                1 => "random",
                6 => "priority",
                46 => "vlan",
                _ => "another",
            };
            let value = word(one.at("rvalue"));
            format!("meta({name}{mask} {} {value})", operand(number("hdr.left.op")))
        }
        "canid" => {
            let rule =
                |rule| format!("sff {:#x}", Node::Value(rule).number("can_id").unwrap_or_default());
            let rules: Vec<_> = one.items("rules").into_iter().map(rule).collect();
            format!("canid({})", rules.join(" "))
        }
        kind => kind.to_owned(),
    }
}

fn operand(number: u64) -> &'static str {
    ["eq", "gt", "lt"].get(number as usize).copied().unwrap_or_default()
}

fn word(value: Option<Value<'_>>) -> u32 {
    match value {
        Some(Value::Bytes(bytes)) => {
            bytes.first_chunk().map_or(0, |word| u32::from_ne_bytes(*word))
        }
        _ => 0,
    }
}
