// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.wire.OutgoingSequence;

/**
 * Which link services travel in FIP messages between neighbours (FC-BB-6 7.9.8.6): fabric logins,
 * logouts, and the answers to those that came so. Keeps in mind the last few that came.
 */
final class CarriedRequests {
  private static final int KEPT = 16;

  /** OX_ID and S_ID of each, 0 for none. */
  private final long[] keys = new long[KEPT];

  /** The descriptor that each of them came in. */
  private final int[] types = new int[KEPT];

  private int count;

  private static long key(int originatorExchangeId, int portId) {
    return (long) originatorExchangeId << 24 | (long) portId;
  }

  /**
   * The request whose frame begins at {@code frame}'s index 0 came in a descriptor of that type.
   */
  void note(ByteBuffer frame, int type) {
    int place = count++ % KEPT;
    keys[place] = key(FrameHeader.originatorExchangeId(frame, 0), FrameHeader.sourceId(frame, 0));
    types[place] = type;
  }

  void clear() {
    count = 0;
    Arrays.fill(keys, 0);
  }

  static boolean isReply(OutgoingSequence sequence) {
    return FrameHeader.routingControl(sequence.header(), sequence.base())
        == RoutingControl.ELS_REPLY;
  }

  /**
   * The descriptor that is to carry {@code sequence}; 0 where it travels as it is. An answer is
   * taken out of mind.
   */
  int take(OutgoingSequence sequence) {
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    if (FrameHeader.type(header, base) != FrameType.EXTENDED_LINK_SERVICE
        || sequence.payload().totalBytes() == 0) {
      return 0;
    }
    if (isReply(sequence)) {
      return takeKept(
          key(
              FrameHeader.originatorExchangeId(header, base),
              FrameHeader.destinationId(header, base)));
    }
    return switch (sequence.payload().base(0).get(sequence.payload().offset(0))) {
      case ElsCommand.FLOGI -> FipFrame.FLOGI;
      case ElsCommand.LOGO -> FipFrame.LOGO;
      default -> 0;
    };
  }

  private int takeKept(long wanted) {
    for (int index = 0; index < KEPT; index++) {
      if (keys[index] == wanted) {
        keys[index] = 0;
        return types[index];
      }
    }
    return 0;
  }
}
