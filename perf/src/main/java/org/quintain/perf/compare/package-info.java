// SPDX-License-Identifier: Apache-2.0
/**
 * Figures beside those of a peer, measured in one run on one machine, as ratios.
 *
 * <p>Promises turns of both in alternation and medians over rounds, so that a machine that slows
 * down slows both. May depend on {@code perf.job}, {@code perf.load}, {@code records} and the
 * engine's {@code initiator} package.
 */
@NullMarked
package org.quintain.perf.compare;

import org.jspecify.annotations.NullMarked;
