//! An object as somebody wants it, described by key.

use super::keys::KeySource;
use super::link;
use super::names::Family;
use super::spoken::To;
use super::table::{Object, Of, Op, Table};
use core::net::IpAddr;
use route2_wire::{
    AttrSet, Draft, Given, Header, Key, Kind, Parts, Payload, Sense, Unfit, Why, align, flag,
    in_any_order,
};

/// An object that is to be made, changed or removed, described by key: what is said of it, and nothing else. It
/// becomes a request of bytes.
///
/// ```
/// use route2_schema::rtnl::{Op, Wanted, route};
///
/// let mut route = Wanted::new(&route::TABLE);
/// route.set("dst", &"10.0.0.0/8".into(), &|_| None)?;
/// route.set("gateway", &"192.168.0.1".into(), &|_| None)?;
/// let request = route.message(Op::New, 0);
/// assert_eq!(request.len(), 44);
/// assert_eq!(route.set("gateway", &"gw".into(), &|_| None).unwrap_err().to_string(),
///     "`gateway` is an IP address, not `gw`");
/// # Ok::<(), route2_schema::wire::Unfit>(())
/// ```
#[derive(Clone, Debug)]
pub struct Wanted {
    table: &'static Table,
    header: Vec<u8>,
    /// Which members of the header were said, a bit each.
    members: u64,
    attributes: Draft,
}

impl Wanted {
    /// Of this table, nothing is said yet.
    pub fn new(table: &'static Table) -> Self {
        let header = vec![0; table.header.size];
        Self { table, header, members: 0, attributes: Draft::new(table.set) }
    }

    /// What is to be changed of an object that is there: its kind, and which of its table it is, need not be said
    /// again.
    pub fn of(object: Object<'_>) -> Self {
        let mut header = object.message.payload().to_vec();
        header.resize(object.table.header.size, 0);
        let attributes = Draft::over(object.table.set, object.attr_bytes());
        Self { table: object.table, header, members: 0, attributes }
    }

    /// The same, for an object that is there already: of a structure of which a part is said, the rest stays.
    #[must_use]
    pub fn over(table: &'static Table, is: Object<'_>) -> Self {
        Self { attributes: Draft::over(table.set, is.attr_bytes()), ..Self::new(table) }
    }

