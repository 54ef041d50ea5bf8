// SPDX-License-Identifier: Apache-2.0
/**
 * What application clients say beforehand of the blocks that they read and write: groups with their
 * hints (SBC-4 4.22, 4.30) and streams (SBC-4 4.32).
 *
 * <p>All of it is kept, told back, checked and counted as the standard says; no block is placed by
 * it. May depend on {@code spc}, {@code device} and everything below them.
 */
@NullMarked
package org.quintain.sbc.hints;

import org.jspecify.annotations.NullMarked;
