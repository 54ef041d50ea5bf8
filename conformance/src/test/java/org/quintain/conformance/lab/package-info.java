// SPDX-License-Identifier: Apache-2.0
/**
 * Deliberately wrong targets: the engine with one thing bent, on virtual time and without a wire.
 *
 * <p>Promises that each bend is small and that the same laboratory without a bend is the engine as
 * it is. May depend on the engine and on {@code conformance}.
 */
@NullMarked
package org.quintain.conformance.lab;

import org.jspecify.annotations.NullMarked;
