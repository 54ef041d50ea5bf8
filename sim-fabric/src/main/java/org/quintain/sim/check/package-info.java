// SPDX-License-Identifier: Apache-2.0
/**
 * Checkers: what a read may give after a history of writes, flushes, aborts and power losses.
 *
 * <p>Promises to accept all that SAM and SBC allow and nothing else that it can tell. May depend on
 * {@code org.quintain.sam} and {@code sim.random}.
 */
@NullMarked
package org.quintain.sim.check;

import org.jspecify.annotations.NullMarked;
