//! The three readings of any message agree.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_schema::rtnl::Object;
use route2_schema::wire::{Messages, Value, agree};
use std::fs;
use std::path::{Path, PathBuf};

fn captures(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            captures(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "bin") {
            found.push(path);
        }
    }
}

#[test]
fn readings_of_captures_agree() {
    let (mut files, mut objects) = (Vec::new(), 0);
    captures(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures"), &mut files);
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for object in Messages::new(&bytes).map_while(Result::ok).filter_map(Object::new) {
            for value in [Value::Record(object.header()), Value::Set(object.fields())] {
                assert_eq!(agree(value), Ok(()), "{}: {}", file.display(), object.event());
            }
            objects += 1;
        }
    }
    assert!(objects > 1000, "only {objects} objects");
}
