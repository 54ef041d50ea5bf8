// SPDX-License-Identifier: Apache-2.0
/**
 * The initiator end of iSCSI (RFC 7143): sessions, their connections, and the fabric-neutral port
 * on top of them.
 *
 * <p>Promises that every command and task management function ends exactly once, with its nexus at
 * the latest, that nothing a target sends throws, and that nothing is allocated per command on the
 * reactor. May depend on {@code iscsi.wire}, {@code iscsi.negotiation}, {@code initiator}, {@code
 * reactor}, {@code wire} and what is below them.
 *
 * <p>What a connection, a session and a login go through, and where each PDU goes, are tables that
 * they look up and that a test walks whole: {@link org.quintain.iscsi.initiator.ConnectionState}
 * (RFC 7143 8.1), {@link org.quintain.iscsi.initiator.SessionState} (RFC 7143 8.3.1), {@code
 * LoginState} and {@link org.quintain.iscsi.negotiation.LoginTransition} (RFC 7143 6.3), {@code
 * ResponseRoute}.
 *
 * <p>With error recovery level 2 a lost stream ends nothing at once: a new connection with the same
 * CID is made, and commands are reassigned to it or sent again.
 */
@NullMarked
package org.quintain.iscsi.initiator;

import org.jspecify.annotations.NullMarked;
