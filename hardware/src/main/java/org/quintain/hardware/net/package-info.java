// SPDX-License-Identifier: Apache-2.0
/**
 * Real ordered byte streams: reactors on Netty's event loops, and the driver that moves the bytes
 * of a {@link org.quintain.wire.StreamEndpoint} over TCP by NIO, epoll or io_uring.
 *
 * <p>Promises that no protocol is known here, that an endpoint is only ever called on its reactor,
 * and that one read batch is answered by one gathered write. May depend on the engine's {@code
 * wire}, {@code reactor}, {@code memory}, {@code time} and {@code sam}, and on Netty.
 */
@NullMarked
package org.quintain.hardware.net;

import org.jspecify.annotations.NullMarked;
