// SPDX-License-Identifier: Apache-2.0

/**
 * Owns iSNS for a target (RFC 4171): the bytes of iSNSP, the registration of a network entity with
 * a name server and its renewal, and the notifications that the server sends. Promises that no
 * bytes of a peer make it throw or take more memory than one message may have, and that a server
 * that is away is asked again, ever more rarely. May depend on values, the shape of a stream and
 * nothing of sessions: it never sees {@code iscsi.target}.
 */
@NullMarked
package org.quintain.iscsi.isns;

import org.jspecify.annotations.NullMarked;
