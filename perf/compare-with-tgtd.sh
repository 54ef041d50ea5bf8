#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# States 4 KiB random read and write at queue depth 1 and 32 of `quintain serve` beside Debian's tgtd, in turn,
# as ratios, with the CPU time per I/O of either target. Both serve a file on loopback; the targets share one
# core, the load generator has the other, where the machine has two.
#
# usage: perf/compare-with-tgtd.sh [--rounds N] [--job FILE] [--size MIB] [--out DIR]
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
rounds=3
job=$root/perf/jobs/4k-random.fio
size_mib=1024
out=()
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2; shift 2 ;;
    --job) job=$2; shift 2 ;;
    --size) size_mib=$2; shift 2 ;;
    --out) out=(--out "$2"); shift 2 ;;
    *) echo "usage: $0 [--rounds N] [--job FILE] [--size MIB] [--out DIR]" >&2; exit 2 ;;
  esac
done
for tool in tgtd tgtadm taskset; do
  command -v "$tool" > /dev/null || {
    echo "$tool is missing: install the packages tgt and util-linux." >&2
    exit 3
  }
done

work=$(mktemp -d)
pids=()
tgt_control=$((20000 + RANDOM % 10000))
cleanup() {
  for pid in "${pids[@]}"; do
    kill "$pid" 2> /dev/null || true
  done
  sleep 0.5
  for pid in "${pids[@]}"; do
    kill -9 "$pid" 2> /dev/null || true
    wait "$pid" 2> /dev/null || true
  done
  rm -rf "$work"
}
trap cleanup EXIT

target_core=() load_core=()
if [ "$(nproc)" -ge 2 ]; then
  target_core=(taskset -c 0)
  load_core=(taskset -c 1)
fi

head -c "${size_mib}M" /dev/urandom > "$work/ours.img"
cp "$work/ours.img" "$work/theirs.img"

# --- quintain serve ---
ours_iqn=iqn.2026-11.org.quintain:ours
cat > "$work/quintain.conf" << CONF
HANDLER vdisk_fileio {
    DEVICE disk0 {
        filename $work/ours.img
    }
}
TARGET_DRIVER iscsi {
    enabled 1
    portal 127.0.0.1:0
    TARGET $ours_iqn {
        enabled 1
        LUN 0 disk0
    }
}
CONF
"$root/quintain" version > /dev/null
"${target_core[@]}" "$root/quintain" serve "$work/quintain.conf" > "$work/serve.log" 2>&1 &
ours_pid=$!
pids+=("$ours_pid")
ours_port=
for _ in $(seq 300); do
  ours_port=$(sed -n 's/^listening .*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/serve.log" | head -1)
  [ -n "$ours_port" ] && break
  sleep 0.1
done
[ -n "$ours_port" ] || { cat "$work/serve.log" >&2; exit 3; }

# --- tgtd ---
theirs_iqn=iqn.2026-11.org.quintain:theirs
theirs_port=$((30000 + RANDOM % 20000))
"${target_core[@]}" tgtd -f -C "$tgt_control" --iscsi portal=127.0.0.1:$theirs_port > "$work/tgtd.log" 2>&1 &
theirs_pid=$!
pids+=("$theirs_pid")
for _ in $(seq 50); do
  tgtadm -C "$tgt_control" --lld iscsi --mode target --op new --tid 1 -T "$theirs_iqn" 2> /dev/null && break
  sleep 0.1
done
tgtadm -C "$tgt_control" --lld iscsi --mode logicalunit --op new --tid 1 --lun 1 -b "$work/theirs.img"
tgtadm -C "$tgt_control" --lld iscsi --mode target --op bind --tid 1 -I ALL

"${load_core[@]}" "$root/quintain" load "$job" \
  --on "iscsi://127.0.0.1:$ours_port/$ours_iqn/0" --cpu-of "$ours_pid" \
  --versus "iscsi://127.0.0.1:$theirs_port/$theirs_iqn/1" --versus-name tgtd --versus-cpu-of "$theirs_pid" \
  --rounds "$rounds" "${out[@]}"
echo "tgtd: $(dpkg-query -W -f '${Version}' tgt 2> /dev/null || echo unknown); file of ${size_mib} MiB in the page cache."
