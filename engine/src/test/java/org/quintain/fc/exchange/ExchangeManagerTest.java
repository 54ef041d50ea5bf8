// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.fc.wire.FrameHeader;

final class ExchangeManagerTest {
  private final TwoPorts ports = new TwoPorts();
  private final ByteBuffer data = ByteBuffer.allocate(1 << 16);

  ExchangeManagerTest() {
    for (int index = 0; index < data.capacity(); index++) {
      data.put(index, (byte) (index * 13 + (index >> 8)));
    }
  }

  /** The responder answers a command with data and a status, as a read does. */
  private void answerReads(int lengthBytes) {
    ports.right.reaction =
        (exchange, sequence) -> {
          ports.right.sendData(exchange, data, 0, lengthBytes, SequenceEnd.KEEP_INITIATIVE);
          ports.right.send(exchange, 0x07, 24, SequenceEnd.LAST);
          ports.right.manager.release(exchange);
        };
    ports.left.reaction =
        (exchange, sequence) -> {
          if (sequence.routingControl() == 0x07) {
            ports.left.manager.release(exchange);
          }
        };
  }

  private void assertNothingInUse() {
    for (TwoPorts.Port port : new TwoPorts.Port[] {ports.left, ports.right}) {
      assertThat(port.manager.exchangesInUse()).isZero();
      assertThat(port.manager.sequencesInUse()).isZero();
      assertThat(port.manager.assembliesInUse()).isZero();
      assertThat(port.manager.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void carriesACommandItsDataAndItsStatus() {
    answerReads(4096);
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);

    ports.run();

    assertThat(ports.left.told)
        .containsExactly("01 COMPLETE 4096 at 0 ", "07 COMPLETE 24 at 0 070e151c");
    assertThat(ports.left.memory.slice(0, 4096)).isEqualTo(data.slice(0, 4096));
    assertThat(ports.wire.get(0)).isEqualTo("06/290000");
    assertThat(ports.wire.get(1)).isEqualTo("01/800008");
    assertThat(ports.wire.get(8)).isEqualTo("01/880008");
    assertThat(ports.wire.get(9)).isEqualTo("07/980000");
    assertNothingInUse();
  }

  @Test
  void movesTheInitiativeWithTheSequenceThatSaysSo() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    assertThat(exchange.holdsInitiative()).isTrue();
    ports.left.send(exchange, 0x06, 32, SequenceEnd.KEEP_INITIATIVE);
    ports.run();
    assertThat(ports.right.accepted.getFirst().holdsInitiative()).isFalse();

    ports.left.sendData(exchange, data, 0, 100, SequenceEnd.TRANSFER_INITIATIVE);
    ports.run();

    assertThat(exchange.holdsInitiative()).isFalse();
    assertThat(ports.right.accepted.getFirst().holdsInitiative()).isTrue();
  }

  @Test
  void learnsTheRespondersIdentifierFromItsFirstFrame() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);
    ports.run();
    Exchange other = ports.right.accepted.getFirst();
    assertThat(exchange.responderExchangeId()).isEqualTo(FrameHeader.NO_EXCHANGE_ID);

    ports.right.send(other, 0x05, 12, SequenceEnd.TRANSFER_INITIATIVE);
    ports.run();

