//! Messages that no kernel sends, made to cost as much as they can: each has its answer at once.

use route2_schema::rtnl::link::kind::{VETH_INFO_PEER, Veth};
use route2_schema::rtnl::link::{
    IFLA_INFO_DATA, IFLA_INFO_KIND, IFLA_INFO_SLAVE_KIND, IFLA_LINKINFO, IFLA_MTU, Link, LinkHeader,
};
use route2_schema::rtnl::route::{NextHop, RTA_MULTIPATH, Route};
use route2_schema::rtnl::{Object, Table};
use route2_wire::{Attrs, Header, Json, Message, Payload, Put, Shape, Value};

/// Reads an object in every way.
fn read(table: &str, attributes: &[u8]) {
    let table = Table::named(table).expect("a table");
    let payload = [&vec![0; table.header.size], attributes].concat();
    let length = (Header::SIZE + payload.len()) as u32;
    let header = Header { length, message_type: table.first_type, ..Header::default() };
    let bytes = [&header.bytes()[..], &payload].concat();
    let object = Object::new(Message { header, bytes: &bytes }).expect("an object");
    for shape in [Shape::Whole, Shape::Plain] {
        let mut json = Json::default();
        object.write_json(&mut json, shape);
        assert!(json.as_bytes().ends_with(b"}"));
    }
    assert!(!Value::Set(object.fields()).to_string().is_empty());
    object.each_key(&mut |_, value| drop(value.to_string()));
}

/// A peer that has a peer that has a peer, with an attribute repeated in every nest.
#[test]
fn links_in_links() {
    let mut bytes = Vec::new();
    for _ in 0..100 {
        let mut put = Put::<Link>::new();
        put.nest(IFLA_LINKINFO, |info| {
            info.put(IFLA_INFO_KIND, "veth").nest_as::<Veth>(IFLA_INFO_DATA, |veth| {
                veth.put(VETH_INFO_PEER, (LinkHeader::default(), Attrs::new(&bytes)));
                veth.raw(0, &[]).raw(0, &[]);
            });
            info.put(IFLA_INFO_SLAVE_KIND, "none").put(IFLA_INFO_SLAVE_KIND, "none");
        });
        put.put(IFLA_MTU, 1500).put(IFLA_MTU, 1500);
        bytes = put.finish().expect("it is short");
    }
    read("link", &bytes);
    let mut written = Vec::new();
    Link::write(&Link::from_bytes(&bytes), &mut written);
    assert_eq!(Link::from_bytes(&written), Link::from_bytes(&bytes));
}

/// A next hop that has a next hop, as often as fits into a message.
#[test]
fn routes_in_routes() {
    let mut bytes = Vec::new();
    while bytes.len() < 65_000 {
        let mut put = Put::<Route>::new();
        put.put(RTA_MULTIPATH, vec![(NextHop::default(), Attrs::new(&bytes))]);
        bytes = put.finish().expect("it is short");
    }
    read("route", &bytes);
    let mut written = Vec::new();
    Route::write(&Route::from_bytes(&bytes), &mut written);
    assert_eq!(written, bytes);
}
