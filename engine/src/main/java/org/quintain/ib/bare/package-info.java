// SPDX-License-Identifier: Apache-2.0
/**
 * The bare port of an RDMA adapter that suites speak SRP through.
 *
 * <p>Promises that what a suite sends goes out as it is and that every message reaches it once, in
 * order. May depend on {@code wire}, {@code initiator} and what these stand on.
 */
@NullMarked
package org.quintain.ib.bare;

import org.jspecify.annotations.NullMarked;
