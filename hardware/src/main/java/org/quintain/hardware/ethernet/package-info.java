// SPDX-License-Identifier: Apache-2.0
/**
 * Ethernet below the fabrics that bring their own link or network layer: addresses, and links that
 * carry whole frames.
 *
 * <p>Promises nothing of a frame but that it comes whole or not at all. May depend on {@code
 * hardware.net} and the engine's values.
 */
@NullMarked
package org.quintain.hardware.ethernet;

import org.jspecify.annotations.NullMarked;
