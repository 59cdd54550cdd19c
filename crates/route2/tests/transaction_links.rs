//! What can be said of a link in a transaction, one thing a test: that it comes about, and what is said where it is
//! wrong.
#![allow(clippy::unwrap_used)]

mod common;

use common::tx::{at_rest, differs, ipdb, state};
use route2::schema::rtnl::link::{
    IFLA_ADDRESS, IFLA_GROUP, IFLA_IFALIAS, IFLA_MTU, IFLA_NUM_VF, IFLA_TXQLEN,
};
use route2::schema::wire::Given;
use route2::{Ipdb, LinkDraft, Rollback};
use route2_sandbox::{run, sh};
use std::ops::RangeInclusive;

const SET_UP: &str = "echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode
    ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
    ip link set v0 up; ip link set v1 up; ip link add br0 address 02:00:00:00:00:03 type bridge
    ip link add br1 address 02:00:00:00:00:04 type bridge; ip link set v1 master br1; ip link set br0 up; ip link set br1 up
    sleep 1.5";

type Link<'a, 't> = &'a mut LinkDraft<'t>;

/// Says something of a link and commits it, and gives what the kernel has then.
fn commits(
    ipdb: &Ipdb,
    link: &str,
    say: impl for<'a, 't> FnOnce(Link<'a, 't>) -> Link<'a, 't>,
) -> String {
    let mut tx = ipdb.begin();
    say(&mut tx.link(link));
    tx.commit().unwrap_or_else(|error| panic!("{link}: {error}"));
    sh(&format!("ip -d -o link show {link} || true"))
}

/// Says something of a link that cannot be, and gives the error; all is as it was.
fn refused(
    ipdb: &Ipdb,
    link: &str,
    say: impl for<'a, 't> FnOnce(Link<'a, 't>) -> Link<'a, 't>,
) -> String {
    // (Of a carrier that went with a port, the kernel takes note later.)
    at_rest(ipdb);
    let before = state(ipdb);
    let mut tx = ipdb.begin();
    say(&mut tx.link(link));
    let error = tx.commit().unwrap_err();
    assert!(error.rollback().is_none_or(|rollback| *rollback == Rollback::Complete), "{error}");
    assert_eq!(differs(ipdb, &before), "");
    error.to_string()
}

/// What is said at once, and at the commit, of a wrong value of a key.
fn unfit(ipdb: &Ipdb, link: &str, key: &str, value: impl Into<Given>) -> String {
    let mut tx = ipdb.begin();
    let error = tx.link(link).set(key, value).unwrap_err();
    // Nothing of it is left in the transaction.
    assert!(tx.commit().unwrap().plan.is_empty());
    error.to_string()
}

#[test]
fn put() {
    run("put", || {
        sh(SET_UP);
        let ipdb = ipdb();
        let link = commits(&ipdb, "v0", |link| {
            link.put(IFLA_MTU, 1400)
                .put(IFLA_TXQLEN, 77)
                .put(IFLA_GROUP, 9)
                .put(IFLA_IFALIAS, "uplink");
            link.put(IFLA_ADDRESS, &[2, 0, 0, 0, 0, 0x99])
        });
        for word in
            ["mtu 1400 ", "qlen 77", "group 9 ", "alias uplink", "link/ether 02:00:00:00:00:99"]
        {
            assert!(link.contains(word), "{word}: {link}");
        }
        let error = refused(&ipdb, "v0", |link| link.put(IFLA_NUM_VF, 3).put(IFLA_MTU, 1300));
        assert_eq!(error, "`num_vf` is read-only: the kernel states it");
        let error = refused(&ipdb, "v0", |link| link.put(IFLA_TXQLEN, 78).put(IFLA_MTU, 1));
        let said = "step 1 of 1 failed: set link v0 mtu=1 txqlen=78: the kernel refused RTM_NEWLINK: Invalid argument (os error 22): mtu less than device minimum; all is as it was before";
        assert_eq!(error, said);
        let error = refused(&ipdb, "nosuch", |link| link.put(IFLA_MTU, 1400));
        assert_eq!(error, "there is no link nosuch");
    });
}

