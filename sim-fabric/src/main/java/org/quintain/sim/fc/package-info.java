// SPDX-License-Identifier: Apache-2.0
/**
 * The simulated Fibre Channel fabric: switches with their services, and the drivers that stand
 * between links and the ports of nodes.
 *
 * <p>Promises that the classes that serve a real wire run here unchanged, and that one seed gives
 * the same frames every time. May depend on the engine and on all of {@code sim} but {@code
 * sim.run}.
 */
@NullMarked
package org.quintain.sim.fc;

import org.jspecify.annotations.NullMarked;
