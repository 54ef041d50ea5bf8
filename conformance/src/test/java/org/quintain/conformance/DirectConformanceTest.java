// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** Every case on the engine without a wire. */
@ConformanceSuite(url = "direct:")
class DirectConformanceTest {}
