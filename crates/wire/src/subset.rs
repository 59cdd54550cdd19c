//! Parts of what is there: what can be set, what is missing.

use crate::draft::{decided_by, find};
use crate::{Access, Field, Fields, Row, Value, put};

impl Fields<'_> {
    /// Appends those of these attributes that somebody can set: what the kernel states by itself, counts, or does
    /// not declare is left out, in nests too.
    pub fn settable(self, out: &mut Vec<u8>) {
        self.settable_as(out, &|_, _| true);
    }

    /// As [`settable`](Self::settable), with payloads put right by `edit` where the kernel does not take what it
    /// states; where it says no, the attribute is left out.
    pub fn settable_as(self, out: &mut Vec<u8>, edit: &dyn Fn(&Row, &mut [u8]) -> bool) {
        for field in self {
            let Some(row) = field.row.filter(|_| field.attr.whole) else { continue };
            if !matches!(row.access, Access::ReadWrite | Access::WriteOnly) {
                continue;
            }
            let before = out.len();
            match field.nest() {
                // What is told in a byte is taken without one.
                None if row.kind.is_flag() => {
                    if !matches!(field.attr.payload, [0]) {
                        let _ = put::attribute(out, field.attr.raw_type, |_| ());
                    }
                }
                None => {
                    field.attr.copy_to(out);
                    let end = (before + 4 + field.attr.payload.len()).min(out.len());
                    if !edit(row, &mut out[(before + 4).min(end)..end]) {
                        out.truncate(before);
                    }
                }
                Some(nest) => {
                    let fill = |out: &mut Vec<u8>| nest.settable_as(out, edit);
                    let _ = put::attribute(out, field.attr.raw_type, fill);
                    // A nest of which nothing is left says nothing; one that was empty may.
                    if out.len() == before + 4 && !field.attr.payload.is_empty() {
                        out.truncate(before);
                    }
                }
            }
        }
    }

    /// Appends those of these attributes that an object can have: all but what is only ever set
    /// ([`Access::WriteOnly`]), in nests too.
    pub fn stated(self, out: &mut Vec<u8>) {
        for field in self {
            match (field.row, field.nest()) {
                (Some(Row { access: Access::WriteOnly, .. }), _) => {}
                (Some(_), Some(nest)) => {
                    let _ = put::attribute(out, field.attr.raw_type, |out| nest.stated(out));
                }
                _ => field.attr.copy_to(out),
            }
        }
    }

    /// Appends those of these attributes that `there` does not have with the same value, and what decides on
    /// what they are. What is only ever set ([`Access::WriteOnly`]) no object has.
    pub fn missing_in(self, there: Option<Fields<'_>>, out: &mut Vec<u8>) {
        let start = out.len();
        let mut deciding = Vec::new();
        for field in self {
            let Some(row) = field.row else {
                field.attr.copy_to(out);
                continue;
            };
            let same = there.and_then(|there| there.numbered(row.number));
            let is_there = || there.into_iter().flatten().any(|one| is_same(row, &field, &one));
            let before = out.len();
            match (field.nest(), same) {
                (Some(wanted), Some(same)) => {
                    let nested = row.number | 0x8000;
                    let _ = put::attribute(out, nested, |out| wanted.missing_in(same.nest(), out));
                    if out.len() == before + 4 {
                        out.truncate(before);
                    }
                }
                (None, Some(_)) if is_there() => {}
                _ => field.attr.copy_to(out),
            }
            if out.len() > before {
                deciding.extend(decided_by(&row.kind));
            }
        }
        deciding.sort_unstable();
        deciding.dedup();
        for number in deciding {
            if find(&out[start..], number).is_none()
                && let Some(attr) = crate::Attrs::<()>::new(self.bytes()).find(number)
            {
                let mut first = Vec::new();
                attr.copy_to(&mut first);
                out.splice(start..start, first);
            }
        }
    }
}

/// Do two attributes say the same?
fn is_same(row: &Row, one: &Field<'_>, other: &Field<'_>) -> bool {
    if row.access == Access::WriteOnly || one.attr.number() != other.attr.number() {
        return false;
    }
    if row.kind.is_flag() {
        return matches!(one.attr.payload, [0]) == matches!(other.attr.payload, [0]);
    }
    let is_kept_so = |unit: crate::Unit| {
        one.value().number().map(|asked| unit.stated(asked)) == other.value().number()
    };
    one.attr.payload == other.attr.payload
        || row.kind.unit().is_some_and(is_kept_so)
        || one.value().to_string() == other.value().to_string()
        || is_same_masked(one.value(), other.value())
        || is_said_of(one.value(), other.value())
}

/// Is all that is said of a value true of another: of lists, of each in its place; of structures and nests, what is no
/// statistic? (An index of 0 is left to the kernel.)
fn is_said_of(said: Value<'_>, is: Value<'_>) -> bool {
    match (said, is) {
        (Value::List(mut said), Value::List(mut is)) => loop {
            match (said.next(), is.next()) {
                (None, None) => return true,
                (Some(said), Some(is)) if is_said_of(said, is) => {}
                _ => return false,
            }
        },
        (Value::Set(said), Value::Set(is)) => are_said_of(said, is),
        (Value::Record(said), Value::Record(is)) => are_members_said_of(said, is),
        (Value::Headed(said), Value::Headed(is)) => {
            are_members_said_of(said.parts(), is.parts()) && are_said_of(said.fields(), is.fields())
        }
        (said, is) => said.to_string() == is.to_string(),
    }
}

fn are_said_of(mut said: Fields<'_>, is: Fields<'_>) -> bool {
    said.all(|said| {
        let Some(row) = said.row else { return false };
        match row.access {
            // What is only ever set, nobody can compare.
            access if access.is_volatile() || access == Access::WriteOnly => true,
            _ => is.numbered(row.number).is_some_and(|is| {
                said.attr.payload == is.attr.payload
                    || row.kind.is_flag()
                    || is_said_of(said.value(), is.value())
            }),
        }
    })
}

fn are_members_said_of(mut said: crate::Parts<'_>, is: crate::Parts<'_>) -> bool {
    said.all(|said| {
        let is_open = said.field.name == "index" && said.value.number() == Some(0);
        let is = || is.clone().find(|is| is.place == said.place);
        said.field.access.is_volatile()
            || is_open
            || is().is_some_and(|is| is_said_of(said.value, is.value))
    })
}

/// Of flags with a mask beside them, those count that the mask names.
fn is_same_masked(wanted: Value<'_>, is: Value<'_>) -> bool {
    let (Value::Record(wanted), Value::Record(is)) = (wanted, is) else { return false };
    let numbers = |parts: crate::Parts<'_>| parts.number("flags").zip(parts.number("mask"));
    match (numbers(wanted), numbers(is)) {
        (Some((wanted, mask)), Some((is, _))) => (wanted ^ is) & mask == 0,
        _ => false,
    }
}
