//! Values as text for people, on one line.

use crate::{Fields, Kind, Parts, Value};
use core::fmt::{self, Write};
use core::net::IpAddr;

/// Bytes in hexadecimal, with something between them.
pub(crate) struct Hex<'a>(pub(crate) &'a [u8], pub(crate) &'static str);
impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            let separator = if i == 0 { "" } else { self.1 };
            write!(f, "{separator}{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Flag => f.write_str("true"),
            Self::Uint(n) => write!(f, "{n}"),
            Self::Int(n) => write!(f, "{n}"),
            Self::Spelled(n, spelling) => spelling.write(n, f),
            Self::Str(text) => f.write_str(text),
            Self::Bytes(bytes) => write!(f, "{}", Hex(bytes, ":")),
            Self::LinkAddr(bytes) => {
                match (<[u8; 4]>::try_from(bytes), <[u8; 16]>::try_from(bytes)) {
                    (Ok(ip), _) => write!(f, "{}", IpAddr::from(ip)),
                    (_, Ok(ip)) => write!(f, "{}", IpAddr::from(ip)),
                    _ => write!(f, "{}", Hex(bytes, ":")),
                }
            }
            Self::Ip(ip) => write!(f, "{ip}"),
            Self::Prefix(ip, length) => write!(f, "{ip}/{length}"),
            Self::Domain(bytes) => {
                let mut between = "";
                for label in crate::domain::labels(bytes).into_iter().flatten() {
                    write!(f, "{between}{}", str::from_utf8(label).unwrap_or_default())?;
                    between = ".";
                }
                Ok(())
            }
            Self::Labels(bytes) => {
                for (i, label) in crate::labels::labels(bytes).enumerate() {
                    write!(f, "{}{label}", if i == 0 { "" } else { "/" })?;
                }
                Ok(())
            }
            Self::Set(fields) => {
                f.write_char('{')?;
                write_fields(fields, "", f)?;
                f.write_char('}')
            }
            Self::Record(parts) => {
                f.write_char('{')?;
                write_parts(parts, f)?;
                f.write_char('}')
            }
            Self::Headed(body) => {
                f.write_char('{')?;
                let between = write_parts(body.parts(), f)?;
                write_fields(body.fields(), between, f)?;
                f.write_char('}')
            }
            Self::List(items) => {
                let mut between = "";
                for item in items {
                    write!(f, "{between}{item}")?;
                    between = " ";
                }
                Ok(())
            }
            Self::Malformed(bytes) => {
                write!(f, "malformed({} bytes: {})", bytes.len(), Hex(bytes, ""))
            }
        }
    }
}

fn write_parts(parts: Parts<'_>, f: &mut fmt::Formatter<'_>) -> Result<&'static str, fmt::Error> {
    let mut between = "";
    for member in parts {
        write!(f, "{between}{} {}", member.field.name, member.value)?;
        between = ", ";
    }
    Ok(between)
}

fn write_fields(
    fields: Fields<'_>,
    mut between: &'static str,
    f: &mut fmt::Formatter<'_>,
) -> Result<&'static str, fmt::Error> {
    for field in fields {
        match (field.row, field.value()) {
            (Some(row), Value::Set(inner)) if matches!(row.kind, Kind::Flat(_)) => {
                between = write_fields(inner, between, f)?;
                continue;
            }
            (Some(row), value) => write!(f, "{between}{} {value}", row.key)?,
            (None, value) => write!(f, "{between}UNKNOWN({}) {value}", field.attr.number())?,
        }
        between = ", ";
    }
    Ok(between)
}
