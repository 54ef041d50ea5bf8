// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;
import org.quintain.conformance.lab.WrongTargets.WrongTarget;
import org.quintain.fabric.Command;
import org.quintain.sam.Status;

/** Targets that are wrong about access states, space, copies and tasks. */
final class WrongStates {
  private WrongStates() {}

  static List<WrongTarget> all() {
    return List.of(
        new WrongTarget(
            "a change of access state that no nexus hears of",
            "ALUA-07",
            WrongTargets.answer(command -> passes(command, 6, 0x2A06))),
        new WrongTarget(
            "a standby port that is ready",
            "ALUA-35",
            WrongTargets.answer(command -> passes(command, 2, 0x040B))),
        new WrongTarget(
            "an unavailable port that reads",
            "ALUA-31/read10",
            WrongTargets.answer(command -> passes(command, 2, 0x040C))),
        new WrongTarget(
            "a second port that reports other states",
            "ALUA-04",
            WrongTargets.answer(WrongStates::otherStates)),
        new WrongTarget(
            "SET TARGET PORT GROUPS that does nothing",
            "ALUA-07",
            WrongTargets.command(command -> withoutList(command, 0xA4, 0x0A, 6))),
        new WrongTarget(
            "a logical unit that is another through the second port",
            "ALUA-22",
            WrongTargets.answer(WrongStates::otherUnit)),
        new WrongTarget(
            "UNMAP with ANCHOR that deallocates",
            "TP-06",
            WrongTargets.command(WrongStates::withoutAnchor)),
        new WrongTarget(
            "a threshold that nobody hears of",
            "TP-22/arming",
            WrongTargets.answer(command -> passes(command, 6, 0x3807))),
        new WrongTarget(
            "UNMAP that does nothing",
            "TP-18",
            WrongTargets.command(command -> withoutList(command, 0x42, -1, 7))),
        new WrongTarget(
            "EXTENDED COPY that copies nothing",
            "CPY-01/apart",
            WrongTargets.command(command -> withoutList(command, 0x83, 0x00, 10))),
        new WrongTarget(
            "EXTENDED COPY whose status never tells of its end",
            "CPY-12/lid1",
            WrongTargets.answer(WrongStates::neverCompleted)),
        new WrongTarget(
            "software write protection that lets UNMAP pass",
            "ROW-05/unmap",
            WrongTargets.answer(command -> passes(command, 7, 0x2702))),
        new WrongTarget(
            "interlocked unit attentions told as of another status",
            "UA-31",
            WrongTargets.answer(WrongStates::otherPreviousStatus)));
  }

  /** Turns one kind of sense data into GOOD. */
  private static void passes(Command command, int key, int code) {
    byte[] sense = command.sense();
    if (command.status() == Status.CHECK_CONDITION
        && command.senseLength() > 13
        && (sense[2] & 0x0F) == key
        && ((sense[12] & 0xFF) << 8 | (sense[13] & 0xFF)) == code) {
      command.senseLength(0);
      command.status(Status.GOOD, 0);
    }
  }

  private static boolean isSecondPort(Command command) {
    return command.nexus().identity().relativeTargetPortIdentifier() == 2;
  }

  private static void otherStates(Command command) {
    boolean isReport = WrongAnswers.opcode(command) == 0xA3 && (command.cdb()[1] & 0x1F) == 0x0A;
    if (isReport && isSecondPort(command) && command.dataIn().totalBytes() > 5) {
      WrongAnswers.change(command, 4, 1);
    }
  }

  private static void otherUnit(Command command) {
    boolean isPage = WrongAnswers.opcode(command) == 0x12 && command.cdb()[2] == (byte) 0x83;
    if (isPage && isSecondPort(command) && command.dataIn().totalBytes() > 16) {
      WrongAnswers.change(command, 15, 1);
    }
  }

  /**
   * A command of {@code opcode} comes without its parameter list, whose length is at {@code at}.
   */
  private static void withoutList(Command command, int opcode, int action, int at) {
    boolean isMeant =
        WrongAnswers.opcode(command) == opcode
            && (action < 0 || (command.cdb()[1] & 0x1F) == action);
    if (isMeant) {
      int end = command.cdbLength() - (opcode == 0x42 ? 1 : 2);
      java.util.Arrays.fill(command.cdb(), at, end, (byte) 0);
    }
  }

  private static void withoutAnchor(Command command) {
    if (WrongAnswers.opcode(command) == 0x42) {
      command.cdb()[1] &= ~1;
    }
  }

  private static void neverCompleted(Command command) {
    boolean isStatus = WrongAnswers.opcode(command) == 0x84 && (command.cdb()[1] & 0x1F) == 0;
    if (isStatus && command.dataIn().totalBytes() >= 12) {
      WrongAnswers.change(command, 4, -WrongAnswers.byteOf(command, 4));
    }
  }

  private static void otherPreviousStatus(Command command) {
    if (command.senseLength() > 13 && command.sense()[12] == 0x2C) {
      command.sense()[13] = 0x0B;
    }
  }
}
