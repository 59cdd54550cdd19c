//! The project's own files.

use std::fs;
use std::path::{Path, PathBuf};

/// A Rust file.
pub(crate) struct Source {
    /// Its path from the project's root.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) text: String,
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A file's text; empty where there is none.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// All Rust files, sorted by path.
pub(crate) fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for dir in ["crates", "xtask", "fuzz", "bench"] {
        collect(&root().join(dir), &mut sources);
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// The Rust files directly in a directory, sorted by path.
pub(crate) fn files_in(dir: &str) -> Vec<Source> {
    let mut sources = sources();
    sources.retain(|source| Path::new(&source.path).parent() == Some(Path::new(dir)));
    sources
}

fn collect(dir: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("target") {
                collect(&path, sources);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let path = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            sources.push(Source { path, text });
        }
    }
}
