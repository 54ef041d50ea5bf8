// SPDX-License-Identifier: Apache-2.0
/**
 * The fabric without a wire, in simulation: the engine alone under its own races, disk faults and
 * power losses.
 *
 * <p>Promises that what fails here is the engine's fault and no protocol's. May depend on the
 * engine and on {@code sim.fabric} and what that stands on.
 */
@NullMarked
package org.quintain.sim.direct;

import org.jspecify.annotations.NullMarked;
