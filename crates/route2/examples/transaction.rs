//! Changes that are made wholly or not at all: a bridge with two ports and an address.
//!
//! `cargo run --example transaction -- PORT PORT` in a network namespace of your own (`unshare -rn`).

use route2::Ipdb;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ports: Vec<_> = std::env::args().skip(1).collect();
    let ipdb = Ipdb::open()?;
    let mut tx = ipdb.begin();
    tx.create("bridge", "br0").set("br_stp_state", 1)?.add_addr("10.0.0.1/24")?.up();
    for port in &ports {
        tx.link("br0").add_port(port);
        tx.link(port).up();
    }
    tx.add("route", [("dst", "10.9.0.0/16"), ("gateway", "10.0.0.254")])?;
    for line in tx.review()?.lines(&ipdb.snapshot()) {
        println!("{line}");
    }
    let done = tx.commit()?;
    println!("done: {} steps", done.plan.steps().len());
    Ok(())
}
