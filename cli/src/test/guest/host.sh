# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The host's half of every job at which the guest works with disks that `quintain serve` serves:
# sourced by the scripts beside this file, with their arguments. They write $work/conf, define
# `obey` where the guest may wish for more than `kill`, and then say `work_on JOB LISTENING`.
#
# usage of those scripts: NAME.sh [DIRECTORY]    leaves what everybody said in DIRECTORY
# environment: QUINTAIN is the command to serve with, else the checkout's own; SECONDS_MAX
# exit: 0 everything went well, 1 it did not, 3 no guest can be made here, 124 out of time, 125 the
#   guest died
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
quintain=${QUINTAIN:-$here/../../../../quintain}
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
  if [ -n "$guest" ] && kill "$guest" 2>/dev/null; then
    wait "$guest" 2>/dev/null || : # It ends its emulator.
  fi
  [ -z "$server" ] || kill -9 "$server" 2>/dev/null || :
  rm -rf "$work" ${remove:+"$remove"}
}
trap cleanup EXIT
rm -f "$exchange"/{ask,answer,server}

# The disk NAME of $work/conf: a file without blocks that are written yet.
disk() { # NAME MEBIBYTES
  truncate -s "$2M" "$work/$1"
  cat <<END
HANDLER vdisk_fileio {
    DEVICE $1 {
        filename $work/$1
    }
}
END
}

# Until all of the $listening lines are there that it is to print.
serve() {
  : >"$work/out"
  # shellcheck disable=SC2086 # A command may have arguments.
  $quintain serve "$work/conf" --admin "$work/socket" >"$work/out" 2>>"$exchange/server" &
  server=$!
  for _ in $(seq 1800); do
    [ "$(grep -c ^listening "$work/out")" = "$listening" ] && return
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not come up: $(cat "$exchange/server")" >&2
  exit 1
}

# shellcheck disable=SC2086
admin() { $quintain admin --socket "$work/socket" "$@"; }

obey() { return 1; }

# A server that dies without a word, is missed for a while, and comes again.
restart() {
  kill -9 $server
  wait $server 2>/dev/null || :
  sleep 3
  serve
}

# Serves $work/conf, has the guest do the job of the file JOB beside this one, and ends as it did.
work_on() { # JOB LISTENING
  listening=$2
  serve
  cat "$here/job.head" "$here/$1" >"$exchange/job"
  "$here/boot.sh" "$exchange" "${SECONDS_MAX:-900}" &
  guest=$!
  while kill -0 $guest 2>/dev/null; do
    if [ -e "$exchange/ask" ]; then
      read -r wish <"$exchange/ask"
      rm "$exchange/ask"
      if [ "$wish" = kill ]; then
        restart
      else
        obey "$wish" || { echo "the guest's wish $wish did not come true" >&2 && exit 1; }
      fi
      echo "$wish" >"$exchange/answer"
    fi
    sleep 0.1
  done
  local code=0
  wait $guest || code=$?
  guest=
  cat "$exchange/output" 2>/dev/null || :
  admin sessions || :
  kill "$server" 2>/dev/null || :
  wait "$server" || { echo "the server ended with $?" >&2; code=1; }
  server=
  exit "$code"
}
