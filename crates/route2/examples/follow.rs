//! All that happens, as it happens: the kernel's events, and what it does without a word.
//!
//! `cargo run --example follow`

use route2::schema::wire::Shape;
use route2::{Event, Ipdb, Origin, What};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ipdb = Ipdb::open()?;
    // From here on nothing is missed; what there is already is in `ipdb.snapshot()`.
    let mut events = ipdb.events();
    for event in events.by_ref() {
        let change = match event {
            Event::Change(change) => change,
            // The socket was full, or this program too slow. What really changed follows.
            Event::Overrun | Event::Lagged => {
                println!("events were lost");
                continue;
            }
        };
        let Some(object) = change.object() else { continue };
        let how = if change.origin() == Origin::Kernel { "" } else { " (nobody said so)" };
        println!("{}: {:?}{how}", object.event(), change.what());
        match change.what() {
            What::Changed => change.differences(&mut |difference| {
                let text =
                    |value: Option<_>| value.map_or_else(|| "none".into(), |v| format!("{v}"));
                println!(
                    "    {}: {} -> {}",
                    difference.key,
                    text(difference.old),
                    text(difference.new)
                );
            }),
            _ => println!("    {}", object.json(Shape::Plain)),
        }
    }
    Err(events.ended().map_or_else(|| "the mirror has ended".into(), Into::into))
}
