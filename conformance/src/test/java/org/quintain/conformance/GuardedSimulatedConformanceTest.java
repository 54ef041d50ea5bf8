// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.junit.ConformanceSuite;

/** The iSCSI cases on a simulated target that wants CHAP of everybody, discovery included. */
@ConformanceSuite(
    url = "sim:iscsi?chap=required",
    filters = {"IL", "IC", "IK", "IN", "ID", "IG", "IX", "IT", "IS", "IV"})
class GuardedSimulatedConformanceTest {}
