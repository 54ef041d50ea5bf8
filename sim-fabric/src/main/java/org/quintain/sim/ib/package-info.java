// SPDX-License-Identifier: Apache-2.0
/**
 * The simulated InfiniBand subnet: adapters, cables, switches, and SRP at both ends.
 *
 * <p>Promises that the classes that serve a real wire run here unchanged, and that one seed gives
 * the same packets every time. May depend on the engine and on all of {@code sim} but {@code
 * sim.run}.
 */
@NullMarked
package org.quintain.sim.ib;

import org.jspecify.annotations.NullMarked;
