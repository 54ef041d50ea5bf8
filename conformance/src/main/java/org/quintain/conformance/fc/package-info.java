// SPDX-License-Identifier: Apache-2.0
/**
 * The suite's own Fibre Channel: frames as bytes, exchanges, logins and FCP that a case can bend at
 * every place (FC-FS-5, FC-LS-4, FCP-4).
 *
 * <p>Promises to share nothing with the engine's protocol ends. May depend on {@code
 * conformance.bench} and {@code conformance.scsi}.
 */
@NullMarked
package org.quintain.conformance.fc;

import org.jspecify.annotations.NullMarked;
