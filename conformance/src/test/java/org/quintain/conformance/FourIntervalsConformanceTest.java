// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** Four protection information intervals to a block, type 3. */
@ConformanceSuite(
    url = "direct:?protection=3&exponent=2",
    filters = {"PI-*", "RW-*"})
class FourIntervalsConformanceTest {}
