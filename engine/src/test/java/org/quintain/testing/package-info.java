// SPDX-License-Identifier: Apache-2.0
/**
 * What the engine's own tests stand on: a world on one thread in virtual time, a store that answers
 * when told to, and a small application client.
 *
 * <p>Keeps no state between tests. May depend on everything in the engine.
 */
@NullMarked
package org.quintain.testing;

import org.jspecify.annotations.NullMarked;
