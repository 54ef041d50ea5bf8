// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/**
 * The production target in fabric mode behind an FCoE forwarder, its second port and the initiators
 * virtual ones (NPIV).
 */
@ConformanceSuite(
    url = "served:fabric",
    filters = {"RW", "RL", "ALUA", "FPL-0?", "FPL-14", "FPL-2?", "FER-17"})
class FcoeFabricConformanceTest {}
