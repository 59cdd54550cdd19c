//! Does something when a PPP line connects, and when it hangs up.
//!
//! `cargo run --example ppp`

use route2::schema::rtnl::link::Link;
use route2::schema::rtnl::names::LinkFlags;
use route2::schema::rtnl::{Object, TABLES};
use route2::{Event, Filter, Ipdb};

fn is_up(link: Option<Object<'_>>) -> bool {
    let header = link.and_then(|link| link.of::<Link>()).map(|(header, _)| header);
    header.is_some_and(|header| header.flags.0 & LinkFlags::UP.0 != 0)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Only what is asked for is kept, so this stays small on any machine.
    let ipdb = Ipdb::builder().tables(["link", "addr"])?.open()?;
    let lines = Filter::parse(["kind=ppp"], TABLES)?;
    for event in ipdb.subscribe(lines) {
        let Event::Change(change) = event else { continue };
        let Some(link) = change.after().or(change.before()) else { continue };
        let name = link.key("ifname").map_or_else(String::new, |name| name.to_string());
        // What it was and what it is: no event is missed, and none comes twice.
        match (is_up(change.before()), is_up(change.after())) {
            (false, true) => println!("{name} connected"),
            (true, false) => println!("{name} hung up"),
            _ => {}
        }
    }
    Ok(())
}
