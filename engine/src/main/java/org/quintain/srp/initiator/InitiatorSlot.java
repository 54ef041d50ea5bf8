// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.WorkRequest;

/**
 * One command under way: its SRP_CMD, and the registrations of its memory.
 *
 * <pre>
 *   state   input                                 next
 *   FREE    a command's turn                      OPEN
 *   OPEN    SRP_RSP, a function's answer, loss    ENDING   its memory is registered no more
 *   ENDING  its send is back                      FREE     the command ends
 * </pre>
 */
final class InitiatorSlot {
  enum State {
    FREE,
    OPEN,
    ENDING
  }

  final int index;
  final ByteBuffer memory;
  final int at;
  final SegmentList unit = new SegmentList(2);
  final WorkRequest send;

  State state = State.FREE;
  long tag;
  long deadlineNs = Long.MAX_VALUE;

  /** Whether its time is over and it is to be aborted. */
  boolean isLate;

  private @Nullable ExecuteCommand command;
  private @Nullable InitiatorChannel channel;
  private MemoryRegion[] regions = new MemoryRegion[2];
  private int regionCount;
  private @Nullable ByteBuffer table;
  private ServiceResponse endResponse = ServiceResponse.NEXUS_LOST;

  InitiatorSlot(int index, ByteBuffer memory, int at) {
    this.index = index;
    this.memory = memory;
    this.at = at;
    this.send = new WorkRequest(this);
  }

  void begin(ExecuteCommand itsCommand, InitiatorChannel onChannel, long itsTag, long untilNs) {
    Check.that(state == State.FREE, "a slot is used once at a time", index);
    state = State.OPEN;
    command = itsCommand;
    channel = onChannel;
    tag = itsTag;
    deadlineNs = untilNs;
    isLate = false;
  }

  ExecuteCommand command() {
    ExecuteCommand current = command;
    Check.that(current != null, "a slot in use has a command", index);
    return current;
  }

  InitiatorChannel channel() {
    InitiatorChannel current = channel;
    Check.that(current != null, "a slot in use has a channel", index);
    return current;
  }

  void keep(MemoryRegion region) {
    if (regionCount == regions.length) {
      regions = Arrays.copyOf(regions, 2 * regionCount);
    }
    regions[regionCount++] = region;
  }

  /** From now on nobody can reach the command's memory. */
  void deregister() {
    while (regionCount > 0) {
      regions[--regionCount].deregister();
    }
  }

  /** Memory for a table of {@code lengthBytes} bytes. */
  ByteBuffer table(int lengthBytes) {
    ByteBuffer present = table;
    if (present == null || present.capacity() < lengthBytes) {
      present = ByteBuffer.allocateDirect(Math.max(4096, Integer.highestOneBit(lengthBytes) * 2));
      table = present;
    }
    return present;
  }

  void end(ServiceResponse response) {
    state = State.ENDING;
    deadlineNs = Long.MAX_VALUE;
    endResponse = response;
    deregister();
  }

  ServiceResponse endResponse() {
    return endResponse;
  }

  ExecuteCommand free() {
    ExecuteCommand ended = command();
    state = State.FREE;
    command = null;
    channel = null;
    unit.clear();
    return ended;
  }
}
