// SPDX-License-Identifier: Apache-2.0
/**
 * Exchanges and sequences of a physical N_Port (FC-FS-5 clauses 12, 13, 18): identifiers, sequence
 * initiative, assembly and placement of what comes, the output queue, abort with its recovery
 * qualifier, and the timers R_A_TOV and E_D_TOV.
 *
 * <p>Promises a pooled exchange per OX_ID or RX_ID, no allocation per exchange once the pools are
 * warm, and one end told for each exchange that does not end by its own users' will. May depend on
 * {@code sam}, {@code memory}, {@code time}, {@code wire} and {@code fc.wire}.
 *
 * <p>What happens to an exchange ({@link org.quintain.fc.exchange.ExchangeState}):
 *
 * <pre>
 * state             input               next
 * FREE              originated          OPEN
 * FREE              first frame         OPEN
 * OPEN              last sequence       COMPLETE
 * OPEN, COMPLETE    released            CLOSING
 * OPEN, COMPLETE    peer's ABTS         ABORT_REQUESTED
 * OPEN, COMPLETE    abort               ABORTING
 * ABORT_REQUESTED   abort accepted      RECOVERY
 * ABORTING          BA_ACC              RECOVERY
 * ABORTING          BA_RJT, no answer   CLOSING
 * RECOVERY          R_A_TOV over, RRQ   CLOSING
 * any but FREE      link or login lost  CLOSING
 * CLOSING           all given back      FREE
 * </pre>
 */
@NullMarked
package org.quintain.fc.exchange;

import org.jspecify.annotations.NullMarked;
