// SPDX-License-Identifier: Apache-2.0
/**
 * Simulated TCP: two stream endpoints joined by bounded buffers, segments, latency, bandwidth and
 * faults.
 *
 * <p>Promises what TCP promises, order and no silent change, except where a fault breaks the
 * stream, or flips bits that a digest of the protocol above covers. May depend on the engine's
 * {@code wire}, {@code initiator} and below, and on {@code sim.reactor}, {@code sim.random} and
 * {@code sim.trace}.
 */
@NullMarked
package org.quintain.sim.stream;

import org.jspecify.annotations.NullMarked;
