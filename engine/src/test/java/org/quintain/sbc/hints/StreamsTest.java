// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.hints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class StreamsTest {
  private static final int GOOD = 0;
  private static final int PERMANENT = 5;
  private static final int MAXIMUM = 64;

  private final Disk disk = thin();
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");

  private static Disk thin() {
    return new Disk(
        LogicalUnitConfig.named("disk0")
            .blockBytes(512)
            .provisioning(ProvisioningConfig.THIN)
            .build(),
        new RamStore(1 << 20));
  }

  private static byte[] control(int control, int identifier) {
    return cdb(
        0x9E, control << 5 | 0x14, 0, 0, identifier >> 8, identifier, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0);
  }

  private static byte[] status(int starting, int length) {
    return cdb(
        0x9E, 0x16, 0, 0, starting >> 8, starting, 0, 0, 0, 0, 0, 0, length >> 8, length, 0, 0);
  }

  private Outcome open() {
    return client.in(control(1, 0), 8);
  }

  private Outcome close(int identifier) {
    return client.in(control(2, identifier), 8);
  }

  private static int assigned(Outcome outcome) {
    assertThat(outcome.status()).isEqualTo(GOOD);
    assertThat(outcome.data()).hasSize(8);
    assertThat(outcome.data()[0]).isEqualTo((byte) 7);
    return ByteBuffer.wrap(outcome.data()).getShort(4);
  }

  private String statusOf(int starting) {
    return HexFormat.of().formatHex(client.in(status(starting, 1024), 1024).data());
  }

  private Outcome write(int identifier, int blocks) {
    byte[] write =
        cdb(0x9A, 0, 0, 0, 0, 0, 0, 0, 0, 3, identifier >> 8, identifier, 0, blocks, 0, 0);
    return client.out(write, filled(512 * blocks, 0x5A));
  }

  private static void pointsAt(Outcome outcome, int at, int bit) {
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xC8_0000 | bit << 16 | at);
  }

  @Test
  void hasPermanentStreamsFromTheStartOn() {
    assertThat(statusOf(0))
        .isEqualTo(
            "00000028"
                + "0000"
                + "0005"
                + "8000000101000000"
                + "8000000202000000"
                + "8000000303000000"
                + "8000000404000000"
                + "8000000505000000");
    assertThat(statusOf(5)).isEqualTo("00000008" + "0000" + "0005" + "8000000505000000");
    assertThat(statusOf(6)).isEqualTo("00000000" + "0000" + "0005");
    pointsAt(client.in(status(MAXIMUM + 1, 1024), 1024), 4, 7);
  }

  @Test
  void opensAndClosesStreamsAndTellsWhichAreOpen() {
    int first = assigned(open());
    int second = assigned(open());
    assertThat(second).isNotEqualTo(first).isGreaterThan(PERMANENT);
    assertThat(assigned(close(first))).isZero();
    assertThat(statusOf(PERMANENT + 1))
        .isEqualTo("00000008" + "0000" + "0006" + "0000000700000000");
    pointsAt(close(first), 4, 7);
  }

  @Test
  void refusesToCloseWhatIsPermanentOrNoStream() {
    for (int identifier : new int[] {0, 1, PERMANENT, PERMANENT + 1, MAXIMUM + 1, 0xFFFF}) {
      pointsAt(close(identifier), 4, 7);
    }
  }

  @Test
  void refusesReservedControls() {
    pointsAt(client.in(control(0, 0), 8), 1, 6);
    pointsAt(client.in(control(3, 0), 8), 1, 6);
  }

  @Test
  void opensNoMoreThanItAnnounces() {
    for (int count = PERMANENT; count < MAXIMUM; count++) {
      assertThat(assigned(open())).isEqualTo(count + 1);
    }
    assertThat(open().code()).isEqualTo(0x055510);
    assertThat(assigned(close(40))).isZero();
    assertThat(assigned(open())).isEqualTo(40);
  }

  @Test
  void closesAllButThePermanentOnesWithAReset() {
    int stream = assigned(open());
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    pointsAt(write(stream, 1), 10, 7);
    assertThat(statusOf(PERMANENT + 1)).startsWith("0000000000000005");
  }

  @Test
  void writesToOpenStreamsAsWriteDoes() {
    int stream = assigned(open());
    assertThat(write(stream, 2).status()).isEqualTo(GOOD);
    assertThat(write(1, 2).status()).isEqualTo(GOOD);
    byte[] read = client.in(cdb(0x28, 0, 0, 0, 0, 3, 0, 0, 2, 0), 1024).data();
    assertThat(read).isEqualTo(filled(1024, 0x5A));
    pointsAt(write(0, 1), 10, 7);
    pointsAt(write(stream + 1, 1), 10, 7);
    pointsAt(write(0xFFFF, 1), 10, 7);
  }

  @Test
  void findsBlocksOutOfRangeOnlyOfOpenStreams() {
    byte[] beyond = cdb(0x9A, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 1, 0, 1, 0, 0);
    assertThat(client.out(beyond, filled(512, 1)).code()).isEqualTo(0x052100);
    beyond[11] = 0;
    pointsAt(client.out(beyond, filled(512, 1)), 10, 7);
  }

  @Test
  void announcesStreamsWhereSpaceIsManagedAlone() {
    assertThat(limits(client)).startsWith("00b7003c" + "0001" + "0040" + "0001");
    Client thick = Disk.inMemory(512, 2048).client("iqn.2026-11.org.quintain:b");
    assertThat(limits(thick)).startsWith("00b7003c" + "0000" + "0000" + "0000" + "00000000");
    assertThat(thick.in(control(1, 0), 8).code()).isEqualTo(0x052400);
    assertThat(thick.in(status(0, 64), 64).code()).isEqualTo(0x052400);
    assertThat(
            thick
                .out(cdb(0x9A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0), filled(512, 1))
                .code())
        .isEqualTo(0x052000);
  }

  private static String limits(Client by) {
    return HexFormat.of().formatHex(by.in(cdb(0x12, 1, 0xB7, 0, 64, 0), 64).data());
  }

  @Property(seed = "2480067983", tries = 30)
  void keepsTheSetOfOpenStreams(
      @ForAll @Size(max = 120) java.util.List<@IntRange(min = 0, max = 70) Integer> steps) {
    TreeSet<Integer> open = new TreeSet<>();
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    for (int step : steps) {
      if (step <= PERMANENT) {
        Outcome outcome = open();
        if (open.size() == MAXIMUM - PERMANENT) {
          assertThat(outcome.code()).isEqualTo(0x055510);
        } else {
          assertThat(open.add(assigned(outcome))).isTrue();
        }
      } else {
        boolean wasOpen = open.remove(step);
        assertThat(close(step).status() == GOOD).isEqualTo(wasOpen);
      }
    }
    StringBuilder expected = new StringBuilder();
    expected.append(String.format("%08x0000%04x", 8 * open.size(), PERMANENT + open.size()));
    open.forEach(each -> expected.append(String.format("0000%04x00000000", each)));
    assertThat(statusOf(PERMANENT + 1)).isEqualTo(expected.toString());
  }
}
