// SPDX-License-Identifier: Apache-2.0
/**
 * The load generator: drives jobs over initiator ports of any fabric, in closed or open loop, and
 * keeps the whole latency distribution.
 *
 * <p>Everything that changes while a job runs belongs to the reactor of its ports. May depend on
 * {@code perf.job}, {@code records} and the engine's {@code initiator} package.
 */
@NullMarked
package org.quintain.perf.load;

import org.jspecify.annotations.NullMarked;
