// SPDX-License-Identifier: Apache-2.0

/**
 * Owns the simulated world: virtual time, seeded streams, simulated wires and disks. Promises that
 * one seed gives one trace on every machine and JDK. May depend on the engine alone.
 */
@NullMarked
package org.quintain.sim;

import org.jspecify.annotations.NullMarked;
