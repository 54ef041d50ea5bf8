// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpCounter;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpCommandIu;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.fcp.wire.RetransmissionRequest;
import org.quintain.testing.HeldStore;
import org.quintain.wire.OutgoingSequence;

/** The target end against bytes that a test chose. */
final class TargetTest {
  private static final int[] READY = {0, 0, 0, 0, 0, 0};
  private static final int BLOCK = FcpPair.BLOCK_BYTES;

  private final HeldStore store = new HeldStore((int) FcpPair.BLOCKS * BLOCK, false);
  private FcpPair pair = pair(false, 64 << 10, 64);
  private RawInitiator raw = new RawInitiator(pair);

  private FcpPair pair(boolean firstBurst, int burstBytesMax, int tasksMax) {
    FcpServiceParameters plain = FcpPair.withoutRetry(FcpServiceParameters.ofTarget(firstBurst));
    return cleared(
        new FcpPair(
            1,
            store,
            FcpTargetSettings.DEFAULTS
                .with(plain)
                .withBurstBytesMax(burstBytesMax)
                .withTasksMax(tasksMax)
                .withTimeouts(10 * FcpPair.SECOND_NS, 5 * FcpPair.SECOND_NS),
            FcpInitiatorSettings.DEFAULTS.with(FcpServiceParameters.ofInitiator(firstBurst))));
  }

  private static FcpPair cleared(FcpPair fresh) {
    fresh.clearUnitAttentions();
    return fresh;
  }

  private void use(FcpPair other) {
    pair = other;
    raw = new RawInitiator(other);
  }

  private static byte[] ready() {
    return RawInitiator.command(0, 0, false, false, 0, READY);
  }

  private static byte[] write(int blocks, long length) {
    return RawInitiator.command(0, 0, false, true, length, RawInitiator.write10(0, blocks));
  }

  private static byte[] read(int blocks, long length) {
    return RawInitiator.command(0, 0, true, false, length, RawInitiator.read10(0, blocks));
  }

  @Test
  void refusesACommandThatIsShorterThanItSays() {
    byte[] unit = ready();
    unit[11] = 0x10;
    raw.send(unit);
    assertThat(raw.await(1)).containsExactly("RSP 00 code 02");
    raw.send(Arrays.copyOf(ready(), 20));
    assertThat(raw.await(2)).endsWith("RSP 00 code 02");
    assertThat(pair.target.counters().value(FcpCounter.COMMANDS_WITH_INVALID_FIELDS)).isEqualTo(2);
  }

  @Test
  void refusesALengthWithoutADirection() {
    raw.send(RawInitiator.command(0, 0, false, false, 512, READY));
    assertThat(raw.await(1)).containsExactly("RSP 00 code 02");
  }

  @Test
  void refusesTwoFunctionsAtOnceAndThoseThatMeanNothing() {
    raw.send(
        RawInitiator.command(
            0, FcpCommandIu.ABORT_TASK_SET | FcpCommandIu.CLEAR_TASK_SET, false, false, 0, READY));
    assertThat(raw.await(1)).containsExactly("RSP 00 code 02");
    raw.send(RawInitiator.command(0, 0x80, false, false, 0, READY));
    assertThat(raw.await(2)).endsWith("RSP 00 code 04");
  }

  @Test
  void answersFunctionsByTheirCodes() {
    raw.send(RawInitiator.command(0, FcpCommandIu.ABORT_TASK_SET, false, false, 0, READY));
    assertThat(raw.await(1)).endsWith("RSP 00 code 00");
    raw.send(RawInitiator.command(0, FcpCommandIu.QUERY_TASK_SET, false, false, 0, READY));
    assertThat(raw.await(2)).endsWith("RSP 00 code 00");
    raw.send(RawInitiator.command(7L << 48, FcpCommandIu.ABORT_TASK_SET, false, false, 0, READY));
    assertThat(raw.await(3)).endsWith("RSP 00 code 09");
    raw.send(write(1, BLOCK));
    assertThat(raw.await(4)).endsWith("XFER_RDY 0 512");
    raw.send(RawInitiator.command(0, FcpCommandIu.QUERY_TASK_SET, false, false, 0, READY));
    assertThat(raw.await(5)).endsWith("RSP 00 code 08");
    raw.send(RawInitiator.command(0, FcpCommandIu.LOGICAL_UNIT_RESET, false, false, 0, READY));
    assertThat(raw.await(6)).endsWith("RSP 00 code 00");
    raw.send(ready());
    assertThat(raw.await(7)).endsWith("RSP 02 sense 6/29/03");
    pair.closeAndCheckIdle();
  }