#[test]
fn set() {
    run("set", || {
        sh(SET_UP);
        let ipdb = ipdb();
        for (key, value, shown) in [
            ("mtu", Given::from(1400u32), "mtu 1400 "),
            ("mtu", "1300".into(), "mtu 1300 "),
            ("br_ageing_time", 12300u32.into(), "ageing_time 12300"),
            ("br_stp_state", true.into(), "stp_state 1"),
            ("address", "02:00:00:00:00:77".into(), "link/ether 02:00:00:00:00:77"),
            ("state", "down".into(), "state DOWN"),
            ("ifalias", "a b".into(), "alias a b"),
        ] {
            let link = commits(&ipdb, "br0", |link| link.set(key, value.clone()).unwrap());
            assert!(link.contains(shown), "{key}: {link}");
        }
        let number = "`mtu` is a number from 0 to 4294967295, not ";
        for (key, value, said) in [
            ("nosuchkey", Given::from("1"), "no key is called `nosuchkey`".to_owned()),
            ("br_nosuch", 1u32.into(), "no key is called `br_nosuch`".into()),
            ("vxlan_id", 1u32.into(), "no key is called `vxlan_id`".into()),
            ("brport_cost", 1u32.into(), "no key is called `brport_cost`".into()),
            ("mtu", "many".into(), format!("{number}`many`")),
            ("mtu", "".into(), format!("{number}``")),
            ("mtu", 4_294_967_296_u64.into(), format!("{number}`4294967296`")),
            ("mtu", (-1i64).into(), format!("{number}`-1`")),
            ("mtu", Given::List(vec![]), format!("{number}`[]`")),
            (
                "br_priority",
                65536u32.into(),
                "`br_priority` is a number from 0 to 65535, not `65536`".into(),
            ),
            (
                "br_ageing_time",
                "x".into(),
                "`br_ageing_time` is a time (10ms), or a number of hundredths of a second, not `x`"
                    .into(),
            ),
            ("address", "zz".into(), "`address` is a link-layer address, not `zz`".into()),
            ("state", "sideways".into(), "`state` is `up` or `down`, not `sideways`".into()),
            ("master", "nosuch".into(), "`master`: there is no interface `nosuch`".into()),
            ("linkinfo", "x".into(), "`linkinfo` is values by key, not `x`".into()),
            ("num_vf", 3u32.into(), "`num_vf` is read-only: the kernel states it".into()),
            ("promiscuity", 1u32.into(), "`promiscuity` is read-only: the kernel states it".into()),
            (
                "carrier_changes",
                1u32.into(),
                "`carrier_changes` is read-only: the kernel states it".into(),
            ),
            ("qdisc", "htb".into(), "`qdisc` is read-only: the kernel states it".into()),
            // Of a link that is to be made, it can be said.
            ("index", 9u32.into(), "`index` is read-only: the kernel states it".into()),
            (
                "ifalias",
                "x".repeat(70000).into(),
                "`ifalias` is longer than an attribute can be".into(),
            ),
        ] {
            assert_eq!(unfit(&ipdb, "br0", key, value), said);
        }
        for (key, value, said) in [
            ("address", "02:00", "the kernel refused RTM_NEWLINK: Invalid argument"),
            ("kind", "vxlan", "the link br0 is of the kind bridge, and none of the kind vxlan"),
            ("ifname", "", "`ifname` is a name, not ``"),
            ("mtu", "99999999", "mtu greater than device maximum"),
        ] {
            let error = refused(&ipdb, "br0", |link| link.set(key, value).unwrap());
            assert!(error.contains(said), "{key}: {error}");
        }
        let error = refused(&ipdb, "nosuch", |link| link.set("mtu", 1400u32).unwrap());
        assert_eq!(error, "there is no link nosuch");
    });
}

/// All that is said, or nothing: also of the other end of a pair.
#[test]
fn set_all() {
    run("set_all", || {
        sh(SET_UP);
        let ipdb = ipdb();
        let link = commits(&ipdb, "br0", |link| {
            link.set_all([("br_ageing_time", "45600"), ("kind", "bridge"), ("mtu", "1400")])
                .unwrap()
        });
        assert!(link.contains("ageing_time 45600") && link.contains("mtu 1400"), "{link}");
        let mut tx = ipdb.begin();
        let error = tx
            .link("br0")
            .set_all([("mtu", "1300"), ("nosuchkey", "1"), ("state", "down")])
            .unwrap_err();
        assert_eq!(error.to_string(), "no key is called `nosuchkey`");
        assert!(tx.commit().unwrap().plan.is_empty());
        let mut tx = ipdb.begin();
        let pairs = [("peer", "p1"), ("mtu", "many")];
        let error = tx.create("veth", "p0").set_all(pairs).unwrap_err();
        assert_eq!(error.to_string(), "`mtu` is a number from 0 to 4294967295, not `many`");
        assert_eq!(tx.index_of("p1"), None);
        tx.create("veth", "q0")
            .set_all([("index", "700"), ("mtu", "1300"), ("peer", "q1"), ("state", "up")])
            .unwrap();
        tx.link("q0").add_addr("10.7.0.1/24").unwrap();
        tx.link("q1").set_all([("master", "br0"), ("state", "up")]).unwrap();
        tx.link("p0").set("peer", "p1").unwrap();
        tx.commit().unwrap();
        assert!(sh("ip -o link show q0").starts_with("700: q0@q1"));
        assert!(sh("ip -o addr show q0").contains("10.7.0.1/24"));
        assert!(sh("ip -o link show q1").contains("master br0"));
        assert!(sh("ip -o link show p1").contains("p1@p0"));
    });
}

