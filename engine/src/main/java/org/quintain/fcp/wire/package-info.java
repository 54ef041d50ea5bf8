// SPDX-License-Identifier: Apache-2.0
/**
 * The information units of FCP (FCP-4 clause 9) and the service parameters of its process login
 * (FCP-4 6.3): static accessors over bytes, and the codes they carry.
 *
 * <p>Owns the layouts that both ends share, and promises that after a length check no accessor
 * throws, whatever the bytes. May depend on {@code fc.wire} and the engine's values.
 */
@NullMarked
package org.quintain.fcp.wire;

import org.jspecify.annotations.NullMarked;
