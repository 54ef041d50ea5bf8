// SPDX-License-Identifier: Apache-2.0
/**
 * The shapes of wire an endpoint can stand on: the ordered byte stream, the link that carries
 * frames, and the link that carries InfiniBand transport packets; and the queue pairs and memory
 * regions that the last gives to the protocols above it, by the names of InfiniBand's verbs.
 *
 * <p>An endpoint is a sans-IO state machine, a driver moves its bytes; neither knows the other's
 * world. May depend on {@code sam}, {@code memory} and {@code time}.
 */
@NullMarked
package org.quintain.wire;

import org.jspecify.annotations.NullMarked;
