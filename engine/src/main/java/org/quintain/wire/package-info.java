// SPDX-License-Identifier: Apache-2.0
/**
 * The shapes of wire an endpoint can stand on: the ordered byte stream, and the link that carries
 * frames.
 *
 * <p>An endpoint is a sans-IO state machine, a driver moves its bytes; neither knows the other's
 * world. May depend on {@code sam}, {@code memory} and {@code time}.
 */
@NullMarked
package org.quintain.wire;

import org.jspecify.annotations.NullMarked;
