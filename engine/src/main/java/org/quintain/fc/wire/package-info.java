// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of Fibre Channel (FC-FS-5, FC-LS-4, FC-GS-8): frame header, delimiters, CRC, the cutter
 * that makes frames of a sequence, basic and extended link services, common transport.
 *
 * <p>Promises static access over (buffer, offset), no state but what a caller holds, and no
 * allocation for a frame. May depend on {@code sam}, {@code memory}, {@code time} and {@code wire}.
 */
@NullMarked
package org.quintain.fc.wire;

import org.jspecify.annotations.NullMarked;
