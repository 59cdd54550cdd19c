//! Attributes that are being gathered, by key.

use crate::{By, Case, Choice, Given, Kind, Row, Sense, Set, Unfit, Why, put};
use std::collections::BTreeMap;

/// Attributes of a set that are being gathered by key, in any order; what is set again replaces what was.
///
/// What a key means can depend on another attribute: a link's keys on its kind. What was not set is looked for
/// in what is there already ([`over`](Self::over)).
#[derive(Clone, Debug)]
pub struct Draft {
    set: &'static Set,
    /// The attributes of what is there already.
    under: Vec<u8>,
    parts: BTreeMap<u16, Part>,
}

#[derive(Clone, Debug)]
enum Part {
    /// Payloads: several, where the attribute may be repeated.
    Payloads(Vec<Vec<u8>>),
    Nest(Draft),
}

impl Draft {
    /// Nothing yet.
    pub const fn new(set: &'static Set) -> Self {
        Self { set, under: Vec::new(), parts: BTreeMap::new() }
    }

    /// Nothing yet, for an object that has these attributes already.
    pub fn over(set: &'static Set, attributes: &[u8]) -> Self {
        Self { under: attributes.to_vec(), ..Self::new(set) }
    }

    /// Is nothing set?
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Is it for an object that is there already?
    pub const fn is_over(&self) -> bool {
        !self.under.is_empty()
    }

    /// Sets an attribute by its number.
    pub fn put_raw(&mut self, number: u16, payload: Vec<u8>) {
        self.parts.insert(number, Part::Payloads(vec![payload]));
    }

    /// Sets an attribute of a nest by its number, where the nest is set and the attribute is not.
    pub fn put_below(&mut self, nest: u16, number: u16, payload: Vec<u8>) {
        if let Some(Part::Nest(nest)) = self.parts.get_mut(&nest)
            && !nest.has(number)
        {
            nest.put_raw(number, payload);
        }
    }

    /// Unsets an attribute.
    pub fn take(&mut self, number: u16) {
        self.parts.remove(&number);
    }

    /// Sets an attribute by a path of keys, or of kernel's names; of nests in between whose keys are those of the
    /// set around, no name is needed.
    ///
    /// # Errors
    /// Where there is no such key (as long as what is set does not say of which kind this is), or it does not
    /// take the value.
    pub fn set(&mut self, path: &str, given: &Given, sense: Sense<'_>) -> Result<(), Unfit> {
        match self.try_set(path, given, sense)? {
            true => Ok(()),
            false => Err(Unfit::new(path, Why::Unknown)),
        }
    }

