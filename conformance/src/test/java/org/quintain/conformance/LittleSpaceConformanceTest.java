// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** A thin provisioned disk of 64 MiB with space for 8 MiB. */
@ConformanceSuite(
    url = "direct:?space=8",
    filters = {"TP-*"})
class LittleSpaceConformanceTest {}