#[test]
fn up_and_down() {
    run("up_and_down", || {
        sh(SET_UP);
        let ipdb = ipdb();
        assert!(!commits(&ipdb, "v0", |link| link.down()).contains(",UP"));
        assert!(commits(&ipdb, "v0", |link| link.up()).contains(",UP"));
        // What is said last counts.
        assert!(!commits(&ipdb, "v0", |link| link.up().down()).contains(",UP"));
        for is_up in [true, false] {
            let error =
                refused(&ipdb, "nosuch", |link| if is_up { link.up() } else { link.down() });
            assert_eq!(error, "there is no link nosuch");
        }
    });
}

#[test]
fn rename() {
    run("rename", || {
        sh(SET_UP);
        let ipdb = ipdb();
        sh("ip link property add dev br0 altname second");
        assert!(commits(&ipdb, "v0", |link| link.rename("wan0")).is_empty());
        assert!(sh("ip -o link show wan0").contains("02:00:00:00:00:01"));
        // By an alternative name, and to the name that it has.
        commits(&ipdb, "second", |link| link.rename("lan0"));
        assert!(commits(&ipdb, "lan0", |link| link.rename("lan0")).contains("02:00:00:00:00:03"));
        // Two who change their names with each other.
        let mut tx = ipdb.begin();
        tx.link("wan0").rename("lan0");
        tx.link("lan0").rename("wan0");
        tx.commit().unwrap();
        assert!(sh("ip -o link show lan0").contains("02:00:00:00:00:01"));
        let refused = |name: &str| refused(&ipdb, "lan0", |link| link.rename(name));
        let refusal = |name: &str, why: &str| {
            format!(
                "step 1 of 1 failed: set link lan0 ifname={name}: the kernel refused RTM_NEWLINK: {why}; all is as it was before"
            )
        };
        let long = "a-name-that-is-too-long";
        let too_long = "Numerical result out of range (os error 34): Attribute failed policy validation (attribute IFLA_IFNAME)";
        assert_eq!(refused(long), refusal(long, too_long));
        for (wrong, why) in [
            ("a/b", "Invalid argument (os error 22)"),
            ("br1", "File exists (os error 17)"),
            ("second", "File exists (os error 17)"),
        ] {
            assert_eq!(refused(wrong), refusal(wrong, why));
        }
        assert_eq!(refused(""), "`ifname` is a name, not ``");
        // One that is not there is not the one that is called so already.
        assert_eq!(
            self::refused(&ipdb, "nosuch", |link| link.rename("lan0")),
            "there is no link nosuch"
        );
    });
}

#[test]
fn remove() {
    run("remove", || {
        sh(SET_UP);
        let ipdb = ipdb();
        sh("ip link property add dev br0 altname second");
        at_rest(&ipdb);
        assert!(commits(&ipdb, "second", |link| link.remove()).is_empty());
        assert!(!sh("ip link").contains("br0"));
        // With the one end goes the other, whether that is wanted too or not.
        let mut tx = ipdb.begin();
        tx.link("v0").remove();
        tx.link("v1").remove();
        tx.commit().unwrap();
        assert!(!sh("ip link").contains("v0"));
        assert_eq!(refused(&ipdb, "br0", |link| link.remove()), "there is no link br0");
        let said = "step 1 of 1 failed: del link lo: the kernel refused RTM_DELLINK: Operation not supported (os error 95); all is as it was before";
        assert_eq!(refused(&ipdb, "lo", |link| link.remove()), said);
    });
}

#[test]
fn add_port() {
    run("add_port", || {
        sh(SET_UP);
        let ipdb = ipdb();
        commits(&ipdb, "br0", |link| link.add_port("v0"));
        assert!(sh("ip -o link show v0").contains("master br0"));
        // Out of another one, and into one that is only made.
        commits(&ipdb, "br0", |link| link.add_port("v1"));
        assert!(sh("ip -o link show v1").contains("master br0"));
        let mut tx = ipdb.begin();
        tx.create("veth", "p0").set("peer", "p1").unwrap();
        tx.create("bridge", "new0").add_port("v1").add_port("p1");
        tx.commit().unwrap();
        assert!(
            sh("ip -o link show v1").contains("master new0")
                && sh("ip -o link show p1").contains("master new0")
        );
        // A bridge that is not there takes nothing from the one that is.
        for (bridge, port) in [("nosuch", "v1"), ("br0", "nosuch")] {
            assert_eq!(
                refused(&ipdb, bridge, |link| link.add_port(port)),
                "there is no link nosuch"
            );
        }
        for (bridge, port, said) in [
            (
                "v0",
                "br1",
                "set link br1 master=v0: the kernel refused RTM_NEWLINK: Operation not supported (os error 95)",
            ),
            (
                "br0",
                "br1",
                "Too many levels of symbolic links (os error 40): Can not enslave a bridge to a bridge",
            ),
            (
                "br0",
                "lo",
                "set link lo master=br0: the kernel refused RTM_NEWLINK: Invalid argument (os error 22)",
            ),
        ] {
            let error = refused(&ipdb, bridge, |link| link.add_port(port));
            assert!(error.contains(said), "{error}");
        }
    });
}

