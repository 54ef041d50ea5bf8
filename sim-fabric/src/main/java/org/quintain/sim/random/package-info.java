// SPDX-License-Identifier: Apache-2.0
/**
 * Seeded randomness: one stream of draws for each component, named by its path.
 *
 * <p>Promises that the same seed and path give the same draws on any machine and JDK, and that a
 * new component does not shift the draws of the others. May depend on {@code org.quintain.sam} for
 * checks alone.
 */
@NullMarked
package org.quintain.sim.random;

import org.jspecify.annotations.NullMarked;
