// SPDX-License-Identifier: Apache-2.0
/**
 * The block commands (SBC-4): a disk on a {@link org.quintain.store.BackingStore}, each command
 * family in a file of its own.
 *
 * <p>Promises that READ and WRITE allocate nothing, and that no range beyond the capacity reaches
 * the store. May depend on {@code spc}, {@code device} and everything below them.
 */
@NullMarked
package org.quintain.sbc;

import org.jspecify.annotations.NullMarked;
