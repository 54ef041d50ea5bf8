// SPDX-License-Identifier: Apache-2.0
/**
 * The target end of iSCSI (RFC 7143): connections, sessions, and one handler per PDU kind.
 *
 * <p>Promises that nothing a peer can send throws, that every violation has the RFC's answer and a
 * counter, and that a SCSI command in full feature phase allocates nothing. May depend on {@code
 * iscsi.negotiation}, {@code iscsi.wire}, {@code fabric} and what these stand on; never on the
 * engine behind {@code fabric}.
 *
 * <p>A connection goes through these states:
 *
 * <pre>
 *   state         input                          next          effect
 *   LOGIN         final Login Request accepted   FULL_FEATURE  session made, Login Response
 *   LOGIN         anything wrong, or time-out    CLOSING       Login Response with status, or none
 *   FULL_FEATURE  Logout                         CLOSING       commands ended, Logout Response
 *   FULL_FEATURE  fatal violation, reinstatement CLOSED        nexus loss, output dropped
 *   CLOSING       output sent, or time-out       CLOSED
 *   any           stream gone                    CLOSED        nexus loss
 * </pre>
 */
@NullMarked
package org.quintain.iscsi.target;

import org.jspecify.annotations.NullMarked;
