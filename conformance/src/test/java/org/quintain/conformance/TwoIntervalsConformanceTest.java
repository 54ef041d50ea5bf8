// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** Two protection information intervals to a block, type 2. */
@ConformanceSuite(
    url = "direct:?protection=2&exponent=1",
    filters = {"PI-*", "RW-*"})
class TwoIntervalsConformanceTest {}
