// SPDX-License-Identifier: Apache-2.0
/**
 * The border between fabrics and the engine: SAM's transport protocol services and the command they
 * carry.
 *
 * <p>Owns {@link org.quintain.fabric.Command} with its one transition method, and promises that
 * every command ends exactly once. May depend on {@code sam}, {@code memory}, {@code time}, {@code
 * reactor} and {@code wire}.
 */
@NullMarked
package org.quintain.fabric;

import org.jspecify.annotations.NullMarked;
