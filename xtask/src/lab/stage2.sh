# Process 1, second stage: in the final root, runs the command, tells the host its exit status, and
# ends the machine. The commands here, too, are parts of the shell (busybox).

# The kernel sets up the ports to the host on the side, so that they may be late. Which is which was
# decided by the arguments of QEMU.
wait_for() {
    tries=0
    while ! [ -c "$1" ] && [ $tries -lt 500 ]; do
        usleep 20000
        tries=$((tries + 1))
    done
}
output=/dev/vport0p1
report=/dev/vport0p2
wait_for $output
wait_for $report

# A port can be opened only once, but a command may well open /dev/stdout again: it gets a pipe.
mkfifo /run/lab/output
cat /run/lab/output > $output &
relay=$!

echo started > $report
/bin/sh /run/lab/command > /run/lab/output 2>&1 < /dev/null
status=$?

# The relay ends with the pipe, unless something in the background has kept it open.
(
    sleep 2
    kill $relay
) 2> /dev/null &
wait $relay

sync
echo "status $status" > $report
poweroff -f
