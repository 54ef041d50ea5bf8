// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.store.NullStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class ModeSenseTest {
  private static final String RECOVERY = "810ac0" + "00".repeat(9);
  private static final String CACHING = "081200" + "00".repeat(17);
  private static final String CACHING_WCE = "881204" + "00".repeat(17);
  private static final String CONTROL = "8a0a02100080" + "00".repeat(5) + "3c";
  private static final String POWER = "9a26" + "00".repeat(38);
  private static final String EXCEPTIONS = "9c0a08" + "00".repeat(9);

  private static final String DISCONNECT = "020e" + "00".repeat(14);
  private static final String VERIFY_RECOVERY = "870a" + "00".repeat(10);
  private static final String EXTENSION = "4a01001c02" + "00".repeat(27);
  private static final String PROTOCOL = "180605" + "00".repeat(5) + "190605" + "00".repeat(5);
  private static final String BACKGROUND = "dc01000c" + "00000018000003e800000000";

  private final Disk disk = Disk.inMemory(512, 2048);
  private final Client client = disk.client("iqn.2026-11.org.quintain:a");

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Command Duration Limit T2A and T2B without a limit. */
  private static final String LIMITS =
      "ca0700e4" + "00".repeat(228) + "ca0800e4" + "00".repeat(228);

  /** IO Advice Hints Grouping of a disk without streams: information is collected of 1 to 31. */
  private static String hints() {
    String collecting = "01" + "00".repeat(15);
    String silent = "00".repeat(16);
    return "ca05040c" + "00".repeat(12) + silent + collecting.repeat(31) + silent.repeat(32);
  }

  private String sense6(int byte1, int page) {
    return hex(client.in(cdb(0x1A, byte1, page, 0, 255, 0), 255).data());
  }

  private static byte[] cdb10(int byte1, int page, int subpage, int length) {
    return cdb(0x5A, byte1, page, subpage, 0, 0, 0, length >> 8, length & 0xFF, 0);
  }

  @Test
  void givesAllPagesAscending() {
    String before = RECOVERY + DISCONNECT + VERIFY_RECOVERY + CACHING + CONTROL;
    String pages = before + PROTOCOL + POWER + EXCEPTIONS;
    assertThat(sense6(0, 0x3F)).isEqualTo("97001008" + "0000080000000200" + pages);
    assertThat(hex(client.in(cdb10(0, 0x3F, 0xFF, 2048), 2048).data()))
        .isEqualTo(
            "06aa001000000008"
                + "0000080000000200"
                + before
                + EXTENSION
                + hints()
                + LIMITS
                + PROTOCOL
                + POWER
                + EXCEPTIONS
                + BACKGROUND);
  }

  @Test
  void givesASubpageAndAPageWithAllOfItsSubpages() {
    assertThat(hex(client.in(cdb10(8, 0x0A, 0x01, 512), 512).data()))
        .isEqualTo("0026001000000000" + EXTENSION);
    assertThat(hex(client.in(cdb10(8, 0x0A, 0xFF, 2048), 2048).data()))
        .isEqualTo("0612001000000000" + CONTROL + EXTENSION + hints() + LIMITS);
  }

  @Test
  void givesEachPageAloneAndWithoutBlockDescriptor() {
    assertThat(sense6(8, 0x01)).isEqualTo("0f001000" + RECOVERY);
    assertThat(sense6(8, 0x08)).isEqualTo("17001000" + CACHING);
    assertThat(sense6(8, 0x0A)).isEqualTo("0f001000" + CONTROL);
    assertThat(sense6(8, 0x1C)).isEqualTo("0f001000" + EXCEPTIONS);
  }

  @Test
  void givesLongBlockDescriptorWhereItIsAccepted() {
    assertThat(hex(client.in(cdb10(0x10, 0x1C, 0, 512), 512).data()))
        .isEqualTo("0022001001000010" + "00000000000008000000000000000200" + EXCEPTIONS);
  }

  @Test
  void givesChangeableDefaultAndSavedValues() {
    assertThat(sense6(8, 0x40 | 0x08)).isEqualTo("17001000" + "0812" + "00".repeat(18));
    assertThat(sense6(8, 0x40 | 0x0A)).isEqualTo("0f001000" + "8a0a24f63840" + "00".repeat(6));
    assertThat(sense6(8, 0x80 | 0x08)).isEqualTo("17001000" + CACHING);
    assertThat(sense6(8, 0xC0 | 0x0A)).isEqualTo("0f001000" + CONTROL);
  }

  @Test
  void pointsAtThePageOrSubpageThatIsNotThere() {
    Outcome page = client.in(cdb(0x1A, 0, 0x03, 0, 255, 0), 255);
    assertThat(page.code()).isEqualTo(0x052400);
    assertThat(page.sense().senseKeySpecific()).isEqualTo(0xCD0002);
    Outcome subpage = client.in(cdb10(0, 0x0A, 9, 255), 255);
    assertThat(subpage.sense().senseKeySpecific()).isEqualTo(0xCF0003);
  }

  @Test
  void isCutAtItsAllocationLength() {
    byte[] whole = client.in(cdb(0x1A, 0, 0x3F, 0, 255, 0), 255).data();
    for (int length = 0; length < 130; length++) {
      assertThat(client.in(cdb(0x1A, 0, 0x3F, 0, length, 0), 255).data())
          .isEqualTo(Arrays.copyOf(whole, Math.min(length, whole.length)));
    }
  }

  @Test
  void tellsVolatileCache() {
    Disk cached = new Disk(Disk.config(512), new HeldStore(1 << 20, true));
    byte[] data = cached.client("a").in(cdb(0x1A, 8, 8, 0, 255, 0), 255).data();
    assertThat(hex(data)).isEqualTo("17001000" + CACHING_WCE);
  }

  @Test
  void tellsWriteProtection() {
    Disk readOnly =
        new Disk(
            LogicalUnitConfig.named("d").readOnly(true).build(), new HeldStore(1 << 20, false));
    byte[] data = readOnly.client("a").in(cdb(0x1A, 8, 8, 0, 255, 0), 255).data();
    assertThat(hex(data)).startsWith("17009000");
  }

  @Test
  void fillsShortDescriptorOfAHugeDiskWithOnes() {
    Disk huge = new Disk(Disk.config(512), new NullStore(1L << 42));
    Client other = huge.client("a");
    assertThat(hex(other.in(cdb(0x1A, 0, 8, 0, 255, 0), 255).data()))
        .startsWith("1f001008" + "ffffffff00000200");
    assertThat(hex(other.in(cdb10(0x10, 8, 0, 255), 255).data()))
        .startsWith("002a001001000010" + "00000002000000000000000000000200");
  }
}
