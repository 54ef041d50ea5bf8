// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.quintain.fabric.Command;
import org.quintain.sam.Status;

/** The changes to commands and answers that wrong targets are made of. */
final class WrongAnswers {
  private WrongAnswers() {}

  static int opcode(Command command) {
    return command.cdb()[0] & 0xFF;
  }

  static void noUnderflow(Command command) {
    if (command.status() == Status.GOOD && command.dataInBytes() < command.expectedDataInBytes()) {
      command.transfers(command.dataOutBytes(), command.expectedDataInBytes());
    }
  }

  static void noOverflow(Command command) {
    if (command.dataInBytes() > command.expectedDataInBytes()) {
      command.transfers(command.dataOutBytes(), command.expectedDataInBytes());
    }
  }

  static boolean isUnitAttention(Command command) {
    return command.senseLength() > 2 && (command.sense()[2] & 0xF) == 6;
  }

  static void noUnitAttention(Command command) {
    if (opcode(command) == 0x00 && isUnitAttention(command)) {
      command.status(Status.GOOD, 0);
      command.senseLength(0);
    }
  }

  static void unitAttentionOfFirstOnly(Command command) {
    if (command.nexus().index() > 0) {
      noUnitAttention(command);
    }
  }

  static void wrongSense(Command command) {
    if (command.senseLength() > 13 && command.sense()[12] == 0x21) {
      command.sense()[12] = 0x24;
    }
  }

  static void wrongPointer(Command command) {
    if (command.senseLength() > 17 && command.sense()[12] == 0x24) {
      command.sense()[17] = (byte) (command.sense()[17] + 3);
    }
  }

  /** Changes a byte of the Data-In, which lies in memory of the command's own. */
  static void change(Command command, int index, int difference) {
    int at = 0;
    for (int i = 0; i < command.dataIn().count(); i++) {
      int length = command.dataIn().length(i);
      if (index < at + length) {
        ByteBuffer base = command.dataIn().base(i);
        int place = command.dataIn().offset(i) + index - at;
        base.put(place, (byte) (base.get(place) + difference));
        return;
      }
      at += length;
    }
  }

  static int byteOf(Command command, int index) {
    return command.dataIn().base(0).get(command.dataIn().offset(0) + index) & 0xFF;
  }

  static void capacityOffByOne(Command command) {
    if (opcode(command) == 0x25) {
      change(command, 3, 1);
    } else if (opcode(command) == 0x9E) {
      change(command, 7, 1);
    }
  }

  static void shortInquiry(Command command) {
    if (opcode(command) == 0x12
        && command.cdb()[1] == 0
        && command.dataIn().count() == 1
        && command.dataIn().totalBytes() > 60) {
      ByteBuffer base = command.dataIn().base(0);
      int offset = command.dataIn().offset(0);
      int length = command.dataIn().length(0) - 1;
      command.dataIn().clear();
      command.dataIn().add(base, offset, length);
      command.transfers(0, length);
    }
  }

  static void serialOfNexus(Command command) {
    if (opcode(command) == 0x12 && (command.cdb()[2] & 0xFF) == 0x80) {
      change(command, 6, command.nexus().index() % 8);
    }
  }

  static boolean isCommandList(Command command) {
    return opcode(command) == 0xA3 && command.cdb()[1] == 0x0C && command.cdb()[2] == 0;
  }

  /** Puts another operation code in the place of {@code opcode} in the list of commands. */
  static void listInstead(Command command, int opcode, int other) {
    for (int at = 4; isCommandList(command) && at + 8 <= command.dataIn().totalBytes(); at += 8) {
      if (byteOf(command, at) == opcode) {
        change(command, at, other - opcode);
      }
    }
  }

  static void forgetsListed(Command command) {
    if (opcode(command) == 0xAF) {
      command.cdb()[0] = (byte) 0xE0;
    }
  }

  static void listsTooLittle(Command command) {
    listInstead(command, 0x88, 0xE8);
  }

  static void offsetTooFar(Command command) {
    if (opcode(command) == 0x89 && command.senseLength() > 6) {
      command.sense()[6]++;
    }
  }

  static void orAsWrite(Command command) {
    if (opcode(command) == 0x8B) {
      command.cdb()[0] = (byte) 0x8A;
    }
  }

  static void withoutNdob(Command command) {
    if (opcode(command) == 0x93) {
      command.cdb()[1] &= ~1;
    }
  }

  static void withoutProtect(Command command) {
    if (opcode(command) == 0x28) {
      command.cdb()[1] &= 0x1F;
    }
  }

  static void toFirstStream(Command command) {
    if (opcode(command) == 0x9A) {
      command.cdb()[10] = 0;
      command.cdb()[11] = 1;
    }
  }

  static void withoutDurationPage(Command command) {
    boolean isOne = opcode(command) == 0xA3 && command.cdb()[1] == 0x0C && command.cdb()[2] == 1;
    if (isOne && command.dataIn().totalBytes() > 4) {
      change(command, 1, -(byteOf(command, 1) & 0x18));
    }
  }

  static void withoutGroup(Command command) {
    if (opcode(command) == 0x28 || opcode(command) == 0x2A) {
      command.cdb()[6] = 0;
    }
  }

  static void nothingBeforeMark(Command command) {
    if (opcode(command) == 0x28 && command.senseLength() > 12 && command.sense()[12] == 0x11) {
      command.dataIn().clear();
    }
  }

  static void lunTwice(Command command) {
    if (opcode(command) == 0xA0 && command.cdb()[2] == 0 && command.dataIn().totalBytes() >= 24) {
      change(command, 17, -byteOf(command, 17));
    }
  }

  static void lateStatus(Command command) {
    boolean isStatus = opcode(command) == 0x9E && (command.cdb()[1] & 0x1F) == 0x12;
    if (isStatus && command.dataIn().totalBytes() >= 24) {
      change(command, 15, 1);
    }
  }

  static void withoutControl(Command command) {
    int control = opcode(command) < 0x20 ? 5 : 9;
    command.cdb()[control] = 0;
  }

  static void noBlocksIsError(Command command) {
    if (opcode(command) == 0x28 && command.cdb()[7] == 0 && command.cdb()[8] == 0) {
      byte[] sense = new byte[18];
      sense[0] = 0x70;
      sense[2] = 5;
      sense[7] = 10;
      sense[12] = 0x24;
      System.arraycopy(sense, 0, command.sense(), 0, sense.length);
      command.senseLength(sense.length);
      command.status(Status.CHECK_CONDITION, 0);
    }
  }

  /** Clears a reserved bit of TEST UNIT READY every second time. */
  static final class EverySecond implements Consumer<Command> {
    private int count;

    @Override
    public void accept(Command command) {
      if (opcode(command) == 0x00 && command.cdb()[1] != 0 && ++count % 2 == 0) {
        command.cdb()[1] = 0;
      }
    }
  }
}
