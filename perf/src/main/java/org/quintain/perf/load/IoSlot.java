// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.nio.ByteBuffer;
import org.quintain.initiator.ExecuteCommand;

/** One of the commands that a nexus keeps outstanding, with its buffer; used again and again. */
final class IoSlot {
  /** What the slot is doing. */
  enum Kind {
    READ("READ"),
    WRITE("WRITE"),
    FLUSH("SYNCHRONIZE CACHE");

    private final String commandName;

    Kind(String commandName) {
      this.commandName = commandName;
    }

    String commandName() {
      return commandName;
    }
  }

  final ExecuteCommand command = new ExecuteCommand();
  final ByteBuffer buffer;
  Kind kind = Kind.READ;
  long block;
  long generation;
  long intendedNs;

  IoSlot(int blockBytes) {
    buffer = ByteBuffer.allocateDirect(blockBytes);
    command.attachment(this);
  }
}
