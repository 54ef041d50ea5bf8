// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.nio.ByteBuffer;
import java.util.List;
import org.quintain.conformance.lab.WrongTargets.WrongTarget;
import org.quintain.fabric.Command;
import org.quintain.sam.Status;

/** Targets that are wrong about reservations. */
final class WrongReservations {
  private WrongReservations() {}

  static List<WrongTarget> all() {
    return List.of(
        new WrongTarget(
            "SYNCHRONIZE CACHE that no reservation stops",
            "PR-107/10",
            WrongTargets.answer(WrongReservations::letsSynchronizeCachePass)),
        new WrongTarget(
            "a RELEASE that tells nobody",
            "PR-27",
            WrongTargets.answer(WrongReservations::releasesSilently)),
        new WrongTarget(
            "registrants only that is for the holder only",
            "PR-107/10",
            WrongTargets.command(command -> reservesAs(command, 5, 1))),
        new WrongTarget(
            "exclusive access, registrants only that is for the holder only",
            "PR-69",
            WrongTargets.command(command -> reservesAs(command, 6, 3))),
        new WrongTarget(
            "all registrants that have but one holder",
            "PR-15",
            WrongTargets.command(command -> reservesAs(command, 7, 5))),
        new WrongTarget(
            "all registrants of exclusive access who let others read",
            "PR-78/6",
            WrongTargets.command(command -> reservesAs(command, 8, 7))),
        new WrongTarget(
            "a key that is registered as another",
            "PR-04",
            WrongTargets.answer(WrongReservations::mixesKeys)));
  }

  /** PERSISTENT RESERVE OUT, RESERVE of one type makes a reservation of another. */
  private static void reservesAs(Command command, int type, int other) {
    byte[] cdb = command.cdb();
    if (cdb[0] == 0x5F && (cdb[1] & 0x1F) == 1 && (cdb[2] & 0x0F) == type) {
      cdb[2] = (byte) ((cdb[2] & 0xF0) | other);
    }
  }

  private static void letsSynchronizeCachePass(Command command) {
    if (command.status() == Status.RESERVATION_CONFLICT && (command.cdb()[0] & 0xFF) == 0x35) {
      command.status(Status.GOOD, 0);
    }
  }

  /** RESERVATIONS RELEASED is swallowed. */
  private static void releasesSilently(Command command) {
    if (command.status() == Status.CHECK_CONDITION
        && command.sense()[12] == 0x2A
        && command.sense()[13] == 0x04) {
      command.senseLength(0);
      command.status(Status.GOOD, 0);
    }
  }

  private static void mixesKeys(Command command) {
    boolean isReadKeys = (command.cdb()[0] & 0xFF) == 0x5E && command.cdb()[1] == 0;
    if (isReadKeys && command.dataIn().totalBytes() >= 16) {
      ByteBuffer base = command.dataIn().base(0);
      int at = command.dataIn().offset(0) + 15;
      base.put(at, (byte) ~base.get(at));
    }
  }
}
