//! The package mirror of this machine, read out of the configuration of apt.
//!
//! The lab keeps package lists of its own: it needs the backports, works for users other than
//! root, and should leave the system's lists as they are. It asks the same mirror for them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// One place that packages come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Source {
    uris: Vec<String>,
    suites: Vec<String>,
    components: Vec<String>,
    /// The key that signs it: a file, or the key itself in indented lines.
    signed_by: Option<String>,
}

impl Source {
    /// The source in the notation of `.sources` files.
    fn stanza(&self) -> String {
        let mut text = format!(
            "Types: deb\nURIs: {}\nSuites: {}\nComponents: {}\n",
            self.uris.join(" "),
            self.suites.join(" "),
            self.components.join(" ")
        );
        if let Some(key) = &self.signed_by {
            text.push_str(&format!("Signed-By: {key}\n"));
        }
        text
    }
}

/// The sources of the release `codename`, its backports among them, as text for a `.sources` file.
pub(super) fn of_release(codename: &str) -> Result<String> {
    let configured = configured(Path::new("/etc/apt"))?;
    select(&configured, codename)
        .with_context(|| format!("apt is configured here with no source of the release {codename}"))
}

/// All sources that apt knows of here.
fn configured(apt: &Path) -> Result<Vec<Source>> {
    let mut files = vec![apt.join("sources.list")];
    let parts = apt.join("sources.list.d");
    if parts.is_dir() {
        for entry in parts.read_dir().with_context(|| parts.display().to_string())? {
            files.push(entry?.path());
        }
    }
    files.sort();
    let mut sources = Vec::new();
    for file in files.into_iter().filter(|file| file.is_file()) {
        sources.extend(read(&file)?);
    }
    Ok(sources)
}

fn read(file: &PathBuf) -> Result<Vec<Source>> {
    let parse = match file.extension().and_then(|extension| extension.to_str()) {
        Some("list") => parse_lines,
        Some("sources") => parse_stanzas,
        // As apt does: disabled files are often marked by their names.
        _ => return Ok(Vec::new()),
    };
    Ok(parse(&fs::read_to_string(file).with_context(|| file.display().to_string())?))
}

/// Reads the one-line notation: `deb [OPTIONS] URI SUITE COMPONENT...`.
fn parse_lines(text: &str) -> Vec<Source> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let line = |line: &str| {
        let rest = line.split('#').next()?.trim().strip_prefix("deb")?;
        if !rest.starts_with(|next: char| next.is_whitespace() || next == '[') {
            return None; // Some other word, such as `deb-src`.
        }
        let rest = rest.trim_start();
        let (options, rest) = match rest.strip_prefix('[') {
            Some(rest) => rest.split_once(']')?,
            None => ("", rest),
        };
        let key = options.split_whitespace().find_map(|option| option.strip_prefix("signed-by="));
        let mut rest = words(rest).into_iter();
        Some(Source {
            uris: vec![rest.next()?],
            suites: vec![rest.next()?],
            components: rest.collect(),
            signed_by: key.map(|key| key.replace(',', " ")),
        })
    };
    text.lines().filter_map(line).collect()
}

/// Reads the notation of `Name: value` lines in stanzas.
fn parse_stanzas(text: &str) -> Vec<Source> {
    // Comments may stand inside a stanza and do not end it, so they have to go first.
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines.split(|line| line.trim().is_empty()).filter_map(parse_stanza).collect()
}

