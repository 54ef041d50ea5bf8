// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of InfiniBand packets in RoCEv2 form (InfiniBand Architecture 1.4 volume 1, annexes A17
 * and A11): transport headers, the invariant CRC, Ethernet, IP and UDP around them, and the
 * management datagrams of communication management.
 *
 * <p>Promises accessors by offset that read whatever stands there and allocate nothing; it holds no
 * state of a connection. May depend on {@code sam}, {@code memory}, {@code time} and {@code wire}.
 */
@NullMarked
package org.quintain.ib.wire;

import org.jspecify.annotations.NullMarked;
