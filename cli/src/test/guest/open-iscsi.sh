#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Lets the initiator of a Linux kernel, open-iscsi and dm-multipath in the guest, work with a disk
# that `quintain serve` serves from a file on this machine: the job is in the file `initiator`
# beside this one. On the guest's wish this side kills and restarts the server, and cuts and mends
# one of its two portals by `quintain admin`.
#
# usage: open-iscsi.sh [DIRECTORY]    leaves what everybody said in DIRECTORY
# environment: QUINTAIN is the command to serve with, else the checkout's own
# exit: 0 everything went well, 1 it did not, 3 no guest can be made here, 124 out of time, 125 the
#   guest died
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
quintain=${QUINTAIN:-$here/../../../../quintain}
seconds=${SECONDS_MAX:-900}
target=iqn.2026-11.org.quintain:guest-disk
"$here/build.sh" >/dev/null

if [ $# -gt 0 ]; then
  exchange=$(mkdir -p "$1" && cd "$1" && pwd)
  remove=
else
  exchange=$(mktemp -d)
  remove=$exchange
fi
work=$(mktemp -d)
server=
guest=
cleanup() {
  for child in $server $guest; do kill -9 "$child" 2>/dev/null || :; done
  rm -rf "$work" ${remove:+"$remove"}
}
trap cleanup EXIT
rm -f "$exchange"/{ask,answer,server}

first=$((20000 + RANDOM % 10000))
second=$((first + 1))
truncate -s 160M "$work/disk"
cat >"$work/conf" <<END
HANDLER vdisk_fileio {
    DEVICE disk {
        filename $work/disk
    }
}
TARGET_DRIVER iscsi {
    enabled 1
    portal 127.0.0.1:$first
    portal 127.0.0.1:$second
    TARGET $target {
        enabled 1
        HeaderDigest CRC32C,None
        DataDigest CRC32C,None
        IncomingUser "guest secret.of.the.guest"
        OutgoingUser "disk secret.of.the.disk"
        LUN 0 disk
    }
}
END
cat >"$exchange/target" <<END
first=$first second=$second target=$target
user=guest secret=secret.of.the.guest target_user=disk target_secret=secret.of.the.disk
END

serve() {
  : >"$work/out"
  # shellcheck disable=SC2086 # A command may have arguments.
  $quintain serve "$work/conf" --admin "$work/socket" >"$work/out" 2>>"$exchange/server" &
  server=$!
  for _ in $(seq 1800); do
    [ "$(grep -c ^listening "$work/out")" = 2 ] && return
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not come up: $(cat "$exchange/server")" >&2
  exit 1
}

# shellcheck disable=SC2086
admin() { $quintain admin --socket "$work/socket" "$@" >>"$exchange/server" 2>&1; }

obey() {
  case $1 in
    kill)
      kill -9 $server
      wait $server 2>/dev/null || :
      sleep 3
      serve
      ;;
    cut)
      # shellcheck disable=SC2086
      $quintain admin --socket "$work/socket" sessions >"$exchange/sessions"
      admin remove portal "127.0.0.1:$second"
      for tsih in $(awk -v port=":$second\$" '$4 ~ port {print $1}' "$exchange/sessions"); do
        admin close "$tsih"
      done
      ;;
    mend) admin add portal "127.0.0.1:$second" ;;
    *) echo "the guest asks for $1" >&2 && exit 1 ;;
  esac
}

serve
cp "$here/initiator" "$exchange/job"
"$here/boot.sh" "$exchange" "$seconds" &
guest=$!
while kill -0 $guest 2>/dev/null; do
  if [ -e "$exchange/ask" ]; then
    read -r wish <"$exchange/ask"
    rm "$exchange/ask"
    obey "$wish"
    echo "$wish" >"$exchange/answer"
  fi
  sleep 0.1
done
code=0
wait $guest || code=$?
guest=
cat "$exchange/output" 2>/dev/null || :
admin sessions || :
kill "$server" 2>/dev/null || :
wait "$server" || { echo "the server ended with $?" >&2; code=1; }
server=
exit "$code"
