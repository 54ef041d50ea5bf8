// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/**
 * Cases that a transport may get wrong, on the production target over FCoE: data both ways, queues,
 * task management, nexuses of several ports.
 */
@ConformanceSuite(
    url = "served:fcoe",
    filters = {"SAM", "RW", "TASK", "RES", "FPL-0?"})
class FcoeConformanceTest {}
