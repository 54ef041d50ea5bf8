// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** What the PDU that carries a command's status says (RFC 7143 11.4, 11.7.3). */
final class StatusPdu {
  private StatusPdu() {}

  static Answer answer(Cdb cdb, RawPdu pdu, byte[] in, int bufferBytes) {
    boolean response = pdu.opcode() == RawPdu.SCSI_RESPONSE;
    byte[] data = response ? pdu.data() : new byte[0];
    @Nullable Sense sense = null;
    if (data.length > 2) {
      int length = Math.min(Bytes.u16(data, 0), data.length - 2);
      sense = Sense.parse(Arrays.copyOfRange(data, 2, 2 + length), length);
    }
    int flags = pdu.u8(1);
    boolean any = (flags & 0x06) != 0;
    return new Answer(
        cdb, pdu.u8(3), sense, in, bufferBytes, any ? pdu.u32(44) : 0, (flags & 0x04) != 0, false);
  }
}
