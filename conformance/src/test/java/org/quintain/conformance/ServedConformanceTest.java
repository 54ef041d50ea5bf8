// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** Every case on the production target over real TCP on loopback. */
@ConformanceSuite(url = "served:")
class ServedConformanceTest {}
