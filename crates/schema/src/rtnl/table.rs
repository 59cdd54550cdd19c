//! A table of the kernel as data, and a message as one of its objects.

use super::derived::{BY_TYPE, Derived, FIRST_ATTRIBUTE, Place, Sources};
use super::names::{Family, Group};
use super::spoken::Spoken;
use super::{addr, link, neigh, other, route, rule, tc};
use route2_wire::{
    AsRecord, AttrSet, Attrs, Field, Fields, Json, Message, Parts, Record, Set, Shape, StructField,
    Value, align, flag,
};

/// All tables of rtnetlink, by their message types.
pub static TABLES: &[&Table] = &[
    &link::TABLE,
    &addr::TABLE,
    &route::TABLE,
    &neigh::TABLE,
    &rule::TABLE,
    &tc::QDISC,
    &tc::CLASS,
    &tc::FILTER,
    &other::ACTION,
    &other::PREFIX,
    &other::MULTICAST,
    &other::ANYCAST,
    &other::NEIGHTBL,
    &other::NDUSEROPT,
    &other::ADDRLABEL,
    &other::DCB,
    &other::NETCONF,
    &other::MDB,
    &other::NSID,
    &other::STATS,
    &other::CACHEREPORT,
    &other::CHAIN,
    &other::NEXTHOP,
    &other::LINKPROP,
    &other::VLAN,
    &other::NEXTHOPBUCKET,
    &other::TUNNEL,
    &other::CANGW,
];

/// Tables whose messages have the types of another table's, which stands before them in [`TABLES`]; they
/// are told by their family.
static BY_FAMILY: &[(Family, &Table)] = &[(Family::CAN, &other::CANGW)];

/// One table of the kernel: what its messages are called and what they hold.
#[derive(Debug)]
pub struct Table {
    /// As route2's commands call it: `link`.
    pub name: &'static str,
    /// What its objects are.
    pub doc: &'static str,
    /// The first of its four message types; see [`Op`].
    pub first_type: u16,
    /// The kernel's names of its messages, by [`Op`].
    pub events: [&'static str; 4],
    /// The structure before the attributes.
    pub header: &'static Record,
    /// The attributes.
    pub set: &'static Set,
    /// The multicast groups in which the kernel tells of changes.
    pub groups: &'static [Group],
    /// Keys made of more than one part of a message.
    pub derived: &'static [Derived],
    /// Keys that stand for others where something is set.
    pub spoken: &'static [Spoken],
    /// What a line about an object shows, in this order.
    pub columns: &'static [Column],
}

/// What a line about an object shows.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The key, or the path to a part of its value: `parms.queue_len`.
    pub path: &'static str,
    /// Where an object holds several things that each get a line, the path to them, from which `path` goes
    /// on; empty where it begins at the object.
    pub items: &'static str,
    /// What it is called: the last key of the path, if nothing else. Columns of different things may be
    /// called alike.
    pub title: &'static str,
    /// Whether a line says the title before the value; where the value speaks for itself, it does not.
    pub labelled: bool,
}

impl Column {
    /// A value that speaks for itself.
    pub const fn bare(path: &'static str) -> Self {
        Self { path, items: "", title: last_key(path), labelled: false }
    }
    /// A value with its title before it.
    pub const fn labelled(path: &'static str) -> Self {
        Self { labelled: true, ..Self::bare(path) }
    }
    /// The same under another title.
    pub const fn titled(self, title: &'static str) -> Self {
        Self { title, ..self }
    }
    /// The same of each of the things at this path.
    pub const fn of_each(self, items: &'static str) -> Self {
        Self { items, ..self }
    }
}

const fn last_key(path: &'static str) -> &'static str {
    let mut at = path.len();
    while at > 0 && path.as_bytes()[at - 1] != b'.' {
        at -= 1;
    }
    path.split_at(at).1
}

/// What a message does: rtnetlink's message types come in fours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// `RTM_NEW...`: the object exists, or shall.
    New,
    /// `RTM_DEL...`: it is gone, or shall be.
    Del,
    /// `RTM_GET...`: a question.
    Get,
    /// `RTM_SET...`: change it.
    Set,
}

impl Table {
    /// The message type of an operation on this table.
    pub const fn message_type(&self, op: Op) -> u16 {
        self.first_type + op as u16
    }

    /// The table whose messages have this type, and the operation. Where several have it, the family
    /// decides; this is the first.
    pub fn of_type(message_type: u16) -> Option<(&'static Self, Op)> {
        let op = [Op::New, Op::Del, Op::Get, Op::Set][usize::from(message_type % 4)];
        let place = BY_TYPE.get(usize::from(message_type / 4)).copied().flatten()?;
        Some((place.table, op))
    }

