"""The mirror: what it has, what it tells, how it is waited for and changed."""

import asyncio
import ipaddress
import threading
import time

import pytest
from conftest import ip, sh, wait_until

import route2
from route2 import CommitError, Mirror, MirrorEnded, NetlinkError, UnknownKey


@pytest.fixture
def mirror():
    with Mirror() as mirror:
        yield mirror


def a_pair():
    sh("ip link add v0 type veth peer v1; ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0")


def test_a_snapshot_is_what_iproute2_says(mirror):
    a_pair()
    sh("ip route add 10.1.0.0/16 via 10.0.0.2; ip route add 10.1.2.0/24 via 10.0.0.3 table 100; ip neigh add 10.0.0.9 lladdr 00:11:22:33:44:55 dev v0")
    sh("ip rule add from 10.0.0.0/8 table 100 priority 77; ip link set v0 group 9; ip link property add dev v0 altname other")
    assert mirror.settle(10)
    now = mirror.snapshot()
    assert [link.key("ifname") for link in now.links()] == [link["ifname"] for link in ip("link")]
    v0 = now.link("v0")
    assert v0["index"] == now.index("v0") == now.index("other") and now.name(v0["index"]) == "v0"
    assert now.link(v0["index"]) == v0 == now.link("other") and now.link("nope") is None
    assert len(now.links(kind="veth")) == 2 and [m.key("ifname") for m in now.links(group=9)] == ["v0"]
    prefixes = {"%(local)s/%(prefixlen)s" % a for a in ip("addr show v0")[0]["addr_info"]}
    assert {address.key("prefix") for address in now.addrs("v0")} == prefixes
    assert len(now.addrs()) == sum(len(link["addr_info"]) for link in ip("addr"))
    assert len(now.routes()) == len(ip("route show table all"))
    assert len(now.routes(table="main", family="inet")) == len(ip("route"))
    assert [m.get_attr("RTA_GATEWAY") for m in now.routes("10.1.0.0/16")] == ["10.0.0.2"]
    assert [m.get_attr("RTA_GATEWAY") for m in now.routes("10.1.2.0/24", table=100)] == ["10.0.0.3"]
    assert now.lookup("10.1.2.3").get_attr("RTA_GATEWAY") == "10.0.0.2"
    assert now.lookup(ipaddress.ip_address("10.1.2.3"), table=100).get_attr("RTA_GATEWAY") == "10.0.0.3"
    rule, route = now.resolve("10.1.2.3")
    assert rule.get_attr("FRA_TABLE") == 254 and route.get_attr("RTA_GATEWAY") == "10.0.0.2"
    assert now.neigh("v0", "10.0.0.9").get_attr("NDA_LLADDR") == "00:11:22:33:44:55"
    assert len(now.rules("inet")) == len(ip("rule"))
    assert [m.get_attr("IFLA_IFNAME") for m in now.objects("link ifname=v*")] == ["v1", "v0"]
    assert now.count("link") == len(ip("link")) == len(now.objects("link")) and "link" in now.tables
    assert now.link("v0").revision > 0
    with pytest.raises(UnknownKey, match="mtuu"):
        now.objects("link mtuu=1")
    with pytest.raises(UnknownKey, match="nope"):
        now.count("nope")


def test_messages_are_a_sequence(mirror):
    a_pair()
    mirror.settle(10)
    links = mirror.snapshot().links()
    count = len(ip("link"))
    assert len(links) == count and links[-1] == links[count - 1] and links[0:2] == list(links)[:2]
    assert [link["index"] for link in reversed(links)] == [link["index"] for link in links][::-1]
    with pytest.raises(IndexError):
        links[count]


def test_events(mirror):
    events = mirror.events()
    sh("ip link add br0 type bridge; ip link set br0 mtu 1400; ip link del br0")
    seen = []
    while ("link", "removed") not in seen:
        event = events.next(10)
        seen.append((event.kept, event.change))
        if event.change == "changed" and event.kept == "link":
            assert event.differences()["mtu"] == (1500, 1400)
            assert event.before.key("mtu") == 1500 and event.after.key("mtu") == 1400
        assert event.origin in ("kernel", "inferred") and event.revision > 0
    assert event["event"] == "RTM_DELLINK" and event.is_removal and event.after is None
    assert events.name(event["index"]) == "br0"
    assert isinstance(event, route2.Message) and event.get_attr("IFLA_IFNAME") == "br0"


def test_events_of_a_filter(mirror):
    with mirror.events("link ifname=w*") as events:
        sh("ip link add br0 type bridge; ip link add w0 type bridge; ip addr add 10.0.0.1/24 dev w0")
        event = events.next(10)
        assert event.get("ifname") == "w0" and event["event"] == "RTM_NEWLINK"
        assert events.next(0.1) is None
    assert events.next(10) is None and events.ended


