// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** A disk whose medium can be taken out. */
@ConformanceSuite(
    url = "direct:?removable=1",
    filters = {"PWR-*", "ROW-*"})
class RemovableConformanceTest {}
