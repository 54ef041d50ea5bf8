// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.store.BackingStore;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.TestWorld;

/** Two disks of one target device, of 512 and of 4096 bytes a block, as LUN 0 and LUN 1. */
final class CopyBench {
  static final int BLOCKS = 4096;
  static final ProtectionConfig NONE = new ProtectionConfig(0, 0);

  final TestWorld world = new TestWorld();
  final TargetDevice device = new TargetDevice(TargetDeviceConfig.small(), world.reactor());
  final LogicalUnit small;
  final LogicalUnit large;
  final TargetPort port;
  final Client client;

  CopyBench() {
    this(new RamStore(BLOCKS * 512L), new RamStore(BLOCKS * 4096L));
  }

  /** On stores of the test's own. */
  CopyBench(BackingStore smallStore, BackingStore largeStore) {
    this(
        config("small", 512, NONE),
        DiskBacking.of(smallStore),
        config("large", 4096, NONE),
        DiskBacking.of(largeStore));
  }

  /** With protection information of the given kinds, or room for none. */
  CopyBench(ProtectionConfig smallProtection, ProtectionConfig largeProtection) {
    this(
        config("small", 512, smallProtection),
        backing(512, smallProtection),
        config("large", 4096, largeProtection),
        backing(4096, largeProtection));
  }

  private CopyBench(
      LogicalUnitConfig smallConfig,
      DiskBacking smallBacking,
      LogicalUnitConfig largeConfig,
      DiskBacking largeBacking) {
    small = unit(smallConfig, smallBacking);
    large = unit(largeConfig, largeBacking);
    port =
        device.addPort(
            new TargetPortConfig(
                "iqn.2026-11.org.quintain:t",
                1,
                LunMap.builder().map(0, small).map(1, large).build()));
    client = newClient("a");
  }

  private static LogicalUnitConfig config(
      String name, int blockBytes, ProtectionConfig protection) {
    return LogicalUnitConfig.named(name).blockBytes(blockBytes).protection(protection).build();
  }

  private static DiskBacking backing(int blockBytes, ProtectionConfig protection) {
    RamStore blocks = new RamStore((long) BLOCKS * blockBytes);
    return protection.type() == 0
        ? DiskBacking.of(blocks)
        : new DiskBacking(blocks, new RamStore(BLOCKS * 64L), new RamNonvolatileMemory());
  }

  private LogicalUnit unit(LogicalUnitConfig config, DiskBacking backing) {
    LogicalUnit unit = device.addLogicalUnit(config, backing);
    unit.limits(unit.limits().withoutDeadlines());
    return unit;
  }

  Client newClient(String name) {
    Client made = new Client(world, port, "iqn.2026-11.org.quintain:" + name);
    made.lun(1L << 48).clearUnitAttentions();
    return made.lun(0).clearUnitAttentions();
  }

  Client lun(int lun) {
    return client.lun((long) lun << 48);
  }

  /** Fills blocks of a disk with numbers that begin with {@code first}. */
  void fill(int lun, int block, int blocks, int first) {
    int blockBytes = lun == 0 ? 512 : 4096;
    byte[] data = new byte[blocks * blockBytes];
    ByteBuffer numbers = ByteBuffer.wrap(data);
    for (int at = 0; at < data.length; at += 4) {
      numbers.putInt(at, first + at);
    }
    assertThat(lun(lun).out(write10(block, blocks), data).status()).isZero();
  }

  byte[] read(int lun, int block, int blocks) {
    int blockBytes = lun == 0 ? 512 : 4096;
    Outcome outcome =
        lun(lun).in(cdb(0x28, 0, 0, 0, block >> 8, block, 0, 0, blocks, 0), blocks * blockBytes);
    assertThat(outcome.status()).isZero();
    return outcome.data();
  }

  static byte[] write10(int block, int blocks) {
    return cdb(0x2A, 0, 0, 0, block >> 8, block, 0, 0, blocks, 0);
  }

  /** An identification descriptor by the NAA designator that page 83h of {@code lun} tells. */
  byte[] descriptor(int lun) {
    byte[] page = lun(lun).in(cdb(0x12, 1, 0x83, 1, 0, 0), 256).data();
    byte[] descriptor = new byte[32];
    descriptor[0] = (byte) 0xE4;
    for (int at = 4; at < page.length; at += 4 + page[at + 3]) {
      if ((page[at + 1] & 0x3F) == 3) {
        System.arraycopy(page, at, descriptor, 4, 4 + page[at + 3]);
      }
    }
    assertThat(descriptor[7]).isPositive();
    return descriptor;
  }

