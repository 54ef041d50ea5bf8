// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** The cases of first bursts on a simulated target that grants them. */
@ConformanceSuite(
    url = "sim:fc?burst=first",
    filters = {"FIU-10"})
class FirstBurstConformanceTest {}
