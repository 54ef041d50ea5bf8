// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.filled;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.sam.Status;
import org.quintain.store.NullStore;
import org.quintain.store.RamStore;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class ReadWriteTest {
  private static final long CAPACITY = 2048;

  private final HeldStore store = new HeldStore(CAPACITY * 512, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("a");

  @Test
  void writesAndReadsByEveryOperationCode() {
    for (int number = 0; number < 4; number++) {
      int first = 10 * number;
      byte[] data = filled(1024, 0x40 + number);
      assertThat(client.out(range(Blocks.WRITES[number], first, 2), data).status()).isZero();
      for (int read : Blocks.READS) {
        assertThat(client.in(range(read, first, 2), 1024).data()).isEqualTo(data);
        assertThat(client.in(range(read, first + 2, 1), 512).data()).isEqualTo(filled(512, 0));
      }
    }
    disk.device().checkIdle();
  }

  @Test
  void takesLengthZeroOfSixByteCommandsFor256Blocks() {
    byte[] data = filled(256 * 512, 7);
    assertThat(client.out(range(0x0A, 0, 0), data).residual()).isZero();
    assertThat(client.in(range(0x08, 0, 0), 256 * 512).data()).isEqualTo(data);
  }

  @Test
  void movesNothingForLengthZeroOfLongerCommands() {
    for (int operationCode : new int[] {0x28, 0xA8, 0x88}) {
      Outcome outcome = client.in(range(operationCode, CAPACITY, 0), 512);
      assertThat(outcome.status()).isZero();
      assertThat(outcome.residual()).isEqualTo(-512);
      assertThat(client.in(range(operationCode, CAPACITY + 1, 0), 0).code()).isEqualTo(0x052100);
    }
    Outcome write = client.out(range(0x2A, 0, 0), filled(512, 1));
    assertThat(write.status()).isZero();
    assertThat(write.residual()).isEqualTo(-512);
    assertThat(client.in(range(0x28, 0, 1), 512).data()).isEqualTo(filled(512, 0));
  }

  @Test
  void readsAndWritesLastBlockButNothingBeyond() {
    for (int operationCode : new int[] {0x08, 0x28, 0xA8, 0x88}) {
      assertThat(client.in(range(operationCode, CAPACITY - 1, 1), 512).status()).isZero();
      Outcome beyond = client.in(range(operationCode, CAPACITY - 1, 2), 1024);
      assertThat(beyond.code()).isEqualTo(0x052100);
      assertThat(beyond.sense().information()).isEqualTo(CAPACITY);
      assertThat(beyond.residual()).isEqualTo(-1024);
      assertThat(client.in(range(operationCode, CAPACITY, 1), 512).code()).isEqualTo(0x052100);
    }
    assertThat(client.out(range(0x2A, CAPACITY - 1, 2), filled(1024, 1)).code())
        .isEqualTo(0x052100);
    assertThat(client.in(range(0x28, CAPACITY - 1, 1), 512).data()).isEqualTo(filled(512, 0));
  }

  @Test
  void refusesAddressesWhoseSumWouldOverflow() {
    for (long first : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFF_FFFFL}) {
      Outcome outcome = client.in(range(0x88, first, 1), 512);
      assertThat(outcome.code()).isEqualTo(0x052100);
      assertThat(client.out(range(0x8A, first, 1), filled(512, 1)).code()).isEqualTo(0x052100);
    }
  }

  @Test
  void refusesMoreThanMaximumTransferLength() {
    Client large = new Disk(Disk.config(512), new NullStore(1L << 32)).client("b");
    int most = 65_536;
    Outcome read = large.in(range(0xA8, 0, most + 1), 512);
    assertThat(read.code()).isEqualTo(0x052400);
    assertThat(read.sense().senseKeySpecific()).isEqualTo(0xCF0006);
    assertThat(large.in(range(0x88, 0, most + 1), 512).sense().senseKeySpecific())
        .isEqualTo(0xCF000A);
    assertThat(large.in(range(0x88, 0, most), most * 512).data()).hasSize(most * 512);
    assertThat(large.out(range(0x8A, 0, most), new byte[most * 512]).status()).isZero();
    Client long4096 = new Disk(Disk.config(4096), new NullStore(1L << 32)).client("c");
    assertThat(long4096.in(range(0x28, 0, 8193), 512).sense().senseKeySpecific())
        .isEqualTo(0xCF0007);
    assertThat(long4096.in(range(0x28, 0, 8192), 512).status()).isZero();
  }

  @Test
  void refusesProtectionInformationAndTakesDpoAndFua() {
    for (int protect = 1; protect < 8; protect++) {
      Outcome outcome = client.in(range(0x28, protect << 5, 0, 1), 512);
      assertThat(outcome.code()).isEqualTo(0x052400);
      assertThat(outcome.sense().senseKeySpecific() & 0xFFFF).isEqualTo(1);
    }
    for (int flags : new int[] {0x10, 0x08, 0x18}) {
      assertThat(client.in(range(0x28, flags, 0, 1), 512).status()).isZero();
      assertThat(client.out(range(0x2A, flags, 0, 1), filled(512, 1)).status()).isZero();
    }
  }

  @Test
  void writesThroughWithFuaAndFlushesBeforeFuaRead() {
    client.out(range(0x2A, 0, 0, 1), filled(512, 1));
    assertThat(store.fuaWrites()).isZero();
    client.out(range(0x2A, 0x08, 0, 1), filled(512, 1));
    client.out(range(0x8A, 0x08, 0, 1), filled(512, 1));
    assertThat(store.fuaWrites()).isEqualTo(2);
    client.in(range(0x28, 0, 0, 1), 512);
    assertThat(store.flushes()).isZero();
    client.in(range(0x28, 0x08, 0, 1), 512);
    assertThat(store.flushes()).isEqualTo(1);
    // Byte 1 of a six-byte command is address, not flags.
    client.in(range(0x08, 0, 1), 512);
    client.out(range(0x0A, 0x1F_FFFF & 0x600, 1), filled(512, 1));
    assertThat(store.flushes()).isEqualTo(1);
    assertThat(store.fuaWrites()).isEqualTo(2);
  }

  @Test
  void turnsStoreResultsIntoSense() {
    Object[][] table = {
      {StoreResult.WRITE_ERROR, 0x030C00},
      {StoreResult.OUT_OF_SPACE, 0x072707},
      {StoreResult.WRITE_PROTECTED, 0x072700},
      {StoreResult.NOT_READY, 0x020400},
      {StoreResult.FAILED, 0x044400},
      {StoreResult.READ_ERROR, 0x031100},
    };
    for (Object[] row : table) {
      store.failNext((StoreResult) row[0], 3 * 512);
      Outcome outcome = client.out(range(0x2A, 2, 2), filled(1024, 1));
      assertThat(outcome.code()).isEqualTo(row[1]);
      assertThat(outcome.sense().information()).isEqualTo(3);
    }
    store.failNext(StoreResult.BUSY, -1);
    assertThat(client.out(range(0x2A, 2, 2), filled(1024, 1)).status())
        .isEqualTo(Status.BUSY.code());
  }

  @Test
  void transfersTheBlocksBeforeAnUnrecoveredOne() {
    client.out(range(0x2A, 0, 8), filled(4096, 9));
    store.failNext(StoreResult.READ_ERROR, 5 * 512 + 100);
    Outcome outcome = client.in(range(0x28, 2, 6), 6 * 512);
    assertThat(outcome.code()).isEqualTo(0x031100);
    assertThat(outcome.sense().information()).isEqualTo(5);
    assertThat(outcome.data()).hasSize(3 * 512);
    assertThat(outcome.residual()).isEqualTo(-3 * 512);
    store.failNext(StoreResult.READ_ERROR, -1);
    Outcome unknown = client.in(range(0x28, 2, 6), 6 * 512);
    assertThat(unknown.data()).isEmpty();
    assertThat(unknown.sense().isInformationValid()).isFalse();
  }

  @Test
  void refusesWritesToAWriteProtectedMedium() {
    Disk readOnly =
        new Disk(LogicalUnitConfig.named("d").readOnly(true).build(), new RamStore(1 << 20));
    Disk fixed = new Disk(Disk.config(512), new HeldStore(1 << 20, false).writeProtected());
    for (Disk each : new Disk[] {readOnly, fixed}) {
      Client writer = each.client("a");
      for (int write : Blocks.WRITES) {
        assertThat(writer.out(range(write, 0, 1), filled(512, 1)).code()).isEqualTo(0x072700);
      }
      assertThat(writer.in(range(0x28, 0, 1), 512).data()).isEqualTo(filled(512, 0));
    }
  }

  @Test
  void readsWithRoomForLessOrMoreThanItAskedFor() {
    client.out(range(0x2A, 0, 2), filled(1024, 5));
    for (Disk each : new Disk[] {disk, Disk.inMemory(512, 64)}) {
      Client reader = each.client("r");
      reader.out(range(0x2A, 0, 2), filled(1024, 5));
      for (int room : new int[] {0, 1, 511, 512, 513, 1023, 1024, 1025, 4096}) {
        Outcome outcome = reader.in(range(0x28, 0, 2), room);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.data()).isEqualTo(filled(Math.min(room, 1024), 5));
        assertThat(outcome.residual()).isEqualTo(1024 - room);
      }
    }
  }

  @Test
  void writesTheWholeBlocksThatDataOutCovers() {
    for (int given : new int[] {0, 1, 511, 512, 513, 1023, 1024, 1025, 4096}) {
      client.out(range(0x2A, 0, 8), filled(4096, 0));
      Outcome outcome = client.out(range(0x2A, 0, 2), filled(given, 6));
      assertThat(outcome.status()).isZero();
      assertThat(outcome.residual()).isEqualTo(1024 - given);
      byte[] expected = new byte[4096];
      Arrays.fill(expected, 0, Math.min(1024, given) / 512 * 512, (byte) 6);
      assertThat(client.in(range(0x28, 0, 8), 4096).data()).isEqualTo(expected);
    }
  }

  @Test
  void movesNoDataInTheWrongDirection() {
    Outcome read = client.out(range(0x28, 0, 1), filled(512, 1));
    assertThat(read.status()).isZero();
    assertThat(read.data()).isEmpty();
    Outcome write = client.in(range(0x2A, 0, 1), 512);
    assertThat(write.status()).isZero();
    assertThat(client.in(range(0x28, 0, 1), 512).data()).isEqualTo(filled(512, 0));
    disk.device().checkIdle();
  }

  @Test
  void endsWithBusyWhenMemoryIsOut() {
    store.hold(true);
    Client other = disk.client("b");
    java.util.List<org.quintain.initiator.ExecuteCommand> started = new java.util.ArrayList<>();
    for (int count = 0; count < 8; count++) {
      started.add(
          other.start(
              range(0x28, 0, 2048), null, 2048 * 512, org.quintain.sam.TaskAttribute.SIMPLE));
    }
    // Four blocks of 1 MiB and two of 4 MiB are all there is.
    assertThat(started.stream().filter(each -> each.isDone() && each.status() == 8)).hasSize(2);
    assertThat(client.out(range(0x2A, 0, 2048), new byte[2048 * 512]).status()).isEqualTo(8);
    store.releaseAll(0);
    assertThat(client.in(range(0x28, 0, 2048), 2048 * 512).status()).isZero();
    disk.device().checkIdle();
  }
}
