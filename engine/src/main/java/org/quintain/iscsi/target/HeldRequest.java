// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A numbered request that came before one with a lower CmdSN: a SCSI command in its task, another
 * PDU as a copy, or a number that an ABORT TASK declared received (RFC 7143 11.6.1).
 *
 * @param connection the connection it came by
 * @param task the SCSI command, or null
 * @param pdu a copy of the PDU, header and data, or null
 */
record HeldRequest(
    int cmdSn, FullFeaturePhase connection, @Nullable IscsiTask task, @Nullable ByteBuffer pdu) {}