    /// Sets attributes of which some may decide what others mean, in any order.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn set_all(&mut self, pairs: &[(String, Given)], sense: Sense<'_>) -> Result<(), Unfit> {
        in_any_order(pairs, |key, given| self.try_set(key, given, sense))
    }

    /// The same as [`set`](Self::set): false where there is no such key.
    pub fn try_set(&mut self, path: &str, given: &Given, sense: Sense<'_>) -> Result<bool, Unfit> {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        let is_named = |row: &&Row| row.key == key || row.name == key;
        if let Some(row) = self.set.rows.iter().find(is_named) {
            // Something that is not said yet decides what it is.
            if row.access.is_settable() && self.kind(row, sense).is_none() {
                return Ok(false);
            }
            let set = match rest {
                "" => self.set_row(row, given, sense),
                _ => self.set_below(row, rest, given, sense),
            };
            return set.map_err(|error| error.below(key)).map(|()| true);
        }
        for row in self.set.rows.iter().filter(|row| matches!(row.kind, Kind::Flat(_))) {
            let Some(mut nest) = self.nest(row, sense) else { continue };
            if nest.try_set(path, given, sense)? {
                self.parts.insert(row.number, Part::Nest(nest));
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A row with this property, of the set itself or of nests whose keys are those of the set.
    pub fn flat_row(
        &self,
        is_wanted: &dyn Fn(&Row) -> bool,
        sense: Sense<'_>,
    ) -> Option<&'static Row> {
        let rows = self.set.rows;
        rows.iter().find(|row| is_wanted(row)).or_else(|| {
            let flat = rows.iter().filter(|row| matches!(row.kind, Kind::Flat(_)));
            flat.filter_map(|row| self.nest(row, sense)?.flat_row(is_wanted, sense)).next()
        })
    }

    /// Is an attribute set?
    pub fn has(&self, number: u16) -> bool {
        self.parts.contains_key(&number)
    }

    fn set_row(&mut self, row: &Row, given: &Given, sense: Sense<'_>) -> Result<(), Unfit> {
        if !row.access.is_settable() {
            return Err(Unfit::new("", Why::ReadOnly));
        }
        let Some(kind) = self.kind(row, sense) else {
            return Err(Unfit::new("", Why::Unknown));
        };
        if let (Kind::Set(_), Given::Map(pairs)) = (kind, given) {
            let Some(mut nest) = self.nest(row, sense) else { return Ok(()) };
            nest.set_all(pairs, sense)?;
            self.parts.insert(row.number, Part::Nest(nest));
            return Ok(());
        }
        if let (Kind::Record(_), Given::Map(pairs), Some(_)) =
            (kind, given, self.payload(row.number))
        {
            let set = |(key, given): &(String, Given)| self.set_below(row, key, given, sense);
            return pairs.iter().try_for_each(set);
        }
        if kind.is_flag() && given.truth() == Some(false) {
            self.parts.remove(&row.number);
            return Ok(());
        }
        let items = match (row.kind, given) {
            (Kind::Many(_), Given::List(items)) => items.as_slice(),
            _ => std::slice::from_ref(given),
        };
        let mut payloads = Vec::new();
        for item in items {
            let mut payload = Vec::new();
            kind.encode(item, sense, &mut payload)?;
            if payload.len() > usize::from(u16::MAX) - 4 {
                return Err(Unfit::new("", Why::TooLong));
            }
            payloads.push(payload);
        }
        self.parts.insert(row.number, Part::Payloads(payloads));
        Ok(())
    }

    /// Sets what a path below a row leads to: in a nest, or in a structure whose other members stay.
    fn set_below(
        &mut self,
        row: &Row,
        path: &str,
        given: &Given,
        sense: Sense<'_>,
    ) -> Result<(), Unfit> {
        if let Some(mut nest) = self.nest(row, sense) {
            nest.set(path, given, sense)?;
            self.parts.insert(row.number, Part::Nest(nest));
            return Ok(());
        }
        let (record, set) = match self.kind(row, sense) {
            Some(Kind::Record(record)) => (record, None),
            Some(Kind::Headed(record, set)) => (record, Some(set())),
            _ => return Err(Unfit::new(path, Why::Unknown)),
        };
        let mut payload = self.payload(row.number).unwrap_or_default().to_vec();
        payload.resize(payload.len().max(record.size), 0);
        let first = path.split('.').next().unwrap_or(path);
        let is_member = record.fields.iter().any(|field| field.name == first);
        if let Some(set) = set.filter(|_| !is_member) {
            behind(set, path, given, sense, crate::align(record.size), &mut payload)?;
            self.put_raw(row.number, payload);
            return Ok(());
        }
        member_at(record, path, given, sense, 0, &mut payload)?;
        self.put_raw(row.number, payload);
        Ok(())
    }

    /// The nest that an attribute is, where it is one, with what is set in it.
    fn nest(&self, row: &Row, sense: Sense<'_>) -> Option<Self> {
        if let Some(Part::Nest(nest)) = self.parts.get(&row.number) {
            return Some(nest.clone());
        }
        let Some(Kind::Set(set)) = self.kind(row, sense) else { return None };
        let under = find(&self.under, row.number).unwrap_or_default();
        Some(Self::over(set(), under))
    }

    /// What an attribute's payload is, as far as that is decided.
    fn kind(&self, row: &Row, sense: Sense<'_>) -> Option<&'static Kind> {
        let row = self.set.row(row.number)?;
        let mut kind = &row.kind;
        loop {
            kind = match kind {
                Kind::Flat(inner) | Kind::Many(inner) => inner,
                Kind::Select(choice) => match self.pick(choice, sense) {
                    Some(kind) => kind,
                    // What the payload itself decides is tried when it is there.
                    None if matches!(choice.by, By::Payload(_) | By::Outer(_)) => {
                        return Some(kind);
                    }
                    None => return None,
                },
                other => return Some(other),
            };
        }
    }

    fn pick(&self, choice: &'static Choice, sense: Sense<'_>) -> Option<&'static Kind> {
        match choice.by {
            By::Sibling(number) => choice.of_sibling(self.payload(number)?),
            By::Family => choice.of(Case::number(sense.family.into())),
            By::Siblings(number_of) => {
                let mut bytes = Vec::new();
                self.write(&mut bytes);
                bytes.extend(&self.under);
                choice.of(Case::number(number_of(&bytes)))
            }
            By::Payload(_) | By::Outer(_) => return None,
        }
        .or(choice.otherwise.as_ref())
    }

    /// An attribute's payload, as it is set or as it is there.
    pub fn payload(&self, number: u16) -> Option<&[u8]> {
        match self.parts.get(&number) {
            Some(Part::Payloads(payloads)) => payloads.last().map(Vec::as_slice),
            Some(Part::Nest(_)) => None,
            None => find(&self.under, number),
        }
    }

    /// A payload as it is to be, with what is there already where nothing is set.
    pub fn bytes(&self, number: u16) -> Vec<u8> {
        match self.parts.get(&number) {
            Some(Part::Nest(nest)) => {
                let mut bytes = nest.under.clone();
                nest.write(&mut bytes);
                bytes
            }
            _ => self.payload(number).unwrap_or_default().to_vec(),
        }
    }

    /// Appends the attributes, and of what is there already those that say what others are: a link's kind.
    pub fn write(&self, out: &mut Vec<u8>) {
        for number in self.parts.keys() {
            let deciding = self.set.row(*number).and_then(|row| decided_by(&row.kind));
            if let Some(by) = deciding.filter(|by| !self.parts.contains_key(by))
                && let Some(payload) = find(&self.under, by)
            {
                let _ = put::attribute(out, by, |out| out.extend(payload));
            }
        }
        for (number, part) in &self.parts {
            match part {
                Part::Nest(nest) => {
                    let _ = put::attribute(out, number | 0x8000, |out| nest.write(out));
                }
                Part::Payloads(payloads) => {
                    let nested = self.set.row(*number).map_or(0, |row| row.kind.nested_bit());
                    for payload in payloads {
                        let _ = put::attribute(out, number | nested, |out| out.extend(payload));
                    }
                }
            }
        }
    }
}

/// Sets pairs of which some may decide what others mean: those that `set` knows no key for (false) are tried again as
/// long as others are set.
///
/// # Errors
/// The first that nothing makes a key of, and those of `set`.
#[doc(hidden)]
pub fn in_any_order<'p>(
    pairs: impl IntoIterator<Item = &'p (String, Given)>,
    mut set: impl FnMut(&str, &Given) -> Result<bool, Unfit>,
) -> Result<(), Unfit> {
    let mut left: Vec<_> = pairs.into_iter().collect();
    while let Some((first, _)) = left.first().copied() {
        let before = left.len();
        let (mut later, mut lacking) = (Vec::new(), None);
        for pair in left {
            match set(&pair.0, &pair.1) {
                Ok(true) => {}
                Ok(false) => later.push(pair),
                Err(unfit) if matches!(unfit.why, Why::Needs(_)) => {
                    lacking = Some(unfit);
                    later.push(pair);
                }
                Err(unfit) => return Err(unfit),
            }
        }
        left = later;
        if left.len() == before {
            return Err(lacking.unwrap_or_else(|| Unfit::new(first, Why::Unknown)));
        }
    }
    Ok(())
}

