// SPDX-License-Identifier: Apache-2.0
/**
 * What happened, as a running digest, as the last few hundred events, and as readable lines.
 *
 * <p>Promises that two runs with the same digest went the same way, byte for byte on the wires. May
 * depend on {@code sim.random} for its hashes.
 */
@NullMarked
package org.quintain.sim.trace;

import org.jspecify.annotations.NullMarked;
