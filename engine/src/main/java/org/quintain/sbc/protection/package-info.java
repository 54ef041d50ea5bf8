// SPDX-License-Identifier: Apache-2.0
/**
 * Protection information (SBC-4 4.21): the guard, the tags, their types and formats, and the tables
 * of what is checked when.
 *
 * <p>Promises that checking and generating allocate nothing and look at the memory they are given
 * alone. May depend on {@code device} and everything below it.
 */
@NullMarked
package org.quintain.sbc.protection;

import org.jspecify.annotations.NullMarked;
