// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.util.ArrayDeque;
import org.quintain.conformance.scsi.Bytes;

/** The last PDUs that went over the connections of one scene, for the case that it fails. */
final class FuzzJournal {
  private static final int KEPT = 24;

  private record Entry(int cid, String way, byte[] header, int dataLength) {}

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  void add(int cid, String way, FuzzPdu pdu) {
    if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(cid, way, pdu.header(), pdu.data().length));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry each : entries) {
      text.append("\n  ").append(each.cid).append(each.way);
      text.append(FuzzKind.of(each.header[0] & 0x3F)).append(' ').append(Bytes.hex(each.header));
      text.append(" + ").append(each.dataLength);
    }
    return text.toString();
  }
}