    /// Is a message of one of the table's types its own? Its family decides, where another table has the same
    /// types.
    #[inline]
    pub fn owns(&self, message: Message<'_>) -> bool {
        let family = message.payload().first().copied().map_or(0, u16::from);
        let rival = BY_FAMILY.iter().find(|(_, table)| table.first_type == self.first_type);
        message.header.message_type & !3 == self.first_type
            && rival.is_none_or(|(own, table)| (own.0 == family) == std::ptr::eq(*table, self))
    }

    /// The table with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().copied().find(|table| table.name == name)
    }
}

/// An attribute set that is a table's.
pub trait Of: AttrSet {
    /// The structure before the attributes.
    type Header: StructField<Owned = Self::Header> + AsRecord + Default;
    /// The table; the first one, where several have the same set.
    const TABLE: &'static Table;
}

/// A message of rtnetlink as an object of its table. A view: nothing is decoded before it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    /// The table.
    pub table: &'static Table,
    /// What the message does.
    pub op: Op,
    /// The message.
    pub message: Message<'a>,
}

impl<'a> Object<'a> {
    /// Sees a message as an object; `None` where its type is no table's.
    ///
    /// Some tables' answers have the type of the question (`RTM_GETACTION`, `RTM_GETMDB`): those say that an
    /// object is there, and are [`Op::New`].
    pub fn new(message: Message<'a>) -> Option<Self> {
        let (first, op) = Table::of_type(message.header.message_type)?;
        let is_answer = op == Op::Get && message.header.flags & flag::REQUEST == 0;
        let object = Self { table: first, op: if is_answer { Op::New } else { op }, message };
        let own = BY_FAMILY.iter().find(|(family, table)| {
            table.first_type == first.first_type && family.0 == object.family()
        });
        Some(own.map_or(object, |(_, table)| Self { table, ..object }))
    }

