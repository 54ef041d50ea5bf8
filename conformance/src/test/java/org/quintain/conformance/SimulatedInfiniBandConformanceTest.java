// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** The InfiniBand transport cases on the simulated subnet, in virtual time. */
@ConformanceSuite(
    url = "sim:srp",
    filters = {"IBR", "IBQ", "IBM"})
class SimulatedInfiniBandConformanceTest {}
