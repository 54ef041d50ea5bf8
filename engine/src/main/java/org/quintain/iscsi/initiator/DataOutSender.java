// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataOutPdu;
import org.quintain.iscsi.wire.IscsiOpcode;

/**
 * The Data-Out sequences that one connection owes, in the order they fell due: unsolicited data in
 * the order of their commands, solicited data in the order of their R2Ts (RFC 7143 4.2.5.2, 11.7).
 */
final class DataOutSender {
  private final IscsiInitiatorConnection connection;

  // A ring of sequences.
  private final int[] taskTag;
  private final int[] transferTag;
  private final int[] offset;
  private final int[] end;
  private final int[] dataSn;
  private int head;
  private int count;

  DataOutSender(IscsiInitiatorConnection connection, int sequencesMax) {
    this.connection = connection;
    taskTag = new int[sequencesMax];
    transferTag = new int[sequencesMax];
    offset = new int[sequencesMax];
    end = new int[sequencesMax];
    dataSn = new int[sequencesMax];
  }

  boolean isFull() {
    return count == taskTag.length;
  }

  /** Owes bytes {@code from} to {@code until} of the command's Data-Out Buffer. */
  void add(CommandSlot slot, int targetTransferTag, int from, int until) {
    int at = (head + count) % taskTag.length;
    taskTag[at] = slot.tag;
    transferTag[at] = targetTransferTag;
    offset[at] = from;
    end[at] = until;
    dataSn[at] = 0;
    count++;
  }

  /** What is owed of {@code slot}'s data is owed no more. */
  void cancel(CommandSlot slot) {
    for (int index = 0; index < count; index++) {
      int at = (head + index) % taskTag.length;
      if (taskTag[at] == slot.tag) {
        taskTag[at] = 0;
      }
    }
  }

  /** Queues as many Data-Out PDUs as may be queued. */
  void pump(SlotTable slots, int segmentMax) {
    while (count > 0 && connection.canQueueData()) {
      CommandSlot slot = slots.ofTag(taskTag[head]);
      if (slot == null || slot.ending) {
        drop();
        continue;
      }
      send(slot, Math.min(segmentMax, end[head] - offset[head]));
      if (offset[head] == end[head]) {
        if (transferTag[head] != Bhs.RESERVED_TAG) {
          slot.openR2ts--;
        }
        drop();
      }
    }
  }

  private void send(CommandSlot slot, int lengthBytes) {
    RequestWriter requests = connection.requests();
    boolean last = offset[head] + lengthBytes == end[head];
    requests.begin(IscsiOpcode.DATA_OUT, last ? Bhs.FINAL : 0, slot.tag);
    ByteBuffer header = requests.header();
    int base = requests.base();
    // RFC 7143 11.7.4: the LUN is there with a Target Transfer Tag and reserved without.
    if (transferTag[head] != Bhs.RESERVED_TAG) {
      Bhs.lun(header, base, slot.command().lun());
    }
    Bhs.targetTransferTag(header, base, transferTag[head]);
    DataOutPdu.dataSn(header, base, dataSn[head]++);
    DataOutPdu.bufferOffset(header, base, offset[head]);
    requests.commit(slot, offset[head], lengthBytes);
    offset[head] += lengthBytes;
  }

  private void drop() {
    head = head + 1 == taskTag.length ? 0 : head + 1;
    count--;
  }
}
