#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Writes docs/commands.md anew from the engine's table of operation codes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -Dquick -pl cli -am test -Dtest=CommandsPageTest -Dquintain.renew=true \
  -Dsurefire.failIfNoSpecifiedTests=false
