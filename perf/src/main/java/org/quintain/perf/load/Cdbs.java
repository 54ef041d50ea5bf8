// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import org.quintain.initiator.ExecuteCommand;

/** The CDBs a load needs, written in place (SBC-4 5.13, 5.15, 5.20, 5.22, 5.37, 5.40). */
final class Cdbs {
  private static final int FORCE_UNIT_ACCESS = 0x08;

  private Cdbs() {}

  /** READ(10), or READ(16) where the address or the length needs it. */
  static void read(ExecuteCommand command, long address, int blocks) {
    transfer(command, 0x28, 0x88, 0, address, blocks);
  }

  /** WRITE(10), or WRITE(16) where the address or the length needs it. */
  static void write(ExecuteCommand command, long address, int blocks, boolean forceUnitAccess) {
    transfer(command, 0x2A, 0x8A, forceUnitAccess ? FORCE_UNIT_ACCESS : 0, address, blocks);
  }

  /** SYNCHRONIZE CACHE(10) of the whole logical unit. */
  static void synchronizeCache(ExecuteCommand command) {
    clear(command, 10)[0] = 0x35;
  }

  /** TEST UNIT READY. */
  static void testUnitReady(ExecuteCommand command) {
    clear(command, 6);
  }

  /** READ CAPACITY(16) for 32 bytes. */
  static void readCapacity(ExecuteCommand command) {
    byte[] cdb = clear(command, 16);
    cdb[0] = (byte) 0x9E;
    cdb[1] = 0x10;
    cdb[13] = 32;
  }

  private static void transfer(
      ExecuteCommand command, int ten, int sixteen, int flags, long address, int blocks) {
    boolean fitsTen = address <= 0xFFFF_FFFFL && blocks <= 0xFFFF;
    byte[] cdb = clear(command, fitsTen ? 10 : 16);
    cdb[0] = (byte) (fitsTen ? ten : sixteen);
    cdb[1] = (byte) flags;
    if (fitsTen) {
      put(cdb, 2, 4, address);
      put(cdb, 7, 2, blocks);
    } else {
      put(cdb, 2, 8, address);
      put(cdb, 10, 4, blocks);
    }
  }

  private static byte[] clear(ExecuteCommand command, int length) {
    byte[] cdb = command.cdb();
    for (int index = 0; index < length; index++) {
      cdb[index] = 0;
    }
    command.cdbLength(length);
    return cdb;
  }

  private static void put(byte[] cdb, int offset, int bytes, long value) {
    for (int index = 0; index < bytes; index++) {
      cdb[offset + index] = (byte) (value >>> (8 * (bytes - 1 - index)));
    }
  }
}
