// SPDX-License-Identifier: Apache-2.0
/**
 * The suite's own iSCSI: PDUs as bytes, logins and sessions that a case can bend at every place
 * (RFC 7143).
 *
 * <p>Promises to share nothing with the engine's protocol ends. May depend on {@code
 * conformance.bench} and {@code conformance.scsi}.
 */
@NullMarked
package org.quintain.conformance.iscsi;

import org.jspecify.annotations.NullMarked;
