// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/**
 * The consistency law: what INQUIRY, the VPD pages, the mode and log pages and the list of commands
 * say of one logical unit is one story, for disks of every shape.
 */
final class ConsistencyTest {
  /** The shapes of disks that the law is held against. */
  enum Shape {
    PLAIN(Disk.config(512), new RamStore(1 << 22)),
    CACHED(Disk.config(4096), new HeldStore(1 << 22, true)),
    REMOVABLE(LogicalUnitConfig.named("disk0").removable(true).build(), new RamStore(1 << 22)),
    THIN(
        LogicalUnitConfig.named("disk0").provisioning(ProvisioningConfig.THIN).build(),
        new RamStore(1 << 22)),
    READ_ONLY(LogicalUnitConfig.named("disk0").readOnly(true).build(), new RamStore(1 << 22)),
    DESCRIPTOR_SENSE(
        LogicalUnitConfig.named("disk0").descriptorSense(true).build(), new RamStore(1 << 22));

    private final LogicalUnitConfig config;
    private final BackingStore store;

    Shape(LogicalUnitConfig config, BackingStore store) {
      this.config = config;
      this.store = store;
    }

    private Client client() {
      return new Disk(config, DiskBacking.of(store)).client("iqn.2026-11.org.quintain:a");
    }
  }

  private static byte[] inquiry(Client client) {
    return client.in(cdb(0x12, 0, 0, 0, 255, 0), 255).data();
  }

  private static byte[] vpd(Client client, int page) {
    return client.in(cdb(0x12, 1, page, 0x40, 0, 0), 1 << 14).data();
  }

