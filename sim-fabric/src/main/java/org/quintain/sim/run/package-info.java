// SPDX-License-Identifier: Apache-2.0
/**
 * Seeded runs of a whole fabric under faults: draw a configuration, do harm, heal, demand progress,
 * judge.
 *
 * <p>Promises that a failure is named by its seed, its fault set and the version, and that a run
 * that hangs fails with a sentence. May depend on the engine's application client side and on all
 * of {@code sim}.
 */
@NullMarked
package org.quintain.sim.run;

import org.jspecify.annotations.NullMarked;
