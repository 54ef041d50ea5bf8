// SPDX-License-Identifier: Apache-2.0
/**
 * Third-party copies (SPC-5 5.17, SBC-4 4.28): EXTENDED COPY of both kinds, the token commands, and
 * what reports about them, between the disks of one target device.
 *
 * <p>Promises that a copy works in bounded pieces, that an aborted one stops after the piece that
 * is under way, and that a token whose source changed is never used. May depend on {@code spc},
 * {@code device} and everything below them; knows disks only as {@link
 * org.quintain.sbc.copy.CopyDisk}.
 */
@NullMarked
package org.quintain.sbc.copy;

import org.jspecify.annotations.NullMarked;
