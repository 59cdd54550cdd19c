//! `cargo xtask tidy`: the invariants of ARCHITECTURE.md that a program can check.

use crate::tree::{self, Source};

/// Longest file, in lines; tables of declarations aside.
const LINES_MAX: usize = 500;

/// Checks the whole tree, and gives what is wrong, a line each.
pub(crate) fn check() -> Vec<String> {
    let sources = tree::sources();
    let mut wrong = Vec::new();
    for source in &sources {
        wrong.extend(file(source));
        wrong.extend(layers(source));
    }
    for crate_name in ["wire", "schema", "mirror"] {
        wrong.extend(dependencies(crate_name));
    }
    wrong.extend(crate::generate::stale());
    wrong
}

/// What holds for every file.
fn file(source: &Source) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |line: usize, what: &str| wrong.push(format!("{}:{line}: {what}", source.path));
    let tables = ["crates/schema/", "crates/oracle/src/views/"];
    let is_table = tables.iter().any(|folder| source.path.starts_with(folder));
    let count = source.text.lines().count();
    if count > LINES_MAX && !is_table {
        say(count, "a file has at most 500 lines: split it by what it is about");
    }
    if !source.text.starts_with("//!") {
        say(1, "a file begins with what it is about (`//! ...`)");
    }
    let unfinished = ["to", "do!("].concat();
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["unimpl", "emented!("].concat()];
    for (i, line) in source.text.lines().enumerate() {
        if line.ends_with([' ', '\t']) {
            say(i + 1, "white space at the end of a line");
        }
        if line.contains(&unfinished) || marks.iter().any(|mark| line.contains(mark)) {
            say(i + 1, "unfinished business belongs into the tracker, not into the code");
        }
        if line.trim() == "#[ignore]" {
            say(i + 1, "an ignored test says why: #[ignore = \"...\"]");
        }
    }
    if !source.text.ends_with('\n') || source.text.ends_with("\n\n") {
        say(count, "a file ends with one line end");
    }
    wrong
}

/// Which words do not belong where: each with why.
fn layers(source: &Source) -> Vec<String> {
    let path = source.path.as_str();
    let library = |name: &str| path.starts_with(&format!("crates/{name}/src/"));
    let mut forbidden: Vec<(&str, &str)> = Vec::new();
    if library("wire") || library("schema") || library("mirror") {
        for word in [
            "std::fs",
            "std::thread",
            "std::process",
            "std::time",
            "std::os",
            "TcpStream",
            "UdpSocket",
            "Instant::now",
            "SystemTime",
        ] {
            forbidden.push((word, "wire, schema and mirror do no I/O and read no clock"));
        }
    }
    if !path.starts_with("crates/route2/src/socket") && !path.starts_with("xtask/") {
        forbidden.push(("unsafe {", "unsafe code is allowed in crates/route2/src/socket* only"));
    }
    if path.starts_with("crates/")
        && path.contains("/src/")
        && !library("schema")
        && !library("wire")
    {
        for prefix in ["IFLA", "IFA", "RTA", "NDA", "FRA", "TCA", "NHA", "NETCONFA"] {
            if let Some(line) =
                source.text.lines().find(|l| l.contains(&format!("const {prefix}_")))
            {
                return vec![format!(
                    "{path}: {}: attribute numbers are declared in crates/schema",
                    line.trim()
                )];
            }
        }
    }
    let found = |(word, why): &(&str, &str)| {
        let line = source.text.lines().position(|line| line.contains(word))?;
        Some(format!("{path}:{}: `{word}`: {why}", line + 1))
    };
    forbidden.iter().filter_map(found).collect()
}

/// The lower crates depend on each other, in one direction, and on nothing else.
fn dependencies(crate_name: &str) -> Vec<String> {
    let allowed: &[&str] = match crate_name {
        "wire" => &[],
        "schema" => &["route2-wire"],
        _ => &["route2-wire", "route2-schema"],
    };
    let path = format!("crates/{crate_name}/Cargo.toml");
    let manifest = tree::read(&path);
    let section = manifest.split("\n[dependencies]").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let names = section.lines().filter_map(|line| line.split([' ', '.', '=']).next());
    names
        .filter(|name| !name.is_empty() && !allowed.contains(name))
        .map(|name| format!("{path}: route2-{crate_name} must not depend on {name}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let wrong = check();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_is_wrong_is_found() {
        let bad = |path: &str, text: &str| {
            let source = Source { path: path.into(), text: text.into() };
            [file(&source), layers(&source)].concat().len()
        };
        assert_eq!(bad("crates/wire/src/a.rs", "//! Docs.\n"), 0);
        assert_eq!(bad("crates/wire/src/a.rs", "fn f() {} \n"), 2);
        assert_eq!(bad("crates/mirror/src/a.rs", "//! Docs.\nuse std::time::Instant;\n"), 1);
        assert_eq!(bad("crates/cli/src/a.rs", "//! Docs.\nconst IFLA_MTU: u16 = 4;\n"), 1);
        assert_eq!(bad("crates/cli/src/a.rs", &format!("//! Docs.\n{}", "\n".repeat(600))), 2);
        assert_eq!(bad("crates/cli/src/a.rs", "//! Docs.\nunsafe { f() }\n"), 1);
    }
}
