//! What a condition's value says, read once.

use route2_wire::Spelling;
use std::net::IpAddr;

/// The value of a condition, and all that it can mean.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: String,
    /// The text between the `*`s; one, where there is none.
    parts: Vec<String>,
    number: Option<u64>,
    ip: Option<IpAddr>,
    prefix: Option<(IpAddr, u8)>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        let prefix = text
            .split_once('/')
            .and_then(|(ip, length)| Some((ip.parse().ok()?, length.parse().ok()?)));
        Self {
            text: text.to_owned(),
            parts: text.split('*').map(str::to_owned).collect(),
            number: number(text),
            ip: text.parse().ok(),
            prefix,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The number that it is, where it is one.
    pub(super) const fn number(&self) -> Option<u64> {
        self.number
    }

    /// Can a number that is spelled so be it?
    pub(super) fn can_be(&self, spelling: &Spelling) -> bool {
        let is_name = |word: &str| spelling.number(word).is_some() || number(word).is_some();
        match spelling {
            _ if self.is_wild() || self.number.is_some() => true,
            Spelling::Name(_) | Spelling::NameAlways(_) => is_name(&self.text),
            Spelling::Bits(_) => self.text.split(',').all(is_name),
            _ => true,
        }
    }

    /// Does the text look like it?
    pub(super) fn fits(&self, text: &str) -> bool {
        wildcard(self.parts.iter().map(String::as_str), text)
    }

    /// Does the name look like it, in whatever case?
    pub(super) fn fits_in_any_case(&self, name: &str) -> bool {
        match self.parts.as_slice() {
            [whole] => whole.eq_ignore_ascii_case(name),
            parts => {
                let parts: Vec<_> = parts.iter().map(|part| part.to_lowercase()).collect();
                wildcard(parts.iter().map(String::as_str), &name.to_lowercase())
            }
        }
    }

    // What has no `*` in it cannot look like a number's or an address's text without being it: text is
    // made only where there is one.

    pub(super) fn is_number(&self, number: u64) -> bool {
        self.number == Some(number) || self.is_wild() && self.fits(&number.to_string())
    }

    pub(super) fn is_ip(&self, ip: IpAddr) -> bool {
        self.ip == Some(ip) || self.is_wild() && self.fits(&ip.to_string())
    }

    /// A net is meant by its address alone, too.
    pub(super) fn is_prefix(&self, ip: IpAddr, length: u8) -> bool {
        self.prefix == Some((ip, length))
            || self.is_ip(ip)
            || self.is_wild() && self.fits(&format!("{ip}/{length}"))
    }

    fn is_wild(&self) -> bool {
        self.parts.len() > 1
    }
}

fn number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// Does `text` look like the parts of a pattern, with anything between them?
fn wildcard<'a>(mut parts: impl DoubleEndedIterator<Item = &'a str>, text: &str) -> bool {
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn wildcards() {
        for (pattern, text, fits) in [
            ("ppp*", "ppp0", true),
            ("ppp*", "wlan0", false),
            ("*", "", true),
            ("eth0", "eth0", true),
            ("eth0", "eth01", false),
            ("*0", "eth0", true),
            ("a*b*c", "a--b--c", true),
            ("a*b*c", "a--c", false),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(Pattern::new(pattern).fits(text), fits, "{pattern} {text}");
        }
    }
}
