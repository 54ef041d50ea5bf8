// SPDX-License-Identifier: Apache-2.0
/**
 * READ BUFFER and WRITE BUFFER (SPC-5 6.17, 6.18, 6.49): a data buffer of the logical unit, and an
 * echo buffer for each I_T nexus.
 *
 * <p>Buffers touch neither blocks nor microcode. May depend on {@code spc} and everything below it.
 */
@NullMarked
package org.quintain.spc.buffer;

import org.jspecify.annotations.NullMarked;
