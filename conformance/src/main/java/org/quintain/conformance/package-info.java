// SPDX-License-Identifier: Apache-2.0
/**
 * The conformance suite as its callers see it: the cases, how they are chosen, run and judged.
 *
 * <p>Owns the list of cases with their stable ids, and promises a verdict for each one it is asked
 * to run, whatever the target does. May depend on its own subpackages, on {@code records}, and of
 * the engine on {@code initiator}, {@code reactor} and {@code sam} alone.
 */
@NullMarked
package org.quintain.conformance;

import org.jspecify.annotations.NullMarked;
