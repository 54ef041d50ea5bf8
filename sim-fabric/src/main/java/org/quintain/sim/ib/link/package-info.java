// SPDX-License-Identifier: Apache-2.0
/**
 * Cables and switches of a simulated InfiniBand subnet: speeds, ways through it, packets on their
 * way, and the faults that they meet.
 *
 * <p>Promises that what is sent on one way arrives in order unless a fault says otherwise, and that
 * all times follow from the plan. May depend on {@code sim.random} and on the engine's {@code sam}.
 */
@NullMarked
package org.quintain.sim.ib.link;

import org.jspecify.annotations.NullMarked;
