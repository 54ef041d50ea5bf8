// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.hints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class AdviceHintsTest {
  private static final int GOOD = 0;
  private static final int PAGE_BYTES = 1040;

  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private final Client client = thin(memory).client("iqn.2026-11.org.quintain:a");

  private static Disk thin(NonvolatileMemory memory) {
    LogicalUnitConfig config =
        LogicalUnitConfig.named("disk0").provisioning(ProvisioningConfig.THIN).build();
    return new Disk(config, new DiskBacking(new RamStore(1 << 20), null, memory));
  }

  private static byte[] page(Client by, int control) {
    byte[] sense = cdb(0x5A, 8, control << 6 | 0x0A, 5, 0, 0, 0, 8, 0, 0);
    byte[] data = by.in(sense, 2048).data();
    assertThat(data).hasSize(8 + PAGE_BYTES);
    return Arrays.copyOfRange(data, 8, data.length);
  }

  private static Outcome select(Client by, boolean isSaved, byte[] page) {
    byte[] list = new byte[8 + page.length];
    System.arraycopy(page, 0, list, 8, page.length);
    list[8] &= 0x7F;
    byte[] select =
        cdb(0x55, isSaved ? 0x11 : 0x10, 0, 0, 0, 0, 0, list.length >> 8, list.length, 0);
    return by.out(select, list);
  }

  private static int at(int group) {
    return 16 + 16 * group;
  }

  private static long[] counted(Client by, int group) {
    byte[] sense = cdb(0x4D, 0, 0x40 | 0x19, group, 0, 0, 0, 1, 0, 0);
    byte[] data = by.in(sense, 256).data();
    assertThat(data).startsWith(0xD9, group, 0, 52, 0, 1, 2, 48);
    long[] numbers = new long[4];
    for (int index = 0; index < numbers.length; index++) {
      numbers[index] = ByteBuffer.wrap(data).getLong(8 + 8 * index);
    }
    return numbers;
  }

  private void write(int group, int blocks) {
    byte[] write = cdb(0x2A, 0, 0, 0, 0, 0, group, 0, blocks, 0);
    assertThat(client.out(write, filled(512 * blocks, 1)).status()).isEqualTo(GOOD);
  }

  private void read(int group, int blocks) {
    byte[] read = cdb(0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, blocks, group, 0);
    assertThat(client.in(read, 512 * blocks).status()).isEqualTo(GOOD);
  }

  @Test
  void takesEveryGroupNumberAndCountsThoseWithAPage() {
    for (int group = 0; group < 64; group++) {
      write(group, 1 + group % 4);
    }
    read(7, 5);
    read(7, 2);
    assertThat(counted(client, 1)).containsExactly(0, 1, 2, 0);
    assertThat(counted(client, 7)).containsExactly(2, 1, 4, 7);
    assertThat(counted(client, 31)).containsExactly(0, 1, 4, 0);
    Outcome beyond = client.in(cdb(0x4D, 0, 0x59, 32, 0, 0, 0, 1, 0, 0), 256);
    assertThat(beyond.code()).isEqualTo(0x052400);
  }

  @Test
  void resetsTheCountersOfOneGroupAlone() {
    write(3, 1);
    write(4, 1);
    assertThat(client.none(cdb(0x4C, 2, 0x59, 3, 0, 0, 0, 0, 0, 0)).status()).isEqualTo(GOOD);
    assertThat(counted(client, 3)).containsOnly(0);
    assertThat(counted(client, 4)).containsExactly(0, 1, 1, 0);
  }

  @Test
  void countsNoMoreWhereInformationIsNotCollected() {
    byte[] page = page(client, 0);
    page[at(9)] &= (byte) ~1;
    assertThat(select(client, false, page).status()).isEqualTo(GOOD);
    write(9, 1);
    write(10, 1);
    assertThat(counted(client, 9)).containsOnly(0);
    assertThat(counted(client, 10)).containsExactly(0, 1, 1, 0);
  }

  @Test
  void givesPermanentStreamsToTheFirstGroups() {
    byte[] page = page(client, 0);
    for (int group = 0; group < 64; group++) {
      assertThat(page[at(group)] & 0x04).as("group " + group).isEqualTo(group < 6 ? 4 : 0);
    }
  }

  @Test
  void keepsMarkupAndSavesIt() {
    byte[] page = page(client, 0);
    page[at(63)] = 0x40;
    page[at(63) + 4] = (byte) 0xB0;
    page[at(63) + 5] = (byte) 0xAA;
    page[at(63) + 6] = (byte) 0x5A;
    assertThat(select(client, true, page).status()).isEqualTo(GOOD);
    assertThat(page(client, 0)).isEqualTo(page);
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    assertThat(page(client, 0)).isEqualTo(page);
    assertThat(page(thin(memory).client("iqn.2026-11.org.quintain:b"), 0)).isEqualTo(page);
  }

  @Test
  void refusesReservedValuesAndWhatCannotBeChanged() {
    int[][] wrong = {
      {0, 0x80, 7},
      {0, 0x02, 1},
      {4, 0x20, 5},
      {4, 0x01, 0},
      {5, 0xC0, 7},
      {5, 0x03, 1},
      {6, 0x20, 7},
      {6, 0x0C, 3},
      {6, 0x03, 1},
      {7, 0x01, 0}
    };
    for (int[] each : wrong) {
      byte[] page = page(client, 0);
      page[at(40) + each[0]] |= (byte) each[1];
      Outcome outcome = select(client, false, page);
      assertThat(outcome.code()).isEqualTo(0x052600);
      int pointer = 0x88_0000 | each[2] << 16 | (8 + at(40) + each[0]);
      assertThat(outcome.sense().senseKeySpecific()).isEqualTo(pointer);
    }
  }
}
