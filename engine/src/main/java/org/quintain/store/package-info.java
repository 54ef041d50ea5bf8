// SPDX-License-Identifier: Apache-2.0
/**
 * Where blocks live: the asynchronous {@link org.quintain.store.BackingStore} and the stores in
 * memory.
 *
 * <p>A store completes each request exactly once with a small result value and never makes sense
 * data. May depend on {@code fabric} and everything below it.
 */
@NullMarked
package org.quintain.store;

import org.jspecify.annotations.NullMarked;
