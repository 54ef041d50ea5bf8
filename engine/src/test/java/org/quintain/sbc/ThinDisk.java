// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.store.BackingStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

/** A thin provisioned disk for tests, and the bytes of the commands that are about its space. */
final class ThinDisk {
  private ThinDisk() {}

  /** One LBA status descriptor. */
  record Extent(long first, long blocks, int status) {}

  static Disk on(BackingStore store, int blockBytes, ProvisioningConfig provisioning) {
    return new Disk(
        LogicalUnitConfig.named("disk0").blockBytes(blockBytes).provisioning(provisioning).build(),
        store);
  }

  static byte[] unmapCdb(int anchor, int listLength) {
    return Client.cdb(0x42, anchor, 0, 0, 0, 0, 0, listLength >> 8, listLength, 0);
  }

  /** A parameter list of pairs of first block and number of blocks. */
  static byte[] unmapList(long... firstsAndBlocks) {
    int descriptors = firstsAndBlocks.length / 2;
    ByteBuffer list = ByteBuffer.allocate(8 + 16 * descriptors);
    list.putShort(0, (short) (6 + 16 * descriptors));
    list.putShort(2, (short) (16 * descriptors));
    for (int index = 0; index < descriptors; index++) {
      list.putLong(8 + 16 * index, firstsAndBlocks[2 * index]);
      list.putInt(16 + 16 * index, (int) firstsAndBlocks[2 * index + 1]);
    }
    return list.array();
  }

  static Outcome unmap(Client client, int anchor, long... firstsAndBlocks) {
    byte[] list = unmapList(firstsAndBlocks);
    return client.out(unmapCdb(anchor, list.length), list);
  }

  static byte[] statusCdb(long first, int allocationLength, int reportType) {
    return ByteBuffer.allocate(16)
        .put(0, (byte) 0x9E)
        .put(1, (byte) 0x12)
        .putLong(2, first)
        .putInt(10, allocationLength)
        .put(14, (byte) reportType)
        .array();
  }

  static byte[] status32Cdb(long first, int scanLength, int allocationLength, int reportType) {
    return ByteBuffer.allocate(32)
        .put(0, (byte) 0x7F)
        .put(7, (byte) 24)
        .putShort(8, (short) 0x12)
        .put(10, (byte) reportType)
        .putLong(12, first)
        .putInt(20, scanLength)
        .putInt(28, allocationLength)
        .array();
  }

  static List<Extent> extents(Outcome outcome) {
    ByteBuffer data = ByteBuffer.wrap(outcome.data());
    List<Extent> extents = new ArrayList<>();
    for (int at = 8; at + 16 <= Math.min(data.capacity(), 4 + data.getInt(0)); at += 16) {
      extents.add(
          new Extent(
              data.getLong(at), Integer.toUnsignedLong(data.getInt(at + 8)), data.get(at + 12)));
    }
    return extents;
  }

  static List<Extent> status(Client client, long first) {
    return extents(client.in(statusCdb(first, 8 + 16 * 200, 0), 8 + 16 * 200));
  }
}
