#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Boots the guest that build.sh made, runs the shell script DIRECTORY/job in it and ends. The guest
# sees DIRECTORY as /x, writable, and the host's loopback as 10.0.2.2; what the job prints is in
# DIRECTORY/output, and the console in DIRECTORY/console. Plain emulation: no root, no KVM.
#
# Of CABLES, words of the form HERE:THERE, the guest has a further network card each, eth1 at
# 02:00:00:00:00:0b, eth2 at 02:00:00:00:00:0c and so on, whose Ethernet frames are UDP datagrams of
# loopback from port HERE to port THERE and back. With DUMPS=FOLDER all of them are kept there, in
# eth1.pcap and so on.
#
# usage: boot.sh DIRECTORY [SECONDS]
# exit: the job's status; 3 no guest can be made here, 124 out of time, 125 the guest died
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exchange=$(cd "$1" && pwd)
seconds=${2:-120}
cables=()
count=0
for cable in ${CABLES:-}; do
  count=$((count + 1))
  cables+=(-netdev "dgram,id=eth$count,local.type=inet,local.host=127.0.0.1,\
local.port=${cable%:*},remote.type=inet,remote.host=127.0.0.1,remote.port=${cable#*:}"
    -device "virtio-net-pci,netdev=eth$count,host_mtu=2500,romfile=,\
mac=02:00:00:00:00:$(printf %02x $((10 + count)))"
    ${DUMPS:+-object "filter-dump,id=dump$count,netdev=eth$count,file=$DUMPS/eth$count.pcap"})
done
# It takes 3 to 7 s; about one boot in 190 hangs before its console comes up. A busy machine gets
# more time at every try.
boot_seconds=45

guest=$("$here/build.sh")
qemu=(qemu-system-x86_64)
if ! command -v qemu-system-x86_64 >/dev/null; then
  share=$guest/qemu/usr/share
  export LD_LIBRARY_PATH=$guest/qemu/usr/lib/x86_64-linux-gnu
  qemu=("$guest/qemu/usr/bin/qemu-system-x86_64" -L "$share/qemu" -L "$share/seabios")
fi

rm -f "$exchange"/{status,status.new,console,output}
cp "$here/login" "$exchange/login"
child=
trap '[ -z "$child" ] || kill -9 "$child" 2>/dev/null || :' EXIT

# AVX would be emulated slowly: hence the old processor. On a busy machine the emulated timer may be
# late for the kernel's test of it.
start() {
  : >"$exchange/console"
  "${qemu[@]}" -nodefaults -no-user-config -display none -no-reboot \
    -machine q35 -accel tcg,thread=multi -cpu Nehalem -smp 2 -m 768 \
    -kernel "$guest/vmlinux" -initrd "$guest/initrd" \
    -append "console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable no_timer_check" \
    -chardev "file,id=console,path=$exchange/console" -serial chardev:console \
    -netdev user,id=net -device virtio-net-pci,netdev=net,romfile= \
    -fsdev "local,id=x,path=$exchange,security_model=none" \
    -device virtio-9p-pci,fsdev=x,mount_tag=x \
    -device virtio-rng-pci "${cables[@]}" </dev/null >"$exchange/qemu" 2>&1 &
  child=$!
}

start
deadline=$((SECONDS + seconds))
retry_at=$((SECONDS + boot_seconds))
tries=1
is_alive() { kill -0 "$child" 2>/dev/null; }
while is_alive || { [ ! -e "$exchange/output" ] && [ $tries -lt 4 ]; }; do
  if [ ! -e "$exchange/output" ] && { ! is_alive || [ $SECONDS -ge $retry_at ]; }; then
    tries=$((tries + 1))
    kill -9 "$child" 2>/dev/null || :
    wait "$child" 2>/dev/null || :
    boot_seconds=$((boot_seconds * 2))
    retry_at=$((SECONDS + boot_seconds))
    start
  elif [ $SECONDS -ge $deadline ]; then
    echo "the guest was not done after $seconds s" >&2
    exit 124
  fi
  sleep 0.2
done
wait "$child" 2>/dev/null || :
child=
if [ -s "$exchange/status" ]; then
  exit "$(cat "$exchange/status")"
fi
echo "the guest died: $(cat "$exchange/qemu") $(tail -n 5 "$exchange/console")" >&2
exit 125
