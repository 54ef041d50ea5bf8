#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Lets a Linux kernel's initiators of other fabrics than iSCSI work with disks that one `quintain
# serve` serves from files on this machine, in one boot: libfc by FCoE, and ib_srp by soft RoCE
# (rdma_rxe). The job is in the file `fabrics-initiator` beside this one. The cables between the
# guest's further network cards and the server are UDP datagrams of loopback; SRP's target has an IP
# address of its own there. On the guest's wish this side kills and restarts the server, and ends
# SRP's channels by `quintain admin`. Usage, environment and exit: see host.sh.
#
# environment: FABRICS are those to be looked at, "fc srp" unless it says one of them
# shellcheck source-path=SCRIPTDIR source=host.sh
. "$(dirname "${BASH_SOURCE[0]}")/host.sh"
fabrics=${FABRICS:-fc srp}
ours=$((26000 + RANDOM % 2000))
theirs=$((ours + 2000))
{
  disk fc 64
  disk srp 64
} >"$work/conf"
cat >>"$work/conf" <<END
TARGET_DRIVER fcst {
    TARGET 20:00:02:00:00:00:00:0a {
        node_name 10:00:02:00:00:00:00:0a
        link udp:127.0.0.1:$ours,127.0.0.1:$theirs
        GROUP guest {
            INITIATOR 20:00:02:00:00:00:00:0b
            LUN 0 fc
        }
    }
}
TARGET_DRIVER ib_srpt {
    rdma_cm_port 5555
    TARGET fe80:0000:0000:0000:0200:00ff:fe00:000a {
        link udp:127.0.0.1:$((ours + 4000)),127.0.0.1:$((theirs + 4000)),10.9.0.1
        GROUP guest {
            INITIATOR 10.9.0.2
            LUN 0 srp
        }
    }
}
END
echo "fabrics='$fabrics'" >"$exchange/fabrics"

obey() {
  local sessions
  case $1 in
    close) # the channels of SRP's initiator, which comes from the guest's address
      sessions=$(admin sessions) && echo "$sessions" || return 1
      admin close "$(awk '$2 ~ /^10.9.0.2:/ {print $1}' <<<"$sessions")"
      ;;
    *) return 1 ;;
  esac
}

export CABLES="$theirs:$ours $((theirs + 4000)):$((ours + 4000))" DUMPS=${DUMPS:-}
work_on fabrics-initiator 2
