// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.quintain.sam.Status;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class DiskLawsTest {
  private static final int CAPACITY = 40;

  /** One command of a random sequence: which, where, how much, how much the client has. */
  private record Step(int kind, long first, int blocks, int clientBytes, int value) {}

  @Property(seed = "2518600184")
  void aRangeIsAcceptedExactlyWhenItsExactSumIsWithinTheCapacity(
      @ForAll long first,
      @ForAll @IntRange(min = 0) int blocks,
      @ForAll @IntRange(min = 1) int capacity) {
    BigInteger unsigned = new BigInteger(Long.toUnsignedString(first));
    boolean fits =
        unsigned.add(BigInteger.valueOf(blocks)).compareTo(BigInteger.valueOf(capacity)) <= 0;
    assertThat(BlockRange.isWithin(first, blocks, capacity)).isEqualTo(fits);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.longs().between(0, CAPACITY + 2),
            Arbitraries.integers().between(0, 12),
            Arbitraries.integers().between(0, 14 * 512),
            Arbitraries.integers().between(1, 255))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  /** The oracle is a byte array and the standards' words; it shares nothing with the engine. */
  @Property(seed = "57569118", tries = 150)
  void anySequenceOfCommandsDoesWhatAByteArrayWouldDo(
      @ForAll("steps") List<Step> steps, @ForAll boolean isLending, @ForAll boolean isLarge) {
    int blockBytes = isLarge ? 4096 : 512;
    Disk disk =
        isLending
            ? Disk.inMemory(blockBytes, CAPACITY)
            : new Disk(Disk.config(blockBytes), new HeldStore((long) CAPACITY * blockBytes, true));
    Client client = disk.client("a");
    byte[] model = new byte[CAPACITY * blockBytes];
    for (Step step : steps) {
      int clientBytes = step.clientBytes * (blockBytes / 512);
      if (step.kind < 2) {
        write(client, model, blockBytes, step, clientBytes);
      } else if (step.kind == 2) {
        read(client, model, blockBytes, step, clientBytes);
      } else {
        verify(client, model, blockBytes, step);
      }
    }
    disk.device().checkIdle();
  }

  private static boolean isOutOfRange(Outcome outcome, Step step) {
    if (step.first + step.blocks <= CAPACITY) {
      return false;
    }
    assertThat(outcome.code()).isEqualTo(0x052100);
    assertThat(outcome.data()).isEmpty();
    return true;
  }

  private static void write(
      Client client, byte[] model, int blockBytes, Step step, int clientBytes) {
    int operationCode = Blocks.WRITES[1 + step.value % 3];
    byte[] data = new byte[clientBytes];
    for (int index = 0; index < data.length; index++) {
      data[index] = (byte) (step.value + index / 97);
    }
    Outcome outcome = client.out(Blocks.range(operationCode, step.first, step.blocks), data);
    if (isOutOfRange(outcome, step)) {
      return;
    }
    assertThat(outcome.status()).isZero();
    int asked = step.blocks * blockBytes;
    assertThat(outcome.residual()).isEqualTo(asked - clientBytes);
    int covered = Math.min(asked, clientBytes) / blockBytes * blockBytes;
    System.arraycopy(data, 0, model, (int) step.first * blockBytes, covered);
  }

  private static void read(
      Client client, byte[] model, int blockBytes, Step step, int clientBytes) {
    int operationCode = Blocks.READS[1 + step.value % 3];
    Outcome outcome = client.in(Blocks.range(operationCode, step.first, step.blocks), clientBytes);
    if (isOutOfRange(outcome, step)) {
      return;
    }
    assertThat(outcome.status()).isZero();
    int asked = step.blocks * blockBytes;
    int from = (int) step.first * blockBytes;
    assertThat(outcome.residual()).isEqualTo(asked - clientBytes);
    assertThat(outcome.data())
        .isEqualTo(Arrays.copyOfRange(model, from, from + Math.min(asked, clientBytes)));
  }

  private static void verify(Client client, byte[] model, int blockBytes, Step step) {
    int from = (int) step.first * blockBytes;
    int asked = step.blocks * blockBytes;
    byte[] data = new byte[asked];
    boolean fits = step.first + step.blocks <= CAPACITY;
    if (fits) {
      data = Arrays.copyOfRange(model, from, from + asked);
    }
    int at = asked == 0 ? 0 : step.clientBytes % asked;
    boolean isChanged = asked > 0 && step.value % 2 == 0;
    if (isChanged) {
      data[at] ^= 1;
    }
    Outcome outcome = client.out(Blocks.range(0x8F, 2, step.first, step.blocks), data);
    if (isOutOfRange(outcome, step)) {
      return;
    }
    assertThat(outcome.code()).isEqualTo(isChanged ? 0x0E1D00 : 0);
    if (isChanged) {
      assertThat(outcome.sense().information()).isEqualTo(at);
    }
  }

  @Property(seed = "269519331", tries = 50)
  void everyOperationCodeWithAnyBytesEndsOnceWithAStatus(
      @ForAll @Size(259) byte[] random, @ForAll boolean isLending) {
    Disk disk =
        isLending
            ? Disk.inMemory(512, CAPACITY)
            : new Disk(Disk.config(512), new HeldStore(CAPACITY * 512, true));
    Client client = disk.client("a");
    for (int operationCode = 0; operationCode < 256; operationCode++) {
      byte[] cdb = Arrays.copyOfRange(random, operationCode % 64, operationCode % 64 + 64);
      cdb[0] = (byte) operationCode;
      byte[] cut = Arrays.copyOf(cdb, 6 + (random[operationCode] & 0x1F));
      Outcome outcome =
          (random[operationCode] & 0x20) == 0
              ? client.in(cut, random[operationCode + 1] & 0xFF)
              : client.out(cut, new byte[random[operationCode + 1] & 0xFF]);
      assertThat(Status.ofCode(outcome.status())).isIn(Status.GOOD, Status.CHECK_CONDITION);
      assertThat(outcome.status() == 2).isEqualTo(outcome.command().senseLength() >= 18);
      // Any of them may have had NACA set.
      client.function(TaskManagementFunction.CLEAR_ACA, 0);
    }
    disk.device().checkIdle();
  }
}
