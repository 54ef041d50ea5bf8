// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/**
 * Cases that a transport may get wrong, on the production target over FCoE: data both ways, queues,
 * task management, nexuses of several ports; and the suite of Fibre Channel but for rows that sit
 * out time-outs, which are real here.
 */
@ConformanceSuite(
    url = "served:fcoe",
    filters = {
      "SAM", "RW", "TASK", "RES", "FPL", "FIU", "FER-0?", "FER-15", "!FPL-13", "!FPL-17", "!FIU-09",
      "!FIU-18", "!FIU-22", "!FIU-23", "!FIU-27", "!FER-01", "!FER-02", "!FER-03"
    })
class FcoeConformanceTest {}
