//! Real kernel bytes, and what must be read from them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_oracle::gaps;
use route2_schema::Decoded;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::Link;
use route2_wire::{
    AttrSet, Attrs, Field, Fields, Header, Json, Message, Messages, Payload, Put, Shape, Value,
    agree, align,
};
use std::fs;
use std::path::{Path, PathBuf};

/// Directories of captures whose messages must be declared throughout.
const COMPLETE: &[&str] = &[
    "ppp",
    "pyroute2",
    "k6.18",
    "k6.12/bridge",
    "k6.12/events",
    "k6.12/flt",
    "k6.12/links",
    "k6.12/net",
    "k6.12/tc",
];

/// All directories of captures of rtnetlink.
const ALL: &[&str] = &[
    "ppp",
    "pyroute2",
    "k6.18",
    "k6.12/events",
    "k6.12/links",
    "k6.12/net",
    "k6.12/tc",
    "k6.12/flt",
];

fn captures(dir: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures").join(dir);
    let mut files: Vec<_> = fs::read_dir(&dir)
        .unwrap_or_else(|error| panic!("{}: {error}", dir.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bin"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{}: no captures", dir.display());
    files
}

/// Calls `visit` with every message of every capture.
fn each_message(dirs: &[&str], mut visit: impl FnMut(&Path, Message<'_>)) {
    for file in dirs.iter().flat_map(|dir| captures(dir)) {
        let bytes = fs::read(&file).unwrap();
        for message in Messages::new(&bytes) {
            visit(&file, message.unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        }
    }
}

fn each_object(dirs: &[&str], mut visit: impl FnMut(&Path, Object<'_>)) {
    each_message(dirs, |file, message| {
        if let Decoded::Object(object) = Decoded::new(message) {
            visit(file, object);
        }
    });
}

#[test]
fn nothing_is_undeclared_or_malformed() {
    let (mut found, mut objects) = (Vec::new(), 0);
    each_object(COMPLETE, |file, object| {
        objects += 1;
        let file = file.file_name().unwrap().to_string_lossy();
        found.extend(gaps(object).iter().map(|gap| format!("{file}: {gap}")));
    });
    assert!(found.is_empty(), "{} gaps:\n{}", found.len(), found.join("\n"));
    assert!(objects > 650, "only {objects} objects");
}

/// Writes a set as it was read: nests attribute by attribute, the rest as bytes.
fn rewrite<S: AttrSet>(fields: Fields<'_>, put: &mut Put<S>) {
    for field in fields {
        match field.value() {
            Value::Set(inner) => {
                let mut nest = Put::<S>::new();
                rewrite(inner, &mut nest);
                put.raw(field.attr.raw_type, &nest.finish().unwrap());
            }
            _ => drop(put.raw(field.attr.raw_type, field.attr.payload)),
        }
    }
}

#[test]
fn bytes_to_attributes_to_bytes() {
    each_object(ALL, |file, object| {
        let mut put = Put::<Link>::new();
        rewrite(object.fields(), &mut put);
        let bytes = put.finish().unwrap();
        assert_eq!(bytes, object.attr_bytes(), "{}: {}", file.display(), object.event());
    });
}

/// The attributes of a set in an order that does not depend on how they were written: by number, and
/// without the flag that says that an attribute is a nest, which the kernel sets or not.
fn canonical(fields: Fields<'_>) -> Vec<u8> {
    let mut attrs: Vec<_> =
        fields.map(|field| (field.attr.number(), canonical_payload(field))).collect();
    attrs.sort_by_key(|(number, _)| *number);
    let mut out = Vec::new();
    for (number, payload) in attrs {
        out.extend_from_slice(&(payload.len() as u16 + 4).to_ne_bytes());
        out.extend_from_slice(&number.to_ne_bytes());
        out.extend_from_slice(&payload);
        out.resize(align(out.len()), 0);
    }
    out
}

fn canonical_payload(field: Field<'_>) -> Vec<u8> {
    match field.value() {
        Value::Set(inner) => canonical(inner),
        _ => field.attr.payload.to_vec(),
    }
}

#[test]
fn bytes_to_owned_struct_to_bytes() {
    let mut links = 0;
    each_object(&["ppp", "pyroute2", "k6.18", "k6.12/events", "k6.12/links"], |file, object| {
        let Some((_, attrs)) = object.of::<Link>() else { return };
        let owned = Link::from_bytes(attrs.bytes());
        let mut written = Vec::new();
        Link::write(&owned, &mut written);
        let family = object.family();
        let before = canonical(Fields::in_family(Link::SET, attrs.bytes(), family));
        let after = canonical(Fields::in_family(Link::SET, &written, family));
        assert_eq!(after, before, "{}", file.display());
        links += 1;
    });
    assert!(links > 200, "only {links} links");
}

#[test]
fn every_prefix_of_a_message_has_an_answer() {
    each_object(&["ppp", "k6.18"], |_, object| {
        for length in (0..object.message.bytes.len()).step_by(7) {
            let bytes = &object.message.bytes[..length];
            let Some(header) = Header::read(bytes) else { continue };
            let cut = Object { message: Message { header, bytes }, ..object };
            let mut json = Json::default();
            cut.write_json(&mut json, Shape::Whole);
            assert!(json.as_bytes().ends_with(b"}"));
            let found = gaps(cut);
            assert!(found.len() <= 2, "one cut spoils one attribute: {found:?}");
            if let Some((_, attrs)) = cut.of::<Link>() {
                let _ = Link::from_bytes(attrs.bytes());
                let _ = Attrs::<Link>::new(attrs.bytes()).count();
            }
        }
    });
}

#[test]
fn readings_agree() {
    each_object(ALL, |file, object| {
        for value in [Value::Record(object.header()), Value::Set(object.fields())] {
            assert_eq!(agree(value), Ok(()), "{}: {}", file.display(), object.event());
        }
    });
}

#[test]
fn text_of_objects_that_are_alike_is_that_of_each() {
    // One writer for all objects copies from the one before what did not change.
    let (mut together, mut written) = (Json::default(), 0);
    let mut compare = |object: Object<'_>| {
        let write = |json: &mut Json| {
            json.raw("\n");
            let start = json.as_bytes().len();
            json.map(|json| object.write_plain(json));
            json.as_bytes()[start..].to_vec()
        };
        let (expected, text) = (write(&mut Json::default()), write(&mut together));
        assert_eq!(String::from_utf8_lossy(&text), String::from_utf8_lossy(&expected));
        written += 1;
        if written % 1000 == 0 {
            together.clear();
        }
    };
    each_object(ALL, |_, object| {
        compare(object);
        let bytes = object.message.bytes;
        if bytes.len() > 600 {
            return;
        }
        // What is like it but for a byte, and itself between.
        for at in Header::SIZE..bytes.len() {
            let mut other = bytes.to_vec();
            other[at] ^= 0xff;
            compare(Object::new(Message { bytes: &other, ..object.message }).unwrap());
            compare(object);
        }
    });
}
