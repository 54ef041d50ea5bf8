// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.copy.CopyBench.join;
import static org.quintain.sbc.copy.CopyBench.lid4;
import static org.quintain.sbc.copy.CopyBench.segment;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.testing.HeldStore;

/** Copies and commands that hold blocks wait for one another, whoever came first. */
final class CopyRangesTest {
  private final HeldStore from = new HeldStore(CopyBench.BLOCKS * 512L, false);
  private final HeldStore to = new HeldStore(CopyBench.BLOCKS * 4096L, false);
  private final CopyBench bench = new CopyBench(from, to);

  private byte[] both() {
    return join(bench.descriptor(0), bench.descriptor(1));
  }

  private void startCopy() {
    byte[] list = lid4(9, true, both(), segment(0, 1, 8, 0, 3));
    assertThat(bench.copy(1, list).status()).isZero();
    bench.world.deliver();
  }

  private ExecuteCommand start(int lun, byte[] cdb, byte[] data) {
    ExecuteCommand started = bench.lun(lun).start(cdb, data, 0, TaskAttribute.SIMPLE);
    bench.world.deliver();
    return started;
  }

  private static byte[] compareAndWrite(int block) {
    return cdb(0x89, 0, 0, 0, 0, 0, 0, 0, 0, block, 0, 0, 0, 1, 0, 0);
  }

  private int copyStatus() {
    bench.lun(0);
    return bench.receive(5, 9).data()[5];
  }

  @Test
  void compareAndWriteOfTheDestinationWaitsForTheChunkUnderWay() {
    bench.fill(0, 0, 8, 7);
    byte[] copied = bench.read(0, 0, 8);
    to.hold(true);
    startCopy();
    assertThat(to.heldCount()).isEqualTo(1);
    byte[] written = filled(4096, 3);
    ExecuteCommand command = start(1, compareAndWrite(3), join(copied, written));
    assertThat(to.heldCount()).as("it has not even read").isEqualTo(1);
    to.releaseAll(0);
    bench.world.deliver();
    assertThat(command.status()).as("it saw what was copied").isZero();
    assertThat(bench.read(1, 3, 1)).isEqualTo(written);
    assertThat(copyStatus()).isEqualTo(1);
    bench.device.checkIdle();
  }

  @Test
  void compareAndWriteOfTheSourceWaitsForTheChunkUnderWay() {
    bench.fill(0, 0, 8, 7);
    byte[] before = bench.read(0, 0, 8);
    from.hold(true);
    startCopy();
    byte[] first = java.util.Arrays.copyOf(before, 512);
    ExecuteCommand command = start(0, compareAndWrite(0), join(first, filled(512, 3)));
    assertThat(from.heldCount()).isEqualTo(1);
    from.releaseAll(0);
    bench.world.deliver();
    assertThat(command.status()).isZero();
    assertThat(bench.read(1, 3, 1)).isEqualTo(before);
    bench.device.checkIdle();
  }

  @Test
  void aCopyGoesOnAsSoonAsTheCommandThatHoldsItsBlocksHasEnded() {
    bench.fill(0, 0, 8, 7);
    to.hold(true);
    ExecuteCommand command = start(1, compareAndWrite(3), join(new byte[4096], filled(4096, 3)));
    startCopy();
    assertThat(to.heldCount()).as("the command's read alone").isEqualTo(1);
    long beforeNs = bench.world.nowNs();
    to.releaseAll(beforeNs);
    bench.world.deliver();
    assertThat(bench.world.nowNs()).as("no time passed").isEqualTo(beforeNs);
    assertThat(command.status()).isZero();
    assertThat(bench.read(1, 3, 1)).isEqualTo(bench.read(0, 0, 8));
    assertThat(copyStatus()).isEqualTo(1);
    bench.device.checkIdle();
  }

  @Test
  void sanitizeWaitsForTheChunkUnderWayAndNothingOfItIsLeft() {
    bench.fill(0, 0, 8, 7);
    to.hold(true);
    startCopy();
    ExecuteCommand sanitize =
        start(1, cdb(0x48, 0x01, 0, 0, 0, 0, 0, 0, 8, 0), join(cdb(1, 0, 0, 4), new byte[4]));
    assertThat(to.heldCount()).as("no sweep yet").isEqualTo(1);
    to.releaseAll(0);
    bench.world.deliver();
    assertThat(sanitize.status()).isZero();
    assertThat(bench.read(1, 3, 1)).containsOnly(0);
    bench.device.checkIdle();
  }

  @Test
  void anAbortedCopyThatWaitsLeavesNothingBehind() {
    to.hold(true);
    ExecuteCommand command = start(1, compareAndWrite(3), join(new byte[4096], filled(4096, 3)));
    startCopy();
    // COPY OPERATION ABORT
    assertThat(
            bench.lun(0).none(cdb(0x83, 0x1C, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).status())
        .isZero();
    to.releaseAll(0);
    bench.world.deliver();
    assertThat(command.status()).isZero();
    assertThat(bench.read(1, 3, 1)).isEqualTo(filled(4096, 3));
    bench.device.checkIdle();
  }
}
