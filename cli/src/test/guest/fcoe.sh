#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Lets the FCoE initiator of a Linux kernel, libfc in the guest, work with a disk that `quintain
# serve` serves from a file on this machine: the job is in the file `fcoe-initiator` beside this one.
# The cable between the guest's second network card and the server is UDP datagrams of loopback. On
# the guest's wish this side kills and restarts the server.
#
# usage: fcoe.sh [DIRECTORY]    leaves what everybody said in DIRECTORY
# environment: QUINTAIN is the command to serve with, else the checkout's own
# exit: 0 everything went well, 1 it did not, 3 no guest can be made here, 124 out of time, 125 the
#   guest died
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
quintain=${QUINTAIN:-$here/../../../../quintain}
seconds=${SECONDS_MAX:-900}
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

ours=$((30000 + RANDOM % 2000))
theirs=$((ours + 2000))
truncate -s 160M "$work/disk"
cat >"$work/conf" <<END
HANDLER vdisk_fileio {
    DEVICE disk {
        filename $work/disk
    }
}
TARGET_DRIVER fcst {
    TARGET 20:00:02:00:00:00:00:0a {
        node_name 10:00:02:00:00:00:00:0a
        link udp:127.0.0.1:$ours,127.0.0.1:$theirs
        GROUP guest {
            INITIATOR 20:00:02:00:00:00:00:0b
            LUN 0 disk
        }
    }
}
END

serve() {
  : >"$work/out"
  # shellcheck disable=SC2086 # A command may have arguments.
  $quintain serve "$work/conf" >"$work/out" 2>>"$exchange/server" &
  server=$!
  for _ in $(seq 1800); do
    grep -q ^listening "$work/out" && return
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not come up: $(cat "$exchange/server")" >&2
  exit 1
}

serve
cp "$here/fcoe-initiator" "$exchange/job"
CABLE=$theirs:$ours "$here/boot.sh" "$exchange" "$seconds" &
guest=$!
while kill -0 $guest 2>/dev/null; do
  if [ -e "$exchange/ask" ]; then
    read -r wish <"$exchange/ask"
    rm "$exchange/ask"
    case $wish in
      kill)
        kill -9 $server
        wait $server 2>/dev/null || :
        sleep 3
        serve
        ;;
      *) echo "the guest asks for $wish" >&2 && exit 1 ;;
    esac
    echo "$wish" >"$exchange/answer"
  fi
  sleep 0.1
done
code=0
wait $guest || code=$?
guest=
cat "$exchange/output" 2>/dev/null || :
kill "$server" 2>/dev/null || :
wait "$server" || { echo "the server ended with $?" >&2; code=1; }
server=
exit "$code"
