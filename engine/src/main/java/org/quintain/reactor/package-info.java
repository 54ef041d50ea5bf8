// SPDX-License-Identifier: Apache-2.0
/**
 * The only idea of a thread: one reactor is one thread, its wires, its timers and its mailbox.
 *
 * <p>Simulation runs any number of reactors on one thread in virtual time; hardware runs each on
 * its own. May depend on {@code sam}, {@code memory} and {@code time}.
 */
@NullMarked
package org.quintain.reactor;

import org.jspecify.annotations.NullMarked;
