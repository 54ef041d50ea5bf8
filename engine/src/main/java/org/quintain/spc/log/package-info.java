// SPDX-License-Identifier: Apache-2.0
/**
 * Log pages (SPC-5 7.3, SBC-4 6.4), each a {@link org.quintain.spc.log.LogPage}, and LOG SENSE and
 * LOG SELECT, which read and reset them.
 *
 * <p>Counters live as long as the logical unit and are never saved. May depend on {@code device}
 * and everything below it.
 */
@NullMarked
package org.quintain.spc.log;

import org.jspecify.annotations.NullMarked;
