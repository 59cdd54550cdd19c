//! Two lists of objects, compared by nothing but what each object says.
//!
//! The mirror has its own comparison, which knows what tells objects apart, and in which order they stand. This one
//! knows neither, so that a fault of the one is none of the other: it counts how often each content is there.

use route2::schema::rtnl::Object;
use route2::schema::wire::Value;
use route2::{Dump, Kept, Snapshot};
use std::collections::HashMap;
use std::fmt::Write;

/// Two objects that differ in more than this are not two states of one.
const DIFFERENCES: usize = 4;
/// So many objects of each side are tried as two states of one.
const PAIRED: usize = 100;

/// What the kernel has listed.
#[derive(Default)]
pub(super) struct Listed {
    dumps: Vec<(&'static Kept, Dump)>,
}

/// An object that is not the same on both sides.
pub(super) struct Different {
    /// Its table.
    pub(super) kept: &'static Kept,
    /// The mirror's message.
    ours: Option<Vec<u8>>,
    /// The kernel's: which one of the list of the table.
    theirs: Option<usize>,
}

impl Different {
    /// The mirror's object.
    pub(super) fn ours(&self) -> Option<Object<'_>> {
        self.ours.as_deref().map(|bytes| self.kept.object(bytes))
    }

    /// The kernel's.
    pub(super) fn theirs<'a>(&self, listed: &'a Listed) -> Option<Object<'a>> {
        listed.objects(self.kept).nth(self.theirs?)
    }
}

impl Listed {
    /// Adds what was listed of a table.
    pub(super) fn add(&mut self, kept: &'static Kept, dump: Dump) {
        self.dumps.push((kept, dump));
    }

    /// The objects of a table that a mirror keeps.
    fn objects(&self, kept: &'static Kept) -> impl Iterator<Item = Object<'_>> {
        let of_table = self.dumps.iter().filter(|(other, _)| other.name == kept.name);
        of_table.flat_map(|(_, dump)| dump.objects()).filter(|object| kept.keeps(*object))
    }

    /// How many there are.
    pub(super) fn count(&self, kept: &'static Kept) -> usize {
        self.objects(kept).count()
    }

    /// Finds what differs: what the kernel has listed and the mirror had neither before nor has now, and what the
    /// mirror had before and has now and the kernel has not listed.
    pub(super) fn compare(
        &self,
        kept: &'static Kept,
        before: &Snapshot,
        now: &Snapshot,
        different: &mut Vec<Different>,
    ) {
        let moving = before.revision() != now.revision();
        // How often each content is in the mirror: at the most, and at the least.
        let mut counts: HashMap<String, [usize; 2]> = HashMap::new();
        for found in now.table(kept).objects() {
            let [most, least] = counts.entry(content(found.object)).or_default();
            (*most, *least) = (*most + 1, *least + 1);
        }
        if moving {
            merge(&mut counts, before, kept);
        }
        let mut theirs = Vec::new();
        for (number, object) in self.objects(kept).enumerate() {
            match counts.get_mut(&content(object)) {
                Some([most, least]) if *most > 0 => {
                    (*most, *least) = (*most - 1, least.saturating_sub(1));
                }
                _ => theirs.push((number, object)),
            }
        }
        counts.retain(|_, [_, least]| *least > 0);
        let mut ours = Vec::new();
        for found in now.table(kept).objects() {
            if counts.is_empty() {
                break;
            }
            if let Some([_, least]) = counts.get_mut(&content(found.object))
                && *least > 0
            {
                *least -= 1;
                ours.push(found.object);
            }
        }
        pair(kept, &ours, theirs, different);
    }
}

/// What was in the mirror before: the kernel may have listed that, or what is there now.
fn merge(counts: &mut HashMap<String, [usize; 2]>, before: &Snapshot, kept: &Kept) {
    let mut earlier: HashMap<String, usize> = HashMap::new();
    for found in before.table(kept).objects() {
        *earlier.entry(content(found.object)).or_default() += 1;
    }
    for (content, count) in counts.iter_mut() {
        let was = earlier.remove(content).unwrap_or(0);
        let is = count[0];
        *count = [is.max(was), is.min(was)];
    }
    counts.extend(earlier.into_iter().map(|(content, was)| (content, [was, 0])));
}

/// Two objects that differ in little are two states of one.
fn pair(
    kept: &'static Kept,
    ours: &[Object<'_>],
    mut theirs: Vec<(usize, Object<'_>)>,
    different: &mut Vec<Different>,
) {
    for our in ours {
        let distances = theirs.iter().take(PAIRED).enumerate().map(|(at, (_, their))| {
            let mut distance = 0;
            route2::differences(*our, *their, &mut |_| distance += 1);
            (distance, at)
        });
        let nearest = match ours.len() {
            0..PAIRED => distances.min().filter(|(distance, _)| *distance <= DIFFERENCES),
            _ => None,
        };
        let number = nearest.map(|(_, at)| theirs.remove(at).0);
        let ours = Some(our.message.bytes.to_vec());
        different.push(Different { kept, ours, theirs: number });
    }
    let only = theirs.into_iter();
    different.extend(only.map(|(number, _)| Different { kept, ours: None, theirs: Some(number) }));
}

/// All that an object says, apart from what is volatile.
fn content(object: Object<'_>) -> String {
    let mut out = String::new();
    write(Value::Record(object.header()), &mut out);
    write(Value::Set(object.fields()), &mut out);
    out
}

fn write(value: Value<'_>, out: &mut String) {
    match value {
        Value::Record(parts) => {
            for member in parts.filter(|member| !member.field.access.is_volatile()) {
                let _ = write!(out, "{}=", member.field.name);
                write(member.value, out);
            }
        }
        Value::Set(fields) => {
            for field in fields {
                if field.row.is_none_or(|row| !row.access.is_volatile()) {
                    let _ = write!(out, "{}=", field.attr.number());
                    out.push('{');
                    write(field.value(), out);
                    out.push('}');
                }
            }
        }
        Value::Headed(body) => {
            write(Value::Record(body.parts()), out);
            write(Value::Set(body.fields()), out);
        }
        Value::List(items) => items.for_each(|item| {
            write(item, out);
            out.push(';');
        }),
        leaf => drop(write!(out, "{leaf},")),
    }
}
