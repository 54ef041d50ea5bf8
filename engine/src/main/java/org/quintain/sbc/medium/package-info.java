// SPDX-License-Identifier: Apache-2.0
/**
 * The state of a disk's medium and of the unit around it: ready, stopped, in a low power condition,
 * taken out, being formatted or sanitized, and the commands that change it (SBC-4 4.10 to 4.12,
 * 4.20; SPC-5 5.12).
 *
 * <p>Promises that READ and WRITE pass by one field test while all is normal, that long operations
 * run in bounded pieces which leave the reactor to others, and that a sanitize is carried to its
 * end through resets and losses of power. May depend on {@code spc}, {@code device} and everything
 * below them, not on {@code sbc}.
 *
 * <pre>
 * READY ──FORMAT UNIT──▶ FORMATTING ──end──▶ READY
 *                             └─failure, reset, loss of power──▶ FORMAT_CORRUPT ──FORMAT UNIT──▶ …
 * READY, FORMAT_CORRUPT, SANITIZE_FAILED ──SANITIZE──▶ SANITIZING ──end──▶ READY
 *                             └─failure──▶ SANITIZE_FAILED ──EXIT FAILURE MODE──▶ READY
 * </pre>
 */
@NullMarked
package org.quintain.sbc.medium;

import org.jspecify.annotations.NullMarked;
