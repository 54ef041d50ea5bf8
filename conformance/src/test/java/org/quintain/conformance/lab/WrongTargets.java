// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.quintain.fabric.Command;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.BackingStore;

/** The deliberately wrong targets, each with the case that must catch it. */
public final class WrongTargets {
  /**
   * One wrong target.
   *
   * @param name what is wrong with it
   * @param caseId the case that must fail on it, and must pass on the engine as it is
   */
  public record WrongTarget(String name, String caseId, Bend bend) {
    @Override
    public String toString() {
      return caseId + " catches: " + name;
    }
  }

  private WrongTargets() {}

  /** All of them. */
  public static List<WrongTarget> all() {
    List<WrongTarget> all = new ArrayList<>(others());
    all.addAll(WrongReservations.all());
    return all;
  }

  private static List<WrongTarget> others() {
    return List.of(
        new WrongTarget(
            "an underflow that is not reported",
            "RES-01/inquiry",
            answer(WrongTargets::noUnderflow)),
        new WrongTarget(
            "an overflow that is not reported", "RES-01/read10", answer(WrongTargets::noOverflow)),
        new WrongTarget(
            "a unit attention after reset that is missing",
            "UA-07",
            answer(WrongTargets::noUnitAttention)),
        new WrongTarget(
            "a unit attention that only one nexus gets",
            "UA-08",
            answer(WrongTargets::unitAttentionOfFirstOnly)),
        new WrongTarget("FUA taken for a plain write", "RW-12", store(LyingStore.Lie.FUA)),
        new WrongTarget(
            "SYNCHRONIZE CACHE that does nothing", "RW-13", store(LyingStore.Lie.FLUSH)),
        new WrongTarget(
            "one bit turned over in every third write", "RW-09", store(LyingStore.Lie.DATA)),
        new WrongTarget("an UNMAP of one block too many", "TP-08", store(LyingStore.Lie.UNMAP)),
        new WrongTarget(
            "an LBA status that begins one block late", "TP-13", answer(WrongTargets::lateStatus)),
        new WrongTarget(
            "5/24/00 instead of 5/21/00 behind the end",
            "RW-04/read10",
            answer(WrongTargets::wrongSense)),
        new WrongTarget(
            "a capacity one block too large",
            "RW-04/capacity",
            answer(WrongTargets::capacityOffByOne)),
        new WrongTarget(
            "a field pointer at the wrong byte", "INQ-15", answer(WrongTargets::wrongPointer)),
        new WrongTarget(
            "INQUIRY data without its last byte", "INQ-06", answer(WrongTargets::shortInquiry)),
        new WrongTarget(
            "a serial number that depends on the nexus",
            "INQ-18",
            answer(WrongTargets::serialOfNexus)),
        new WrongTarget(
            "a listed operation code that is not there",
            "OPC-14",
            command(WrongTargets::forgetsListed)),
        new WrongTarget(
            "a mandatory operation code that is not listed",
            "OPC-13",
            answer(WrongTargets::listsTooLittle)),
        new WrongTarget("a LUN twice in REPORT LUNS", "RL-01", answer(WrongTargets::lunTwice)),
        new WrongTarget(
            "a miscompare told one byte too far", "AW-02", answer(WrongTargets::offsetTooFar)),
        new WrongTarget("ORWRITE taken for WRITE", "AW-11", command(WrongTargets::orAsWrite)),
        new WrongTarget("NDOB ignored", "RW-27", command(WrongTargets::withoutNdob)),
        new WrongTarget(
            "a mark that only the marked block itself shows",
            "RW-40",
            answer(WrongTargets::nothingBeforeMark)),
        new WrongTarget(
            "any LUN leads to LUN 0",
            "SAM-03",
            command(c -> c.address(0, c.identifier(), c.attribute()))),
        new WrongTarget("NACA ignored", "ACA-01", command(WrongTargets::withoutControl)),
        new WrongTarget(
            "reserved bits refused every second time only", "SAM-16", command(new EverySecond())),
        new WrongTarget(
            "a read of no blocks that is an error",
            "RW-07/read10",
            answer(WrongTargets::noBlocksIsError)),
        new WrongTarget(
            "ORDERED taken for SIMPLE on a store that reorders", "TASK-33", unordered()),
        new WrongTarget("ABORT TASK that is never answered", "TASK-03", function(true)),
        new WrongTarget(
            "ABORT TASK that is answered but not carried out", "TASK-02", function(false)),
        new WrongTarget(
            "START STOP UNIT that does nothing",
            "PWR-01",
            command(command -> asTestUnitReady(command, 0x1B))),
        new WrongTarget(
            "SANITIZE that does nothing",
            "SAN-08/block-erase",
            command(command -> asTestUnitReady(command, 0x48))),
        new WrongTarget(
            "MODE SELECT that takes everything and does nothing",
            "MODE-20",
            command(command -> asTestUnitReady(command, 0x55))),
        new WrongTarget(
            "a self-test that leaves no result",
            "MISC-03",
            command(command -> asTestUnitReady(command, 0x1D))),
        new WrongTarget("a status for commands that does not come", "SAM-25", silentEvery(50)));
  }

