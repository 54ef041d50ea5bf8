// SPDX-License-Identifier: Apache-2.0
/**
 * Memory allocated at start: pooled blocks and the segment lists that point into them.
 *
 * <p>Promises no allocation after construction and that a block is given back exactly once. May
 * depend on {@code sam} for checks alone.
 */
@NullMarked
package org.quintain.memory;

import org.jspecify.annotations.NullMarked;
