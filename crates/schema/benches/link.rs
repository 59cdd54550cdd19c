//! How long it takes to look at every attribute of a link's message: a bridge's, with all that a bridge
//! says of itself.

use criterion::{Criterion, criterion_group, criterion_main};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::{IFLA_IFNAME, IFLA_LINKINFO, IFLA_MTU, Link};
use route2_wire::{Attrs, Fields, Json, Messages, Shape, Value};
use std::hint::black_box;

const CAPTURE: &[u8] = include_bytes!("../../../tests/captures/k6.12/links/link-br0.bin");

/// Every attribute by name and payload, nests entered; values stay as they are until they are asked for.
fn walk(fields: Fields<'_>) -> usize {
    let mut count = 0;
    for field in fields {
        count += 1;
        black_box((field.row, field.attr.payload));
        count += field.nest().map_or(0, walk);
    }
    count
}

/// The same, and every value decoded.
fn decode(fields: Fields<'_>) -> usize {
    let mut count = 0;
    for field in fields {
        count += 1;
        let value = field.value();
        black_box(&value);
        if let Value::Set(inner) = value {
            count += decode(inner);
        }
    }
    count
}

fn link(c: &mut Criterion) {
    let message = Messages::new(CAPTURE).next().and_then(Result::ok);
    let Some(object) = message.and_then(Object::new) else { panic!("the capture holds a link") };
    let bytes = object.attr_bytes();
    // The floor for what follows: the outermost attributes stepped over, nothing looked up.
    let outermost = Attrs::<Link>::new(bytes).count();
    c.bench_function(&format!("link: step over the {outermost} outermost attributes"), |b| {
        b.iter(|| Attrs::<Link>::new(black_box(bytes)).map(black_box).count());
    });
    let count = walk(object.fields());
    c.bench_function(&format!("link: visit all {count} attributes"), |b| {
        b.iter(|| walk(black_box(object).fields()));
    });
    c.bench_function(&format!("link: visit all {count} attributes and decode them"), |b| {
        b.iter(|| decode(black_box(object).fields()));
    });
    c.bench_function("link: get the name and the MTU by typed key", |b| {
        b.iter(|| {
            let link = Attrs::<Link>::new(black_box(bytes));
            (link.get(IFLA_IFNAME), link.get(IFLA_MTU), link.get(IFLA_LINKINFO).is_ok())
        });
    });
    c.bench_function("link: read the owned struct", |b| {
        b.iter(|| Link::from_bytes(black_box(bytes)));
    });
    for shape in [Shape::Whole, Shape::Plain] {
        let mut json = Json::default();
        c.bench_function(&format!("link: to JSON, {shape:?}"), |b| {
            b.iter(|| {
                json.clear();
                black_box(object).write_json(&mut json, shape);
            });
        });
    }
}

criterion_group!(benches, link);
criterion_main!(benches);
