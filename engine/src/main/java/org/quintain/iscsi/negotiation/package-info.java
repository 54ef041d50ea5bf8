// SPDX-License-Identifier: Apache-2.0
/**
 * iSCSI text keys: the one table of RFC 7143 clause 13, their encoding, and the negotiation that
 * both ends run.
 *
 * <p>Promises that both roles conclude the same values from the same exchange, and that no text a
 * peer can send throws. May depend on {@code sam} for checks alone.
 *
 * <p>A negotiated key goes through these states, {@code Negotiator} being the only one that moves
 * it:
 *
 * <pre>
 *   state      input                      next       effect
 *   UNTOUCHED  we offer                   OFFERED    offer is sent
 *   UNTOUCHED  the peer offers            SETTLED    result function, answer is sent
 *   OFFERED    the peer answers           SETTLED    answer is checked against the result function
 *   OFFERED    the stage ends             SETTLED    an optional answer is taken as read, else the default stays
 *   SETTLED    the peer sends it again    -          protocol error (RFC 7143 6.3)
 * </pre>
 */
@NullMarked
package org.quintain.iscsi.negotiation;

import org.jspecify.annotations.NullMarked;
