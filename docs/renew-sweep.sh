#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Writes docs/srp-sweep.md and its picture anew from the simulated sweep.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -Dquick -pl cli -am test -Dtest=SweepPageTest -Dquintain.renew=true \
  -Dsurefire.failIfNoSpecifiedTests=false
