// SPDX-License-Identifier: Apache-2.0
/**
 * Fibre Channel links in simulation: line rates, buffer-to-buffer credits, R_RDY, and what goes
 * wrong on them.
 *
 * <p>Promises that frames leave in order, no sooner than the line and the receiver's buffers allow,
 * that a credit is lost only by a fault that is counted, and that sequences which travel whole are
 * what their frames would be. May depend on the engine's values, on {@code fc.wire} and {@code
 * wire}, and on {@code sim.reactor}, {@code sim.random} and {@code sim.trace}.
 */
@NullMarked
package org.quintain.sim.fc.link;

import org.jspecify.annotations.NullMarked;
