// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.Blocks.range;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.store.StoreResult;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class WriteScatteredTest {
  private static final int READ = 0x28;

  private final HeldStore store = new HeldStore(2048 * 512, true);
  private final Disk disk = new Disk(Disk.config(512), store);
  private final Client client = disk.client("a");

  private static byte[] cdb(int offset, int descriptors, long blocks) {
    ByteBuffer cdb = ByteBuffer.allocate(16);
    cdb.put(0, (byte) 0x9F).put(1, (byte) 0x12);
    cdb.putShort(4, (short) offset).putShort(8, (short) descriptors).putInt(10, (int) blocks);
    return cdb.array();
  }

  /** Data-Out with the list in one block; range n has blocks of n + 1. */
  private static byte[] data(long[][] ranges, int blocks) {
    ByteBuffer data = ByteBuffer.allocate((1 + blocks) * 512);
    int at = 512;
    for (int index = 0; index < ranges.length; index++) {
      data.putLong(32 + 32 * index, ranges[index][0]);
      data.putInt(40 + 32 * index, (int) ranges[index][1]);
      for (int done = 0; done < ranges[index][1] * 512 && at < data.capacity(); done++) {
        data.put(at++, (byte) (index + 1));
      }
    }
    return data.array();
  }

  private Outcome write(int blocks, long[]... ranges) {
    return client.out(cdb(1, ranges.length, blocks + 1), data(ranges, blocks));
  }

  private byte[] read(long first, int blocks) {
    return client.in(range(READ, first, blocks), blocks * 512).data();
  }

  @Test
  void writesEachRangeWithItsOwnBlocks() {
    Outcome outcome =
        write(6, new long[] {100, 2}, new long[] {7, 0}, new long[] {2047, 1}, new long[] {0, 3});
    assertThat(outcome.status()).isZero();
    assertThat(outcome.residual()).isZero();
    assertThat(read(100, 2)).isEqualTo(filled(1024, 1));
    assertThat(read(102, 1)).isEqualTo(filled(512, 0));
    assertThat(read(2047, 1)).isEqualTo(filled(512, 3));
    assertThat(read(0, 3)).isEqualTo(filled(1536, 4));
    assertThat(read(7, 1)).isEqualTo(filled(512, 0));
    disk.device().checkIdle();
  }

  @Test
  void writesThroughWithFua() {
    byte[] cdb = cdb(1, 2, 3);
    cdb[2] = 0x08;
    assertThat(client.out(cdb, data(new long[][] {{1, 1}, {5, 1}}, 2)).status()).isZero();
    assertThat(store.fuaWrites()).isEqualTo(2);
  }

  @Test
  void doesNothingForNoDescriptorsOrNoBlocks() {
    assertThat(client.none(cdb(0, 0, 5)).status()).isZero();
    assertThat(client.none(cdb(1, 3, 0)).status()).isZero();
  }

  @Test
  void refusesFieldsThatDoNotFit() {
    Object[][] table = {
      {cdb(1, 129, 10), 8}, {cdb(1, 1, 65537), 10}, {cdb(0, 1, 10), 4}, {cdb(1, 16, 10), 4},
    };
    for (Object[] row : table) {
      Outcome outcome = client.out((byte[]) row[0], new byte[5120]);
      assertThat(outcome.code()).isEqualTo(0x052400);
      assertThat(outcome.sense().senseKeySpecific() & 0xFFFF).isEqualTo(row[1]);
    }
    assertThat(client.out(cdb(1, 1, 3), new byte[1024]).code()).isEqualTo(0x050E03);
  }

  @Test
  void writesNothingWhenOneRangeIsWrong() {
    Outcome beyond = write(2, new long[] {0, 1}, new long[] {2048, 1});
    assertThat(beyond.code()).isEqualTo(0x052100);
    assertThat(beyond.sense().information()).isEqualTo(2048);
    Outcome tooLong = write(2, new long[] {0, 1}, new long[] {5, 65537});
    assertThat(tooLong.code()).isEqualTo(0x052600);
    assertThat(tooLong.sense().senseKeySpecific() & 0xFFFF).isEqualTo(72);
    for (long last : new long[] {1, 3}) {
      Outcome sum = write(3, new long[] {0, 1}, new long[] {5, last});
      assertThat(sum.code()).isEqualTo(0x0B1A00);
      assertThat(sum.sense().senseKeySpecific()).isEqualTo(0xC0000A);
    }
    assertThat(read(0, 1)).isEqualTo(filled(512, 0));
  }

  @Test
  void tellsTheNumberOfTheRangeThatFailed() {
    store.failNext(StoreResult.WRITE_ERROR, -1);
    Outcome outcome = write(2, new long[] {0, 1}, new long[] {9, 1});
    assertThat(outcome.code()).isEqualTo(0x030C00);
    assertThat(outcome.sense().information()).isEqualTo(1);
  }
}