    /// The table.
    pub const fn table(&self) -> &'static Table {
        self.table
    }

    /// The address family, as it was said or follows from what was.
    pub fn family(&self) -> Family {
        Family(self.header.first().copied().unwrap_or_default().into())
    }

    /// Which members of the header were said, a bit each.
    pub const fn members(&self) -> u64 {
        self.members
    }

    /// Sets what is under a key, or the path to a part of it. `index_of` gives the index of an interface.
    ///
    /// # Errors
    /// Where there is no such key, it is read-only, or it does not take the value.
    pub fn set(
        &mut self,
        key: &str,
        given: &Given,
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<(), Unfit> {
        match self.try_set(key, given, index_of)? {
            true => Ok(()),
            false => Err(Unfit::new(key, Why::Unknown)),
        }
    }

    /// Sets several, of which some may decide what others mean, in any order.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn set_all(
        &mut self,
        pairs: &[(String, Given)],
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<(), Unfit> {
        // What decides on much else.
        let is_first = |key: &str| matches!(key, "family" | "kind");
        let (first, left): (Vec<_>, Vec<_>) = pairs.iter().partition(|(key, _)| is_first(key));
        for (key, given) in first {
            self.set(key, given, index_of)?;
        }
        if self.family() == Family::UNSPEC {
            left.iter().for_each(|(_, given)| self.infer_family(given));
        }
        in_any_order(left, |key, given| self.try_set(key, given, index_of))
    }

    fn try_set(
        &mut self,
        key: &str,
        given: &Given,
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<bool, Unfit> {
        self.infer_family(given);
        if key == "peer" && self.table.name == "link" {
            return self.set_peer(given, index_of);
        }
        let Some(spoken) = self.table.spoken.iter().find(|spoken| spoken.key == key) else {
            return self.set_part(key, given, index_of);
        };
        let expected = spoken.expects.to_owned();
        let unfit = || Why::Expected { given: given.to_string(), expected };
        let meant = (spoken.means)(given).ok_or_else(|| Unfit::new(key, unfit()))?;
        for (to, given) in meant {
            let set = match to {
                To::Member(name) => self.set_member(name, &given, index_of),
                To::Part(name, first, bits) => {
                    let number = given.number().unwrap_or_default() as u64;
                    self.set_bits(name, first, bits, number)
                }
                To::Attribute(path) => self.set_attribute(path, &given, index_of),
            };
            let set = set.map_err(|error| Unfit { key: key.to_owned(), ..error })?;
            if !set {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn set_part(
        &mut self,
        key: &str,
        given: &Given,
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<bool, Unfit> {
        Ok(self.set_attribute(key, given, index_of)?
            || self.set_member(key, given, index_of)?
            || self.set_option(key, given, index_of)?)
    }

    /// Keys of a kind of traffic control need not be said to be options.
    fn set_option(
        &mut self,
        key: &str,
        given: &Given,
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<bool, Unfit> {
        if !self.table.has_options() {
            return Ok(false);
        }
        match self.set_attribute(&format!("{OPTIONS}.{key}"), given, index_of) {
            Err(Unfit { why: Why::Unknown, .. }) => Ok(false),
            other => other,
        }
    }

    fn set_attribute(
        &mut self,
        path: &str,
        given: &Given,
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<bool, Unfit> {
        let sense = Sense { family: self.family().0, index_of };
        self.attributes.try_set(path, given, sense)
    }

    fn set_member(
        &mut self,
        name: &str,
        given: &Given,
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<bool, Unfit> {
        let mut fields = self.table.header.fields.iter().enumerate();
        let found = fields.find(|(_, field)| field.name == name && !field.is_padding());
        let Some((place, field)) = found else { return Ok(false) };
        let sense = Sense { family: self.family().0, index_of };
        field.set(given, sense, &mut self.header).map_err(|error| error.below(name))?;
        self.members |= 1 << place;
        Ok(true)
    }

    /// The other end of a pair, as a link or by its name: an attribute that each kind of pairs has its own of.
    fn set_peer(
        &mut self,
        given: &Given,
        index_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<bool, Unfit> {
        let named = Given::Map(vec![("ifname".to_owned(), given.clone())]);
        let given = if given.text().is_some() { &named } else { given };
        let sense = Sense { family: self.family().0, index_of };
        let kind = self.attributes.flat_row(&link::is_peer, sense);
        kind.map_or(Ok(false), |row| self.attributes.try_set(row.key, given, sense))
    }

    fn set_bits(&mut self, name: &str, first: u32, bits: u32, number: u64) -> Result<bool, Unfit> {
        let parts = Parts::in_family(self.table.header, &self.header, 0);
        let mask = (u64::MAX >> (64 - bits)) << first;
        let number = parts.number(name).unwrap_or_default() & !mask | number << first & mask;
        self.set_member(name, &Given::Number(number.into()), &|_| None)
    }

    /// Sets an attribute, with types.
    pub fn put<S: AttrSet, T: Payload>(&mut self, key: Key<S, T>, view: T::View<'_>) {
        debug_assert_eq!(S::SET.name, self.table.set.name, "an attribute of another table");
        let mut payload = Vec::new();
        T::put(view, &mut payload);
        self.attributes.put_raw(key.number, payload);
    }

    /// Sets an attribute's payload.
    pub fn put_bytes<S, T>(&mut self, key: Key<S, T>, payload: Vec<u8>) {
        self.attributes.put_raw(key.number, payload);
    }

    /// Unsays an attribute.
    pub fn take<S, T>(&mut self, key: Key<S, T>) {
        self.attributes.take(key.number);
    }

    /// The payload of an attribute that was said.
    pub fn attribute<S, T>(&self, key: Key<S, T>) -> Option<&[u8]> {
        self.attributes.payload(key.number)
    }

    /// Was an attribute said?
    pub fn has(&self, number: u16) -> bool {
        self.attributes.has(number)
    }

    pub(super) fn header_bytes(&self) -> &[u8] {
        &self.header
    }

    /// Sets the header, with types: all its members count as said.
    pub fn put_header<S: Of>(&mut self, header: &S::Header) {
        let mut bytes = Vec::new();
        <S::Header as Payload>::write(header, &mut bytes);
        bytes.resize(self.table.header.size, 0);
        self.header = bytes;
        self.members = u64::MAX;
    }

    /// Says which link it is, by index: of one that is to be made, which it shall be.
    pub fn set_index(&mut self, index: u32) {
        let _ = self.set_member("index", &index.into(), &|_| None);
    }

    /// The index that was said.
    pub fn index(&self) -> Option<u32> {
        let place = self.table.header.fields.iter().position(|field| field.name == "index")?;
        let parts = Parts::in_family(self.table.header, &self.header, 0);
        let index = parts.number("index").filter(|_| self.members & 1 << place != 0)?;
        index.try_into().ok()
    }

    /// Says a member of the header that is a number, unless it was said.
    pub fn default_member(&mut self, name: &str, number: u64) {
        let place = self.table.header.fields.iter().position(|field| field.name == name);
        if place.is_none_or(|place| self.members & 1 << place == 0) {
            let given = Given::Number(number.into());
            let _ = self.set_member(name, &given, &|_| None);
            place.inspect(|place| self.members &= !(1 << place));
        }
    }

    /// Says an option of an object that is to be made.
    pub(super) fn put_option(&mut self, path: &str, number: u32) {
        if !self.attributes.is_over() {
            let _ = self.set_attribute(&format!("{OPTIONS}.{path}"), &number.into(), &|_| None);
        }
    }

    /// The family of an address that is given, where none was said.
    fn infer_family(&mut self, given: &Given) {
        if self.family() != Family::UNSPEC || !self.has_ip_family() {
            return;
        }
        match given {
            Given::Text(text) => {
                let ip = text.split('/').next().and_then(|ip| ip.parse::<IpAddr>().ok());
                let family = match ip {
                    Some(IpAddr::V4(_)) => Family::INET,
                    Some(IpAddr::V6(_)) => Family::INET6,
                    None => return,
                };
                // As if it had been said: a default of the table does not replace it.
                let _ = self.set_member("family", &family.0.into(), &|_| None);
            }
            Given::List(items) => items.iter().for_each(|item| self.infer_family(item)),
            Given::Map(pairs) => pairs.iter().for_each(|(_, value)| self.infer_family(value)),
            _ => {}
        }
    }

    /// Is the family of its objects that of their addresses?
    fn has_ip_family(&self) -> bool {
        ["addr", "route", "rule", "nexthop", "neigh", "addrlabel"].contains(&self.table.name)
    }

    /// The request.
    pub fn message(&self, op: Op, flags: u16) -> Vec<u8> {
        let mut bytes = vec![0; Header::SIZE];
        bytes.extend(&self.header);
        bytes.resize(align(bytes.len()), 0);
        self.attributes.write(&mut bytes);
        let header = Header {
            length: bytes.len() as u32,
            message_type: self.table.message_type(op),
            flags: flags | flag::REQUEST,
            ..Header::default()
        };
        bytes[..Header::SIZE].copy_from_slice(&header.bytes());
        bytes
    }
}

/// The key of what a kind of traffic control says.
const OPTIONS: &str = "options";

/// What can be set under a key of a table, as data: for help and completion.
impl Table {
    /// Have its objects options by their kind, whose keys stand for themselves?
    pub fn has_options(&self) -> bool {
        self.set.rows.iter().any(|row| row.key == OPTIONS)
    }

    /// Calls `visit` with every key that can go on the path to what is set.
    pub fn each_settable_below(&self, path: &str, visit: &mut dyn FnMut(KeySource)) {
        self.each_key_below(path, visit);
        if self.has_options() {
            self.each_key_below(&format!("{OPTIONS}.{path}"), visit);
        }
    }

    /// Calls `visit` with each key that can be set, and what it takes.
    pub fn each_settable(&self, visit: &mut dyn FnMut(&'static str, String)) {
        let spoken = self.spoken;
        spoken.iter().for_each(|spoken| visit(spoken.key, spoken.expects.to_owned()));
        self.each_key(&mut |source| {
            let is_spoken = spoken.iter().any(|spoken| spoken.key == source.key());
            let settable = !matches!(source.kind(), None | Some(Kind::Flat(_)));
            if settable && !is_spoken && !source.is_read_only() {
                visit(source.key(), source.kind().map(Kind::described).unwrap_or_default());
            }
        });
        if self.has_options() {
            self.each_key_below(OPTIONS, &mut |source| {
                if !source.is_read_only() {
                    visit(source.key(), source.kind().map(Kind::described).unwrap_or_default());
                }
            });
        }
    }
}
