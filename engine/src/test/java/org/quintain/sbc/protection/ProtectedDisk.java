// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.store.BackingStore;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

/** A small disk with protection information, and the CDBs that its tests send. */
final class ProtectedDisk {
  static final int BLOCKS = 64;

  final int blockBytes;
  final ProtectionFormat format;
  final NonvolatileMemory nonvolatile = new RamNonvolatileMemory();
  final BackingStore blocks;
  final BackingStore information;
  final LogicalUnitConfig config;
  final Disk disk;
  final Client client;

  ProtectedDisk(int type, int exponent, int blockBytes) {
    this(new ProtectionConfig(type, exponent), blockBytes);
  }

  ProtectedDisk(ProtectionConfig protection, int blockBytes) {
    int type = protection.type();
    int exponent = protection.intervalExponent();
    this.blockBytes = blockBytes;
    this.format = new ProtectionFormat(ProtectionType.of(type), exponent, blockBytes);
    this.blocks = new RamStore((long) BLOCKS * blockBytes);
    this.information = new RamStore(BLOCKS * 64L);
    this.config =
        LogicalUnitConfig.named("disk0").blockBytes(blockBytes).protection(protection).build();
    this.disk = new Disk(config, new DiskBacking(blocks, information, nonvolatile));
    this.client = disk.client("iqn.test:client");
  }

  /** A 16-byte CDB of a command that moves blocks. */
  static byte[] cdb16(int operationCode, int flags, long first, int blocks) {
    return ByteBuffer.allocate(16)
        .put((byte) operationCode)
        .put((byte) flags)
        .putLong(first)
        .putInt(blocks)
        .array();
  }

  /** A 32-byte CDB of a command that moves blocks. */
  static byte[] cdb32(
      int serviceAction, int flags, long first, int reference, int tag, int mask, int blocks) {
    ByteBuffer cdb = ByteBuffer.allocate(32);
    cdb.put(0, (byte) 0x7F).put(7, (byte) 0x18).putShort(8, (short) serviceAction);
    cdb.put(10, (byte) flags).putLong(12, first).putInt(20, reference);
    cdb.putShort(24, (short) tag).putShort(26, (short) mask).putInt(28, blocks);
    return cdb.array();
  }

  Outcome read(int protect, long first, int blocks) {
    int bytes = protect == 0 ? blockBytes : format.transferBytesPerBlock();
    return client.in(cdb16(0x88, protect << 5, first, blocks), blocks * bytes);
  }

  Outcome write(int protect, long first, byte[] data) {
    int bytes = protect == 0 ? blockBytes : format.transferBytesPerBlock();
    return client.out(cdb16(0x8A, protect << 5, first, data.length / bytes), data);
  }

  /** Blocks filled with {@code value} and what follows, each interval with its information. */
  byte[] guarded(int blockCount, int value, int applicationTag, int referenceTag) {
    int intervals = blockCount * format.intervalsPerBlock();
    int length = format.intervalBytes();
    ByteBuffer bytes = ByteBuffer.allocate(intervals * (length + 8));
    for (int interval = 0; interval < intervals; interval++) {
      byte[] data = Client.filled(length, value + interval);
      int guard = Crc16T10Dif.of(ByteBuffer.wrap(data), 0, length);
      bytes.put(data).putShort((short) guard).putShort((short) applicationTag);
      bytes.putInt(referenceTag + interval);
    }
    return bytes.array();
  }

  /** The user data of {@link #guarded} blocks. */
  byte[] dataOf(byte[] guarded) {
    int length = format.intervalBytes();
    ByteBuffer bytes = ByteBuffer.allocate(guarded.length / (length + 8) * length);
    for (int at = 0; at < guarded.length; at += length + 8) {
      bytes.put(guarded, at, length);
    }
    return bytes.array();
  }
}