/// Sets an attribute behind a structure that ends at `end`.
fn behind(
    set: &'static Set,
    path: &str,
    given: &Given,
    sense: Sense<'_>,
    end: usize,
    payload: &mut Vec<u8>,
) -> Result<(), Unfit> {
    payload.resize(payload.len().max(end), 0);
    let mut draft = Draft::over(set, &payload[end..]);
    draft.set(path, given, sense)?;
    let mut said = Vec::new();
    draft.write(&mut said);
    let numbers: Vec<u16> = crate::Attrs::<()>::new(&said).map(|attr| attr.number()).collect();
    let mut kept = Vec::new();
    let others = crate::Attrs::<()>::new(&payload[end..]);
    others
        .filter(|attr| !numbers.contains(&attr.number()))
        .for_each(|attr| attr.copy_to(&mut kept));
    payload.truncate(end);
    payload.extend(kept);
    payload.extend(said);
    Ok(())
}

pub(crate) fn find(attributes: &[u8], number: u16) -> Option<&[u8]> {
    crate::Attrs::<()>::new(attributes).find(number).map(|attr| attr.payload)
}

/// The sibling that decides what a payload is.
pub(crate) fn decided_by(kind: &Kind) -> Option<u16> {
    match kind {
        Kind::Flat(kind) | Kind::Many(kind) => decided_by(kind),
        Kind::Select(Choice { by: By::Sibling(number), .. }) => Some(*number),
        _ => None,
    }
}

fn member_at(
    record: &'static crate::Record,
    path: &str,
    given: &Given,
    sense: Sense<'_>,
    start: usize,
    payload: &mut Vec<u8>,
) -> Result<(), Unfit> {
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    let is_named = |field: &&crate::RecordField| field.name == key && !field.is_padding();
    let field = record.fields.iter().find(is_named);
    let field = field.ok_or_else(|| Unfit::new(path, Why::Unknown))?;
    match field.kind {
        _ if rest.is_empty() => record
            .burst(field, given, payload.get(start..).unwrap_or_default())
            .and_then(|given| crate::encode::member(field, &given, sense, start, payload)),
        Kind::Record(inner) => member_at(inner, rest, given, sense, start + field.offset, payload),
        _ => Err(Unfit::new(rest, Why::Unknown)),
    }
    .map_err(|error| error.below(key))
}
