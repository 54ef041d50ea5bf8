// SPDX-License-Identifier: Apache-2.0
/**
 * The initiator end of SRP (SRP r16a, with the immediate data of SRP-2): an initiator port with one
 * nexus to one target port over one channel or several, its commands, their memory, and task
 * management.
 *
 * <p>Promises that every command ends exactly once, with its nexus at the latest, that its memory
 * can be reached by nobody from then on, and that nothing a target can send throws. May depend on
 * {@code srp.wire}, {@code wire}, {@code initiator} and what these stand on.
 */
@NullMarked
package org.quintain.srp.initiator;

import org.jspecify.annotations.NullMarked;
