// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.reactor.Reactor;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class ModeSelectTest {
  private static final int GOOD = 0;
  private static final String HEADER = "00000000";
  private static final String CONTROL = "0a0a021000800000000000" + "3c";
  private static final String CONTROL_DESCRIPTOR_SENSE = "0a0a061000800000000000" + "3c";
  private static final String CONTROL_SWP = "0a0a021008800000000000" + "3c";

  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private final Disk disk = disk(memory);
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");

  private static Disk disk(NonvolatileMemory memory) {
    return new Disk(Disk.config(512), new DiskBacking(new RamStore(1 << 20), null, memory));
  }

  private static Outcome select(Client by, int options, String hex) {
    byte[] list = HexFormat.of().parseHex(hex);
    return by.out(cdb(0x15, options, 0, 0, list.length, 0), list);
  }

  private Outcome select(String hex) {
    return select(client, 0x10, hex);
  }

  private static String page(Client by, int control, int page) {
    byte[] data = by.in(cdb(0x1A, 8, control << 6 | page, 0, 255, 0), 255).data();
    data[4] &= 0x7F;
    return HexFormat.of().formatHex(data, 4, data.length);
  }

  private static void pointsAt(Outcome outcome, int at, int bit) {
    assertThat(outcome.code()).isEqualTo(0x052600);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0x88_0000 | bit << 16 | at);
  }

  @Test
  void takesDescriptorSenseAtOnce() {
    assertThat(select(HEADER + CONTROL_DESCRIPTOR_SENSE).status()).isEqualTo(GOOD);
    assertThat(page(client, 0, 0x0A)).isEqualTo(CONTROL_DESCRIPTOR_SENSE);
    assertThat(page(client, 2, 0x0A)).isEqualTo(CONTROL);
    assertThat(page(client, 3, 0x0A)).isEqualTo(CONTROL);
    assertThat(client.none(cdb(0xFF, 0, 0, 0, 0, 0)).command().sense()[0]).isEqualTo((byte) 0x72);
  }

  @Test
  void tellsOtherNexusesOfAChangeAlone() {
    Client other = disk.client("iqn.2026-11.org.quintain:b");
    select(HEADER + CONTROL);
    assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    select(HEADER + CONTROL_DESCRIPTOR_SENSE);
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062A01);
  }

  @Test
  void revertsToSavedValuesAtAReset() {
    assertThat(select(HEADER + CONTROL_DESCRIPTOR_SENSE).status()).isEqualTo(GOOD);
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    assertThat(page(client, 0, 0x0A)).isEqualTo(CONTROL);
    select(client, 0x11, HEADER + CONTROL_DESCRIPTOR_SENSE);
    select(HEADER + CONTROL);
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    assertThat(page(client, 0, 0x0A)).isEqualTo(CONTROL_DESCRIPTOR_SENSE);
  }

  @Test
  void bringsSavedValuesBackAfterPowerLoss() {
    select(client, 0x11, HEADER + CONTROL_DESCRIPTOR_SENSE);
    Client next = disk(memory).client("iqn.2026-11.org.quintain:a");
    assertThat(page(next, 0, 0x0A)).isEqualTo(CONTROL_DESCRIPTOR_SENSE);
    assertThat(page(next, 3, 0x0A)).isEqualTo(CONTROL_DESCRIPTOR_SENSE);
    assertThat(page(next, 2, 0x0A)).isEqualTo(CONTROL);
    assertThat(next.none(cdb(0xFF, 0, 0, 0, 0, 0)).command().sense()[0]).isEqualTo((byte) 0x72);
  }

  @Test
  void revertsAllPagesToTheirDefaults() {
    select(client, 0x11, HEADER + CONTROL_DESCRIPTOR_SENSE);
    assertThat(client.none(cdb(0x15, 0x02, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(page(client, 0, 0x0A)).isEqualTo(CONTROL);
    assertThat(page(client, 3, 0x0A)).isEqualTo(CONTROL_DESCRIPTOR_SENSE);
    client.none(cdb(0x15, 0x03, 0, 0, 0, 0));
    assertThat(page(client, 3, 0x0A)).isEqualTo(CONTROL);
  }

  @Test
  void changesNothingWhenOnePageOfAListIsWrong() {
    String wrong = "080a" + "00".repeat(18);
    pointsAt(select(HEADER + CONTROL_DESCRIPTOR_SENSE + wrong), 17, 7);
    assertThat(page(client, 0, 0x0A)).isEqualTo(CONTROL);
  }

  @Test
  void pointsAtWhatIsWrong() {
    pointsAt(select(HEADER + "030a" + "00".repeat(10)), 4, 5);
    pointsAt(select(HEADER + "4a09001c" + "00".repeat(28)), 5, 7);
    pointsAt(select(HEADER + "0a0b" + "00".repeat(11)), 5, 7);
    pointsAt(select(HEADER + "0a0a021000820000000000" + "3c"), 9, 1);
    pointsAt(select(HEADER + "0a0a022000800000000000" + "3c"), 7, 7);
    pointsAt(select(HEADER + "0a0a021400800000000000" + "3c"), 7, 2);
    pointsAt(select(HEADER + "0a0a021010800000000000" + "3c"), 8, 5);
    pointsAt(select(HEADER + "010ac2" + "00".repeat(9)), 6, 1);
    pointsAt(select("00010000" + CONTROL), 1, 7);
    pointsAt(select("00000007" + "00".repeat(7) + CONTROL), 3, 7);
    pointsAt(select("00000008" + "0000000000000201"), 9, 7);
    pointsAt(select("00000008" + "0000000100000200"), 4, 7);
  }

  @Test
  void takesABlockDescriptorThatSaysWhatIsSo() {
    assertThat(select("00000008" + "0000000000000200" + CONTROL).status()).isEqualTo(GOOD);
    assertThat(select("00000008" + "0000080000000200").status()).isEqualTo(GOOD);
    assertThat(select("00000008" + "ffffffff00000200").status()).isEqualTo(GOOD);
    byte[] list =
        HexFormat.of().parseHex("0000000001000010" + "00000000000008000000000000000200" + CONTROL);
    assertThat(client.out(cdb(0x55, 0x10, 0, 0, 0, 0, 0, 0, list.length, 0), list).status())
        .isEqualTo(GOOD);
  }

  @Test
  void refusesEveryListThatIsCut() {
    String whole = "00000008" + "0000000000000200" + CONTROL_DESCRIPTOR_SENSE;
    byte[] list = HexFormat.of().parseHex(whole);
    for (int length = 1; length < list.length; length++) {
      Outcome outcome = client.out(cdb(0x15, 0x10, 0, 0, length, 0), Arrays.copyOf(list, length));
      // Header, or header and descriptor, are lists of their own.
      int expected = length == 12 ? GOOD : 0x051A00;
      assertThat(outcome.status() == GOOD ? GOOD : outcome.code())
          .as("%d", length)
          .isEqualTo(expected);
    }
    assertThat(page(client, 0, 0x0A)).isEqualTo(CONTROL);
    assertThat(client.out(cdb(0x15, 0x10, 0, 0, list.length, 0), new byte[4]).code())
        .isEqualTo(0x051A00);
  }

  @Test
  void takesAnEmptyListAndRefusesAnotherPageFormat() {
    assertThat(client.none(cdb(0x15, 0x10, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    Outcome outcome = select(client, 0, HEADER + CONTROL);
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCC0001);
  }

  @Test
  void writeProtectsBySoftware() {
    select(HEADER + CONTROL_SWP);
    Outcome outcome = client.out(cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0), filled(512, 1));
    assertThat(outcome.code()).isEqualTo(0x072702);
    assertThat(client.in(cdb(0x1A, 8, 8, 0, 255, 0), 255).data()[2]).isEqualTo((byte) 0x90);
    select(HEADER + CONTROL);
    assertThat(client.out(cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0), filled(512, 1)).status())
        .isEqualTo(GOOD);
  }

  @Test
  void tellsOfASaveThatFailedAndChangesNothing() {
    NonvolatileMemory broken =
        new NonvolatileMemory() {
          @Override
          public byte[] load(String name) {
            return null;
          }

          @Override
          public void save(
              long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
            completion.onSaved(nowNs, false);
          }
        };
    Client other = disk(broken).client("iqn.2026-11.org.quintain:a");
    assertThat(select(other, 0x11, HEADER + CONTROL_DESCRIPTOR_SENSE).code()).isEqualTo(0x044400);
    assertThat(page(other, 0, 0x0A)).isEqualTo(CONTROL);
    assertThat(page(other, 3, 0x0A)).isEqualTo(CONTROL);
  }

  @Test
  void flushesTheCacheThatItTurnsOffAndWritesThroughFromThenOn() {
    HeldStore store = new HeldStore(1 << 20, true);
    Disk cached = new Disk(Disk.config(512), store);
    Client by = cached.client("a");
    Outcome off = select(by, 0x10, HEADER + "0812" + "00".repeat(18));
    assertThat(off.status()).isEqualTo(GOOD);
    assertThat(page(by, 0, 0x08)).isEqualTo("0812" + "00".repeat(18));
    assertThat(page(by, 2, 0x08)).isEqualTo("081204" + "00".repeat(17));
    assertThat(store.flushes()).isEqualTo(1);
    by.out(cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0), filled(512, 1));
    assertThat(store.fuaWrites()).isEqualTo(1);
  }

  @Test
  void reportsTheFalseExceptionThatIsAskedFor() {
    Client other = disk.client("iqn.2026-11.org.quintain:b");
    assertThat(select(HEADER + "1c0a0402" + "00".repeat(8)).status()).isEqualTo(GOOD);
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x065DFF);
    assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x065DFF);
    assertThat(other.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062A01);
    assertThat(select(HEADER + "1c0a0406" + "00".repeat(8)).status()).isEqualTo(GOOD);
    byte[] sense = client.in(cdb(3, 0, 0, 0, 18, 0), 18).data();
    assertThat(new byte[] {sense[2], sense[12], sense[13]}).containsExactly(0, 0x5D, -1);
    pointsAt(select(HEADER + "1c0a0c06" + "00".repeat(8)), 6, 2);
    pointsAt(select(HEADER + "1c0a0401" + "00".repeat(8)), 7, 3);
  }

  /** Each bit that the changeable mask has can be set and cleared, and no other. */
  @Property(seed = "1479527928")
  void changesExactlyTheBitsOfTheMask(
      @ForAll @IntRange(min = 2, max = 11) int at, @ForAll @IntRange(min = 0, max = 7) int bit) {
    byte[] mask = HexFormat.of().parseHex(page(client, 1, 0x0A));
    byte[] current = HexFormat.of().parseHex(page(client, 0, 0x0A));
    current[at] ^= (byte) (1 << bit);
    boolean isChangeable = (mask[at] >> bit & 1) != 0;
    Outcome outcome = select(HEADER + HexFormat.of().formatHex(current));
    if (!isChangeable) {
      pointsAt(outcome, 4 + at, bit);
    } else if (outcome.status() == GOOD) {
      assertThat(page(client, 0, 0x0A)).isEqualTo(HexFormat.of().formatHex(current));
    } else {
      // A value between the codes that mean something: QAM, QERR and UA_INTLCK_CTRL alone.
      assertThat(at).isIn(3, 4);
    }
  }
}
