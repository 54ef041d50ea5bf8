// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.quintain.initiator.ExecuteCommand;
import org.quintain.sim.random.RandomStream;

/**
 * The CDBs of the workload, built apart from the engine's tables so that the two share no mistake.
 */
final class ClientCdb {
  static final int TEST_UNIT_READY = 0x00;
  static final int REQUEST_SENSE = 0x03;
  static final int READ_6 = 0x08;
  static final int WRITE_6 = 0x0A;
  static final int INQUIRY = 0x12;
  static final int MODE_SENSE_6 = 0x1A;
  static final int READ_10 = 0x28;
  static final int WRITE_10 = 0x2A;
  static final int VERIFY_10 = 0x2F;
  static final int SYNCHRONIZE_CACHE_10 = 0x35;
  static final int READ_16 = 0x88;
  static final int WRITE_16 = 0x8A;
  static final int VERIFY_16 = 0x8F;
  static final int SYNCHRONIZE_CACHE_16 = 0x91;
  static final int SERVICE_ACTION_IN_16 = 0x9E;
  static final int READ_CAPACITY_16 = 0x10;
  static final int REPORT_LUNS = 0xA0;
  static final int READ_12 = 0xA8;
  static final int WRITE_12 = 0xAA;

  private static final int FORCE_UNIT_ACCESS = 0x08;

  private ClientCdb() {}

  /** READ or WRITE in any of its lengths that can carry it (SBC-4 5.15 to 5.18, 5.39 to 5.42). */
  static void transfer(
      ExecuteCommand command,
      RandomStream random,
      boolean write,
      int block,
      int count,
      boolean fua) {
    byte[] cdb = command.cdb();
    boolean short6 = !fua && block < 1 << 21 && count <= 256;
    switch (random.below(short6 ? 4 : 3)) {
      case 0 -> {
        clear(command, 10, write ? WRITE_10 : READ_10);
        putInt(cdb, 2, block);
        putShort(cdb, 7, count);
      }
      case 1 -> {
        clear(command, 16, write ? WRITE_16 : READ_16);
        putInt(cdb, 6, block);
        putInt(cdb, 10, count);
      }
      case 2 -> {
        clear(command, 12, write ? WRITE_12 : READ_12);
        putInt(cdb, 2, block);
        putInt(cdb, 6, count);
      }
      default -> {
        clear(command, 6, write ? WRITE_6 : READ_6);
        cdb[1] = (byte) (block >>> 16);
        putShort(cdb, 2, block);
        cdb[4] = (byte) count; // 0 means 256 blocks.
        return;
      }
    }
    cdb[1] = (byte) (fua ? FORCE_UNIT_ACCESS : 0);
  }

  /** SYNCHRONIZE CACHE of everything, as a flush of the whole logical unit (SBC-4 5.30, 5.31). */
  static void flush(ExecuteCommand command, RandomStream random) {
    if (random.coin()) {
      clear(command, 10, SYNCHRONIZE_CACHE_10);
    } else {
      clear(command, 16, SYNCHRONIZE_CACHE_16);
    }
  }

  /** VERIFY of the medium, with no bytes compared (SBC-4 5.33, 5.35). */
  static void verify(ExecuteCommand command, RandomStream random, int block, int count) {
    byte[] cdb = command.cdb();
    if (random.coin()) {
      clear(command, 10, VERIFY_10);
      putInt(cdb, 2, block);
      putShort(cdb, 7, count);
    } else {
      clear(command, 16, VERIFY_16);
      putInt(cdb, 6, block);
      putInt(cdb, 10, count);
    }
  }

  /**
   * One of the commands that ask about the logical unit; answers how much Data-In it takes at most.
   */
  static int ask(ExecuteCommand command, RandomStream random) {
    byte[] cdb = command.cdb();
    switch (random.below(6)) {
      case 0 -> {
        clear(command, 6, INQUIRY);
        putShort(cdb, 3, 255);
        return 255;
      }
      case 1 -> {
        clear(command, 12, REPORT_LUNS);
        putInt(cdb, 6, 1024);
        return 1024;
      }
      case 2 -> {
        clear(command, 16, SERVICE_ACTION_IN_16);
        cdb[1] = READ_CAPACITY_16;
        putInt(cdb, 10, 32);
        return 32;
      }
      case 3 -> {
        clear(command, 6, MODE_SENSE_6);
        cdb[2] = 0x3F;
        cdb[4] = (byte) 255;
        return 255;
      }
      case 4 -> {
        clear(command, 6, REQUEST_SENSE);
        cdb[4] = (byte) 252;
        return 252;
      }
      default -> {
        clear(command, 6, TEST_UNIT_READY);
        return 0;
      }
    }
  }

  private static void clear(ExecuteCommand command, int length, int operation) {
    byte[] cdb = command.cdb();
    for (int index = 0; index < length; index++) {
      cdb[index] = 0;
    }
    cdb[0] = (byte) operation;
    command.cdbLength(length);
  }

  private static void putShort(byte[] cdb, int at, int value) {
    cdb[at] = (byte) (value >>> 8);
    cdb[at + 1] = (byte) value;
  }

  private static void putInt(byte[] cdb, int at, int value) {
    putShort(cdb, at, value >>> 16);
    putShort(cdb, at + 2, value);
  }
}
