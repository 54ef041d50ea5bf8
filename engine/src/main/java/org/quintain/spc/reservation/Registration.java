// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

/** One registered I_T nexus and its reservation key, which is not zero. */
record Registration(NexusName nexus, long key) {}
