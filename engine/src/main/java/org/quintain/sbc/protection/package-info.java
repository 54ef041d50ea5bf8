// SPDX-License-Identifier: Apache-2.0
/**
 * Protection information (SBC-4 4.21): the guard, the tags, their types and formats, the tables of
 * what is checked when, and the steps of a transfer that brings or gets them.
 *
 * <p>Promises that checking and making them allocate nothing, that no block goes to the medium or
 * from it unchecked where a check is asked for, and that tags never belong to other data. May
 * depend on {@code spc}, {@code device} and everything below them.
 */
@NullMarked
package org.quintain.sbc.protection;

import org.jspecify.annotations.NullMarked;
