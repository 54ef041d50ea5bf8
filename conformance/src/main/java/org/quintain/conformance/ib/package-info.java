// SPDX-License-Identifier: Apache-2.0
/**
 * What the InfiniBand transport cases speak with: packets and management datagrams as bytes, and a
 * connection whose every packet the case makes or sees.
 *
 * <p>Owns its own tables of headers and shares no codec with what it judges. May depend on {@code
 * conformance.bench}, {@code conformance.scsi} and the application client's border.
 */
@NullMarked
package org.quintain.conformance.ib;

import org.jspecify.annotations.NullMarked;
