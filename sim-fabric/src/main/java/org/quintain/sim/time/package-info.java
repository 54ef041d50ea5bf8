// SPDX-License-Identifier: Apache-2.0
/**
 * The event queue on virtual time, the heart of a simulation.
 *
 * <p>Promises that events leave by time, then by the order they came in, with no allocation per
 * event. May depend on {@code org.quintain.sam} for checks alone.
 */
@NullMarked
package org.quintain.sim.time;

import org.jspecify.annotations.NullMarked;
