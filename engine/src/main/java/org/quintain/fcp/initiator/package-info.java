// SPDX-License-Identifier: Apache-2.0
/**
 * The initiator end of FCP (FCP-4): an initiator port with one nexus to one target port, its
 * commands, task management, and the recovery of what the wire lost.
 *
 * <p>Promises that every command ends exactly once, with its nexus at the latest, and that nothing
 * a target can send throws. May depend on {@code fc.exchange}, {@code fc.login}, {@code fc.wire},
 * {@code fcp.wire}, {@code initiator} and what these stand on.
 */
@NullMarked
package org.quintain.fcp.initiator;

import org.jspecify.annotations.NullMarked;
