//! Messages that no kernel sends: each has its answer at once, and its readings agree.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_schema::rtnl::link::kind::{VETH_INFO_PEER, Veth};
use route2_schema::rtnl::link::{
    IFLA_INFO_DATA, IFLA_INFO_KIND, IFLA_INFO_SLAVE_KIND, IFLA_LINKINFO, IFLA_MTU, Link, LinkHeader,
};
use route2_schema::rtnl::route::{NextHop, RTA_MULTIPATH, RTA_OIF, Route};
use route2_schema::rtnl::{Object, Table};
use route2_wire::{Attrs, Header, IfIndex, Json, Message, Payload, Put, Shape, Value, agree};

/// Hands out an object of a table with these attributes.
fn with_object(table: &str, attributes: &[u8], visit: impl FnOnce(Object<'_>)) {
    let table = Table::named(table).unwrap();
    let payload = [&vec![0; table.header.size], attributes].concat();
    let length = (Header::SIZE + payload.len()) as u32;
    let header = Header { length, message_type: table.first_type, ..Header::default() };
    let bytes = [&header.bytes()[..], &payload].concat();
    visit(Object::new(Message { header, bytes: &bytes }).unwrap());
}

fn json(object: Object<'_>, shape: Shape) -> String {
    let mut json = Json::default();
    object.write_json(&mut json, shape);
    json.into_string()
}

fn read_in_every_way(object: Object<'_>) {
    for shape in [Shape::Whole, Shape::Plain] {
        assert!(json(object, shape).ends_with('}'));
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
            });
            info.put(IFLA_INFO_SLAVE_KIND, "none").put(IFLA_INFO_SLAVE_KIND, "none");
        });
        put.put(IFLA_MTU, 1500).put(IFLA_MTU, 1500);
        bytes = put.finish().unwrap();
    }
    with_object("link", &bytes, read_in_every_way);
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
        bytes = put.finish().unwrap();
    }
    with_object("route", &bytes, read_in_every_way);
    let mut written = Vec::new();
    Route::write(&Route::from_bytes(&bytes), &mut written);
    assert_eq!(written, bytes);
}

#[test]
fn a_member_hides_an_attribute_of_its_name() {
    let mut hop = Put::<Route>::new();
    hop.put(RTA_OIF, IfIndex(4));
    let hop = hop.finish().unwrap();
    let mut route = Put::<Route>::new();
    route.put(
        RTA_MULTIPATH,
        vec![(NextHop { oif: IfIndex(3), ..Default::default() }, Attrs::new(&hop))],
    );
    with_object("route", &route.finish().unwrap(), |object| {
        let json = json(object, Shape::Plain);
        assert!(json.contains(r#""multipath":[{"flags":[],"hops":0,"oif":3}]"#), "{json}");
    });
}

/// What is wrong here is told from what is right in all readings or in none.
const BROKEN: &[(&str, &[u8], &str)] = &[
    ("route", &[12, 0, 18, 0, 2, 1, 0, 0, 1, 2, 3, 4], "a family of two bytes"),
    (
        "link",
        &[24, 0, 18, 0, 9, 0, 1, 0, b'b', b'o', b'n', b'd', 0, 0, 0, 0, 8, 0, 2, 0, 4, 0, 26, 0],
        "a MAC address of no bytes",
    ),
    ("stats", &[8, 0, 1, 0, 4, 0, 4, 0], "filters where statistics may be"),
    (
        "mdb",
        &[
            32, 0, 1, 0, 28, 0, 1, 0, 8, 0, 1, 0, 1, 2, 3, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 1, 0, 0,
        ],
        "a request about a group of protocol 1",
    ),
];

#[test]
fn readings_agree() {
    for (table, attributes, what) in BROKEN {
        with_object(table, attributes, |object| {
            assert_eq!(agree(Value::Set(object.fields())), Ok(()), "{table}: {what}");
        });
    }
}
