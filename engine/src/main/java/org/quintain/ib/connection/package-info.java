// SPDX-License-Identifier: Apache-2.0
/**
 * Communication management (InfiniBand Architecture 1.4 volume 1, chapter 12, and annex A11 for
 * RDMA-CM): how two ports agree to connect queue pairs, and how they end that, both sides.
 *
 * <p>Promises that each connection follows the table of {@link CmState} and ends by exactly one
 * word to its queue pair; it owns no socket, clock or thread. May depend on {@code ib.wire}, {@code
 * ib.transport} and the values.
 */
@NullMarked
package org.quintain.ib.connection;

import org.jspecify.annotations.NullMarked;
