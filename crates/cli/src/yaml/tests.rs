//! What is read, what is refused and where, and what is written.

use super::{Data, flow_of, parse};
use route2::schema::wire::Given;

/// As `Given` prints it.
fn read(text: &str) -> String {
    match parse(text) {
        Ok(node) => node.given().to_string(),
        Err(error) => format!("line {}: {error}", error.line),
    }
}

#[test]
fn documents() {
    for (text, value) in [
        ("", ""),
        ("# nothing\n", ""),
        ("---\na: 1\n...\n", "{a: 1}"),
        ("a: 1\nb: [x, 'y z', \"q\\u0041\\n\"]\n", "{a: 1, b: [x, y z, qA\n]}"),
        ("a:\n  b:\n    c: 1\n  d: 2\ne: 3", "{a: {b: {c: 1}, d: 2}, e: 3}"),
        ("a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\ne: 5\n", "{a: [1, {b: 2, c: 3}, {d: 4}], e: 5}"),
        ("- - 1\n  - 2\n- 3\n", "[[1, 2], 3]"),
        (
            "a: { b: 2001:db8::1, c: [::/0, fe80::1], } # end\n",
            "{a: {b: 2001:db8::1, c: [::/0, fe80::1]}}",
        ),
        ("a: {\n  b: 1, # one\n  c: [\n    2 ]\n  }\nd: 3\n", "{a: {b: 1, c: [2]}, d: 3}"),
        ("{\"a\":1,\"b\":[true,false,\"x\"],\"c\":{}}", "{a: 1, b: [true, false, x], c: {}}"),
        ("a: http://x#y #z\nb: 'it''s'\n\"c d\" : 1\n", "{a: http://x#y, b: it's, c d: 1}"),
        ("a:\nb: 1\r\n", "{a: , b: 1}"),
    ] {
        assert_eq!(read(text), value, "{text:?}");
    }
}

/// What is no `true`, `false` or number is text.
#[test]
fn scalars() {
    for text in [
        "on",
        "no",
        "yes",
        "off",
        "~",
        "null",
        "1:10",
        "12:30:45",
        "0x10",
        "0011",
        "1e3",
        ".5",
        "-",
        "00:11:22:33:44:55",
        "10.0.0.1",
    ] {
        let text = if text == "-" { "'-'" } else { text };
        let given = parse(&format!("[{text}]")).map(|node| node.given());
        assert_eq!(given, Ok(Given::List(vec![text.trim_matches('\'').into()])), "{text}");
    }
    for (text, given) in [
        ("true", true.into()),
        ("False", false.into()),
        ("7", 7u8.into()),
        ("-7", (-7i8).into()),
        ("0", 0u8.into()),
    ] {
        assert_eq!(
            parse(&format!("[{text}]")).map(|node| node.given()),
            Ok(Given::List(vec![given]))
        );
        assert_eq!(
            parse(&format!("['{text}']")).map(|node| node.given()),
            Ok(Given::List(vec![text.into()]))
        );
    }
}

#[test]
fn mistakes() {
    for (text, error) in [
        ("a: 1\na: 2\n", "line 2: `a` is said twice, first in line 1 (column 1)"),
        ("{a: 1, a: 2}", "line 1: `a` is said twice, first in line 1 (column 8)"),
        ("a: &x 1\n", "line 1: anchors and aliases are not understood here (column 4)"),
        ("a: !!str 1\n", "line 1: tags are not understood here (column 4)"),
        (
            "a: 1\n---\nb: 2\n",
            "line 2: one document is expected, and another one begins (column 1)",
        ),
        ("[a]: 1\n", "line 1: a key is expected here (column 1)"),
    ] {
        assert_eq!(read(text), error, "{text:?}");
    }
    for (text, line) in [
        ("a: 1\n  b: 2\n", 2),
        ("a: [1, 2\nb: 3\n", 2),
        ("a: b: c\n", 1),
        ("a: 1\nb: 'c\n", 2),
        ("a: \"\\q\"", 1),
        ("[1 2] 3", 1),
        ("a:\n\tb: 1\n", 2),
    ] {
        let error = parse(text).expect_err(text);
        assert!(error.line.abs_diff(line) <= 1, "{text:?}: {error:?}");
    }
    let deep = "[".repeat(100_000);
    assert!(parse(&deep).is_err());
    let _ = parse(&"a:\n- ".repeat(1000));
}

/// Whatever is written is read as the same.
#[test]
fn writing() {
    let texts = [
        "",
        "a",
        "on",
        "No",
        "1",
        "-1",
        "1:1",
        "true",
        "a b",
        "a: b",
        "#",
        "x#",
        "\"",
        "\\",
        "\n",
        "ä😀",
        "2001:db8::",
        "{",
        "[",
        "-",
        "'",
        "10.0.0.0/8",
        "a,b",
        "*",
    ];
    let list = Given::List(texts.into_iter().map(Given::from).collect());
    let map = texts.into_iter().map(|text| (text.to_owned(), list.clone())).collect();
    let all = Given::List(vec![
        Given::Map(map),
        true.into(),
        (-3i8).into(),
        Given::Map(Vec::new()),
        Given::List(Vec::new()),
    ]);
    let text = flow_of(&all);
    assert_eq!(parse(&text).map(|node| node.given()), Ok(all), "{text}");
    assert_eq!(
        flow_of(&Given::List(vec!["on".into(), "1:1".into(), "br0".into()])),
        "[\"on\", \"1:1\", br0]"
    );
}

/// Nothing makes it panic.
#[test]
fn every_beginning_and_every_cut() {
    let text = "a: {b: [1, 'x', \"\\u00e4\"], c: 2}\nd:\n  - e: 1\n    f: |\n  -\n# g\nh: ä\n";
    for (at, _) in text.char_indices() {
        let _ = parse(&text[..at]);
        let _ = parse(&text[at..]);
        for put in ["\t", ":", "- ", "{", "]", "\"", "\n", "#"] {
            let node = parse(&[&text[..at], put, &text[at..]].concat());
            if let Ok(node) = node {
                let is_map = matches!(node.data, Data::Map(_));
                assert_eq!(is_map, matches!(node.given(), Given::Map(_)));
            }
        }
    }
}
