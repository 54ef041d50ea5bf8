// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.NullStore;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class WriteSameTest {
  private static final int[] FORMS = {0x41, 0x93};
  private static final int NDOB = 0x01;
  private static final int READ = 0x28;
  private static final int WRITE = 0x2A;

  private final HeldStore store = new HeldStore(16384 * 512, false);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("a");

  private byte[] read(long first, int blocks) {
    return client.in(range(READ, first, blocks), blocks * 512).data();
  }

  @Test
  void writesItsBlockToEachBlockAndNoOther() {
    for (int form : FORMS) {
      for (int blocks : new int[] {1, 2, 127, 128, 129, 5000}) {
        client.out(range(WRITE, 99, 1), filled(512, 1));
        client.out(range(WRITE, 100 + blocks, 1), filled(512, 1));
        byte[] pattern = filled(512, 3 + blocks);
        pattern[511] = 7;
        Outcome outcome = client.out(range(form, 100, blocks), pattern);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.residual()).isZero();
        assertThat(read(99, 1)).isEqualTo(filled(512, 1));
        assertThat(read(100, 1)).isEqualTo(pattern);
        assertThat(read(100 + blocks - 1, 1)).isEqualTo(pattern);
        assertThat(client.out(range(0x2F, 0x06, 100, blocks), pattern).status()).isZero();
        assertThat(read(100 + blocks, 1)).isEqualTo(filled(512, 1));
      }
    }
    disk.device().checkIdle();
  }

  @Test
  void takesZeroBlocksForAllTheRest() {
    client.out(range(WRITE, 9, 1), filled(512, 1));
    assertThat(client.out(range(0x93, 10, 0), filled(512, 5)).status()).isZero();
    assertThat(read(9, 1)).isEqualTo(filled(512, 1));
    assertThat(read(10, 1)).isEqualTo(filled(512, 5));
    assertThat(client.out(range(0x2F, 0x06, 10, 8192), filled(512, 5)).status()).isZero();
    assertThat(read(16383, 1)).isEqualTo(filled(512, 5));
    assertThat(client.out(range(0x41, 0, 0), filled(512, 6)).status()).isZero();
    assertThat(read(0, 1)).isEqualTo(filled(512, 6));
    assertThat(client.out(range(0x93, 16384, 0), filled(512, 1)).status()).isZero();
    assertThat(client.out(range(0x93, 16385, 0), filled(512, 1)).code()).isEqualTo(0x052100);
  }

  @Test
  void writesZerosWithoutDataOut() {
    client.out(range(WRITE, 0, 8), filled(4096, 9));
    Outcome outcome = client.none(range(0x93, NDOB, 2, 3));
    assertThat(outcome.status()).isZero();
    assertThat(outcome.residual()).isZero();
    assertThat(read(1, 1)).isEqualTo(filled(512, 9));
    assertThat(read(2, 3)).isEqualTo(filled(3 * 512, 0));
    assertThat(read(5, 1)).isEqualTo(filled(512, 9));
    Outcome needless = client.out(range(0x93, NDOB, 5, 1), filled(512, 1));
    assertThat(needless.status()).isZero();
    assertThat(needless.residual()).isEqualTo(-512);
    assertThat(read(5, 1)).isEqualTo(filled(512, 0));
    // The ten-byte form has no such bit.
    assertThat(client.out(range(0x41, NDOB, 0, 1), filled(512, 1)).code()).isEqualTo(0x052400);
  }

  @Test
  void refusesAnotherSizeOfDataOut() {
    for (int form : FORMS) {
      for (int given : new int[] {0, 256, 1024}) {
        assertThat(client.out(range(form, 0, 4), filled(given, 1)).code()).isEqualTo(0x050E03);
      }
    }
    assertThat(read(0, 4)).isEqualTo(filled(2048, 0));
  }

  @Test
  void refusesObsoleteBitsAndUnmappingOfAFullyProvisionedDisk() {
    for (int flags : new int[] {0x02, 0x04, 0x08, 0x10, 0x18, 0x20}) {
      for (int form : FORMS) {
        Outcome outcome = client.out(range(form, flags, 0, 1), filled(512, 1));
        assertThat(outcome.code()).isEqualTo(0x052400);
        assertThat(outcome.sense().senseKeySpecific() & 0xFFFF).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesWhatIsBeyondTheEnd() {
    Outcome outcome = client.out(range(0x93, 16380, 5), filled(512, 1));
    assertThat(outcome.code()).isEqualTo(0x052100);
    assertThat(outcome.sense().information()).isEqualTo(16384);
    assertThat(read(16380, 4)).isEqualTo(filled(2048, 0));
  }

  @Test
  void isDoneInPiecesThatLetOthersInBetween() {
    store.hold(true);
    ExecuteCommand same =
        client.start(range(0x93, 0, 16384), filled(512, 4), 0, TaskAttribute.SIMPLE);
    int pieces = 0;
    Client other = disk.client("b");
    while (!same.isDone()) {
      assertThat(store.heldCount()).isEqualTo(1);
      store.releaseOne(0);
      ExecuteCommand read = other.start(range(READ, 16383, 1), null, 512, TaskAttribute.SIMPLE);
      store.release(0, store.heldCount() - 1);
      assertThat(read.isDone()).isTrue();
      disk.world().settle();
      pieces++;
    }
    assertThat(pieces).isEqualTo(8);
    disk.device().checkIdle();
  }

  @Test
  void stopsAtTheNextPieceWhenItIsAborted() {
    store.hold(true);
    client.start(range(0x93, 0, 16384), filled(512, 4), 0, TaskAttribute.SIMPLE);
    store.releaseOne(0);
    disk.world().settle();
    var abort = client.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    disk.world().settle();
    assertThat(abort.isDone()).isFalse();
    store.releaseOne(0);
    disk.world().settle();
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    store.hold(false);
    assertThat(read(16383, 1)).isEqualTo(filled(512, 0));
    disk.device().checkIdle();
  }

  @Test
  void tellsWhichBlockCouldNotBeWritten() {
    store.failNext(StoreResult.WRITE_ERROR, 7 * 512);
    Outcome outcome = client.out(range(0x93, 5, 10), filled(512, 1));
    assertThat(outcome.code()).isEqualTo(0x030C00);
    assertThat(outcome.sense().information()).isEqualTo(7);
  }

  @Test
  void reachesTheEndOfAMediumThatAnIntegerDoesNotCount() {
    Client huge = new Disk(Disk.config(512), new NullStore(1L << 42)).client("b");
    long last = (1L << 33) - 1;
    assertThat(huge.none(range(0x93, NDOB, last, 0)).status()).isZero();
    assertThat(huge.none(range(0x93, NDOB, last, 2)).code()).isEqualTo(0x052100);
    assertThat(huge.none(range(0x93, NDOB, last - (1L << 24), 0)).status()).isZero();
  }
}
