#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Writes docs/iscsi-clauses.md, docs/fc-clauses.md and docs/srp-clauses.md anew from the suite's tables
# of clauses and from its cases.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -Dquick -pl conformance -am test -Dtest=ClausesPageTest -Dquintain.renew=true \
  -Dsurefire.failIfNoSpecifiedTests=false
