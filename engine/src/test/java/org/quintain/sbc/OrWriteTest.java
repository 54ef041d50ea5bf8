// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class OrWriteTest {
  private static final int DOES_NOT_MATCH = 0x052C0C;
  private static final int READ = 0x28;

  private final HeldStore store = new HeldStore(2048 * 512, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("a");

  /** ORWRITE(32) of one block at 4. */
  private Outcome orWrite(int operation, int policy, int expected, int next, int value) {
    byte[] cdb = Blocks.range32(0x000E, 0, 4, 1);
    cdb[2] = (byte) operation;
    cdb[3] = (byte) policy;
    ByteBuffer.wrap(cdb).putInt(20, expected).putInt(24, next);
    return client.out(cdb, filled(512, value));
  }

  private Outcome set(int expected, int value) {
    return orWrite(0, 0, expected, 0, value);
  }

  private int block() {
    byte[] block = client.in(range(READ, 4, 1), 512).data();
    assertThat(block).isEqualTo(filled(512, block[0]));
    return block[0] & 0xFF;
  }

  @Test
  void setsTheBitsOfDataOut() {
    for (Disk each : new Disk[] {disk, Disk.inMemory(512, 64)}) {
      Client writer = each.client("w");
      writer.out(range(0x2A, 4, 2), filled(1024, 0x55));
      Outcome outcome = writer.out(range(0x8B, 4, 2), filled(1024, 0x0F));
      assertThat(outcome.status()).isZero();
      assertThat(outcome.residual()).isZero();
      assertThat(writer.in(range(READ, 3, 4), 2048).data())
          .isEqualTo(Blocks.both(Blocks.both(filled(512, 0), filled(1024, 0x5F)), filled(512, 0)));
      assertThat(writer.out(range(0x8B, 64, 1), filled(512, 1)).status())
          .isEqualTo(each == disk ? 0 : 2);
      assertThat(writer.none(range(0x8B, 4, 0)).status()).isZero();
      each.device().checkIdle();
    }
  }

  @Test
  void refusesDataOutOfAnotherSizeAndRangesBeyondTheEnd() {
    assertThat(client.out(range(0x8B, 4, 2), filled(512, 1)).code()).isEqualTo(0x050E03);
    assertThat(client.out(range(0x8B, 2047, 2), filled(1024, 1)).code()).isEqualTo(0x052100);
    assertThat(block()).isZero();
  }

  @Test
  void startsWithGenerationZeroAndRefusesAllOthers() {
    assertThat(set(0, 1).status()).isZero();
    assertThat(set(1, 2).code()).isEqualTo(DOES_NOT_MATCH);
    assertThat(orWrite(1, 0, 1, 2, 0).code()).isEqualTo(DOES_NOT_MATCH);
    assertThat(block()).isEqualTo(1);
  }

  @Test
  void changesItsGenerationAndClearsBits() {
    set(0, 0xFF);
    assertThat(orWrite(1, 7, 0, 9, 0x3C).status()).isZero();
    assertThat(block()).isEqualTo(0x3C);
    assertThat(set(9, 0x01).status()).isZero();
    assertThat(set(0, 0x80).code()).isEqualTo(DOES_NOT_MATCH);
    // ORWRITE(16) counts as of generation zero.
    assertThat(client.out(range(0x8B, 4, 1), filled(512, 0x80)).code()).isEqualTo(DOES_NOT_MATCH);
    assertThat(block()).isEqualTo(0x3D);
  }

  /**
   * SBC-4 4.27.4, table 29: P performed, D discarded, R refused; for the previous and any other.
   */
  @Test
  void treatsSetOperationsOfOtherGenerationsAsThePolicySays() {
    Object[][] table = {{0, "PR"}, {2, "DR"}, {3, "PP"}, {5, "DD"}, {7, "RR"}};
    int generation = 0;
    for (Object[] row : table) {
      int next = generation + 10;
      assertThat(orWrite(1, (int) row[0], generation, next, 0).status()).isZero();
      for (int column = 0; column < 2; column++) {
        int before = block();
        Outcome outcome = set(column == 0 ? generation : 0x7777, 1 << column);
        char action = ((String) row[1]).charAt(column);
        assertThat(outcome.code()).isEqualTo(action == 'R' ? DOES_NOT_MATCH : 0);
        assertThat(block()).isEqualTo(action == 'P' ? before | 1 << column : before);
      }
      assertThat(set(next, 0x40).status()).isZero();
      generation = next;
    }
  }

  @Test
  void keepsItsGenerationOverAReset() {
    orWrite(1, 3, 0, 5, 0xFF);
    client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    client.clearUnitAttentions();
    assertThat(orWrite(1, 3, 0, 6, 0xFF).code()).isEqualTo(DOES_NOT_MATCH);
    assertThat(orWrite(1, 3, 5, 6, 0xFF).status()).isZero();
  }

  @Test
  void refusesReservedOperationsAndPolicies() {
    for (int operation = 2; operation < 8; operation++) {
      Outcome outcome = orWrite(operation, 0, 0, 0, 1);
      assertThat(outcome.code()).isEqualTo(0x052400);
      assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCA0002);
    }
    for (int policy : new int[] {1, 4, 6, 8, 15}) {
      Outcome outcome = orWrite(1, policy, 0, 0, 1);
      assertThat(outcome.code()).isEqualTo(0x052400);
      assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCB0003);
    }
  }

  @Test
  void letsNeitherReadsNorWritesComeBetween() {
    store.hold(true);
    final ExecuteCommand set =
        client.start(range(0x8B, 4, 1), filled(512, 0x0F), 0, TaskAttribute.SIMPLE);
    Client other = disk.client("b");
    ExecuteCommand read = other.start(range(READ, 4, 1), null, 512, TaskAttribute.SIMPLE);
    ExecuteCommand again =
        other.start(range(0x8B, 4, 1), filled(512, 0xF0), 0, TaskAttribute.SIMPLE);
    assertThat(store.heldCount()).isEqualTo(1);
    store.releaseAll(0);
    assertThat(set.status()).isZero();
    assertThat(Client.outcome(read).data()).isEqualTo(filled(512, 0x0F));
    assertThat(again.status()).isZero();
    assertThat(block()).isEqualTo(0xFF);
    disk.device().checkIdle();
  }
}
