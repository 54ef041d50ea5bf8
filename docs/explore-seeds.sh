#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Tests have fixed seeds, so that one run is as the other. This runs those of one module with seeds
# that nobody tried, each property with so many times its tries:
#
#     bash docs/explore-seeds.sh MODULE 'TEST[,TEST]' [TIMES]
#
# It works on a copy of the checkout. A property that fails prints its seed and the sample; that is
# the seed of a regression test, once the fault is mended.
set -euo pipefail
module=$1
tests=$2
times=${3:-10}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

git -C "$root" ls-files -z --cached --others --exclude-standard |
  tar -C "$root" --null --ignore-failed-read -T - -cf - |
  tar -C "$copy" -xf -
find "$copy/$module/src/test" -name '*.java' -exec sed -i -E \
  -e '/@Property\(/s/seed = "-?[0-9]+", |(, )?seed = "-?[0-9]+"//' \
  -e "s/(@Property\\(.*tries = [0-9_]+)/\\1 * $times/" \
  -e 's/(long SEED = )[0-9_]+L?;/\1System.nanoTime();/' {} +

cd "$copy"
mvn -q -Dquick -pl "$module" -am test -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false
