// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/**
 * Protection information, every row, reading, writing and third-party copies on a medium with type
 * 1 protection.
 */
@ConformanceSuite(
    url = "direct:?protection=1",
    filters = {"PI-*", "ROW-*", "AW-*", "RW-*", "CPY-*"})
class ProtectionTypeOneConformanceTest {}
