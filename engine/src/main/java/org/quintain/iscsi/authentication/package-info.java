// SPDX-License-Identifier: Apache-2.0
/**
 * CHAP as iSCSI uses it (RFC 7143 12.1.3, 9.2.1; RFC 1994), both ends of it, one way and mutual.
 *
 * <p>Owns users, their secrets and the exchange of the {@code CHAP_} keys; promises that a secret
 * is compared in constant time, never part of a message or of a text, and that no text of a peer
 * makes it throw. May depend on {@code iscsi.negotiation} and the JDK's digests; random bytes come
 * in from outside.
 *
 * <p>The target's half ({@link org.quintain.iscsi.authentication.ChapTarget}):
 *
 * <pre>
 *   state      text of the initiator                          next       answer
 *   ALGORITHM  no CHAP key                                    ALGORITHM  none
 *   ALGORITHM  CHAP_A alone, one of ours in it                RESPONSE   CHAP_A, CHAP_I, CHAP_C
 *   RESPONSE   CHAP_N, CHAP_R that fit                        DONE       none
 *   RESPONSE   the same with CHAP_I, CHAP_C                   DONE       CHAP_N, CHAP_R
 *   any        anything else                                  FAILED     status 0201
 * </pre>
 *
 * <p>The initiator's half ({@link org.quintain.iscsi.authentication.ChapInitiator}):
 *
 * <pre>
 *   state      text of the target                             next       answer
 *   CHALLENGE  CHAP_A of those offered, CHAP_I, CHAP_C        DONE       CHAP_N, CHAP_R
 *   CHALLENGE  the same, mutual                               RESPONSE   the same, CHAP_I, CHAP_C
 *   RESPONSE   CHAP_N, CHAP_R that fit                        DONE       none
 *   any        anything else                                  FAILED     the login is given up
 * </pre>
 */
@NullMarked
package org.quintain.iscsi.authentication;

import org.jspecify.annotations.NullMarked;
