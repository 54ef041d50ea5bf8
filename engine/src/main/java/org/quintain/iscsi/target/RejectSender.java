// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectPdu;

/** Rejects PDUs: reason, and the rejected header as data (RFC 7143 11.17). */
final class RejectSender {
  private final TargetOutput output;
  private final IscsiCounters counters;

  RejectSender(TargetOutput output, IscsiCounters counters) {
    this.output = output;
    this.counters = counters;
  }

  /** Rejects the PDU whose header stands at {@code base}; reasons are {@code RejectReason}'s. */
  void reject(ByteBuffer rejected, int base, int reason) {
    counters.add(IscsiCounter.REJECTS);
    int at = output.begin(IscsiOpcode.REJECT);
    ByteBuffer header = output.header();
    RejectPdu.reason(header, at, reason);
    Bhs.initiatorTaskTag(header, at, Bhs.RESERVED_TAG);
    output.takeStatSn(at);
    int data = output.transmitter().inlineData(Bhs.LENGTH_BYTES);
    header.put(data, rejected, base, Bhs.LENGTH_BYTES);
    output.commit();
  }
}