  @Test
  void tellsQueryAsynchronousEventOfAUnitAttention() {
    raw.send(RawInitiator.command(0, FcpCommandIu.LOGICAL_UNIT_RESET, false, false, 0, READY));
    raw.await(1);
    raw.send(
        RawInitiator.command(0, FcpCommandIu.QUERY_ASYNCHRONOUS_EVENT, false, false, 0, READY));
    assertThat(raw.await(2)).endsWith("RSP 00 code 08");
    assertThat(ByteBuffer.wrap(raw.lastResponse).getInt(24) >>> 8).isEqualTo(0x162903);
  }

  @Test
  void asksForDataInPiecesOfTheLongestBurst() {
    use(pair(false, 1024, 64));
    Exchange exchange = raw.send(write(5, 5 * BLOCK));
    assertThat(raw.await(1)).containsExactly("XFER_RDY 0 1024");
    raw.sendData(exchange, 0, 1024);
    assertThat(raw.await(2)).endsWith("XFER_RDY 1024 1024");
    raw.sendData(exchange, 1024, 1024);
    assertThat(raw.await(3)).endsWith("XFER_RDY 2048 512");
    raw.sendData(exchange, 2048, 512);
    assertThat(raw.await(4)).endsWith("RSP 00");
    pair.closeAndCheckIdle();
  }

  @Test
  void endsACommandWhoseDataIsShorterThanItsBurst() {
    Exchange exchange = raw.send(write(2, 2 * BLOCK));
    raw.await(1);
    raw.sendData(exchange, 0, BLOCK);
    assertThat(raw.await(2).get(1)).startsWith("RSP 02").contains("code 01");
    assertThat(pair.target.counters().value(FcpCounter.DATA_LENGTH_MISMATCHES)).isEqualTo(1);
    pair.closeAndCheckIdle();
  }

  @Test
  void endsACommandWhoseDataIsElsewhere() {
    Exchange exchange = raw.send(write(2, 2 * BLOCK));
    raw.await(1);
    raw.sendData(exchange, BLOCK, BLOCK);
    assertThat(raw.await(2).get(1)).startsWith("RSP 02").contains("code 03");
    Exchange another = raw.send(write(2, 2 * BLOCK));
    raw.await(3);
    raw.sendData(another, 4096, 2 * BLOCK);
    assertThat(raw.await(4).get(3)).startsWith("RSP 02").contains("code 03");
    pair.closeAndCheckIdle();
  }

  @Test
  void takesAFirstBurstWithoutATransferReady() {
    use(pair(true, 64 << 10, 64));
    Exchange exchange = raw.open();
    byte[] unit = write(4, 4 * BLOCK);
    raw.send(exchange, FcpInformationUnit.FCP_CMND, unit, -1, SequenceEnd.KEEP_INITIATIVE);
    raw.sendData(exchange, 0, 3 * BLOCK);
    assertThat(raw.await(1)).containsExactly("XFER_RDY 1536 512");
    raw.sendData(exchange, 3 * BLOCK, BLOCK);
    assertThat(raw.await(2)).endsWith("RSP 00");
    Exchange without = raw.send(unit);
    assertThat(raw.await(3)).endsWith("XFER_RDY 0 2048");
    raw.sendData(without, 0, 4 * BLOCK);
    assertThat(raw.await(4)).endsWith("RSP 00");
    pair.closeAndCheckIdle();
  }

  @Test
  void sendsTheStatusBehindAFirstBurstThatNobodyWants() {
    use(pair(true, 64 << 10, 64));
    Exchange exchange = raw.open();
    byte[] unit = RawInitiator.command(0, 0, false, true, BLOCK, READY);
    raw.send(exchange, FcpInformationUnit.FCP_CMND, unit, -1, SequenceEnd.KEEP_INITIATIVE);
    LossyLink.let(pair.world, 1_000_000);
    assertThat(raw.heard).isEmpty();
    raw.sendData(exchange, 0, BLOCK);
    assertThat(raw.await(1)).containsExactly("RSP 00 under 512");
    pair.closeAndCheckIdle();
  }

