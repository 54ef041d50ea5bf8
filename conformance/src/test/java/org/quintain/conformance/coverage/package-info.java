// SPDX-License-Identifier: Apache-2.0
/**
 * Which rows of the engine's table of commands a run of the suite reaches, and how they end there.
 *
 * <p>Promises to count what went to the target and came back, not what cases say of themselves. May
 * depend on the engine and on the suite; nothing depends on it.
 */
@NullMarked
package org.quintain.conformance.coverage;

import org.jspecify.annotations.NullMarked;
