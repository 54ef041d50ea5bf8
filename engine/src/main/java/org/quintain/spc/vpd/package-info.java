// SPDX-License-Identifier: Apache-2.0
/**
 * Vital product data pages (SPC-5 7.7), each a {@link org.quintain.spc.vpd.VpdPage}, and the table
 * of them.
 *
 * <p>A page writes its whole length whatever the allocation length is, and is the same on every
 * nexus but for the port it describes. May depend on {@code device} and everything below it.
 */
@NullMarked
package org.quintain.spc.vpd;

import org.jspecify.annotations.NullMarked;
