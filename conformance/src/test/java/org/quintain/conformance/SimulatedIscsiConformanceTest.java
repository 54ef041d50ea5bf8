// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** Every case on simulated iSCSI, in virtual time. */
@ConformanceSuite(url = "sim:iscsi")
class SimulatedIscsiConformanceTest {}
