//! What is written as the tables say is read as it was written; and what happens to it on the way makes
//! nothing panic.

#![no_main]

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::{Corpus, fuzz_target};
use route2_fuzz::Generator;
use route2_schema::wire::{Fields, Header, Value};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let mut bytes = Unstructured::new(bytes);
    let mut generator = Generator::new(&mut bytes);
    let Ok(mut message) = generator.message() else { return Corpus::Reject };
    let fits = generator.fits;
    let object = route2_fuzz::object(&message).expect("it is a table's");
    if fits {
        fields(object.fields());
        value(Value::Record(object.header()));
    }
    route2_fuzz::check(object);
    if spoil(&mut message, &mut bytes).is_ok()
        && let Some(object) = route2_fuzz::object(&message)
    {
        route2_fuzz::check(object);
    }
    Corpus::Keep
});

/// Everything is declared and fits.
fn fields(fields: Fields<'_>) {
    for field in fields {
        assert!(field.row.is_some(), "{field:?}");
        assert!(field.malformed().is_none(), "{field:?}");
        value(field.value());
    }
}

fn value(value_: Value<'_>) {
    match value_ {
        Value::Set(inner) => fields(inner),
        Value::Record(parts) => {
            assert!(parts.rest().is_empty(), "{parts:?}");
            parts.for_each(|member| value(member.value));
        }
        Value::Headed(body) => {
            value(Value::Record(body.parts()));
            fields(body.fields());
        }
        Value::List(items) => items.for_each(value),
        Value::Malformed(bytes) => panic!("malformed: {bytes:02x?}"),
        _ => {}
    }
}

/// Changes some bytes, and cuts some off.
fn spoil(message: &mut Vec<u8>, bytes: &mut Unstructured<'_>) -> Result<()> {
    for _ in 0..bytes.int_in_range(1..=8)? {
        let at = bytes.int_in_range(Header::SIZE..=message.len())?;
        match message.get_mut(at) {
            Some(byte) => *byte = bytes.arbitrary()?,
            None => message.extend(bytes.arbitrary::<[u8; 3]>()?),
        }
    }
    if bytes.arbitrary()? {
        message.truncate(bytes.int_in_range(Header::SIZE..=message.len())?);
    }
    Ok(())
}