fn parse_stanza(lines: &[&str]) -> Option<Source> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        if line.starts_with([' ', '\t']) {
            let (_, value) = fields.last_mut()?;
            value.push('\n');
            value.push_str(line);
        } else {
            let (name, value) = line.split_once(':')?;
            fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let field = |wanted: &str| {
        fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    };
    let words = |name: &str| {
        field(name).unwrap_or_default().split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let off = ["no", "false", "off", "disable", "0"];
    if !words("types").contains(&"deb".to_owned())
        || field("enabled").is_some_and(|v| off.contains(&v))
    {
        return None;
    }
    Some(Source {
        uris: words("uris"),
        suites: words("suites"),
        components: words("components"),
        signed_by: field("signed-by").map(str::to_owned),
    })
}

/// Picks the sources of a release and adds its backports where they are not among them.
fn select(sources: &[Source], codename: &str) -> Option<String> {
    let of_release = |suite: &String| {
        suite == codename || suite.strip_prefix(codename).is_some_and(|rest| rest.starts_with('-'))
    };
    let mut chosen: Vec<Source> = Vec::new();
    for source in sources {
        let suites: Vec<String> = source.suites.iter().filter(|s| of_release(s)).cloned().collect();
        if !suites.is_empty() {
            chosen.push(Source { suites, ..source.clone() });
        }
    }
    let main = chosen.iter().find(|source| source.suites.iter().any(|suite| suite == codename))?;
    let backports = format!("{codename}-backports");
    let known = chosen.iter().any(|source| source.suites.contains(&backports));
    let extra = (!known).then(|| Source { suites: vec![backports], ..main.clone() });
    Some(chosen.iter().chain(&extra).map(Source::stanza).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(uri: &str, suites: &[&str], components: &[&str], key: Option<&str>) -> Source {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Source {
            uris: vec![uri.to_owned()],
            suites: owned(suites),
            components: owned(components),
            signed_by: key.map(str::to_owned),
        }
    }

    #[test]
    fn stanzas_are_read() {
        let text = "\
# made by hand
Types: deb deb-src
# an older mirror
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/k.gpg

Types: deb-src
URIs: http://sources.example/debian
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main


Types: deb
uris: http://security.example/debian
Suites:
 bookworm-security
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
";
        let suites = ["bookworm", "bookworm-updates"];
        let key = "/usr/share/keyrings/k.gpg";
        let inline = "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF";
        let expected = [
            source("http://mirror.example/debian", &suites, &["main", "contrib"], Some(key)),
            source(
                "http://security.example/debian",
                &["bookworm-security"],
                &["main"],
                Some(inline),
            ),
        ];
        assert_eq!(parse_stanzas(text), expected);
    }

    #[test]
    fn one_line_sources_are_read() {
        let text = "\
# deb http://off.example/debian bookworm main
deb-src http://sources.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # the nearest
  deb [arch=amd64 signed-by=/k.gpg,/l.gpg]\thttp://other.example/debian trixie main
deb[trusted=yes] http://tight.example/debian sid main
deb http://flat.example/
debug nonsense here
";
        let expected = [
            source("http://mirror.example/debian", &["bookworm"], &["main", "contrib"], None),
            source("http://other.example/debian", &["trixie"], &["main"], Some("/k.gpg /l.gpg")),
            source("http://tight.example/debian", &["sid"], &["main"], None),
        ];
        assert_eq!(parse_lines(text), expected);
    }

    #[test]
    fn backports_come_from_the_main_mirror() {
        let sources = [
            source("http://tools.example/apt", &["stable"], &["main"], None),
            source("http://security.example/debian", &["bookworm-security"], &["main"], None),
            source("http://mirror.example/debian", &["bookworm"], &["main"], Some("/k.gpg")),
        ];
        let text = select(&sources, "bookworm").unwrap();
        let expected = [
            source("http://security.example/debian", &["bookworm-security"], &["main"], None),
            source("http://mirror.example/debian", &["bookworm"], &["main"], Some("/k.gpg")),
            source(
                "http://mirror.example/debian",
                &["bookworm-backports"],
                &["main"],
                Some("/k.gpg"),
            ),
        ];
        assert_eq!(parse_stanzas(&text), expected);
    }

    #[test]
    fn backports_are_not_named_twice() {
        let both = ["bookworm", "bookworm-backports"];
        let text = select(&[source("http://m.example/d", &both, &["main"], None)], "bookworm");
        assert_eq!(text.unwrap().matches("backports").count(), 1);
    }

    #[test]
    fn a_release_that_is_not_configured_is_missed() {
        assert_eq!(
            select(&[source("http://m.example/d", &["sid"], &["main"], None)], "trixie"),
            None
        );
    }
}
