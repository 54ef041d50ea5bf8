// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/**
 * SRP and what answers InfiniBand's packets on the production target, by RoCEv2 over UDP on
 * loopback, and cases that a transport may get wrong: data both ways, residuals, nexuses of several
 * ports. What measures the target's own patience, or waits for silence, is left to virtual time.
 */
@ConformanceSuite(
    url = "served:srp",
    filters = {"SRP", "IBR", "RW-0?", "RES", "PR-4?", "!IBR-05"})
class SrpConformanceTest {}