def test_a_slow_consumer_gets_the_differences(mirror):
    events, told = mirror.events("route", bound=1, losses=True), []
    for number in range(20):
        sh("ip route add blackhole 10.0.%d.0/24" % number)
    mirror.settle(10)
    while (event := events.next(1)) is not None:
        told.append(event)
    lost = [event for event in told if isinstance(event, route2.Lost)]
    assert lost and lost[0].why == "lagged"
    nets = {event.get_attr("RTA_DST") for event in told if event not in lost}
    assert nets == {"10.0.%d.0" % number for number in range(20)}
    assert "resync" in {event.origin for event in told if event not in lost}


def test_events_that_are_awaited(mirror):
    async def main():
        names = []
        async for event in mirror.events("link"):
            names.append(event.get("ifname"))
            if len(names) == 3:
                return names

    async def both():
        watch = asyncio.ensure_future(main())
        await asyncio.sleep(0.05)
        await asyncio.to_thread(sh, "for i in 1 2 3; do ip link add br$i type bridge; done")
        return await asyncio.wait_for(watch, 10)

    assert asyncio.run(both()) == ["br1", "br2", "br3"]


def test_awaiting_ends_with_the_mirror():
    async def main():
        mirror = Mirror()
        asyncio.get_running_loop().call_later(0.1, mirror.close)
        return [event async for event in mirror.events()]

    assert asyncio.run(main()) == []


def test_waiting(mirror):
    assert mirror.wait("link ifname=lo state=up", 10)
    assert not mirror.wait("link ifname=br0", 0.05)
    assert mirror.wait("link ifname=br0", 0.05, gone=True)
    threading.Timer(0.1, sh, ["ip link add br0 type bridge"]).start()
    assert mirror.wait("link ifname=br0", 10)
    assert mirror.wait(lambda now: now.link("br0"), 10)
    assert mirror.wait(["link", "ifname=br0"])
    with pytest.raises(ZeroDivisionError):
        mirror.wait(lambda now: 1 / 0, 10)
    with pytest.raises(UnknownKey):
        mirror.wait("link nope=1")


def test_who_waits_comes_back_when_the_mirror_is_closed():
    mirror = Mirror()
    came = []
    waits = [
        lambda: came.append(list(mirror.events())),
        lambda: came.append(mirror.events().next()),
        lambda: came.append(pytest.raises(MirrorEnded, mirror.wait, "link ifname=nope") and 1),
    ]
    threads = [threading.Thread(target=wait) for wait in waits]
    [thread.start() for thread in threads]
    time.sleep(0.1)
    mirror.close()
    [thread.join(10) for thread in threads]
    assert len(came) == 3 and mirror.ended == "it was closed"
    mirror.close()
    with pytest.raises(MirrorEnded, match="closed"):
        mirror.snapshot()


def test_transactions(mirror):
    tx = mirror.begin()
    tx.create("bridge", "br0", br_ageing_time=1000).up().add_addr("10.9.0.1/24")
    tx.create("veth", "v0", peer="v1").up()
    tx.link("br0").add_port("v0").set(mtu=1400)
    tx.ask("add", "route", dst="10.10.0.0/16", gateway="10.9.0.2")
    tx.ensure("there is a br0", lambda now: now.link("br0") is not None)
    review = tx.review()
    assert len(review) == len(review.lines) == len(review.requests()) and "add link ifname=br0" in str(review)
    assert not ip("link show type bridge")
    committed = tx.commit()
    assert committed.snapshot.link("br0").key("br_ageing_time") == 1000
    assert committed.id is None and committed.review.lines
    assert ip("link show v0")[0]["master"] == "br0"
    assert ip("route show 10.10.0.0/16")[0]["gateway"] == "10.9.0.2"
    with pytest.raises(route2.Route2Error, match="committed"):
        tx.commit()
    mirror.begin().link("br0").remove()
    tx = mirror.begin()
    tx.link("br0").remove()
    tx.commit()
    assert "br0" not in sh("ip link")


def test_a_transaction_that_fails_leaves_all_as_it_was(mirror):
    before = sh("ip -d link; ip route")
    tx = mirror.begin()
    tx.create("bridge", "br0").up()
    tx.ask("add", "route", dst="10.10.0.0/16", gateway="192.0.2.1")
    with pytest.raises(CommitError) as error:
        tx.commit()
    assert isinstance(error.value.reason, NetlinkError) and error.value.reason.code == 101
    assert error.value.__cause__ is error.value.reason
    assert "add route" in error.value.step and error.value.left == []
    assert sh("ip -d link; ip route") == before

    tx = mirror.begin()
    tx.timeout(3).create("bridge", "br0").up()
    tx.ensure("pigs fly", lambda now: False)
    with pytest.raises(CommitError, match="pigs fly"):
        tx.commit()
    assert sh("ip -d link; ip route") == before


