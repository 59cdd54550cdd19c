#!/busybox sh
# Process 1, first stage: brings up the root file system out of three trees of the host and one in
# memory, and goes over to it. There is nothing but busybox and a few modules here.
#
# The commands are parts of the shell that runs this, which spares an emulated processor the
# starting of programs; but the shell finds itself through /proc.

/busybox mkdir -p /proc /sys /dev /run /host /tools /kernel /memory /root
/busybox mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs -o mode=755 run /run
mkdir -m 1777 /run/lock

# Without a root there is nothing to do. The power goes off, and the host finds no status.
give_up() {
    echo "lab: $*" > /dev/console
    poweroff -f
}

for module in /modules/*.ko; do
    insmod "$module" || give_up "cannot load $module"
done

for link in fd:fd stdin:fd/0 stdout:fd/1 stderr:fd/2; do
    ln -s "/proc/self/${link#*:}" "/dev/${link%:*}"
done
mkdir -p /dev/pts /dev/shm /dev/net
mount -t devpts -o mode=620,gid=5,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t bpf bpf /sys/fs/bpf
mount -t debugfs debugfs /sys/kernel/debug
# Opening one of these loads the module behind it, but only loading it makes them.
[ -e /dev/net/tun ] || mknod /dev/net/tun c 10 200
[ -e /dev/ppp ] || mknod /dev/ppp c 108 0
hostname lab
ifconfig lo up

# tree TAG OPTIONS MOUNTPOINT: a tree of the host.
tree() {
    mount -t 9p -o "trans=virtio,version=9p2000.L,msize=512000,$2" "$1" "$3" ||
        give_up "cannot mount $1"
}

# These do not change while the machine runs (or do so at the user's own risk), which allows to
# keep in memory what was read of them.
for tree in host tools kernel; do
    tree $tree ro,cache=loose /$tree
done
mount -t tmpfs memory /memory
mkdir /memory/upper /memory/work
mount -t overlay -o lowerdir=/kernel:/tools:/host,upperdir=/memory/upper,workdir=/memory/work \
    root /root || give_up "cannot put the trees together"
# Not kept in memory: the host is to see the files at once, and even if the machine is stopped.
mkdir -p /root/results
tree results rw,cache=none /root/results

mkdir /run/lab
cp /busybox /stage2 /command /run/lab/
for directory in run dev sys proc; do
    mount --move /$directory /root/$directory
done
# This has to stay process 1: the kernel starts modprobe in the root directory of that process, and
# without that no link kind would load its module by itself.
exec /busybox switch_root /root /run/lab/busybox sh /run/lab/stage2
