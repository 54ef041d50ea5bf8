// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Names for the initiator ports of one fabric, one after the other: from the name that was asked
 * for on, or such as no other process takes.
 */
final class InitiatorNames {
  /** NAA 2, whose low 48 bits are an address that is administered locally (FC-FS-5 15.2.3). */
  private static final long LOCAL = 0x2000_0200_0000_0000L;

  private static final int SERIAL_BITS = 16;
  private static final int SERIALS = 0xFFFE;
  private static final long PROCESS = new SecureRandom().nextInt(1 << 24);
  private static final AtomicInteger SERIAL =
      new AtomicInteger(new SecureRandom().nextInt(SERIALS));

  private final long asked;
  private long given;

  /** Names from {@code asked} on, 0 for any. */
  InitiatorNames(long asked) {
    this.asked = asked;
  }

  /** The next name. */
  long next() {
    if (asked != 0) {
      return asked + given++;
    }
    // The low 16 bits are the address that the port tries to get, which is neither 0 nor FFFFh.
    int serial = Math.floorMod(SERIAL.getAndIncrement(), SERIALS) + 1;
    return LOCAL | PROCESS << SERIAL_BITS | serial;
  }
}
