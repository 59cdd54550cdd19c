//! Follows the network state: what is there, then every change of it.

use route2::{Event, Ipdb, What};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ipdb = Ipdb::open()?;
    let events = ipdb.events();
    for table in ipdb.snapshot().tables().filter(|table| !table.is_empty()) {
        println!("{:?}: {}", table.kept(), table.len());
    }
    for event in events {
        let Event::Change(change) = event else {
            println!("{event:?}");
            continue;
        };
        println!("{change:?}");
        if change.what() == What::Changed {
            change.differences(&mut |difference| println!("    {difference:?}"));
        }
    }
    Ok(())
}
