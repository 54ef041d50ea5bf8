// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.copy.CopyBench.populate;
import static org.quintain.sbc.copy.CopyBench.ranges;
import static org.quintain.sbc.copy.CopyBench.writeUsing;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** POPULATE TOKEN, WRITE USING TOKEN and RECEIVE ROD TOKEN INFORMATION. */
final class TokenCopyTest {
  private final CopyBench bench = new CopyBench();

  private int write(byte[] token, int flags, long offset, long... pairs) {
    return bench.token(1, 0x11, 2, writeUsing(flags, offset, token, ranges(pairs))).code();
  }

  @Test
  void aTokenCarriesItsRangesToAnotherDisk() {
    bench.fill(0, 0, 16, 1);
    bench.fill(0, 64, 16, 50_000);
    byte[] token = bench.makeToken(0, 1, 64, 16, 0, 16);
    assertThat(write(token, 0, 0, 10, 1, 20, 3)).isZero();
    assertThat(bench.read(1, 10, 1)).isEqualTo(bench.read(0, 64, 8));
    assertThat(bench.read(1, 20, 1)).isEqualTo(bench.read(0, 72, 8));
    assertThat(bench.read(1, 21, 2)).isEqualTo(bench.read(0, 0, 16));
    bench.lun(1);
    byte[] information = bench.receive(7, 2).data();
    assertThat(information[4]).isEqualTo((byte) 0x11);
    assertThat(information[5]).isEqualTo((byte) 0x01);
    assertThat(ByteBuffer.wrap(information).getLong(16)).isEqualTo(4);
    assertThat(information).hasSize(36);
  }

  @Test
  void anOffsetBeginsWithinTheToken() {
    bench.fill(0, 0, 32, 1);
    byte[] token = bench.makeToken(0, 1, 0, 32);
    assertThat(write(token, 0, 2, 7, 2)).isZero();
    assertThat(bench.read(1, 7, 2)).isEqualTo(bench.read(0, 16, 16));
    assertThat(write(token, 0, 4, 7, 1)).as("at its end").isEqualTo(0x052600);
  }

  @Test
  void aTokenThatIsShorterThanTheDestinationLeavesAResidual() {
    bench.fill(0, 0, 8, 1);
    byte[] token = bench.makeToken(0, 1, 0, 8);
    assertThat(write(token, 0, 0, 7, 3)).isZero();
    byte[] information = bench.receive(7, 2).data();
    assertThat(information[5]).isEqualTo((byte) 0x03);
    assertThat(ByteBuffer.wrap(information).getLong(16)).isEqualTo(1);
  }

  @Test
  void theFirstWriteToItsBlocksRevokesAToken() {
    byte[] token = bench.makeToken(0, 1, 100, 10);
    bench.fill(0, 90, 10, 1);
    bench.fill(0, 110, 10, 1);
    assertThat(write(token, 0, 0, 7, 1)).as("writes beside it").isZero();
    bench.fill(0, 109, 1, 1);
    assertThat(write(token, 0, 0, 7, 1)).isEqualTo(0x052306);
  }

  @Test
  void everyFaultOfATokenHasItsSense() {
    byte[] token = bench.makeToken(0, 1, 0, 8);
    byte[] corrupt = token.clone();
    corrupt[500] ^= 1;
    assertThat(write(corrupt, 0, 0, 7, 1)).isEqualTo(0x052305);
    byte[] unknown = token.clone();
    unknown[12] ^= 1;
    assertThat(write(unknown, 0, 0, 7, 1)).isEqualTo(0x052304);
    byte[] type = token.clone();
    type[3] = 0;
    assertThat(write(type, 0, 0, 7, 1)).isEqualTo(0x052301);
    byte[] length = token.clone();
    length[7] = 0;
    assertThat(write(length, 0, 0, 7, 1)).isEqualTo(0x05230A);
    assertThat(write(token, 2, 0, 7, 1)).as("the token, deleted with its use").isZero();
    assertThat(write(token, 0, 0, 7, 1)).isEqualTo(0x052309);
  }

  @Test
  void aTokenThatNobodyUsesExpires() {
    byte[] token = bench.makeToken(0, 1, 0, 8);
    boolean[] isLater = new boolean[1];
    bench.world.reactor().callAt(61_000_000_000L, nowNs -> isLater[0] = true);
    bench.world.settle();
    assertThat(isLater[0]).isTrue();
    assertThat(write(token, 0, 0, 7, 1)).isEqualTo(0x052307);
  }

  @Test
  void theZeroTokenNeedsNobodyToMakeIt() {
    bench.fill(1, 5, 4, 1);
    byte[] zero = new byte[512];
    ByteBuffer.wrap(zero).putInt(0, 0xFFFF_0001).putShort(6, (short) 0x1F8);
    assertThat(write(zero, 0, 0, 6, 2)).isZero();
    assertThat(bench.read(1, 6, 2)).containsOnly(0);
    assertThat(bench.read(1, 5, 1)).isNotEqualTo(new byte[4096]);
  }

  @Test
  void anotherNexusMayUseATokenButNotAskForIt() {
    bench.fill(0, 0, 8, 1);
    byte[] token = bench.makeToken(0, 1, 0, 8);
    byte[] list = writeUsing(0, 0, token, ranges(9, 1));
    byte[] cdb = new byte[16];
    cdb[0] = (byte) 0x83;
    cdb[1] = 0x11;
    ByteBuffer.wrap(cdb).putInt(10, list.length);
    assertThat(bench.newClient("b").lun(1L << 48).out(cdb, list).status()).isZero();
    assertThat(bench.read(1, 9, 1)).isEqualTo(bench.read(0, 0, 8));
    byte[] ask = new byte[16];
    ask[0] = (byte) 0x84;
    ask[1] = 7;
    ask[5] = 1;
    ask[13] = 100;
    assertThat(bench.newClient("c").in(ask, 100).code()).isEqualTo(0x052400);
  }

  @Test
  void rangesAreCheckedBeforeAnythingIsDone() {
    assertThat(bench.token(0, 0x10, 1, populate(0, ranges(0, 8, 7, 1))).code())
        .as("overlap")
        .isEqualTo(0x052600);
    assertThat(bench.token(0, 0x10, 1, populate(0, ranges(4090, 8))).code()).isEqualTo(0x052100);
    assertThat(bench.token(0, 0x10, 1, populate(3601, ranges(0, 8))).code()).isEqualTo(0x052600);
    assertThat(bench.token(0, 0x10, 1, populate(0, ranges())).code()).isEqualTo(0x052600);
    assertThat(bench.token(0, 0x10, 1, new byte[15]).code()).isEqualTo(0x051A00);
  }
}
