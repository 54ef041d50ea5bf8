#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Lets the initiator of a Linux kernel, open-iscsi and dm-multipath in the guest, work with a disk
# that `quintain serve` serves from a file on this machine: the job is in the file `initiator`
# beside this one. On the guest's wish this side kills and restarts the server, and cuts and mends
# one of its two portals by `quintain admin`. Usage, environment and exit: see host.sh.
# shellcheck source-path=SCRIPTDIR source=host.sh
. "$(dirname "${BASH_SOURCE[0]}")/host.sh"
target=iqn.2026-11.org.quintain:guest-disk
first=$((20000 + RANDOM % 10000))
second=$((first + 1))
disk disk 160 >"$work/conf"
cat >>"$work/conf" <<END
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

obey() {
  case $1 in
    cut)
      admin sessions >"$exchange/sessions" && admin remove portal "127.0.0.1:$second" || return 1
      for tsih in $(awk -v port=":$second\$" '$4 ~ port {print $1}' "$exchange/sessions"); do
        admin close "$tsih" || :
      done
      ;;
    mend) admin add portal "127.0.0.1:$second" ;;
    *) return 1 ;;
  esac
}

work_on initiator 2
