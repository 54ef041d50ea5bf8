// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/**
 * SRP and the InfiniBand transport on the production target by RoCEv2 over UDP on loopback, and
 * cases that a transport may get wrong: data both ways, residuals, nexuses of several ports. Rows
 * that for the most part wait for silence are left to virtual time.
 */
@ConformanceSuite(
    url = "served:srp",
    filters = {
      "SRP",
      "IBR",
      "IBQ",
      "IBM",
      "RW-0?",
      "RES",
      "PR-4?",
      "!IBR-05",
      "!IBQ-06",
      "!IBQ-08",
      "!IBM-01/again"
    })
class SrpConformanceTest {}