    assertThat(exchange.responderExchangeId()).isEqualTo(other.responderExchangeId());
    assertThat(other.originatorExchangeId()).isEqualTo(exchange.originatorExchangeId());
  }

  @Test
  void putsAUnitOfSeveralFramesTogether() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 3001, SequenceEnd.TRANSFER_INITIATIVE);

    ports.run();

    assertThat(ports.right.told).containsExactly("06 COMPLETE 3001 at 0 060d141b");
    assertThat(ports.right.manager.assembliesInUse()).isZero();
  }

  @Test
  void saysThatAUnitWasTooLong() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 8193, SequenceEnd.TRANSFER_INITIATIVE);

    ports.run();

    assertThat(ports.right.told).containsExactly("06 TOO_LONG 8193 at 0 ");
  }

  @Test
  void storesNoDataOutsideTheWindow() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.KEEP_INITIATIVE);
    ports.run();
    ports.right.accepted.getFirst().receiveInto(ports.right.memory, 100, 1024, 512);

    ports.left.sendData(exchange, data, 1024, 512, SequenceEnd.KEEP_INITIATIVE);
    ports.left.sendData(exchange, data, 1024, 513, SequenceEnd.KEEP_INITIATIVE);
    ports.run();

    assertThat(ports.right.told.subList(1, 3))
        .containsExactly("01 COMPLETE 512 at 1024 ", "01 OUTSIDE_WINDOW 513 at 1024 ");
    assertThat(ports.right.memory.slice(100, 512)).isEqualTo(data.slice(1024, 512));
    assertThat(ports.right.memory.get(612)).isZero();
  }

  @Test
  void tellsOfASequenceWithAHole() {
    answerReads(2048);
    ports.loses = frame -> frame.routingControl() == 0x01 && frame.sequenceCount() == 1;
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);

    ports.run();

    assertThat(ports.left.told.get(0)).startsWith("01 MISSING_FRAMES 1536 at 0");
    assertNothingInUse();
  }

  @Test
  void tellsOfASequenceWithoutItsEndWhenTheNextBegins() {
    answerReads(2048);
    ports.loses = frame -> frame.routingControl() == 0x01 && frame.sequenceCount() == 3;
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);

    ports.run();

    assertThat(ports.left.told)
        .containsExactly("01 MISSING_FRAMES 1536 at 0 ", "07 COMPLETE 24 at 0 070e151c");
    assertNothingInUse();
  }

  @Test
  void tellsOfASequenceWithoutItsEndAfterTheErrorDetectTime() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.loses = frame -> frame.sequenceCount() == 1;
    ports.left.send(exchange, 0x06, 600, SequenceEnd.TRANSFER_INITIATIVE);
    ports.run();
    assertThat(ports.right.told).isEmpty();

    ports.pass(FcTimeouts.DEFAULT.errorDetectNs() - 1);
    assertThat(ports.right.told).isEmpty();
    ports.pass(1);

    assertThat(ports.right.told).containsExactly("06 MISSING_FRAMES 512 at 0 ");
  }

  @Test
  void takesEveryFrameOnceHoweverOftenItComes() {
    answerReads(2048);
    ports.repeats = frame -> true;
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 600, SequenceEnd.TRANSFER_INITIATIVE);

    ports.run();

    assertThat(ports.right.told).hasSize(1);
    assertThat(ports.left.told)
        .containsExactly("01 COMPLETE 2048 at 0 ", "07 COMPLETE 24 at 0 070e151c");
  }

  @Test
  void forgetsAnExchangeThatNobodyWants() {
    ports.right.refuses = true;
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);

    ports.run();

    assertThat(ports.right.manager.exchangesInUse()).isZero();
    assertThat(ports.right.manager.counters().of(ExchangeCounters.Counter.REFUSED)).isOne();
  }

  @Test
  void tellsThatNoReplyCame() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x22, 32, SequenceEnd.TRANSFER_INITIATIVE);
    ports.left.manager.awaitReply(ports.nowNs, exchange, 5000);

    ports.pass(5000);

    assertThat(ports.left.told).containsExactly("no reply");
  }

  @Test
  void neverUsesTheIdentifierThatMeansNone() {
    for (int round = 0; round < 70_000; round++) {
      Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
      assertThat(exchange.originatorExchangeId()).isNotEqualTo(FrameHeader.NO_EXCHANGE_ID);
      ports.left.manager.release(exchange);
    }
    assertNothingInUse();
  }

  @Test
  void endsEveryExchangeWithTheLink() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);
    Exchange released = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(released, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);
    ports.left.manager.release(released);

    ports.left.manager.onLinkDown(ports.nowNs);

    assertThat(ports.left.told).containsExactly("ended LINK_DOWN");
    assertThat(ports.left.manager.hasOutput()).isFalse();
    assertNothingInUse();
  }
}