  /** A block to block segment between the descriptors 0 and 1, counted in source blocks. */
  static byte[] segment(int source, int destination, int blocks, long from, long to) {
    ByteBuffer bytes = ByteBuffer.allocate(28);
    bytes.put(0, (byte) 2).putShort(2, (short) 24);
    bytes.putShort(4, (short) source).putShort(6, (short) destination);
    bytes.putShort(10, (short) blocks).putLong(12, from).putLong(20, to);
    return bytes.array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** The parameter list of LID1. */
  static byte[] lid1(int listIdentifier, byte[] descriptors, byte[] segments) {
    ByteBuffer header = ByteBuffer.allocate(16);
    header.put(0, (byte) listIdentifier).putShort(2, (short) descriptors.length);
    header.putInt(8, segments.length);
    return join(header.array(), descriptors, segments);
  }

  /** The parameter list of LID4. */
  static byte[] lid4(int listIdentifier, boolean immed, byte[] descriptors, byte[] segments) {
    ByteBuffer header = ByteBuffer.allocate(48);
    header.put(0, (byte) 1).putShort(2, (short) 0x20).put(15, (byte) (immed ? 1 : 0));
    header.put(16, (byte) 0xFF).putInt(20, listIdentifier);
    header.putShort(42, (short) descriptors.length).putShort(44, (short) segments.length);
    return join(header.array(), descriptors, segments);
  }

  Outcome copy(int serviceAction, byte[] list) {
    int length = list.length;
    return lun(0)
        .out(
            cdb(0x83, serviceAction, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, length >> 8, length, 0, 0),
            list);
  }

  Outcome receive(int serviceAction, int listIdentifier) {
    byte[] cdb = new byte[16];
    cdb[0] = (byte) 0x84;
    cdb[1] = (byte) serviceAction;
    if (serviceAction == 5 || serviceAction == 7) {
      ByteBuffer.wrap(cdb).putInt(2, listIdentifier);
    } else {
      cdb[2] = (byte) listIdentifier;
    }
    ByteBuffer.wrap(cdb).putInt(10, 2048);
    return client.in(cdb, 2048);
  }

  /** POPULATE TOKEN or WRITE USING TOKEN on {@code lun}. */
  Outcome token(int lun, int serviceAction, int listIdentifier, byte[] list) {
    byte[] cdb = new byte[16];
    cdb[0] = (byte) 0x83;
    cdb[1] = (byte) serviceAction;
    ByteBuffer.wrap(cdb).putInt(6, listIdentifier).putInt(10, list.length);
    return lun(lun).out(cdb, list);
  }

  /** Range descriptors of pairs of block and count. */
  static byte[] ranges(long... pairs) {
    ByteBuffer bytes = ByteBuffer.allocate(2 + 8 * pairs.length);
    bytes.putShort((short) (8 * pairs.length));
    for (int index = 0; index < pairs.length; index += 2) {
      bytes.putLong(pairs[index]).putInt((int) pairs[index + 1]).putInt(0);
    }
    return bytes.array();
  }

  static byte[] populate(int seconds, byte[] ranges) {
    ByteBuffer header = ByteBuffer.allocate(14);
    header.putShort(0, (short) (14 + ranges.length - 2)).putInt(4, seconds);
    return join(header.array(), ranges);
  }

  static byte[] writeUsing(int flags, long offset, byte[] token, byte[] ranges) {
    ByteBuffer header = ByteBuffer.allocate(16);
    header.putShort(0, (short) (534 + ranges.length - 2)).put(2, (byte) flags);
    header.putLong(8, offset);
    return join(header.array(), token, new byte[6], ranges);
  }

  /** Makes a token for blocks of {@code lun} and fetches it. */
  byte[] makeToken(int lun, int listIdentifier, long... pairs) {
    assertThat(token(lun, 0x10, listIdentifier, populate(0, ranges(pairs))).status()).isZero();
    byte[] information = receive(7, listIdentifier).data();
    assertThat(information[4]).isEqualTo((byte) 0x10);
    assertThat(information[5]).isEqualTo((byte) 0x01);
    assertThat(ByteBuffer.wrap(information).getInt(32)).isEqualTo(514);
    return java.util.Arrays.copyOfRange(information, 38, 38 + 512);
  }
}
