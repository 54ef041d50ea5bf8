#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs shell commands in the guest, logged in to a target that is served on this machine's loopback:
# LUN n is /dev/q/n (its generic device /dev/q/n.sg) for a first initiator, /dev/q/n.b (/dev/q/n.b.sg)
# for a second one.
#
# usage: run.sh PORT TARGET LUN[,LUN...] COMMANDS
#   e.g. run.sh 3260 iqn.2026-11.org.quintain:disk0 0 'sg_vpd --all /dev/q/0.sg; lsscsi -g'
# exit: the commands' status; 3 no guest can be made here, 124 out of time, 125 the guest died
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ $# -ne 4 ]; then
  sed -n 's/^# \{0,1\}//; 4,9p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
exchange=$(mktemp -d)
trap 'rm -rf "$exchange"' EXIT
units=
for lun in ${3//,/ }; do units="$units $lun=$lun"; done
{
  echo ". /x/login"
  echo "log_in $1 $2 $units >/x/session 2>&1 || { cat /x/session /x/iscsid; exit 1; }"
  printf '%s\n' "$4"
} >"$exchange/job"
code=0
"$here/boot.sh" "$exchange" || code=$?
[ ! -f "$exchange/output" ] || cat "$exchange/output"
exit "$code"
