// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.sam.Check;
import org.quintain.wire.MessageKind;

/** From operation codes back to what a message carries; what is not there is not spoken here. */
final class PacketKinds {
  private static final @Nullable MessageKind[] KINDS = table();

  private PacketKinds() {}

  private static @Nullable MessageKind[] table() {
    @Nullable MessageKind[] kinds = new @Nullable MessageKind[256];
    // A first packet does not tell yet what its last will have: the plain kinds come last and win.
    for (int index = MessageKind.values().length - 1; index >= 0; index--) {
      MessageKind kind = MessageKind.values()[index];
      for (int place = 0; place < 4; place++) {
        int opcode = PacketCutter.opcode(kind, (place & 1) != 0, (place & 2) != 0);
        if (!isPlain(kind) && kinds[opcode] != null) {
          continue;
        }
        kinds[opcode] = kind;
      }
    }
    return kinds;
  }

  private static boolean isPlain(MessageKind kind) {
    return kind == MessageKind.SEND || kind == MessageKind.RDMA_WRITE;
  }

  /** What a packet with {@code opcode} carries, or null. */
  static @Nullable MessageKind of(int opcode) {
    return KINDS[opcode];
  }

  /** As {@link #of}, of a code that is spoken here. */
  static MessageKind present(int opcode) {
    MessageKind kind = KINDS[opcode];
    Check.that(kind != null, "an operation code is spoken here", opcode);
    return kind;
  }
}
