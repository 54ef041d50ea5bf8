#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Writes docs/fc-credits.md and its picture anew from simulated links.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -Dquick -pl cli -am test -Dtest=CreditsPageTest -Dquintain.renew=true \
  -Dsurefire.failIfNoSpecifiedTests=false
