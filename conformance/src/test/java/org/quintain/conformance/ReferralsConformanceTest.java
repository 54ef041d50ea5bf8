// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** A disk whose halves are active through one target port each. */
@ConformanceSuite(
    url = "direct:?referrals=1",
    filters = {"ALUA-*", "ROW-0?/report-referrals"})
class ReferralsConformanceTest {}