def test_what_is_wrong_is_named(mirror):
    tx = mirror.begin()
    with pytest.raises(UnknownKey, match="`mtuu`"):
        tx.link("lo").set(mtuu=1)
    with pytest.raises(ValueError, match="`mtu` is a number from 0 to 4294967295, not `lots`"):
        tx.link("lo").set(mtu="lots")
    with pytest.raises(ValueError, match="read-only"):
        tx.link("lo").set(qdisc="x")
    with pytest.raises(TypeError, match="`mtu`"):
        tx.link("lo").set(mtu=object())
    with pytest.raises(CommitError, match="there is no link nope"):
        mirror_tx = mirror.begin()
        mirror_tx.link("nope").up()
        mirror_tx.commit()
    with pytest.raises(UnknownKey, match="`nope`"):
        Mirror(tables=["nope"])
    with pytest.raises(FileNotFoundError, match="nope"):
        Mirror(netns="nope")


def test_a_transaction_that_is_to_be_confirmed(mirror):
    import sys

    guardian = [sys.executable, "-m", "route2._guard"]
    for decide in ("confirm", "rollback"):
        tx = mirror.begin()
        tx.create("bridge", "br0")
        committed = tx.confirm_within(60, guardian).commit()
        assert committed.id and ip("link show br0")
        assert getattr(committed, decide)() in (None, [])
        assert ("br0" in sh("ip link")) is (decide == "confirm")
        sh("ip link del br0 || true")
        mirror.settle(10)


def test_other_namespaces():
    sh("ip netns add red; ip -n red link add br0 type bridge")
    with Mirror(netns="red") as red, Mirror(netns="/run/netns/red") as same:
        assert red.snapshot().link("br0") and same.snapshot().link("br0")
    with open("/run/netns/red") as file, Mirror(fd=file.fileno()) as red:
        assert red.snapshot().link("br0")
    sh("ip netns del red")


def test_tables_and_groups():
    with Mirror(tables=["link", "qdisc"], rcvbuf=1 << 20) as mirror:
        assert mirror.snapshot().tables == ["link", "qdisc"]
    with Mirror(routing_tables=[100]) as mirror:
        sh("ip route add blackhole 10.1.0.0/24; ip route add blackhole 10.2.0.0/24 table 100")
        mirror.settle(10)
        assert [m.get_attr("RTA_DST") for m in mirror.snapshot().routes()] == ["10.2.0.0"]


def test_a_resync_tells_nothing_where_nothing_was_lost(mirror):
    events = mirror.events()
    mirror.resync()
    assert mirror.settle(10) and events.next(0.1) is None
    assert mirror.stats()["resynced"] == 0 and mirror.stats()["settled"]


def test_a_namespace_that_is_deleted_ends_the_mirror():
    sh("ip netns add red")
    mirror = Mirror(netns="red")
    events = mirror.events()
    sh("ip netns del red")
    with pytest.raises(MirrorEnded):
        while events.next(30) is not None:
            pass
    wait_until(lambda: mirror.ended)
    with pytest.raises(MirrorEnded):
        mirror.settle(10)


def test_back_to_a_snapshot(mirror):
    a_pair()
    mirror.settle(10)
    then = mirror.snapshot()
    sh("ip link set v0 mtu 1400; ip addr add 10.7.0.1/24 dev v0; ip addr del 10.0.0.1/24 dev v0; ip link set lo mtu 9000")
    mirror.settle(10)
    changed = {(kept, (new or old).key("prefix")) for kept, old, new in then.changes_to(mirror.snapshot())}
    assert {("link", None), ("addr", "10.7.0.1/24"), ("addr", "10.0.0.1/24")} <= changed
    committed = mirror.revert(then, "dev=v0")
    assert committed.review.lines and committed.snapshot.link("v0").key("mtu") == 1500
    assert "10.0.0.1/24" in sh("ip addr show v0") and "10.7.0.1" not in sh("ip addr show v0")
    assert ip("link show lo")[0]["mtu"] == 9000
    with pytest.raises(ValueError, match="conditions alone"):
        mirror.revert(then, "link dev=v0")


def test_what_is_frozen_is_put_back(mirror):
    a_pair()
    mirror.settle(10)
    frozen = mirror.freeze("dev=v0")
    sh("ip link set v0 mtu 1400")
    assert "mtu=1500" in frozen.next(30)[0]
    assert ip("link show v0")[0]["mtu"] == 1500
    frozen.close()
    sh("ip link set v0 mtu 1400")
    assert frozen.next(0.2) is None and ip("link show v0")[0]["mtu"] == 1400
