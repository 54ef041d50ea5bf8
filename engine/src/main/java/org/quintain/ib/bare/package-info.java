// SPDX-License-Identifier: Apache-2.0
/**
 * The bare port of an RDMA adapter that suites speak through: SRP message by message, or the
 * transport packet by packet.
 *
 * <p>Promises that what a suite sends goes out as it is; that of messages each reaches it once, in
 * order, and of packets each that comes. May depend on {@code wire}, {@code initiator}, {@code
 * ib.wire} and what these stand on.
 */
@NullMarked
package org.quintain.ib.bare;

import org.jspecify.annotations.NullMarked;