    /// The kernel's name of the message: `RTM_NEWLINK`.
    pub const fn event(&self) -> &'static str {
        self.table.events[self.message.header.message_type as usize % 4]
    }

    /// The address family in the header (`AF_UNSPEC` where the message is too short to have one).
    pub fn family(&self) -> u16 {
        self.message.payload().first().copied().unwrap_or_default().into()
    }

    /// The members of the header.
    pub fn header(&self) -> Parts<'a> {
        self.parts().0
    }

    /// The attributes' bytes.
    pub fn attr_bytes(&self) -> &'a [u8] {
        self.parts().1.bytes()
    }

    /// The attributes, read through the table.
    pub fn fields(&self) -> Fields<'a> {
        self.parts().1
    }

    /// The header and the attributes.
    #[inline]
    pub(super) fn parts(&self) -> (Parts<'a>, Fields<'a>) {
        let (payload, family) = (self.message.payload(), self.family());
        let Table { header, set, .. } = self.table;
        let length = header.length(payload);
        let members = payload.get(..length).unwrap_or(payload);
        let attributes = payload.get(align(length)..).unwrap_or_default();
        (Parts::in_family(header, members, family), Fields::in_family(set, attributes, family))
    }

    /// The object with types: its header and its attributes of the set `S`. `None` where its table has
    /// another set, or the message is too short for the header.
    pub fn of<S: Of>(&self) -> Option<(S::Header, Attrs<'a, S>)> {
        (S::SET.name == self.table.set.name).then_some(())?;
        let payload = self.message.payload();
        let header = payload.get(..self.table.header.length(payload))?;
        Some((S::Header::take(header), Attrs::new(self.attr_bytes())))
    }

    /// The value under a key: a derived one, an attribute (those of the kind included), or a member of
    /// the header.
    pub fn key(&self, key: &str) -> Option<Value<'a>> {
        if let Some(derived) = self.table.derived.iter().find(|d| d.key == key) {
            return (derived.value)(&Sources::new(self));
        }
        self.fields().by_key(key).or_else(|| self.header().get(key))
    }

    /// Calls `visit` with every value at the end of a path, which begins with a key: see
    /// [`Value::each_at`].
    pub fn each_at(&self, path: &str, visit: &mut dyn FnMut(Value<'a>)) {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(derived) = self.table.derived.iter().find(|d| d.key == key) {
            if let Some(value) = (derived.value)(&Sources::new(self)) {
                value.each_at(rest, visit);
            }
            return;
        }
        Value::Record(self.header()).each_at(path, visit);
        Value::Set(self.fields()).each_at(path, visit);
    }

    /// Calls `visit` with every key that has a value: the header's members, then derived keys, then
    /// attributes. No key comes twice unless its attribute may be repeated.
    pub fn each_key(&self, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
        let (place, mut sources) = (Place::of_object(self), Sources::new(self));
        sources.look();
        for member in sources.header {
            if place.members & 1 << member.place == 0 {
                visit(member.field.name, member.value);
            }
        }
        for derived in place.derived() {
            if let Some(value) = (derived.value)(&sources) {
                visit(derived.key, value);
            }
        }
        for field in sources.fields.filter(|f| !place.attributes.contains(f.attr.number())) {
            field.each_key(&mut |row, value| visit(row.key, value));
        }
    }

    /// Writes the object: in the whole shape as pyroute2 shows it (the members of the family's header, the
    /// attributes as pairs, netlink's header, the event's name), in the plain shape by key, each once.
    pub fn write_json(&self, json: &mut Json, shape: Shape) {
        json.map(|json| match shape {
            Shape::Whole => self.write_whole(json),
            Shape::Plain => self.write_plain(json),
        });
    }

    /// Writes the object in the whole shape as entries of a map.
    pub fn write_whole(&self, json: &mut Json) {
        let shape = Shape::Whole;
        json.header(self.header(), 0, shape);
        let state = self.table.derived.iter().find(|derived| derived.key == "state");
        if let Some(value) = state.and_then(|state| (state.value)(&Sources::new(self))) {
            json.key("state").value(value, shape);
        }
        json.key("attrs").pairs(self.fields());
        crate::decoded::end(json, self.message.header, self.event());
    }

    /// The object as JSON text.
    pub fn json(&self, shape: Shape) -> String {
        let mut json = Json::default();
        self.write_json(&mut json, shape);
        json.into_string()
    }

    /// Writes the object by key as entries of a map: the header's members, derived keys, attributes.
    pub fn write_plain(&self, json: &mut Json) {
        let (place, mut sources) = (Place::of_object(self), Sources::new(self));
        let Sources { header, fields, .. } = sources;
        let what = (std::ptr::from_ref(self.table) as usize, self.op as u32);
        if let Some(mut alike) = json.alike(what, header.bytes(), fields.bytes()) {
            sources.repeats = false;
            while let Some(which) = json.next_changed(&mut alike) {
                json.changed_part(&mut alike, |json| place.write_part(which, &sources, json));
            }
            return;
        }
        sources.look();
        self.write_parts(place, &sources, json);
    }

    /// Writes all parts. Apart, because most objects are like the one before them.
    #[inline(never)]
    fn write_parts(&self, place: &Place, sources: &Sources<'a>, json: &mut Json) {
        let Sources { header, fields, .. } = *sources;
        json.part(0, |json| {
            json.header(header, place.members, Shape::Plain);
            0
        });
        for which in 0..self.table.derived.len() {
            json.part(which as u32, |json| place.write_part(which as u32, sources, json));
        }
        if sources.repeats {
            json.plain_repeated(fields, &place.attributes);
            return json.forget();
        }
        let mut rest = fields;
        while let (offset, Some(field)) = (rest.offset(), rest.next()) {
            if field.row.is_some_and(|row| !place.attributes.contains(row.number)) {
                let which = FIRST_ATTRIBUTE + offset as u32;
                json.part(which, |json| place.write_part(which, sources, json));
            }
        }
    }

    /// The names, from the outermost nest in, of the attribute that begins `offset` bytes behind the
    /// start of the message: what an extended acknowledgement points at.
    pub fn attribute_at(&self, offset: usize) -> Option<Vec<&'static str>> {
        path_to(self.fields(), self.address_of(offset)?)
    }

    /// The name of attribute `number` of the nest that begins at `offset` (of the message's own set,
    /// where there is none): what an extended acknowledgement says was missing.
    pub fn attribute_in(&self, offset: Option<usize>, number: u32) -> Option<&'static str> {
        let set = match offset {
            None => self.table.set,
            Some(offset) => nest_at(self.fields(), self.address_of(offset)?)?,
        };
        set.row(u16::try_from(number).ok()?).map(|row| row.name)
    }

    /// Places in the message are compared as addresses, because views know theirs.
    fn address_of(&self, offset: usize) -> Option<usize> {
        (self.message.bytes.as_ptr() as usize).checked_add(offset)
    }
}

/// The way to the attribute whose header lies at this address.
fn path_to(fields: Fields<'_>, target: usize) -> Option<Vec<&'static str>> {
    let (field, inner) = field_around(fields, target)?;
    let further = inner.and_then(|inner| path_to(inner, target)).unwrap_or_default();
    Some(std::iter::once(field.name()).chain(further).collect())
}

/// The set of the nest whose header lies at this address.
fn nest_at(fields: Fields<'_>, target: usize) -> Option<&'static Set> {
    let (field, inner) = field_around(fields, target)?;
    match (inner, field.value()) {
        (Some(inner), _) => nest_at(inner, target),
        (None, Value::Set(nest)) => Some(nest.set()),
        (None, _) => None,
    }
}

/// The attribute whose header lies at this address, or, with its attributes, the nest around it.
fn field_around<'a>(fields: Fields<'a>, target: usize) -> Option<(Field<'a>, Option<Fields<'a>>)> {
    for field in fields {
        let start = field.attr.payload.as_ptr() as usize;
        if start.checked_sub(4) == Some(target) {
            return Some((field, None));
        }
        if (start..start + field.attr.payload.len()).contains(&target) {
            return Some((field, field.nest()));
        }
    }
    None
}
