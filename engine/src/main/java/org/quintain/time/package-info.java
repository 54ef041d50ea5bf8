// SPDX-License-Identifier: Apache-2.0
/**
 * Deadlines as data: a state machine keeps a table of them and its driver asks only for the
 * nearest.
 *
 * <p>Owns no clock. May depend on {@code sam} for checks alone.
 */
@NullMarked
package org.quintain.time;

import org.jspecify.annotations.NullMarked;
