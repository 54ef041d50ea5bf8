// SPDX-License-Identifier: Apache-2.0
/**
 * The primary commands (SPC-5), each family in a file of its own, for every type of device.
 *
 * <p>Each family adds its rows to a {@link org.quintain.device.CommandTable} and promises to end
 * every command it is given exactly once. May depend on {@code device} and everything below it.
 */
@NullMarked
package org.quintain.spc;

import org.jspecify.annotations.NullMarked;
