// SPDX-License-Identifier: Apache-2.0
/**
 * Asymmetric logical unit access (SPC-5 5.18): target port groups with their access states, the two
 * commands that report and set them, and the check of every command against the state of the group
 * that it came by.
 *
 * <p>Promises that while every group is active the check is the test of one field. May depend on
 * {@code device}, {@code spc} and everything below them.
 */
@NullMarked
package org.quintain.spc.alua;

import org.jspecify.annotations.NullMarked;
