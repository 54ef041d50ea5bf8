// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** The Fibre Channel and FCP cases on the simulated fabric, in virtual time. */
@ConformanceSuite(
    url = "sim:fc",
    filters = {"FPL", "FIU", "FER"})
class SimulatedFibreChannelConformanceTest {}
