#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# States how fast `quintain serve` is beside Debian's tgtd and beside a bare echo of the same bytes, as ratios of
# medians, with the CPU time per I/O of each: 4 KiB random read and write from memory and from a page-cached file,
# 256 KiB sequential, busy polling, logins, idle sessions. All on loopback, one connection, turn by turn; the
# targets share one core, the client has another, where the machine has two. About seven minutes with three rounds.
#
# usage: perf/compare-with-tgtd.sh [--rounds N] [--turn-ms MS] [--size MIB]
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
rounds=3
turn_ms=2000
size_mib=256
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2; shift 2 ;;
    --turn-ms) turn_ms=$2; shift 2 ;;
    --size) size_mib=$2; shift 2 ;;
    *) echo "usage: $0 [--rounds N] [--turn-ms MS] [--size MIB]" >&2; exit 2 ;;
  esac
done
for tool in tgtd tgtadm taskset; do
  command -v "$tool" > /dev/null || {
    echo "$tool is missing: install the packages tgt and util-linux." >&2
    exit 3
  }
done
quintain=${QUINTAIN:-$root/quintain}

work=$(mktemp -d)
memory=$(mktemp -d /dev/shm/quintain-compare.XXXXXX)
pids=()
tgt_control=$((20000 + RANDOM % 10000))
cleanup() {
  for pid in "${pids[@]}"; do
    kill -CONT "$pid" 2> /dev/null || true
    kill "$pid" 2> /dev/null || true
  done
  sleep 0.5
  for pid in "${pids[@]}"; do
    kill -9 "$pid" 2> /dev/null || true
    wait "$pid" 2> /dev/null || true
  done
  rm -rf "$work" "$memory"
}
trap cleanup EXIT

target_core=() client_core=()
if [ "$(nproc)" -ge 2 ]; then
  target_core=(taskset -c 0)
  client_core=(taskset -c 1)
fi

head -c "${size_mib}M" /dev/urandom > "$work/ours.img"
cp "$work/ours.img" "$work/theirs.img"
cp "$work/ours.img" "$memory/theirs.img"
iqn=iqn.2026-11.org.quintain:yardstick

# usage: await FILE PATTERN: the first match, within a minute
await() {
  local found
  for _ in $(seq 600); do
    found=$(sed -n "s/$2/\1/p" "$1" 2> /dev/null | head -1)
    [ -n "$found" ] && { echo "$found"; return; }
    kill -0 "${pids[-1]}" 2> /dev/null || break
    sleep 0.1
  done
  cat "$1" >&2
  exit 3
}

# usage: serve NAME SETTING LUN...: starts a target, its port in $port and its process in $pid
serve() {
  local name=$1 setting=$2 luns=''
  shift 2
  for device in "$@"; do luns="$luns        LUN ${device%%=*} ${device#*=}"$'\n'; done
  {
    case $name in
      ours) printf 'HANDLER vdisk_fileio {\n    DEVICE disk0 {\n        filename %s\n    }\n}\n' "$work/ours.img" ;;
      idle) printf 'HANDLER vdisk_nullio {\n    DEVICE null0 {\n        size %s\n    }\n}\n' $((size_mib << 20)) ;;
    esac
    if [ "$name" != idle ]; then
      printf 'HANDLER vdisk_ram {\n    DEVICE ram0 {\n        size %s\n    }\n}\n' $((size_mib << 20))
    fi
    printf 'TARGET_DRIVER iscsi {\n    enabled 1\n    portal 127.0.0.1:0\n    %s\n' "$setting"
    printf '    TARGET %s {\n        enabled 1\n%s    }\n}\n' "$iqn" "$luns"
  } > "$work/$name.conf"
  "${target_core[@]}" "$quintain" serve "$work/$name.conf" > "$work/$name.log" 2>&1 &
  pid=$!
  pids+=("$pid")
  port=$(await "$work/$name.log" '^listening .*127\.0\.0\.1:\([0-9]*\).*')
}

"$quintain" version > /dev/null
serve ours '' 0=ram0 1=disk0
ours=$port,$pid,$iqn,0,1
extra=()
serve idle '' 1=null0
extra+=(--idle "$port,$pid,$iqn,1,1")

# A target that never sleeps takes no part in the others' turns: it is stopped between its own.
serve polling 'busy_poll 1' 0=ram0
kill -STOP "$pid"
extra+=(--polling "$port,$pid,$iqn,0,0")

"${target_core[@]}" "$quintain" yardstick echo > "$work/echo.log" 2>&1 &
pids+=("$!")
echo_pid=$!
echo_port=$(await "$work/echo.log" '^port \([0-9]*\)$')

tgt_port=$((30000 + RANDOM % 20000))
"${target_core[@]}" tgtd -f -C "$tgt_control" --iscsi portal=127.0.0.1:$tgt_port > "$work/tgtd.log" 2>&1 &
tgt_pid=$!
pids+=("$tgt_pid")
for _ in $(seq 50); do
  tgtadm -C "$tgt_control" --lld iscsi --mode target --op new --tid 1 -T "$iqn" 2> /dev/null && break
  sleep 0.1
done
tgtadm -C "$tgt_control" --lld iscsi --mode logicalunit --op new --tid 1 --lun 1 -b "$memory/theirs.img"
tgtadm -C "$tgt_control" --lld iscsi --mode logicalunit --op new --tid 1 --lun 2 -b "$work/theirs.img"
tgtadm -C "$tgt_control" --lld iscsi --mode target --op bind --tid 1 -I ALL

"${client_core[@]}" "$quintain" yardstick compare --ours "$ours" --tgtd "$tgt_port,$tgt_pid,$iqn,1,2" \
  --echo "$echo_port,$echo_pid" "${extra[@]}" --rounds "$rounds" --turn-ms "$turn_ms"
echo "$("$quintain" version | tr '\n' ' ')"
echo "tgtd $(dpkg-query -W -f '${Version}' tgt 2> /dev/null || echo unknown), its memory a file in /dev/shm;" \
  "disks of ${size_mib} MiB; Linux $(uname -r); $(nproc) cores, one for the targets and one for the client," \
  "load $(cut -d' ' -f1-3 /proc/loadavg) at the end."
