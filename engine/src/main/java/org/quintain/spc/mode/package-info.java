// SPDX-License-Identifier: Apache-2.0
/**
 * Mode pages (SPC-5 7.5, SBC-4 6.5), each a {@link org.quintain.spc.mode.ModePage}, MODE SENSE,
 * which reads them, and MODE SELECT, which changes and saves them.
 *
 * <p>Pages are one for all nexuses; a reset brings back saved or default values. May depend on
 * {@code device} and everything below it.
 */
@NullMarked
package org.quintain.spc.mode;

import org.jspecify.annotations.NullMarked;