#[test]
fn del_port() {
    run("del_port", || {
        sh(SET_UP);
        let ipdb = ipdb();
        commits(&ipdb, "br1", |link| link.del_port("v1"));
        assert!(!sh("ip -o link show v1").contains("master"));
        assert!(commits(&ipdb, "br1", |link| link.add_port("v1").del_port("v1")).contains("br1"));
        assert!(!sh("ip -o link show v1").contains("master"));
        commits(&ipdb, "br1", |link| link.add_port("v1"));
        // It is in another one, and stays there.
        assert_eq!(refused(&ipdb, "br0", |link| link.del_port("v1")), "there is no port v1 of br0");
        assert_eq!(refused(&ipdb, "br0", |link| link.del_port("v0")), "there is no port v0 of br0");
        for (bridge, port) in [("nosuch", "v1"), ("br1", "nosuch")] {
            assert_eq!(
                refused(&ipdb, bridge, |link| link.del_port(port)),
                "there is no link nosuch"
            );
        }
        assert!(sh("ip -o link show v1").contains("master br1"));
    });
}

/// (What the kernel says of VLANs themselves, this one does not have: `lab_transaction.rs`.)
#[test]
fn add_vlan_and_del_vlan() {
    run("add_vlan_and_del_vlan", || {
        sh(SET_UP);
        let ipdb = ipdb();
        for is_added in [true, false] {
            let vlan = |ipdb: &Ipdb, link: &str, vids: RangeInclusive<u16>| {
                refused(ipdb, link, |link| match is_added {
                    true => link.add_vlan(vids, false, true),
                    false => link.del_vlan(vids),
                })
            };
            #[allow(clippy::reversed_empty_ranges)]
            for (vids, given) in
                [(0..=20, "0-20"), (4000..=4095, "4000-4095"), (0..=0, "0"), (20..=10, "20-10")]
            {
                let error = vlan(&ipdb, "v1", vids);
                let said = format!(
                    "`vlan` is a number from 1 to 4094, or from one to a greater one, not `{given}`"
                );
                assert_eq!(error, said);
            }
            assert_eq!(vlan(&ipdb, "nosuch", 10..=10), "there is no link nosuch");
            let less = Ipdb::open().unwrap();
            let error = vlan(&less, "v1", 10..=10);
            assert_eq!(error, "the mirror does not keep the table `port`, which is to be changed");
        }
        let error = refused(&ipdb, "v1", |link| link.add_vlan(10..=20, true, false));
        assert_eq!(error, "`vlan` is one alone where it is to be `pvid`, not `10-20`");
        // Out of one that it is not in, there is nothing to do.
        commits(&ipdb, "v1", |link| link.del_vlan(10..=20));
    });
}

/// The kernel tells nobody.
#[test]
fn what_is_set_of_a_link_that_is_down_is_seen() {
    run("what_is_set_of_a_link_that_is_down_is_seen", || {
        sh(
            "ip link add br0 type bridge; ip link add v0 type veth peer name v1; ip link set v0 master br0",
        );
        let ipdb = ipdb();
        let mut tx = ipdb.begin();
        tx.link("v0").set("ifalias", "uplink").unwrap().set("brport_cost", 77).unwrap();
        tx.link("br0").set("br_ageing_time", 5000).unwrap();
        let now = tx.commit().unwrap().snapshot;
        let number = |link: &str, key: &str| now.link(link)?.key(key)?.number();
        assert_eq!(now.link("v0").unwrap().key("ifalias").unwrap().text(), Some("uplink"));
        assert_eq!(number("v0", "brport_cost"), Some(77));
        assert_eq!(number("br0", "br_ageing_time"), Some(5000));
        // What is undone, too.
        let mut tx = ipdb.begin();
        tx.link("v0").set("ifalias", "other").unwrap();
        tx.ensure("that it rains", |_| false).timeout(std::time::Duration::from_secs(2));
        let error = tx.commit().unwrap_err();
        assert_eq!(error.rollback(), Some(&Rollback::Complete), "{error}");
        ipdb.settle(Some(common::PATIENCE)).unwrap();
        let now = ipdb.snapshot();
        assert_eq!(now.link("v0").unwrap().key("ifalias").unwrap().text(), Some("uplink"));
    });
}
