"""Nothing leaks, and nothing hangs: opens and releases, Ctrl-C, forks, exits with threads that wait."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time

from conftest import run, sh, wait_until

import route2
from route2 import IPRoute, Listener, Mirror, Socket


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def threads():
    return len(os.listdir("/proc/self/task"))


def use(count):
    for number in range(count):
        mirror = Mirror()
        events = mirror.events()
        snapshot = mirror.snapshot()
        assert snapshot.link("lo").get_attr("IFLA_IFNAME") == "lo"
        tx = mirror.begin()
        tx.link("lo").up()
        with Socket() as socket, Listener([1]) as listener, IPRoute() as ipr:
            assert socket.index("lo") == 1 and listener.fileno() and ipr
        if number % 3:
            mirror.close()
        if number % 2:
            events.close()


def test_a_thousand_opens_and_releases():
    use(50)
    fds, tasks = descriptors(), threads()
    use(1000)
    # (A thread that has ended, and was waited for, is listed a moment longer.)
    wait_until(lambda: (descriptors(), threads()) == (fds, tasks), "all is closed")


def test_events_that_are_thrown_away_leak_nothing():
    """What memory ten times as many events leave behind is no more."""
    mirror = Mirror()

    def resident():
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * 4096

    def churn(count):
        events = mirror.events("route")
        with Socket() as socket:
            add = [socket.encode("add", "route", dst="10.0.%d.0/24" % n, type="blackhole").raw for n in range(200)]
            gone = [socket.encode("del", "route", dst="10.0.%d.0/24" % n, type="blackhole").raw for n in range(200)]
            for _ in range(count):
                assert not any(socket.batch(add)) and not any(socket.batch(gone))
                for _ in range(400):
                    event = events.next(10)
                    event["attrs"], event.get_attr("RTA_DST"), event.by_keys()
        events.close()

    churn(20)
    before = resident()
    churn(40)
    assert resident() - before < 4 << 20
    mirror.close()


CTRL_C = """
import os, signal, sys, threading
from route2 import Mirror, Listener
mirror = Mirror()
waits = {
    "events": lambda: [event for event in mirror.events()],
    "next": lambda: mirror.events().next(),
    "wait": lambda: mirror.wait("link ifname=nope"),
    "function": lambda: mirror.wait(lambda now: False),
    "receive": lambda: Listener([1]).receive(),
}
print("ready", flush=True)
try:
    waits[sys.argv[1]]()
except KeyboardInterrupt:
    print("interrupted", flush=True)
mirror.close()
"""


def test_ctrl_c_ends_what_waits():
    for what in ("events", "next", "wait", "function", "receive"):
        process = subprocess.Popen([sys.executable, "-c", CTRL_C, what], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[0] == "interrupted\n"
        assert process.returncode == 0


EXIT = """
import sys, threading, time
from route2 import Mirror, Listener
mirror = Mirror()
def forever(wait):
    while True:
        wait()
events = mirror.events()
for wait in (events.next, lambda: list(mirror.events()), lambda: mirror.wait("link ifname=nope"), Listener([1]).receive,
             lambda: mirror.wait(lambda now: False)):
    threading.Thread(target=forever, args=(wait,), daemon=True).start()