  private static TreeSet<Integer> vpdPages(Client client) {
    TreeSet<Integer> pages = new TreeSet<>();
    byte[] list = vpd(client, 0);
    for (int at = 4; at < list.length; at++) {
      pages.add(list[at] & 0xFF);
    }
    return pages;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  /** What RSOC lists: operation code and service action to CDB length; action -1 for none. */
  private static TreeMap<Integer, TreeMap<Integer, Integer>> commands(Client client) {
    byte[] all = client.in(cdb(0xA3, 0x0C, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), 1 << 16).data();
    TreeMap<Integer, TreeMap<Integer, Integer>> found = new TreeMap<>();
    for (int at = 4; at < all.length; at += 8) {
      int action = (all[at + 5] & 1) != 0 ? u16(all, at + 2) : -1;
      found.computeIfAbsent(all[at] & 0xFF, code -> new TreeMap<>()).put(action, u16(all, at + 6));
    }
    return found;
  }

  private static boolean has(Client client, int operationCode, int action) {
    return commands(client).getOrDefault(operationCode, new TreeMap<>()).containsKey(action);
  }

  /** The mode pages of all pages and subpages, by page code and subpage code. */
  private static TreeMap<Integer, byte[]> modePages(Client client, int control) {
    int page = control << 6 | 0x3F;
    byte[] all = client.in(cdb(0x5A, 8, page, 0xFF, 0, 0, 0, 0x10, 0, 0), 1 << 12).data();
    TreeMap<Integer, byte[]> pages = new TreeMap<>();
    for (int at = 8; at < all.length; ) {
      boolean isSubpage = (all[at] & 0x40) != 0;
      int length = isSubpage ? 4 + u16(all, at + 2) : 2 + (all[at + 1] & 0xFF);
      byte[] bytes = Arrays.copyOfRange(all, at, at + length);
      pages.put((all[at] & 0x3F) << 8 | (isSubpage ? all[at + 1] & 0xFF : 0), bytes);
      at += length;
    }
    return pages;
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyListedCommandIsKnownAndEveryOtherIsNot(Shape shape) {
    Client client = shape.client();
    TreeMap<Integer, TreeMap<Integer, Integer>> listed = commands(client);
    for (int code = 0; code < 256; code++) {
      byte[] one = client.in(cdb(0xA3, 0x0C, 3, code, 0, 0, 0, 0, 2, 0, 0, 0), 512).data();
      boolean isSupported = (one[1] & 7) == 3;
      TreeMap<Integer, Integer> rows = listed.getOrDefault(code, new TreeMap<>());
      assertThat(isSupported)
          .as("%02x", code)
          .isEqualTo(rows.containsKey(-1) || rows.containsKey(0));
      if (!isSupported && !listed.containsKey(code)) {
        assertThat(client.none(cdb(code, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).code())
            .as("%02x", code)
            .isEqualTo(0x052000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void usageDataBeginsWithTheCommandItIsAbout(Shape shape) {
    Client client = shape.client();
    commands(client)
        .forEach(
            (code, rows) ->
                rows.forEach(
                    (action, length) -> {
                      int asked = Math.max(action, 0);
                      byte[] one =
                          client
                              .in(
                                  cdb(
                                      0xA3,
                                      0x0C,
                                      action < 0 ? 0x81 : 0x82,
                                      code,
                                      asked >> 8,
                                      asked & 0xFF,
                                      0,
                                      0,
                                      2,
                                      0,
                                      0,
                                      0),
                                  512)
                              .data();
                      assertThat(u16(one, 2)).as("%02x/%d", code, action).isEqualTo(length);
                      assertThat(one[4] & 0xFF).isEqualTo(code);
                      assertThat(one).hasSize(4 + length + 12);
                      assertThat(u16(one, 4 + length)).isEqualTo(10);
                    }));
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void inquirySaysWhatTheCommandsAre(Shape shape) {
    Client client = shape.client();
    byte[] standard = inquiry(client);
    assertThat((standard[5] & 0x08) != 0).as("3PC").isEqualTo(commands(client).containsKey(0x83));
    int groups = standard[5] >> 4 & 3;
    assertThat(groups != 0).as("TPGS").isEqualTo(has(client, 0xA3, 0x0A));
    assertThat((groups & 2) != 0).as("explicit").isEqualTo(has(client, 0xA4, 0x0A));
    byte[] functions = client.in(cdb(0xA3, 0x0D, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0), 4).data();
    assertThat((standard[3] & 0x20) != 0)
        .as("NORMACA goes with CLEAR ACA")
        .isEqualTo((functions[0] & 0x20) != 0);
    assertThat((standard[1] & 0x80) != 0).as("RMB").isEqualTo(shape == Shape.REMOVABLE);
    assertThat((standard[6] & 0x10) != 0)
        .as("MULTIP")
        .isEqualTo(vpd(client, 0x88).length > 4 + 12 + 4 + 255);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void pagesSayWhatTheCommandsAre(Shape shape) {
    Client client = shape.client();
    TreeSet<Integer> pages = vpdPages(client);
    assertThat(pages).contains(0x00, 0x80, 0x83, 0x85, 0x86, 0x87, 0x88, 0xB0, 0xB1, 0xB2);
    assertThat(pages.contains(0x8F)).as("8Fh").isEqualTo(commands(client).containsKey(0x83));
    assertThat(pages.contains(0xB3)).as("B3h").isEqualTo(has(client, 0xA3, 0x13));
    byte[] limits = vpd(client, 0xB0);
    byte[] provisioning = vpd(client, 0xB2);
    assertThat((provisioning[5] & 0x80) != 0).as("LBPU").isEqualTo(has(client, 0x42, -1));
    assertThat(u16(limits, 20) != 0 || u16(limits, 22) != 0)
        .as("MAXIMUM UNMAP LBA COUNT")
        .isEqualTo(has(client, 0x42, -1));
    assertThat(limits[5] != 0).as("MAXIMUM COMPARE AND WRITE").isEqualTo(has(client, 0x89, -1));
    boolean hasAtomic = u16(limits, 44) != 0 || u16(limits, 46) != 0;
    assertThat(hasAtomic).as("atomic").isEqualTo(has(client, 0x9C, -1));
    byte[] extended = vpd(client, 0x86);
    assertThat((extended[8] & 0x10) != 0).as("R_SUP").isEqualTo(pages.contains(0xB3));
    assertThat((extended[6] & 0x01) != 0)
        .as("V_SUP")
        .isEqualTo((modePages(client, 2).get(0x0800)[2] & 4) != 0);
    assertThat((extended[4] & 0x07) != 0).as("checks").isEqualTo((inquiry(client)[5] & 1) != 0);
    assertThat(60 * u16(extended, 10))
        .as("extended self-test in minutes and seconds")
        .isEqualTo(u16(modePages(client, 0).get(0x0A00), 10));
    assertThat(pages.contains(0x8A))
        .as("power conditions")
        .isEqualTo(modePages(client, 0).containsKey(0x1A00));
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void modePagesAreTheSamePagesUnderEveryControl(Shape shape) {
    Client client = shape.client();
    TreeMap<Integer, byte[]> current = modePages(client, 0);
    for (int control = 1; control < 4; control++) {
      TreeMap<Integer, byte[]> other = modePages(client, control);
      assertThat(other.keySet()).isEqualTo(current.keySet());
      other.forEach(
          (code, bytes) -> {
            assertThat(bytes).hasSameSizeAs(current.get(code));
            assertThat(bytes[0]).isEqualTo(current.get(code)[0]);
          });
    }
    modePages(client, 1)
        .forEach(
            (code, mask) -> {
              boolean isChangeable = false;
              int header = (mask[0] & 0x40) != 0 ? 4 : 2;
              for (int at = header; at < mask.length; at++) {
                isChangeable |= mask[at] != 0;
              }
              assertThat((mask[0] & 0x80) != 0).as("PS of %04x", code).isEqualTo(isChangeable);
            });
    byte[] policy = vpd(client, 0x87);
    assertThat(policy).hasSize(8).startsWith(0, 0x87, 0, 4, 0x3F, 0xFF, 0);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theTargetPortIsCalledTheSameEverywhere(Shape shape) {
    Client client = shape.client();
    byte[] ports = vpd(client, 0x88);
    byte[] identification = vpd(client, 0x83);
    List<String> names = new ArrayList<>();
    byte[] name = Arrays.copyOfRange(ports, 4 + 12, 4 + 12 + u16(ports, 4 + 10));
    String whole = HexFormat.of().formatHex(identification);
    names.add(HexFormat.of().formatHex(name));
    assertThat(names).allMatch(whole::contains);
    byte[] groups = client.in(cdb(0xA3, 0x0A, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0), 512).data();
    assertThat(whole)
        .contains(String.format("51950004" + "0000%04x", u16(groups, 6)))
        .contains(String.format("51940004" + "0000%04x", u16(groups, 14)));
  }
}
