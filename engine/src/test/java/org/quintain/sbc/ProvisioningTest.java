// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.sbc.ThinDisk.extents;
import static org.quintain.sbc.ThinDisk.status;
import static org.quintain.sbc.ThinDisk.status32Cdb;
import static org.quintain.sbc.ThinDisk.statusCdb;
import static org.quintain.sbc.ThinDisk.unmap;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.quintain.device.ProvisioningConfig;
import org.quintain.sbc.ThinDisk.Extent;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class ProvisioningTest {
  private static final int BLOCKS = 4096;

  private final RamStore store = new RamStore(BLOCKS * 512);
  private final Disk disk = ThinDisk.on(store, 512, ProvisioningConfig.THIN);
  private final Client client = disk.client("a");

  private static byte[] vpd(Client client, int page) {
    return client.in(cdb(0x12, 1, page, 0, 255, 0), 255).data();
  }

  private static byte[] capacity(Client client) {
    return client.in(cdb(0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0), 32).data();
  }

  @Test
  void pagesSayWhatAThinDiskCanDo() {
    byte[] provisioning = vpd(client, 0xB2);
    assertThat(provisioning).hasSize(8).startsWith(0, 0xB2, 0, 4, 9);
    assertThat(provisioning[5] & 0x87).isEqualTo(0x80 | 1 << 2 | 2);
    assertThat(provisioning[6]).isEqualTo((byte) 2);
    ByteBuffer limits = ByteBuffer.wrap(vpd(client, 0xB0));
    assertThat(limits.getInt(20)).isEqualTo(1 << 20);
    assertThat(limits.getInt(24)).isEqualTo(256);
    assertThat(limits.getInt(28)).isEqualTo(8);
    assertThat(limits.getInt(32)).isEqualTo(0x8000_0000);
    assertThat(capacity(client)[14]).isEqualTo((byte) 0xC0);
  }

  @Test
  void pagesSayThatAFullDiskCanDoNothing() {
    Client full = Disk.inMemory(512, BLOCKS).client("a");
    assertThat(vpd(full, 0xB2)).containsExactly(0, 0xB2, 0, 4, 0, 0, 0, 0);
    assertThat(Arrays.copyOfRange(vpd(full, 0xB0), 20, 36)).isEqualTo(new byte[16]);
    assertThat(capacity(full)[14]).isZero();
  }

  @Test
  void aResourceProvisionedDiskHasNoThresholds() {
    ProvisioningConfig resource = new ProvisioningConfig(ProvisioningConfig.Type.RESOURCE, 0);
    Client other = ThinDisk.on(new RamStore(BLOCKS * 512), 512, resource).client("a");
    byte[] provisioning = vpd(other, 0xB2);
    assertThat(provisioning[4]).isZero();
    assertThat(provisioning[6]).isEqualTo((byte) 1);
  }

  @Test
  void statusKeepsToTheAllocationLength() {
    client.out(range(0x2A, 8, 8), filled(8 * 512, 1));
    assertThat(client.in(statusCdb(0, 8, 0), 8).data()).containsExactly(0, 0, 0, 20, 0, 0, 0, 3);
    Outcome one = client.in(statusCdb(0, 39, 0), 39);
    assertThat(one.data()).hasSize(24).startsWith(0, 0, 0, 20, 0, 0, 0, 3);
    Outcome two = client.in(statusCdb(0, 40, 0), 40);
    assertThat(extents(two)).containsExactly(new Extent(0, 8, 1), new Extent(8, 8, 0));
    Outcome all = client.in(statusCdb(0, 400, 0), 400);
    assertThat(all.data()).hasSize(8 + 3 * 16).startsWith(0, 0, 0, 52, 0, 0, 0, 7);
    assertThat(client.in(statusCdb(0, 0, 0), 0).data()).isEmpty();
  }

  @Test
  void statusBeginsAtTheBlockThatIsAskedFor() {
    client.out(range(0x2A, 8, 8), filled(8 * 512, 1));
    assertThat(status(client, 11)).startsWith(new Extent(11, 5, 0));
    assertThat(status(client, BLOCKS - 1)).containsExactly(new Extent(BLOCKS - 1, 1, 1));
    assertThat(client.in(statusCdb(BLOCKS, 24, 0), 24).code()).isEqualTo(0x052100);
    assertThat(client.in(statusCdb(-1, 24, 0), 24).code()).isEqualTo(0x052100);
  }

  @Test
  void reportTypesLeaveOutWhatIsNotAskedFor() {
    client.out(range(0x2A, 8, 8), filled(8 * 512, 1));
    unmap(client, 1, 24, 8);
    assertThat(extents(client.in(statusCdb(0, 400, 1), 400)))
        .containsExactly(
            new Extent(0, 8, 1),
            new Extent(16, 8, 1),
            new Extent(24, 8, 2),
            new Extent(32, BLOCKS - 32, 1));
    assertThat(extents(client.in(statusCdb(0, 400, 2), 400))).containsExactly(new Extent(8, 8, 0));
    assertThat(extents(client.in(statusCdb(0, 400, 3), 400)))
        .containsExactly(new Extent(0, 8, 1), new Extent(16, 8, 1), new Extent(32, BLOCKS - 32, 1));
    assertThat(extents(client.in(statusCdb(0, 400, 4), 400))).containsExactly(new Extent(24, 8, 2));
    assertThat(client.in(statusCdb(20, 400, 2), 400).data())
        .containsExactly(0, 0, 0, 4, 0, 0, 0, 7);
    Outcome unknown = client.in(statusCdb(0, 400, 5), 400);
    assertThat(unknown.code()).isEqualTo(0x052400);
    assertThat(unknown.sense().senseKeySpecific() & 0xFFFF).isEqualTo(14);
  }

  @Test
  void aScanLengthEndsTheReport() {
    Outcome outcome = client.in(status32Cdb(16, 100, 400, 0), 400);
    assertThat(extents(outcome)).containsExactly(new Extent(16, 100, 1));
    assertThat(outcome.data()[7]).isEqualTo((byte) 5);
    assertThat(extents(client.in(status32Cdb(16, 0, 400, 0), 400)))
        .containsExactly(new Extent(16, BLOCKS - 16, 1));
    assertThat(client.in(status32Cdb(16, 0, 400, 0x11), 400).code()).isEqualTo(0x052400);
    assertThat(client.in(status32Cdb(BLOCKS, 0, 400, 0), 400).code()).isEqualTo(0x052100);
  }

  @Test
  void aStatusOfManyTebibytesIsToldInTurns() {
    RamStore large = new RamStore(3L << 40, 1 << 20, false);
    Client other = ThinDisk.on(large, 512, ProvisioningConfig.THIN).client("a");
    long last = (3L << 31) - 8;
    byte[] write =
        ByteBuffer.allocate(16).put(0, (byte) 0x8A).putLong(2, last).putInt(10, 8).array();
    assertThat(other.out(write, filled(8 * 512, 1)).status()).isZero();
    assertThat(extents(other.in(statusCdb(0, 400, 2), 400)))
        .containsExactly(new Extent(last, 8, 0));
    List<Extent> unmapped = extents(other.in(statusCdb(0, 400, 3), 400));
    assertThat(unmapped)
        .containsExactly(
            new Extent(0, 0xFFFF_FFFFL, 1), new Extent(0xFFFF_FFFFL, last - 0xFFFF_FFFFL, 1));
  }

  @Test
  void aThresholdIsToldOnceOnEachNexusUntilSpaceIsFreed() {
    Disk watched =
        ThinDisk.on(
            new RamStore(BLOCKS * 512),
            512,
            new ProvisioningConfig(ProvisioningConfig.Type.THIN, 50));
    Client writer = watched.client("a");
    Client other = watched.client("b");
    byte[] ready = cdb(0, 0, 0, 0, 0, 0);
    writer.out(range(0x2A, 0, 3 * 512), filled(3 * 512 * 512, 1));
    assertThat(writer.none(ready).status()).isZero();
    writer.out(range(0x2A, 3 * 512, 512), filled(512 * 512, 1));
    Outcome told = other.none(ready);
    assertThat(told.code()).isEqualTo(0x063807);
    assertThat(told.sense().information()).isEqualTo(24);
    assertThat(other.none(ready).status()).isZero();
    assertThat(writer.none(ready).code()).isEqualTo(0x063807);
    writer.out(range(0x2A, 4 * 512, 512), filled(512 * 512, 1));
    assertThat(writer.none(ready).status()).isZero();
    unmap(writer, 0, 0, 5 * 512);
    assertThat(writer.none(ready).status()).isZero();
    writer.out(range(0x2A, 0, 4 * 512), filled(4 * 512 * 512, 1));
    Outcome sense = other.in(cdb(3, 0, 0, 0, 252, 0), 252);
    assertThat(sense.data()).startsWith(0xF0, 0, 6, 0, 0, 0, 24);
  }

  @Property(seed = "503018287", tries = 200)
  void statusAndDataAgreeWithANaiveMap(
      @ForAll @Size(min = 1, max = 30)
          List<@IntRange(min = 0, max = 2_000_000_000) Integer> draws) {
    int blocks = 256;
    Client any = ThinDisk.on(new RamStore(blocks * 512L), 512, ProvisioningConfig.THIN).client("a");
    byte[] values = new byte[blocks];
    int[] granules = new int[blocks / 8];
    Arrays.fill(granules, 1);
    for (int draw : draws) {
      int first = draw / 4 % blocks;
      int count = 1 + draw / 1000 % Math.min(64, blocks - first);
      int kind = draw % 4;
      byte value = (byte) (kind < 2 ? 1 + draw % 100 : 0);
      Outcome outcome =
          kind < 2
              ? any.out(range(0x2A, first, count), filled(count * 512, value))
              : unmap(any, kind - 2, first, count);
      assertThat(outcome.status()).isZero();
      Arrays.fill(values, first, first + count, value);
      for (int granule = first / 8; granule * 8 < first + count; granule++) {
        boolean isWhole = granule * 8 >= first && granule * 8 + 8 <= first + count;
        granules[granule] =
            kind < 2
                ? 0
                : kind == 2
                    ? isWhole ? 1 : granules[granule]
                    : isWhole || granules[granule] == 1 ? 2 : granules[granule];
      }
    }
    byte[] data = any.in(range(0x28, 0, blocks), blocks * 512).data();
    for (int block = 0; block < blocks; block++) {
      assertThat(data[block * 512]).isEqualTo(values[block]);
    }
    List<Extent> expected = new ArrayList<>();
    for (int granule = 0; granule < granules.length; granule++) {
      Extent last = expected.isEmpty() ? null : expected.get(expected.size() - 1);
      if (last != null && last.status() == granules[granule]) {
        expected.set(
            expected.size() - 1, new Extent(last.first(), last.blocks() + 8, last.status()));
      } else {
        expected.add(new Extent(granule * 8L, 8, granules[granule]));
      }
    }
    assertThat(status(any, 0)).isEqualTo(expected);
  }
}
