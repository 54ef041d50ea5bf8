// SPDX-License-Identifier: Apache-2.0
/**
 * A world on virtual time: any number of reactors on one thread, their mailboxes delayed by seeded
 * draws.
 *
 * <p>Promises that a run is decided by its seed alone, that invariants are looked at after every
 * event, and that a hang ends as a failure with a sentence. May depend on the engine's {@code
 * reactor} and on {@code sim.time}, {@code sim.random} and {@code sim.trace}.
 */
@NullMarked
package org.quintain.sim.reactor;

import org.jspecify.annotations.NullMarked;
