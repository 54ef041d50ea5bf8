// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;
import org.quintain.conformance.lab.WrongTargets.WrongTarget;
import org.quintain.fabric.Command;

/** Targets that are wrong about protection information. */
final class WrongProtection {
  private static final int GUARD_ONLY = 4;
  private static final int TAGS_ONLY = 2;
  private static final int NOTHING = 3;

  private WrongProtection() {}

  static List<WrongTarget> all() {
    return List.of(
        new WrongTarget(
            "a guard that no write is checked for",
            "PI-10",
            WrongTargets.command(command -> writesCheck(command, TAGS_ONLY)),
            1),
        new WrongTarget(
            "a guard of type 3 that no write is checked for",
            "PI-10",
            WrongTargets.command(command -> writesCheck(command, NOTHING)),
            3),
        new WrongTarget(
            "a reference tag that no write is checked for",
            "PI-11",
            WrongTargets.command(command -> writesCheck(command, GUARD_ONLY)),
            1),
        new WrongTarget(
            "a guard that no scattered write is checked for",
            "PI-16/scattered",
            WrongTargets.command(WrongProtection::scattersCheckNothing),
            1),
        new WrongTarget(
            "an expected application tag that is not looked at",
            "PI-11/application",
            WrongTargets.command(WrongProtection::withoutApplicationTag),
            2),
        new WrongTarget(
            "an expected reference tag that is not looked at",
            "PI-14",
            WrongTargets.command(WrongProtection::readsCheckGuardAlone),
            2),
        new WrongTarget(
            "a guard on the medium that no read is checked for",
            "PI-15",
            WrongTargets.command(command -> readsCheck(command, NOTHING)),
            1),
        new WrongTarget(
            "a wrong guard told as a wrong reference tag",
            "PI-10",
            WrongTargets.answer(WrongProtection::mixesChecks),
            1));
  }

  private static void writesCheck(Command command, int protect) {
    if (WrongAnswers.opcode(command) == 0x8A) {
      check(command, 1, protect);
    }
  }

  private static void scattersCheckNothing(Command command) {
    if (WrongAnswers.opcode(command) == 0x9F && (command.cdb()[1] & 0x1F) == 0x12) {
      check(command, 2, NOTHING);
    }
  }

  private static void readsCheck(Command command, int protect) {
    if (WrongAnswers.opcode(command) == 0x88) {
      check(command, 1, protect);
    }
  }

  /** Another PROTECT field where there is one. */
  private static void check(Command command, int at, int protect) {
    if ((command.cdb()[at] & 0xE0) != 0) {
      command.cdb()[at] = (byte) ((command.cdb()[at] & 0x1F) | (protect << 5));
    }
  }

  private static boolean isLong(Command command, int action) {
    return WrongAnswers.opcode(command) == 0x7F && command.cdb()[9] == action;
  }

  private static void withoutApplicationTag(Command command) {
    if (isLong(command, 0x0B) || isLong(command, 0x09)) {
      command.cdb()[26] = 0;
      command.cdb()[27] = 0;
    }
  }

  private static void readsCheckGuardAlone(Command command) {
    if (isLong(command, 0x09)) {
      check(command, 10, GUARD_ONLY);
    }
  }

  private static void mixesChecks(Command command) {
    if (command.senseLength() > 13 && command.sense()[12] == 0x10) {
      command.sense()[13] = 0x03;
    }
  }
}