time.sleep(0.2)
print("bye", flush=True)
"""


def test_a_program_ends_while_threads_wait():
    for _ in range(5):
        done = run(EXIT)
        assert (done.returncode, done.stdout) == (0, "bye\n") and done.stderr == ""


FORK = """
import os, sys
from route2 import Mirror, MirrorEnded, Socket
mirror = Mirror()
events = mirror.events()
tx = mirror.begin()
child = os.fork()
if child == 0:
    for use in (mirror.snapshot, lambda: events.next(0), tx.commit, lambda: mirror.wait("link")):
        try:
            use()
            os._exit(3)
        except MirrorEnded as error:
            assert "after the fork" in str(error)
    mirror.close()
    with Mirror() as own:
        assert own.snapshot().link("lo")
    del mirror, events, tx
    print("child", flush=True)
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
# The child's end is not ours.
assert mirror.snapshot().link("lo") and mirror.settle(10) and events.next(0) is None
mirror.close()
print("parent", flush=True)
"""


def test_a_fork_leaves_the_mirror_to_its_process():
    done = run(FORK)
    assert (done.returncode, done.stdout) == (0, "child\nparent\n"), done.stderr


def test_the_lock_of_python_is_free_while_something_waits():
    mirror = Mirror()
    waiting = threading.Thread(target=mirror.events().next, args=(5,), daemon=True)
    waiting.start()
    count = 0
    until = time.monotonic() + 0.2
    while time.monotonic() < until:
        count += 1
    assert count > 1000 and waiting.is_alive()
    mirror.close()
    waiting.join(10)
    assert not waiting.is_alive()


def test_an_event_that_nobody_looks_into_is_one_object():
    count = 1000
    with Mirror() as mirror, Socket() as socket:
        events = mirror.events("route")
        nets = ["10.%d.%d.0/24" % (number // 256, number % 256) for number in range(count)]
        assert not any(socket.batch([socket.encode("add", "route", dst=net, type="blackhole").raw for net in nets]))
        mirror.settle(30)
        told = [None] * count
        # (What other tests have left behind is not to be found meanwhile.)
        gc.collect()
        gc.disable()
        before = sys.getallocatedblocks()
        for number in range(count):
            told[number] = events.next(10)
        made = sys.getallocatedblocks() - before
        gc.enable()
        assert None not in told
        assert abs(made - count) < 50
        assert [event.get_attr("RTA_DST") + "/24" for event in told] == nets


def test_the_interpreter_may_go_before_the_mirror():
    done = run("import route2; mirror = route2.Mirror(); events = mirror.events(); tx = mirror.begin()")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_signals_that_do_not_raise_do_not_disturb():
    caught = []
    old = signal.signal(signal.SIGALRM, lambda *args: caught.append(1))
    try:
        with Mirror() as mirror:
            signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
            assert mirror.events().next(0.4) is None
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, old)
    assert len(caught) >= 3
    assert route2.__version__


def test_many_threads():
    """Nobody waits for somebody who waits for him, and nobody sees half of something."""
    mirror, ipr, wrong, done = Mirror(), IPRoute(), [], threading.Event()
    events = mirror.events()

    def again(work):
        def loop():
            try:
                while not done.is_set():
                    work()
            except route2.MirrorEnded:
                assert done.is_set()
            except BaseException as error:
                wrong.append(error)

        return threading.Thread(target=loop)

    def look():
        event = events.next(0.01)
        assert event is None or (event["event"] and event["attrs"] is event["attrs"])

    def change():
        for goal in ("add", "del"):
            tx = mirror.begin()
            tx.ask(goal, "route", dst="10.0.0.0/24", type="blackhole")
            assert len(tx.review()) == 1 and tx.commit().review.lines

    def ask():
        assert ipr.link_lookup(ifname="lo") == [1] and ipr.get_links()

    def snapshot():
        assert mirror.snapshot().link("lo").get_attr("IFLA_IFNAME") == "lo"
        assert mirror.wait("link ifname=lo", 10) and mirror.stats()

    work = [again(each) for each in (look, look, change, ask, ask, snapshot, snapshot)]
    [thread.start() for thread in work]
    time.sleep(2)
    done.set()
    [thread.join(60) for thread in work]
    assert not any(thread.is_alive() for thread in work) and not wrong, wrong
    mirror.close()
    ipr.close()


def test_one_message_in_many_threads():
    with Mirror() as mirror:
        for _ in range(50):
            link = mirror.snapshot().link("lo")
            seen = []
            work = [threading.Thread(target=lambda: seen.append(link["attrs"])) for _ in range(4)]
            [thread.start() for thread in work]
            [thread.join() for thread in work]
            assert len(seen) == 4 and all(attrs is link["attrs"] for attrs in seen)


def test_what_the_kernel_dropped_is_told():
    import errno

    import pytest

    with Listener([7], rcvbuf=1) as listener, Socket() as socket:
        requests = [socket.encode("add", "route", dst="10.%d.%d.0/24" % (n // 256, n % 256), type="blackhole").raw for n in range(2000)]
        assert not any(socket.batch(requests))
        with pytest.raises(OSError) as error:
            while listener.receive(1):
                pass
        assert error.value.errno == errno.ENOBUFS
        assert listener.drops() > 0
