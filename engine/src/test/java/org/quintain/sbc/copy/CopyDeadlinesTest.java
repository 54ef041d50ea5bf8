// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.sbc.copy.CopyBench.join;
import static org.quintain.sbc.copy.CopyBench.lid1;
import static org.quintain.sbc.copy.CopyBench.lid4;
import static org.quintain.sbc.copy.CopyBench.segment;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.target.LunMap;
import org.quintain.target.TaskSetLimits;
import org.quintain.testing.Client;
import org.quintain.testing.HeldStore;

/** A copy from or to a store that does not answer holds up nothing but its own chunk. */
final class CopyDeadlinesTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int TIMED_OUT = 0x0B2E02;
  private static final int IN_PROGRESS = 0x020407;

  private final HeldStore from = new HeldStore(CopyBench.BLOCKS * 512L, false);
  private final HeldStore to = new HeldStore(CopyBench.BLOCKS * 4096L, false);
  private final CopyBench bench = new CopyBench(from, to);
  private Client other;

  @BeforeEach
  void limit() {
    bench.fill(0, 0, 8, 7);
    other = bench.newClient("b");
    other.lun(1L << 48).clearUnitAttentions();
    bench.small.limits(new TaskSetLimits(64, 8, 100, 5 * SECOND_NS));
    bench.large.limits(new TaskSetLimits(64, 8, 100, 5 * SECOND_NS));
  }

  private byte[] both() {
    return join(bench.descriptor(0), bench.descriptor(1));
  }

  private ExecuteCommand start(int lun, byte[] cdb, byte[] data) {
    ExecuteCommand started = bench.lun(lun).start(cdb, data, 0, TaskAttribute.SIMPLE);
    bench.world.deliver();
    return started;
  }

  private ExecuteCommand startCopy(int lun) {
    byte[] list = lid1(1, both(), segment(0, 1, 8, 0, 3));
    return start(lun, cdb(0x83, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, list.length, 0, 0), list);
  }

  private void startCopyInBackground(int lun) {
    byte[] list = lid4(9, true, both(), segment(0, 1, 8, 0, 3));
    byte[] cdb = cdb(0x83, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, list.length, 0, 0);
    assertThat(bench.lun(lun).out(cdb, list).status()).isZero();
    bench.world.deliver();
  }

  private void waitFor(long seconds) {
    bench.world.awaitUntil(() -> false, seconds * SECOND_NS);
  }

  private void answerAll() {
    from.releaseAll(bench.world.nowNs());
    to.releaseAll(bench.world.nowNs());
    bench.world.settle();
  }

  @Test
  void copyEndsByTheDeadlineOfItsCommandAlthoughTheSourceIsSilent() {
    from.hold(true);
    ExecuteCommand copy = startCopy(1);
    waitFor(598);
    assertThat(copy.isDone()).isFalse();
    waitFor(4);
    assertThat(Client.outcome(copy).code()).isEqualTo(TIMED_OUT);
    bench.lun(1);
    assertThat(bench.receive(0, 1).data()[4]).as("ended with an error").isEqualTo((byte) 2);
    answerAll();
    bench.device.checkIdle();
  }

  @Test
  void nothingTouchesWhatALateChunkMayStillChange() {
    to.hold(true);
    ExecuteCommand copy = startCopy(1);
    waitFor(602);
    assertThat(Client.outcome(copy).code()).isEqualTo(TIMED_OUT);
    to.hold(false);
    assertThat(bench.lun(1).out(CopyBench.write10(3, 1), filled(4096, 1)).code())
        .isEqualTo(IN_PROGRESS);
    assertThat(
            bench
                .lun(1)
                .out(
                    cdb(0x89, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0),
                    join(filled(4096, 0), filled(4096, 1)))
                .code())
        .isEqualTo(IN_PROGRESS);
    assertThat(bench.lun(1).out(CopyBench.write10(4, 1), filled(4096, 1)).status()).isZero();
    answerAll();
    assertThat(bench.read(1, 3, 1)).isEqualTo(bench.read(0, 0, 8));
    bench.device.checkIdle();
  }

  @Test
  void resetIsAnsweredWhileTheStoreThatACopyWritesToIsSilent() {
    to.hold(true);
    ExecuteCommand copy = startCopy(0);
    ManageTask reset = other.lun(0).startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    waitFor(8);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(copy.isDone()).isTrue();
    assertThat(other.lun(1L << 48).none(READY).status()).isZero();
    assertThat(other.out(CopyBench.write10(3, 1), filled(4096, 1)).code()).isEqualTo(IN_PROGRESS);
    answerAll();
    bench.lun(0).clearUnitAttentions();
    other.lun(0).clearUnitAttentions();
    bench.device.checkIdle();
  }

  @Test
  void copyThatWaitsForARangeEndsByItsDeadlineToo() {
    to.hold(true);
    start(
        1,
        cdb(0x89, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0),
        join(filled(4096, 0), filled(4096, 1)));
    ExecuteCommand copy = startCopy(1);
    ManageTask abort = bench.lun(1).startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    waitFor(8);
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(copy.isDone()).isTrue();
    answerAll();
    bench.device.checkIdle();
  }

  @Test
  void backgroundCopyFailsByItsDeadlineAndIsToldSo() {
    from.hold(true);
    startCopyInBackground(1);
    waitFor(602);
    bench.lun(1);
    byte[] status = bench.receive(5, 9).data();
    assertThat(status[5]).as("ended with errors").isEqualTo((byte) 2);
    assertThat(status[13]).as("with sense data").isEqualTo((byte) 18);
    assertThat(status[32 + 12]).isEqualTo((byte) 0x2E);
    answerAll();
    bench.device.checkIdle();
  }

  @Test
  void chunkOfACopyThatAResetStoppedIsNotOvertaken() {
    to.hold(true);
    startCopyInBackground(0);
    ManageTask reset = other.lun(0).startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    ExecuteCommand write = start(1, CopyBench.write10(3, 1), filled(4096, 1));
    ExecuteCommand beside = start(1, CopyBench.write10(4, 1), filled(4096, 1));
    assertThat(to.heldCount()).as("the chunk, and what does not touch it").isEqualTo(2);
    answerAll();
    assertThat(write.status()).isZero();
    assertThat(beside.status()).isZero();
    assertThat(bench.read(1, 3, 1)).isEqualTo(filled(4096, 1));
    bench.lun(0).clearUnitAttentions();
    other.lun(0).clearUnitAttentions();
    bench.device.checkIdle();
  }

  @Test
  void unitLeavesAlthoughItCopiesFromAStoreThatIsSilent() {
    from.hold(true);
    startCopyInBackground(1);
    boolean[] areGone = new boolean[2];
    bench.port.replaceLunMap(bench.world.nowNs(), LunMap.builder().build());
    bench.device.removeLogicalUnit(bench.world.nowNs(), bench.large, atNs -> areGone[1] = true);
    bench.device.removeLogicalUnit(bench.world.nowNs(), bench.small, atNs -> areGone[0] = true);
    waitFor(8);
    assertThat(areGone[1]).isTrue();
    assertThat(areGone[0]).as("its store has a request yet").isFalse();
    answerAll();
    waitFor(1);
    assertThat(areGone[0]).isTrue();
    bench.device.checkIdle();
  }

  @Test
  void writeUsingTokenEndsByTheDeadlineAsWell() {
    byte[] token = bench.makeToken(0, 5, 0, 8);
    from.hold(true);
    byte[] list = CopyBench.writeUsing(0, 0, token, CopyBench.ranges(3, 1));
    int length = list.length;
    ExecuteCommand copy =
        start(1, cdb(0x83, 0x11, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, length >> 8, length, 0, 0), list);
    waitFor(602);
    assertThat(Client.outcome(copy).code()).isEqualTo(TIMED_OUT);
    answerAll();
    bench.device.checkIdle();
  }
}