  @Test
  void accountsForWhatDoesNotFit() {
    raw.send(read(2, BLOCK));
    assertThat(raw.await(2)).containsExactly("DATA 0 512", "RSP 00 over 512");
    raw.send(read(1, 3 * BLOCK));
    assertThat(raw.await(4)).endsWith("DATA 0 512", "RSP 00 under 1024");
    Exchange exchange = raw.send(write(1, 2 * BLOCK));
    assertThat(raw.await(5)).endsWith("XFER_RDY 0 512");
    raw.sendData(exchange, 0, BLOCK);
    assertThat(raw.await(6)).endsWith("RSP 00 under 512");
    raw.send(RawInitiator.command(0, 0, true, false, 100, READY));
    assertThat(raw.await(7)).endsWith("RSP 00 under 100");
    raw.send(RawInitiator.command(0, 0, false, false, 0, RawInitiator.read10(0, 1)));
    assertThat(raw.await(8)).endsWith("RSP 00 over 512");
    pair.closeAndCheckIdle();
  }

  @Test
  void accountsForBothDirections() {
    byte[] unit = RawInitiator.command(0, 0, true, true, BLOCK, RawInitiator.read10(0, 1));
    ByteBuffer.wrap(unit).putInt(32, 3 * BLOCK);
    raw.send(unit);
    assertThat(raw.await(2)).containsExactly("DATA 0 512", "RSP 00 under 512 read 1024");
    pair.closeAndCheckIdle();
  }

  @Test
  void saysWhenItHasNoSlotLeft() {
    use(pair(false, 64 << 10, 1));
    raw.send(write(1, BLOCK));
    raw.await(1);
    raw.send(read(1, BLOCK));
    assertThat(raw.await(2)).endsWith("RSP 28 under 512");
    pair.closeAndCheckIdle();
  }

  @Test
  void abortsAllOfANexusWhereACommandOverlapsAnother() {
    Exchange exchange = raw.send(write(1, BLOCK));
    raw.await(1);
    raw.sendOverlapping(exchange, ready());
    // The exchange is another one to the target, so that its response finds none here.
    LossyLink.let(pair.world, 1_000_000);
    assertThat(pair.link.lastResponse.get(24 + 11)).isEqualTo((byte) 0x02);
    assertThat(pair.link.lastResponse.getShort(24 + 24 + 12)).isEqualTo((short) 0x4E00);
    assertThat(pair.target.counters().value(FcpCounter.COMMANDS_OVERLAPPED)).isEqualTo(1);
    pair.closeAndCheckIdle();
  }

  @Test
  void agreesToAnAbortWhenTheEngineIsDone() {
    store.hold(true);
    Exchange exchange = raw.send(read(1, BLOCK));
    pair.world.awaitUntil(() -> store.heldCount() == 1, FcpPair.SECOND_NS);
    raw.abort(exchange);
    LossyLink.let(pair.world, 1_000_000);
    assertThat(raw.heard).isEmpty();
    store.hold(false);
    store.releaseAll(pair.world.nowNs());
    assertThat(raw.await(1)).containsExactly("ABORTED");
    Exchange waiting = raw.send(write(1, BLOCK));
    raw.await(2);
    raw.abort(waiting);
    assertThat(raw.await(3)).endsWith("ABORTED");
    assertThat(pair.target.counters().value(FcpCounter.COMMANDS_ABORTED)).isEqualTo(2);
    pair.closeAndCheckIdle();
  }

  @Test
  void givesUpDataThatNeverComes() {
    raw.send(write(1, BLOCK));
    raw.await(1);
    assertThat(raw.await(2).get(1)).startsWith("RSP 02");
    assertThat(pair.target.counters().value(FcpCounter.DATA_TIMEOUTS)).isEqualTo(1);
    pair.closeAndCheckIdle();
  }

  @Test
  void repeatsNothingWhereThatWasNotAgreedOn() {
    Exchange exchange = raw.send(write(1, BLOCK));
    raw.await(1);
    Exchange request = raw.open();
    OutgoingSequence sequence =
        pair.initiatorExchanges.begin(request, RoutingControl.FC4_LINK_REQUEST);
    int at = sequence.inlinePayload(RetransmissionRequest.LENGTH_BYTES);
    RetransmissionRequest.write(
        sequence.header(), at, exchange.originatorExchangeId(), 0xFFFF, 0, 5);
    pair.initiatorExchanges.send(
        pair.world.nowNs(), request, sequence, SequenceEnd.TRANSFER_INITIATIVE);
    assertThat(raw.await(2)).endsWith("LINK 01 00 00 00 00 09 2a 00");
    pair.closeAndCheckIdle();
  }

  @Test
  void forgetsDataOfNoBurst() {
    Exchange exchange = raw.send(write(1, BLOCK));
    raw.await(1);
    raw.sendData(exchange, 0, BLOCK);
    raw.sendData(exchange, 0, BLOCK);
    assertThat(raw.await(2)).endsWith("RSP 00");
    pair.closeAndCheckIdle();
  }
}
