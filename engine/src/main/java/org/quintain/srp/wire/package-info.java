// SPDX-License-Identifier: Apache-2.0
/**
 * The information units of SRP (SRP r16a clause 6, with the immediate data of SRP-2): static
 * accessors over bytes, values of the login, and the codes they carry.
 *
 * <p>Owns the layouts that both ends share, and promises that after a length check no accessor
 * throws, whatever the bytes. May depend on the engine's values alone.
 */
@NullMarked
package org.quintain.srp.wire;

import org.jspecify.annotations.NullMarked;
