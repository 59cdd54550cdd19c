#!/bin/sh
# A PPP session between two pppd over a pseudo terminal, the far one in a network namespace of its
# own: it has to come up with its addresses, and to go away when the near one is told to hang up.

set -eu

# The distribution's file is about modems.
mkdir -p /etc/ppp
: > /etc/ppp/options

# within SECONDS CONDITION...: waits for a command to succeed.
within() {
    left=$(($1 * 10))
    shift
    until "$@"; do
        left=$((left - 1))
        [ $left -gt 0 ] || { echo "in vain: $*"; cat /run/near.log; exit 1; }
        sleep 0.1
    done
}
connected() { ip -o address show dev ppp0 2> /dev/null | grep -q 'inet 192.0.2.1 peer 192.0.2.2'; }
gone() { ! [ -e /sys/class/net/ppp0 ]; }

ip netns add far
common='nodetach noauth local noccp novj nodefaultroute noipv6'
# shellcheck disable=SC2086
pppd $common 192.0.2.1:192.0.2.2 pty "ip netns exec far pppd notty $common" > /run/near.log 2>&1 &
pppd=$!

within 30 connected
within 10 ip netns exec far grep -q ppp0 /proc/net/dev
kill -HUP $pppd
wait $pppd || true
within 10 gone
grep -q 'Hangup (SIGHUP)' /run/near.log
echo 'connected and hung up'
