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
 * <p>A session's states:
 *
 * <pre>
 *   state        input                                   next         effect
 *   CONNECTING   stream is up                            LOGIN        first Login Request
 *   LOGIN        Login Response into full feature phase  ESTABLISHED  queued commands go out
 *   ESTABLISHED  logout asked for, by us or the target   LOGOUT       Logout Request, no new commands
 *   LOGOUT       Logout Response, or its time is up      ENDED        commands end with NEXUS_LOST
 *   any          stream lost, login refused, violation   ENDED        commands end with NEXUS_LOST
 * </pre>
 *
 * <p>With error recovery level 2 a lost stream ends nothing at once: a new connection with the same
 * CID is made, and commands are reassigned to it or sent again.
 */
@NullMarked
package org.quintain.iscsi.initiator;

import org.jspecify.annotations.NullMarked;
