//! No input makes any reading panic, hang or disagree with another.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::*;
use proptest::prelude::*;
use route2_wire::{AttrSet, Attrs, Fields, Malformed, Messages, Payload, Put, Shape, Value};

/// Bytes that look like attributes, more or less: the numbers are declared, the lengths often lie.
fn attributes() -> impl Strategy<Value = Vec<u8>> {
    let attribute = (0..40u16, prop::collection::vec(any::<u8>(), 0..24), -6..6i32);
    prop::collection::vec(attribute, 0..12).prop_map(|attributes| {
        let mut out = Vec::new();
        for (number, payload, lie) in attributes {
            let lie = if lie.abs() > 4 { lie } else { 0 };
            let length = (payload.len() as i32 + 4 + lie).max(0) as u16;
            out.extend_from_slice(&length.to_ne_bytes());
            out.extend_from_slice(&number.to_ne_bytes());
            out.extend_from_slice(&payload);
            out.resize((out.len() + 3) & !3, 0);
        }
        out
    })
}

fn readings_agree(bytes: &[u8]) {
    let owned = All::from_bytes(bytes);
    let view = Attrs::<All>::new(bytes);
    // A malformed last one hides in the view what the owned form kept of an earlier one.
    if let Ok(Some(value)) = view.get(ALL_I32) {
        assert_eq!(owned.i_32, Some(value));
    }
    if let Ok(Some(value)) = view.get(ALL_STR) {
        assert_eq!(owned.str.as_deref(), Some(value));
    }
    for field in Fields::in_family(All::SET, bytes, 2) {
        match (field.name(), field.value()) {
            ("ALL_I32", Value::Int(n)) => assert_eq!(field.attr.payload, (n as i32).to_ne_bytes()),
            ("ALL_IP", Value::Malformed(payload)) if field.attr.whole => {
                assert!(![4, 16].contains(&payload.len()));
            }
            _ => {}
        }
    }
    json(Fields::of(All::SET, bytes), Shape::Whole);
    json(Fields::of(All::SET, bytes), Shape::Plain);
    let _ = format!("{}", Value::Set(Fields::of(All::SET, bytes)));
    visit(Fields::of(All::SET, bytes));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..Default::default() })]

    #[test]
    fn any_attributes(bytes in attributes()) {
        readings_agree(&bytes);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        readings_agree(&bytes);
        let total: usize = Messages::new(&bytes).filter_map(Result::ok).map(|m| m.bytes.len()).sum();
        prop_assert!(total <= bytes.len());
    }

    /// Owned and back: what was read is written, nothing is lost.
    #[test]
    fn owned_round_trip(bytes in attributes()) {
        let owned = All::from_bytes(&bytes);
        let mut written = Vec::new();
        All::write(&owned, &mut written);
        prop_assert_eq!(All::from_bytes(&written), owned);
    }
}

#[test]
fn a_broken_attribute_hides_no_neighbour() {
    let mut put = Put::<All>::new();
    put.raw(3, &[1, 2, 3]).put(ALL_STR, "after").raw(999, &[7; 5]);
    let bytes = put.finish().unwrap();
    let all = Attrs::<All>::new(&bytes);
    let expected = Malformed { set: "All", attribute: "ALL_I32", length: 3 };
    assert_eq!(all.get(ALL_I32), Err(expected));
    assert_eq!(all.get(ALL_STR), Ok(Some("after")));
    assert_eq!(
        json(Fields::of(All::SET, &bytes), Shape::Whole),
        serde_json::json!([
            ["ALL_I32", {"malformed": {"length": 3, "data": "010203"}}],
            ["ALL_STR", "after"],
            ["UNKNOWN", {"header": {"length": 9, "type": 999}, "data": "0707070707"}],
        ])
    );
    let owned = All::from_bytes(&bytes);
    assert_eq!(owned.undeclared.len(), 8 + 12, "the broken one and the unknown one are kept");
}

#[test]
fn lengths_that_are_impossible_end_the_walk() {
    for (bytes, payloads) in [
        (&[0u8, 0, 3, 0, 9, 9][..], vec![(false, 2)]), // shorter than its own header
        (&[200, 0, 3, 0, 9, 9], vec![(false, 2)]),     // longer than there is
        (&[4, 0, 6, 0, 9], vec![(true, 0), (false, 1)]), // too little for another
        (&[4, 0, 6, 0, 0, 0], vec![(true, 0)]),        // padding
        (&[], vec![]),
    ] {
        let attrs: Vec<_> = Attrs::<All>::new(bytes).map(|a| (a.whole, a.payload.len())).collect();
        assert_eq!(attrs, payloads, "{bytes:?}");
        readings_agree(bytes);
    }
}

#[test]
fn the_last_of_repeated_attributes_wins() {
    let mut put = Put::<All>::new();
    put.put(ALL_I32, 1).put(ALL_I32, 2).put(ALL_MANY, "a").put(ALL_MANY, "b");
    let bytes = put.finish().unwrap();
    assert_eq!(Attrs::<All>::new(&bytes).get(ALL_I32), Ok(Some(2)));
    assert_eq!(All::from_bytes(&bytes).i_32, Some(2));
    assert_eq!(All::from_bytes(&bytes).many, Some(vec!["a".into(), "b".into()]));
    let all: Result<Vec<_>, _> = Attrs::<All>::new(&bytes).get_all(ALL_MANY).collect();
    assert_eq!(all, Ok(vec!["a", "b"]));
    let plain = json(Fields::of(All::SET, &bytes), Shape::Plain);
    assert_eq!(plain, serde_json::json!({"i_32": 2, "many": ["a", "b"]}));
}

#[test]
fn a_thousand_nests_have_a_bounded_answer() {
    // Each level is a kind "self" whose data is the set again.
    let mut bytes = Vec::new();
    for _ in 0..1000 {
        let mut put = Put::<All>::new();
        put.put(ALL_KIND, "self").raw(30, &bytes);
        bytes = put.finish().unwrap();
    }
    assert!(visit(Fields::of(All::SET, &bytes)) < 200);
    assert!(json(Fields::of(All::SET, &bytes), Shape::Whole).to_string().contains("malformed"));
    let _ = All::from_bytes(&bytes);
    let _ = format!("{}", Value::Set(Fields::of(All::SET, &bytes)));
}

#[test]
fn what_does_not_fit_into_an_attribute_is_said() {
    let mut put = Put::<All>::new();
    put.put(ALL_BYTES, &[0; 65_531]);
    assert!(put.finish().is_ok());
    let mut put = Put::<All>::new();
    put.nest(ALL_INNER, |inner| {
        inner.raw(9, &[0; 65_532]);
    });
    let error = put.finish().unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute (Inner): 65532 bytes are more than an attribute can hold"
    );
}
