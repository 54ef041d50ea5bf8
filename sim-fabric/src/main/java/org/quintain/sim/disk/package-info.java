// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated disk: service times, errors, a volatile cache, and what a power loss leaves of it.
 *
 * <p>Promises that nothing a flush or forced unit access confirmed is ever lost, and that anything
 * else may be. May depend on the engine's {@code store} and below, and on {@code sim.reactor},
 * {@code sim.random}, {@code sim.trace}.
 */
@NullMarked
package org.quintain.sim.disk;

import org.jspecify.annotations.NullMarked;