  /** A target that never answers any command. */
  public static Bend silent() {
    return new Bend() {
      @Override
      public boolean onCommand(Command command) {
        return false;
      }
    };
  }

  private static void asTestUnitReady(Command command, int operationCode) {
    if ((command.cdb()[0] & 0xFF) == operationCode) {
      java.util.Arrays.fill(command.cdb(), 0, command.cdbLength(), (byte) 0);
    }
  }

  static Bend answer(Consumer<Command> change) {
    return new Bend() {
      @Override
      public void onAnswer(Command command) {
        change.accept(command);
      }
    };
  }

  private static Bend command(Consumer<Command> change) {
    return new Bend() {
      @Override
      public boolean onCommand(Command command) {
        change.accept(command);
        return true;
      }
    };
  }

  private static Bend store(LyingStore.Lie lie) {
    return new Bend() {
      @Override
      public BackingStore store(int index, BackingStore store) {
        return new LyingStore(store, lie);
      }
    };
  }

  private static Bend unordered() {
    return new Bend() {
      @Override
      public boolean onCommand(Command command) {
        command.address(command.lun(), command.identifier(), TaskAttribute.SIMPLE);
        return true;
      }

      @Override
      public BackingStore store(int index, BackingStore store) {
        return new SlowStore(store, 0);
      }
    };
  }

  private static Bend function(boolean isSilent) {
    return new Bend() {
      @Override
      public boolean onFunction(long nowNs, TaskManagementRequest request, ScsiTarget engine) {
        if (request.function() != TaskManagementFunction.ABORT_TASK) {
          return false;
        }
        if (!isSilent) {
          request.respond(FunctionResponse.FUNCTION_COMPLETE, 0);
          request.nexus().transport().taskManagementFunctionExecuted(nowNs, request);
        }
        return true;
      }

      @Override
      public BackingStore store(int index, BackingStore store) {
        return isSilent ? store : new SlowStore(store, 1_000_000_000L);
      }
    };
  }

  private static Bend silentEvery(int every) {
    return new Bend() {
      private int count;

      @Override
      public boolean onCommand(Command command) {
        return (command.cdb()[0] & 0xFF) != 0x28 || ++count % every != 0;
      }
    };
  }

  private static int opcode(Command command) {
    return command.cdb()[0] & 0xFF;
  }

  private static void noUnderflow(Command command) {
    if (command.status() == Status.GOOD && command.dataInBytes() < command.expectedDataInBytes()) {
      command.transfers(command.dataOutBytes(), command.expectedDataInBytes());
    }
  }

  private static void noOverflow(Command command) {
    if (command.dataInBytes() > command.expectedDataInBytes()) {
      command.transfers(command.dataOutBytes(), command.expectedDataInBytes());
    }
  }

  private static boolean isUnitAttention(Command command) {
    return command.senseLength() > 2 && (command.sense()[2] & 0xF) == 6;
  }

