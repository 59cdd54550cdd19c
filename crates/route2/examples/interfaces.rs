//! Which interfaces there are; of one (`lo`, unless another is named): whether it is up, its addresses, all its keys.
//!
//! `cargo run --example interfaces -- br0`

use route2::Ipdb;
use route2::schema::rtnl::link::{IFLA_OPERSTATE, Link, OperState};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "lo".into());
    let ipdb = Ipdb::open()?;
    let now = ipdb.snapshot();

    let names: Vec<_> = now.links().filter_map(|link| link.key("ifname")?.text()).collect();
    println!("interfaces: {}", names.join(", "));

    let link = now.link(&name).ok_or_else(|| format!("no interface is called {name}"))?;
    // By the name that IPDB gave it ...
    println!(
        "{name} is {}",
        link.key("operstate").map_or_else(String::new, |value| value.to_string())
    );
    // ... or by the kernel's, with a type that the compiler knows.
    let (header, attrs) = link.of::<Link>().ok_or("a message that is too short")?;
    if attrs.get(IFLA_OPERSTATE)? == Some(OperState::UP) {
        println!("{name} works");
    }
    for addr in now.addrs(header.index as u32) {
        println!(
            "{name} has {}",
            addr.key("prefix").map_or_else(String::new, |value| value.to_string())
        );
    }
    link.each_key(&mut |key, value| println!("    {key} = {value}"));
    Ok(())
}
