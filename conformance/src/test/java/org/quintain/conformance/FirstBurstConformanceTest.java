// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** The cases of FCP's data on a simulated target that grants first bursts. */
@ConformanceSuite(
    url = "sim:fc?burst=first",
    filters = {"FIU", "FPL-0?"})
class FirstBurstConformanceTest {}