  private static void noUnitAttention(Command command) {
    if (opcode(command) == 0x00 && isUnitAttention(command)) {
      command.status(Status.GOOD, 0);
      command.senseLength(0);
    }
  }

  private static void unitAttentionOfFirstOnly(Command command) {
    if (command.nexus().index() > 0) {
      noUnitAttention(command);
    }
  }

  private static void wrongSense(Command command) {
    if (command.senseLength() > 13 && command.sense()[12] == 0x21) {
      command.sense()[12] = 0x24;
    }
  }

  private static void wrongPointer(Command command) {
    if (command.senseLength() > 17 && command.sense()[12] == 0x24) {
      command.sense()[17] = (byte) (command.sense()[17] + 3);
    }
  }

  /** Changes a byte of the Data-In, which lies in memory of the command's own. */
  private static void change(Command command, int index, int difference) {
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

  private static int byteOf(Command command, int index) {
    return command.dataIn().base(0).get(command.dataIn().offset(0) + index) & 0xFF;
  }

  private static void capacityOffByOne(Command command) {
    if (opcode(command) == 0x25) {
      change(command, 3, 1);
    } else if (opcode(command) == 0x9E) {
      change(command, 7, 1);
    }
  }

  private static void shortInquiry(Command command) {
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

  private static void serialOfNexus(Command command) {
    if (opcode(command) == 0x12 && (command.cdb()[2] & 0xFF) == 0x80) {
      change(command, 6, command.nexus().index() % 8);
    }
  }

  private static boolean isCommandList(Command command) {
    return opcode(command) == 0xA3 && command.cdb()[1] == 0x0C && command.cdb()[2] == 0;
  }

  /** Puts another operation code in the place of {@code opcode} in the list of commands. */
  private static void listInstead(Command command, int opcode, int other) {
    for (int at = 4; isCommandList(command) && at + 8 <= command.dataIn().totalBytes(); at += 8) {
      if (byteOf(command, at) == opcode) {
        change(command, at, other - opcode);
      }
    }
  }

  private static void forgetsListed(Command command) {
    if (opcode(command) == 0xAF) {
      command.cdb()[0] = (byte) 0xE0;
    }
  }

  private static void listsTooLittle(Command command) {
    listInstead(command, 0x88, 0xE8);
  }

  private static void offsetTooFar(Command command) {
    if (opcode(command) == 0x89 && command.senseLength() > 6) {
      command.sense()[6]++;
    }
  }

  private static void orAsWrite(Command command) {
    if (opcode(command) == 0x8B) {
      command.cdb()[0] = (byte) 0x8A;
    }
  }

  private static void withoutNdob(Command command) {
    if (opcode(command) == 0x93) {
      command.cdb()[1] &= ~1;
    }
  }

  private static void nothingBeforeMark(Command command) {
    if (opcode(command) == 0x28 && command.senseLength() > 12 && command.sense()[12] == 0x11) {
      command.dataIn().clear();
    }
  }

  private static void lunTwice(Command command) {
    if (opcode(command) == 0xA0 && command.cdb()[2] == 0 && command.dataIn().totalBytes() >= 24) {
      change(command, 17, -byteOf(command, 17));
    }
  }

  private static void lateStatus(Command command) {
    boolean isStatus = opcode(command) == 0x9E && (command.cdb()[1] & 0x1F) == 0x12;
    if (isStatus && command.dataIn().totalBytes() >= 24) {
      change(command, 15, 1);
    }
  }

  private static void withoutControl(Command command) {
    int control = opcode(command) < 0x20 ? 5 : 9;
    command.cdb()[control] = 0;
  }

  private static void noBlocksIsError(Command command) {
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
  private static final class EverySecond implements Consumer<Command> {
    private int count;

    @Override
    public void accept(Command command) {
      if (opcode(command) == 0x00 && command.cdb()[1] != 0 && ++count % 2 == 0) {
        command.cdb()[1] = 0;
      }
    }
  }
}
