// SPDX-License-Identifier: Apache-2.0
/**
 * The target end of FCP (FCP-4): nexuses out of process logins, one task for each exchange, and one
 * class for each direction of data.
 *
 * <p>Promises that nothing a peer can send throws, that every violation has the standard's answer
 * and a counter, and that a SCSI command allocates nothing. May depend on {@code fc.exchange},
 * {@code fc.login}, {@code fc.wire}, {@code fcp.wire}, {@code fabric} and what these stand on;
 * never on the engine behind {@code fabric}.
 */
@NullMarked
package org.quintain.fcp.target;

import org.jspecify.annotations.NullMarked;
