// SPDX-License-Identifier: Apache-2.0
/**
 * The target end of iSCSI (RFC 7143): connections, sessions, and one handler per PDU kind.
 *
 * <p>Promises that nothing a peer can send throws, that every violation has the RFC's answer and a
 * counter, and that a SCSI command in full feature phase allocates nothing. May depend on {@code
 * iscsi.negotiation}, {@code iscsi.wire}, {@code fabric} and what these stand on; never on the
 * engine behind {@code fabric}.
 *
 * <p>What a connection and a session go through are tables that they look up and that a test walks
 * whole: {@link org.quintain.iscsi.target.ConnectionState} (RFC 7143 8.1) and {@link
 * org.quintain.iscsi.target.SessionState} (RFC 7143 8.3.2). At error recovery levels 0 and 1 a
 * session ends with its last connection; at level 2 commands of a lost connection wait to be
 * reassigned.
 */
@NullMarked
package org.quintain.iscsi.target;

import org.jspecify.annotations.NullMarked;
