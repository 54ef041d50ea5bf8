// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** Logins, text and sessions on the production target where it wants CHAP of everybody. */
@ConformanceSuite(
    url = "served:guarded",
    filters = {"IL", "IC", "IX", "IS"})
class GuardedServedConformanceTest {}
