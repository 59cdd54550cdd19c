//! Whether the three readings agree: what tests of the tables ask of every declared type.
//!
//! The tables are data, and types leave no trace in data. Behind the feature `agree` each set, row and
//! structure therefore keeps a function of its type; without it, nothing.

use crate::Payload;

/// The typed and the owned reading of a declared type.
#[derive(Clone, Copy, Debug)]
pub struct Readings {
    #[cfg(feature = "agree")]
    compare: walk::Compare,
}

impl Readings {
    /// For the declaring macros.
    pub const fn of<T: Payload>() -> Self {
        Self {
            #[cfg(feature = "agree")]
            compare: walk::compare::<T>,
        }
    }
}

#[cfg(feature = "agree")]
pub use walk::agree;

#[cfg(feature = "agree")]
mod walk {
    use crate::{Attr, By, Field, Fields, Kind, Parts, Payload, Row, Value};

    pub(super) type Compare = fn(&[u8]) -> Result<Option<Vec<u8>>, &'static str>;

    /// Reads `payload` as `T` in place and owned, and both again from what they write. Gives what the
    /// owned form writes, or `None` where the payload fits neither.
    pub(super) fn compare<T: Payload>(payload: &[u8]) -> Result<Option<Vec<u8>>, &'static str> {
        let (view, owned) = match (T::view(payload), T::read(payload)) {
            (None, None) => return Ok(None),
            (Some(view), Some(owned)) => (view, owned),
            _ => return Err(": it fits only one of the typed and the owned reading"),
        };
        let (mut put, mut written) = (Vec::new(), Vec::new());
        T::put(view, &mut put);
        T::write(&owned, &mut written);
        if T::read(&put).as_ref() != Some(&owned) {
            return Err(": the typed view is written as another value");
        }
        if T::read(&written).as_ref() != Some(&owned) {
            return Err(": the owned value is written as another");
        }
        Ok(Some(written))
    }

    /// Checks that the readings of a value, and of all that lies in it, agree:
    ///
    /// - each attribute fits either all of its readings or none;
    /// - what was read is what is read again after it was written;
    /// - what the owned form writes has the dynamic reading of the original: nothing is lost, but the
    ///   earlier ones of repeated attributes.
    ///
    /// # Errors
    /// The way to what disagrees, and how.
    pub fn agree(value: Value<'_>) -> Result<(), String> {
        match value {
            Value::Set(fields) => set(fields),
            Value::Record(parts) => members(parts),
            Value::Headed(body) => members(body.parts()).and_then(|()| set(body.fields())),
            Value::List(mut items) => items.try_for_each(agree),
            _ => Ok(()),
        }
    }

    fn set(fields: Fields<'_>) -> Result<(), String> {
        // What is cut short is not written.
        if !is_cut(Value::Set(fields)) {
            let written = (fields.set().readings.compare)(fields.bytes())?.unwrap_or_default();
            let again = Fields { bytes: &written, rest: &written, ..fields };
            if let Some(row) = different(fields, again) {
                return Err(format!(" > {}: the owned form writes something else", row.name));
            }
            if !kept(fields).eq(kept(again)) {
                return Err(": the owned form loses what is undeclared or does not fit".to_owned());
            }
        }
        for field in fields {
            let way = |error| format!(" > {}{error}", field.name());
            let value = field.value();
            if let Some(row) = field.row.filter(|_| field.attr.whole && !is_cut(value)) {
                row_fits(row, field.attr.payload, value).map_err(way)?;
            }
            agree(value).map_err(way)?;
        }
        Ok(())
    }

    fn row_fits(row: &Row, payload: &[u8], value: Value<'_>) -> Result<(), String> {
        let fits = (row.readings.compare)(payload)?.is_some();
        if fits == spoilt(value) && decided_by(&row.kind).is_none() {
            return Err(format!(": typed, it fits: {fits}; dynamic, it is {value}"));
        }
        Ok(())
    }

    fn members(parts: Parts<'_>) -> Result<(), String> {
        let written = (parts.record.readings.compare)(parts.bytes())?.unwrap_or_default();
        if !same_parts(parts, Parts { bytes: &written, ..parts }) {
            return Err(format!(": {} is written as something else", parts.record.name));
        }
        parts.into_iter().try_for_each(|member| agree(member.value))
    }

    /// Is there an attribute in it that is cut short?
    fn is_cut(value: Value<'_>) -> bool {
        let in_set =
            |mut fields: Fields<'_>| fields.any(|field| !field.attr.whole || is_cut(field.value()));
        match value {
            Value::Set(fields) => in_set(fields),
            Value::Headed(body) => in_set(body.fields()),
            Value::List(mut items) => items.any(is_cut),
            _ => false,
        }
    }

    /// Does a list's item, or the value itself, not fit?
    fn spoilt(value: Value<'_>) -> bool {
        match value {
            Value::Malformed(_) => true,
            Value::List(mut items) => items.any(spoilt),
            _ => false,
        }
    }

    /// What decides on the type, where that is not said once for all: a typed reading takes more than the
    /// dynamic one, or less.
    fn decided_by(kind: &Kind) -> Option<By> {
        match kind {
            Kind::Flat(kind) | Kind::Many(kind) | Kind::List(_, kind) => decided_by(kind),
            Kind::Select(choice) => Some(choice.by),
            _ => None,
        }
    }

    /// An attribute whose values before and after are not the same. Where one is repeated that should
    /// not be, anything may be: what does not fit comes last in what the owned form writes, and siblings
    /// that select are the last ones.
    fn different(before: Fields<'_>, after: Fields<'_>) -> Option<&'static Row> {
        let mut rows = before.set().rows.iter();
        let once = |row: &Row| matches!(row.kind, Kind::Many(_)) || all(before, row).count() < 2;
        if rows.clone().all(once) { rows.find(|row| !same_row(before, after, row)) } else { None }
    }

    /// The attributes of which a set has no value, as they came.
    fn kept<'a>(fields: Fields<'a>) -> impl Iterator<Item = Attr<'a>> {
        let unread = |field: &Field<'a>| match field.row {
            Some(row) => spoilt(field.value()) && decided_by(&row.kind).is_none(),
            None => true,
        };
        fields.filter(unread).map(|field| field.attr)
    }

    fn all<'a>(fields: Fields<'a>, row: &Row) -> impl Iterator<Item = Field<'a>> {
        fields.filter(|field| field.attr.number() == row.number)
    }

    fn same_row(before: Fields<'_>, after: Fields<'_>, row: &Row) -> bool {
        if !matches!(decided_by(&row.kind), None | Some(By::Payload(_))) {
            return true;
        }
        let values = |fields| all(fields, row).map(|field| field.value());
        let mut after = values(after).filter(|value| !spoilt(*value));
        let mut before = values(before).filter(|value| !spoilt(*value));
        before.all(|before| after.next().is_some_and(|after| same(before, after)))
            && after.next().is_none()
    }

    fn same(before: Value<'_>, after: Value<'_>) -> bool {
        match (before, after) {
            // What lies in sets is compared when they are come to.
            (Value::Set(_), Value::Set(_)) => true,
            (Value::Headed(b), Value::Headed(a)) => same_parts(b.parts(), a.parts()),
            (Value::Record(b), Value::Record(a)) => same_parts(b, a),
            (Value::List(b), Value::List(a)) => {
                b.count() == a.count() && b.zip(a).all(|(b, a)| same(b, a))
            }
            // A `Bool` is any byte but 0, and written as 1; or as a flag, where the kernel takes one.
            (Value::Uint(1..=255), Value::Uint(1) | Value::Flag) => true,
            (b, a) => b.to_string() == a.to_string(),
        }
    }

    /// What is short grows to its whole length when it is written; what is malformed becomes zeros.
    fn same_parts(before: Parts<'_>, after: Parts<'_>) -> bool {
        let mut members = before.zip(after).filter(|(before, _)| !spoilt(before.value));
        members.all(|(before, after)| same(before.value, after.value))
    }
}
