// SPDX-License-Identifier: Apache-2.0
/**
 * The fabric {@code direct:}: a target in this process, reached without a wire.
 *
 * <p>Owns the world in which the caller's thread is the reactor, so that what is measured is the
 * command path alone. May depend on the engine's {@code target}, {@code initiator}, {@code store}
 * and below.
 */
@NullMarked
package org.quintain.hardware.direct;

import org.jspecify.annotations.NullMarked;
