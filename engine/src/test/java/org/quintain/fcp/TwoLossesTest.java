// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.store.RamStore;

/**
 * Every single frame of a command is lost, and with each every other frame that goes over the wire
 * from then on, those of the recovery among them: two ends that recover lose nothing by it (FCP-4
 * 12.4).
 */
final class TwoLossesTest {
  private static final int BLOCKS = 14;
  private static final int BLOCK = 3;
  private static final int BURST_BYTES = 4096;

  private final byte[] data = new byte[BLOCKS * FcpPair.BLOCK_BYTES];

  TwoLossesTest() {
    new Random(11).nextBytes(data);
  }

  private static FcpPair pair(boolean hasFirstBurst, int firstBurstBytes) {
    FcpPair made =
        new FcpPair(
            1,
            new RamStore(64 * FcpPair.BLOCK_BYTES),
            FcpTargetSettings.DEFAULTS
                .with(FcpServiceParameters.ofTarget(hasFirstBurst))
                .withBurstBytesMax(BURST_BYTES),
            FcpInitiatorSettings.DEFAULTS
                .with(FcpServiceParameters.ofInitiator(hasFirstBurst))
                .withFirstBurstBytesMax(firstBurstBytes)
                .withTimeouts(3 * FcpPair.SECOND_NS, 300 * FcpPair.SECOND_NS));
    made.clearUnitAttentions();
    return made;
  }

  private static ExecuteCommand good(FcpPair pair, ExecuteCommand command, Set<Long> lost) {
    assertThat(pair.port.execute(command, FcpPair.TIMEOUT_NS))
        .as("ends, without %s", lost)
        .isTrue();
    assertThat(command.serviceResponse())
        .as("without %s", lost)
        .isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(command.status()).as("without %s", lost).isZero();
    return command;
  }

  /** Runs the command without the frames of those numbers; how many frames it took. */
  private long run(FcpPair pair, boolean writes, Long... numbers) {
    Set<Long> lost = Set.of(numbers);
    pair.link.frames = 0;
    pair.link.loseNumbers = lost;
    ExecuteCommand judged =
        good(pair, writes ? FcpPair.write(BLOCK, data) : FcpPair.read(BLOCK, BLOCKS), lost);
    pair.world.settle();
    final long frames = pair.link.frames;
    pair.link.loseNumbers = Set.of();
    ExecuteCommand read = writes ? good(pair, FcpPair.read(BLOCK, BLOCKS), lost) : judged;
    assertThat(FcpPair.dataOf(read)).as("without %s", lost).isEqualTo(data);
    pair.world.settle();
    assertThat(pair.target.tasksInUse()).as("without %s", lost).isZero();
    assertThat(pair.targetExchanges.exchangesInUse()).as("without %s", lost).isZero();
    assertThat(pair.initiatorExchanges.exchangesInUse()).as("without %s", lost).isZero();
    // What the next write has to write anew.
    good(pair, FcpPair.write(BLOCK, writes ? new byte[data.length] : data), Set.of());
    pair.world.settle();
    return frames;
  }

  private void loseEachPair(boolean writes, FcpPair pair) {
    good(pair, FcpPair.write(BLOCK, data), Set.of());
    pair.world.settle();
    long frames = run(pair, writes);
    assertThat(frames).isBetween(6L, 20L);
    for (long first = 0; first < frames; first++) {
      long more = run(pair, writes, first);
      for (long second = first + 1; second < more; second++) {
        run(pair, writes, first, second);
      }
    }
    pair.closeAndCheckIdle();
  }

  @Test
  void ofAWrite() {
    loseEachPair(true, pair(false, 0));
  }

  @Test
  void ofAWriteWithAFirstBurst() {
    loseEachPair(true, pair(true, 512));
  }

  @Test
  void ofAWriteThatIsAllFirstBurst() {
    loseEachPair(true, pair(true, 0));
  }

  @Test
  void ofARead() {
    loseEachPair(false, pair(false, 0));
  }
}
