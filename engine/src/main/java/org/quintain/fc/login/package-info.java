// SPDX-License-Identifier: Apache-2.0
/**
 * Logins of N_Ports (FC-LS-4 clause 6): the link's port with its virtual ones, the login with the
 * fabric, the name server's registrations and queries, port and process logins with peers, at both
 * ends.
 *
 * <p>Promises that every state machine is a table and that an upper level hears of each process
 * login's begin and end exactly once. May depend on {@code sam}, {@code memory}, {@code time},
 * {@code reactor}, {@code wire}, {@code fc.wire} and {@code fc.exchange}.
 */
@NullMarked
package org.quintain.fc.login;

import org.jspecify.annotations.NullMarked;
