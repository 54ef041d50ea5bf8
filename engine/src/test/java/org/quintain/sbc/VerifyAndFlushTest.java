// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.sam.InvariantViolation;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class VerifyAndFlushTest {
  private static final int COMPARE_ALL = 0x02;
  private static final int RESERVED = 0x04;
  private static final int COMPARE_ONE = 0x06;

  private final HeldStore store = new HeldStore(2048 * 512, true);
  private final Disk copying = new Disk(Disk.config(512), store);
  private final Disk[] disks = {copying, Disk.inMemory(512, 2048)};

  @Test
  void verifiesWithoutComparing() {
    for (Disk disk : disks) {
      Client client = disk.client("a");
      for (int verify : Blocks.VERIFIES) {
        Outcome outcome = client.none(range(verify, 0, 16));
        assertThat(outcome.status()).isZero();
        assertThat(outcome.residual()).isZero();
        assertThat(client.none(range(verify, 2048, 0)).status()).isZero();
        assertThat(client.none(range(verify, 2047, 2)).code()).isEqualTo(0x052100);
        assertThat(client.none(range(verify, 0x20, 0, 1)).code()).isEqualTo(0x052400);
      }
      disk.device().checkIdle();
    }
  }

  @Test
  void comparesEveryBlockWithItsOwn() {
    for (Disk disk : disks) {
      Client client = disk.client("a");
      byte[] data = filled(2048, 1);
      data[1500] = 9;
      client.out(range(0x2A, 4, 4), data);
      for (int verify : Blocks.VERIFIES) {
        assertThat(client.out(range(verify, COMPARE_ALL, 4, 4), data).status()).isZero();
        Outcome differs = client.out(range(verify, COMPARE_ALL, 4, 4), filled(2048, 1));
        assertThat(differs.code()).isEqualTo(0x0E1D00);
        assertThat(differs.sense().information()).isEqualTo(1500);
        assertThat(differs.residual()).isZero();
      }
      disk.device().checkIdle();
    }
  }

  @Test
  void comparesEveryBlockWithTheSameOne() {
    for (Disk disk : disks) {
      Client client = disk.client("a");
      byte[] pattern = filled(512, 3);
      pattern[511] = 4;
      for (int block = 0; block < 4; block++) {
        client.out(range(0x2A, block, 1), pattern);
      }
      assertThat(client.out(range(0x2F, COMPARE_ONE, 0, 4), pattern).status()).isZero();
      Outcome differs = client.out(range(0x2F, COMPARE_ONE, 0, 5), pattern);
      assertThat(differs.code()).isEqualTo(0x0E1D00);
      assertThat(differs.sense().information()).isEqualTo(4 * 512);
      assertThat(client.out(range(0x2F, COMPARE_ONE, 0, 0), pattern).residual()).isEqualTo(-512);
      disk.device().checkIdle();
    }
  }

  @Test
  void comparesTheWholeBlocksThatDataOutCovers() {
    for (Disk disk : disks) {
      Client client = disk.client("a");
      Outcome one = client.out(range(0x2F, COMPARE_ALL, 0, 2), filled(600, 0));
      assertThat(one.status()).isZero();
      assertThat(one.residual()).isEqualTo(1024 - 600);
      Outcome none = client.out(range(0x2F, COMPARE_ONE, 0, 2), filled(100, 1));
      assertThat(none.status()).isZero();
      assertThat(none.residual()).isEqualTo(412);
    }
  }

  @Test
  void refusesReservedByteCheck() {
    Outcome outcome = copying.client("a").out(range(0x2F, RESERVED, 0, 1), filled(512, 0));
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCA0001);
  }

  @Test
  void tellsMediumErrorsOfVerify() {
    Client client = copying.client("a");
    store.failNext(StoreResult.READ_ERROR, 512);
    Outcome outcome = client.none(range(0x2F, 0, 4));
    assertThat(outcome.code()).isEqualTo(0x031100);
    assertThat(outcome.sense().information()).isEqualTo(1);
  }

  @Test
  void flushesOnSynchronizeCache() {
    Client client = copying.client("a");
    for (int synchronize : new int[] {0x35, 0x91}) {
      int before = store.flushes();
      assertThat(client.none(range(synchronize, 0, 0)).status()).isZero();
      assertThat(client.none(range(synchronize, 2048, 0)).status()).isZero();
      assertThat(client.none(range(synchronize, 2047, 1)).status()).isZero();
      assertThat(store.flushes()).isEqualTo(before + 3);
      assertThat(client.none(range(synchronize, 2047, 2)).code()).isEqualTo(0x052100);
      assertThat(client.none(range(synchronize, 2049, 0)).code()).isEqualTo(0x052100);
    }
    store.failNext(StoreResult.FAILED, -1);
    assertThat(client.none(range(0x35, 0, 0)).code()).isEqualTo(0x030C00);
    copying.device().checkIdle();
  }

  @Test
  void answersImmediateSynchronizeCacheAtOnceAndStillFlushes() {
    Client client = copying.client("a");
    store.hold(true);
    assertThat(client.none(range(0x35, 0x02, 0, 0)).status()).isZero();
    assertThat(client.none(range(0x35, 0x02, 0, 0)).status()).isZero();
    assertThat(client.none(range(0x35, 0x02, 0, 0)).status()).isZero();
    assertThat(store.heldCount()).isEqualTo(1);
    assertThatThrownBy(() -> copying.device().checkIdle()).isInstanceOf(InvariantViolation.class);
    store.releaseAll(0);
    // What was asked for while the first flush ran needs one more.
    assertThat(store.flushes()).isEqualTo(2);
    copying.device().checkIdle();
  }

  @Test
  void tellsOfAFailedBackgroundFlushByDeferredSenseOnce() {
    Client client = copying.client("a");
    store.failNext(StoreResult.FAILED, -1);
    assertThat(client.none(range(0x35, 0x02, 0, 0)).status()).isZero();
    Outcome next = client.none(range(0x35, 0, 0));
    assertThat(next.code()).isEqualTo(0x030C00);
    assertThat(next.sense().isDeferred()).isTrue();
    assertThat(client.none(range(0x35, 0, 0)).status()).isZero();
  }
}
