// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** The commands that do more than move blocks, against a byte array and the standards' words. */
final class DataLawsTest {
  private static final int CAPACITY = 24;
  private static final int BLOCK = 512;

  /** One command of a random sequence: which, where, how much, with what. */
  private record Step(int kind, int first, int blocks, int value, int other) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, CAPACITY + 1),
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, 255),
            Arbitraries.integers().between(0, CAPACITY))
        .as(Step::new)
        .list()
        .ofMaxSize(50);
  }

  private final byte[] model = new byte[CAPACITY * BLOCK];

  @Property(seed = "3984887171", tries = 150)
  void anySequenceOfThemDoesWhatAByteArrayWouldDo(
      @ForAll("steps") List<Step> steps, @ForAll boolean isLending) {
    Disk disk =
        isLending
            ? Disk.inMemory(BLOCK, CAPACITY)
            : new Disk(Disk.config(BLOCK), new HeldStore((long) CAPACITY * BLOCK, true));
    Client client = disk.client("a");
    Arrays.fill(model, (byte) 0);
    for (Step step : steps) {
      switch (step.kind) {
        case 0, 1 -> compareAndWrite(client, step);
        case 2 -> orWrite(client, step);
        case 3 -> writeSame(client, step);
        case 4 -> scatter(client, step);
        case 5 -> writeWhole(client, step, 0x9C);
        case 6 -> writeWhole(client, step, 0x2E);
        default -> verifyOne(client, step);
      }
      assertThat(client.in(Blocks.range(0x88, 0, CAPACITY), model.length).data())
          .as("after %s", step)
          .isEqualTo(model);
    }
    disk.device().checkIdle();
  }

  private static byte[] bytes(int blocks, int value) {
    byte[] data = new byte[blocks * BLOCK];
    for (int index = 0; index < data.length; index++) {
      data[index] = (byte) (value + index / 300);
    }
    return data;
  }

  private static boolean isBeyond(Step step, Outcome outcome) {
    if (step.first + step.blocks <= CAPACITY) {
      return false;
    }
    assertThat(outcome.code()).isEqualTo(0x052100);
    return true;
  }

  private int at(Step step) {
    return step.first * BLOCK;
  }

  /** Half of them compare with what is there, the others with one byte turned over. */
  private void compareAndWrite(Client client, Step step) {
    int length = step.blocks * BLOCK;
    byte[] expected = new byte[length];
    if (step.first + step.blocks <= CAPACITY) {
      expected = Arrays.copyOfRange(model, at(step), at(step) + length);
    }
    boolean isWrong = step.value % 2 == 0 && length > 0;
    int wrongAt = length == 0 ? 0 : step.other * 97 % length;
    if (isWrong) {
      expected[wrongAt] ^= 0x10;
    }
    byte[] written = bytes(step.blocks, step.value);
    Outcome outcome =
        client.out(Blocks.range(0x89, step.first, step.blocks), Blocks.both(expected, written));
    if (isBeyond(step, outcome)) {
      return;
    }
    assertThat(outcome.code()).isEqualTo(isWrong ? 0x0E1D00 : 0);
    if (isWrong) {
      assertThat(outcome.sense().information()).isEqualTo(wrongAt);
    } else {
      System.arraycopy(written, 0, model, at(step), length);
    }
  }

  private void orWrite(Client client, Step step) {
    byte[] bits = bytes(step.blocks, step.value);
    Outcome outcome = client.out(Blocks.range(0x8B, step.first, step.blocks), bits);
    if (!isBeyond(step, outcome)) {
      assertThat(outcome.status()).isZero();
      for (int index = 0; index < bits.length; index++) {
        model[at(step) + index] |= bits[index];
      }
    }
  }

  private void writeSame(Client client, Step step) {
    boolean isNothing = step.value % 3 == 0;
    byte[] one = isNothing ? new byte[BLOCK] : bytes(1, step.value);
    byte[] cdb = Blocks.range(0x93, isNothing ? 1 : 0, step.first, step.blocks);
    Outcome outcome = isNothing ? client.none(cdb) : client.out(cdb, one);
    if (step.blocks == 0 ? step.first > CAPACITY : step.first + step.blocks > CAPACITY) {
      assertThat(outcome.code()).isEqualTo(0x052100);
      return;
    }
    assertThat(outcome.status()).isZero();
    int end = step.blocks == 0 ? CAPACITY : step.first + step.blocks;
    for (int block = step.first; block < end; block++) {
      System.arraycopy(one, 0, model, block * BLOCK, BLOCK);
    }
  }

  /** Two ranges, which may be empty, beyond the end, or each other's. */
  private void scatter(Client client, Step step) {
    int second = step.other % 3;
    byte[] data = new byte[(1 + step.blocks + second) * BLOCK];
    byte[] blocks = bytes(step.blocks + second, step.value);
    System.arraycopy(blocks, 0, data, BLOCK, blocks.length);
    ByteBuffer.wrap(data).putLong(32, step.first).putInt(40, step.blocks);
    ByteBuffer.wrap(data).putLong(64, step.other).putInt(72, second);
    byte[] cdb = new byte[16];
    ByteBuffer.wrap(cdb).put(0, (byte) 0x9F).put(1, (byte) 0x12).putShort(4, (short) 1);
    ByteBuffer.wrap(cdb).putShort(8, (short) 2).putInt(10, data.length / BLOCK);
    Outcome outcome = client.out(cdb, data);
    if (step.first + step.blocks > CAPACITY || step.other + second > CAPACITY) {
      assertThat(outcome.code()).isEqualTo(0x052100);
      return;
    }
    assertThat(outcome.status()).isZero();
    System.arraycopy(blocks, 0, model, at(step), step.blocks * BLOCK);
    System.arraycopy(blocks, step.blocks * BLOCK, model, step.other * BLOCK, second * BLOCK);
  }

  private void writeWhole(Client client, Step step, int operationCode) {
    byte[] data = bytes(step.blocks, step.value);
    int flags = operationCode == 0x2E ? step.value & 0x02 : 0;
    Outcome outcome = client.out(Blocks.range(operationCode, flags, step.first, step.blocks), data);
    if (!isBeyond(step, outcome)) {
      assertThat(outcome.status()).isZero();
      System.arraycopy(data, 0, model, at(step), data.length);
    }
  }

  private void verifyOne(Client client, Step step) {
    byte[] one = bytes(1, step.value);
    if (step.other < CAPACITY) {
      one = Arrays.copyOfRange(model, step.other * BLOCK, (step.other + 1) * BLOCK);
    }
    byte[] cdb = Blocks.range(0x8F, 0x06, step.first, step.blocks);
    Outcome outcome = step.blocks == 0 ? client.none(cdb) : client.out(cdb, one);
    if (isBeyond(step, outcome)) {
      return;
    }
    int difference = -1;
    for (int index = 0; index < step.blocks * BLOCK && difference < 0; index++) {
      difference = model[at(step) + index] == one[index % BLOCK] ? -1 : index;
    }
    assertThat(outcome.code()).isEqualTo(difference < 0 ? 0 : 0x0E1D00);
    if (difference >= 0) {
      assertThat(outcome.sense().information()).isEqualTo(difference);
    }
  }
}
