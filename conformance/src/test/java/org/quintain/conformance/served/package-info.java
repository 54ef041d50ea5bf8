// SPDX-License-Identifier: Apache-2.0
/**
 * The production target over real TCP on loopback, as a fabric: {@code served:}.
 *
 * <p>Owns the server it starts and its file, and promises that both are gone when the fabric is
 * closed. May depend on {@code hardware}.
 */
@NullMarked
package org.quintain.conformance.served;

import org.jspecify.annotations.NullMarked;
