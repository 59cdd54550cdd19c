//! Traffic control: what a change has to say, and what can only be made anew.

use super::link::bytes::{only, put_raw, without};
use super::{Goal, Planner, Rank, Wish};
use crate::Found;
use crate::kept::Id;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::tc::action::with_rate_tables as with_tables;
use route2_schema::rtnl::tc::{self, TCA_KIND, TCA_OPTIONS};
use route2_wire::{Attrs, Fields, Header, Messages, align, flag};

const NESTED: u16 = 0x8000;

/// Is it of a kind that nothing changes?
pub(super) fn is_never_changed(object: Object<'_>) -> bool {
    matches!(object.table.name, "qdisc" | "filter")
        && object
            .key("kind")
            .and_then(|kind| kind.text())
            .is_some_and(|kind| tc::NEVER_CHANGED.contains(&kind))
}

/// A filter's request as the kernel takes it.
pub(super) fn with_rate_tables(request: &mut Vec<u8>) {
    let message = Messages::new(request).next().and_then(Result::ok).and_then(Object::new);
    let Some(filter) = message.filter(|object| object.table.name == "filter") else { return };
    let attributes = with_tables(filter.fields());
    let header = filter.message.header;
    request.truncate(Header::SIZE + align(tc::FILTER.header.size));
    request.extend(attributes);
    super::as_request(request, header.message_type, header.flags);
}

/// Is it a filter that has no handle to be removed by?
pub(super) fn is_removed_by_priority(object: Object<'_>) -> bool {
    let kind = object.key("kind").and_then(|kind| kind.text()).unwrap_or_default();
    tc::REMOVED_BY_PRIORITY.contains(&kind)
}

/// The payload of the options among attributes.
fn options(attributes: &[u8]) -> &[u8] {
    let options = Attrs::<()>::new(attributes).find(TCA_OPTIONS.number);
    options.map_or(&[], |options| options.payload)
}

/// Are the options attributes?
fn are_attributes(object: Object<'_>) -> bool {
    let options = object.fields().find(|field| field.attr.number() == TCA_OPTIONS.number);
    options.is_some_and(|options| options.nest().is_some())
}

/// A discipline's attributes as it can be asked for them: with what has to be among its options though the kernel does
/// not state it, and without what it states and does not take.
pub(super) fn with_required(object: Object<'_>, attributes: &[u8]) -> Vec<u8> {
    let kind = object.key("kind").and_then(|kind| kind.text()).unwrap_or_default();
    let said = options(attributes);
    if object.table.name != "qdisc" || said.is_empty() {
        return attributes.to_vec();
    }
    let mut data = said.to_vec();
    if let Some((number, payload)) = tc::required_option(kind) {
        data = without(&data, &[number]);
        put_raw(&mut data, number, &payload);
    }
    tc::options_as_asked(kind, &mut data);
    let mut out = without(attributes, &[TCA_OPTIONS.number]);
    put_raw(&mut out, TCA_OPTIONS.number | NESTED, &data);
    out
}

/// The same without that.
pub(super) fn without_required(object: Object<'_>, attributes: &[u8]) -> Vec<u8> {
    let kind = object.key("kind").and_then(|kind| kind.text().map(str::to_owned));
    let required = kind.as_deref().and_then(tc::required_option);
    let Some((number, _)) = required.filter(|_| object.table.name == "qdisc") else {
        return attributes.to_vec();
    };
    let data = without(options(attributes), &[number]);
    let mut out = without(attributes, &[TCA_OPTIONS.number]);
    if !data.is_empty() {
        put_raw(&mut out, TCA_OPTIONS.number | NESTED, &data);
    }
    out
}

impl Wish {
    /// A wish for a change of what there is, with the options that have to be said for that: all, where the kind takes what
    /// is not said for nothing; those that differ, where it does not even take what it has.
    fn with_options_for(self, is: Object<'_>, is_made_anew: bool) -> Self {
        if !are_attributes(self.object()) {
            return self;
        }
        let said = options(self.object().attr_bytes()).to_vec();
        let data = if is_made_anew || tc::is_changed_whole(self.object()) {
            let mut has = Vec::new();
            is.fields().settable_as(&mut has, &tc::as_asked);
            let numbers: Vec<u16> = Attrs::<()>::new(&said).map(|attr| attr.number()).collect();
            [without(options(&has), &numbers), said].concat()
        } else {
            let wanted = self.object();
            let fields = Fields::in_family(wanted.table.set, wanted.attr_bytes(), wanted.family());
            let mut missing = Vec::new();
            fields.missing_in(Some(is.fields()), &mut missing);
            let kind = wanted.key("kind").and_then(|kind| kind.text().map(str::to_owned));
            let required = kind.as_deref().and_then(tc::required_option).map(|(number, _)| number);
            let required = only(&said, required.as_slice());
            let differing = options(&missing);
            let numbers: Vec<u16> = Attrs::<()>::new(&required).map(|attr| attr.number()).collect();
            [without(differing, &numbers), required].concat()
        };
        self.with_message(|message| {
            let end = Header::SIZE + align(tc::QDISC.header.size);
            let mut attributes = without(&message[end..], &[TCA_OPTIONS.number]);
            if !data.is_empty() {
                put_raw(&mut attributes, TCA_OPTIONS.number | NESTED, &data);
            }
            message.truncate(end);
            message.extend(attributes);
        })
    }
}

impl Planner<'_> {
    /// Plans a change of a discipline, class or filter; gives the wish back where that is one as others are.
    pub(super) fn change_traffic(&mut self, wish: Wish, there: &[Found<'_>]) -> Option<Wish> {
        let kind = |object: Object<'_>| {
            Attrs::<()>::new(object.attr_bytes())
                .find(TCA_KIND.number)
                .map(|kind| kind.payload.to_vec())
        };
        let is_traffic = matches!(wish.kept().id, Id::Qdisc | Id::Class | Id::Filter);
        let found = match there {
            [found] if is_traffic && kind(found.object) == kind(wish.object()) => *found,
            _ => return Some(wish),
        };
        let is_made_anew = is_never_changed(found.object);
        let wish = wish.with_options_for(found.object, is_made_anew);
        if !is_made_anew {
            return Some(wish);
        }
        let kept = wish.kept();
        let gone = Wish::gone_object(kept, found.object);
        self.remove(kept, found, &gone);
        let rank = Rank::to_make(&wish);
        debug_assert!(wish.goal() != Goal::As, "what is to be as it was is said as a whole");
        self.make(rank, wish, flag::CREATE | flag::EXCL, Vec::new());
        None
    }
}
