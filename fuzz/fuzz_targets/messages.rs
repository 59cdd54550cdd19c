//! Any stream of messages: no reading panics or hangs, and they agree.

#![no_main]

use libfuzzer_sys::fuzz_target;
use route2_schema::Decoded;
use route2_schema::rtnl::link::{IFLA_MTU, Link};
use route2_schema::rtnl::Object;
use route2_wire::{Fields, Messages, Value};

fuzz_target!(|bytes: &[u8]| {
    for message in Messages::new(bytes).map_while(Result::ok) {
        let decoded = Decoded::new(message);
        serde_json::to_vec(&decoded).expect("a message is JSON");
        if let Decoded::Object(object) = decoded {
            check(object);
        }
    }
});

fn check(object: Object<'_>) {
    object.each_key(&mut |_, value| {
        let _ = value.to_string();
    });
    let _ = object.attribute_at(40);
    let Some((_, attrs)) = object.of::<Link>() else { return };
    let owned = Link::from_bytes(attrs.bytes());
    let (mut typed, mut dynamic) = (attrs.get(IFLA_MTU).ok().flatten(), None);
    for field in object.fields().filter(|field| field.name() == "IFLA_MTU") {
        dynamic = match field.value() {
            Value::Uint(mtu) => Some(mtu as u32),
            // A broken one behind a good one: the typed view says so, the owned form keeps the good one.
            _ => {
                typed = owned.mtu;
                owned.mtu
            }
        };
    }
    assert_eq!(typed, dynamic);
    assert_eq!(typed, owned.mtu);
    let mut written = Vec::new();
    <Link as route2_wire::Payload>::write(&owned, &mut written);
    assert_eq!(Link::from_bytes(&written), owned);
    let _ = Fields::of(<Link as route2_wire::AttrSet>::SET, &written).count();
}
