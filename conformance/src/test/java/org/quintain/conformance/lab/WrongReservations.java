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
            "a key that is registered as another",
            "PR-04",
            WrongTargets.answer(WrongReservations::mixesKeys)));
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
