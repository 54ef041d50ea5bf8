// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.RoutingControl;

/** ABTS, what answers it, and how long identifiers rest. */
final class AbortTest {
  private static final FcTimeouts TIMES = FcTimeouts.DEFAULT;

  private final TwoPorts ports = new TwoPorts();

  private Exchange openRead() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);
    ports.run();
    return exchange;
  }

  private void assertNothingInUse() {
    for (TwoPorts.Port port : new TwoPorts.Port[] {ports.left, ports.right}) {
      assertThat(port.manager.exchangesInUse()).isZero();
      assertThat(port.manager.sequencesInUse()).isZero();
      assertThat(port.manager.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }
  }

  /** RRQ is a link service that the right port's user answers with LS_ACC. */
  private void answerReinstatements() {
    ports.right.reaction =
        (exchange, sequence) -> {
          if (sequence.routingControl() == RoutingControl.ELS_REQUEST) {
            ByteBuffer request = sequence.payload();
            int at = sequence.payloadOffset();
            boolean known =
                ports.right.manager.onRecoveryQualifierReinstated(
                    TwoPorts.RIGHT,
                    TwoPorts.LEFT,
                    request.getInt(at + 4),
                    request.getShort(at + 8) & 0xFFFF,
                    request.getShort(at + 10) & 0xFFFF);
            ports.right.told.add("reinstated " + known);
            ports.right.send(exchange, RoutingControl.ELS_REPLY, 4, SequenceEnd.LAST);
            ports.right.manager.release(exchange);
          }
        };
  }

  @Test
  void freesBothEndsAfterTheResourceAllocationTime() {
    answerReinstatements();
    Exchange exchange = openRead();
    ports.left.manager.abort(ports.nowNs, exchange);
    ports.run();

    assertThat(ports.right.told.subList(1, 3))
        .containsExactly("abort requested", "ended ABORTED_BY_PEER");
    assertThat(ports.left.told).containsExactly("ended ABORTED");
    assertThat(exchange.state()).isEqualTo(ExchangeState.RECOVERY);
    assertThat(ports.wire.subList(1, 3)).containsExactly("81/090000", "84/980000");

    ports.pass(TIMES.resourceAllocationNs());

    assertThat(ports.right.told.get(4)).isEqualTo("reinstated true");
    assertNothingInUse();
  }

  @Test
  void waitsForTheUserToAgree() {
    ports.right.acceptsAborts = false;
    Exchange exchange = openRead();
    ports.left.manager.abort(ports.nowNs, exchange);
    ports.run();
    assertThat(ports.left.told).isEmpty();

    ports.right.manager.acceptAbort(ports.nowNs, ports.right.accepted.getFirst());
    ports.run();

    assertThat(ports.left.told).containsExactly("ended ABORTED");
  }

  @Test
  void sendsItsAbortAgainAndThenGivesUp() {
    ports.loses = frame -> frame.routingControl() == RoutingControl.BA_ACC;
    Exchange exchange = openRead();
    ports.left.manager.abort(ports.nowNs, exchange);

    ports.pass(TIMES.replyNs());
    assertThat(ports.left.told).isEmpty();
    ports.pass(TIMES.replyNs());

    assertThat(ports.left.told).containsExactly("ended ABORT_UNANSWERED");
    assertThat(ports.wire.stream().filter("81/090000"::equals)).hasSize(2);
    assertThat(ports.wire.stream().filter("84/980000"::equals)).hasSize(2);
    ports.pass(TIMES.replyNs());
    assertNothingInUse();
  }

  @Test
  void discardsWhatComesWhileItAborts() {
    ports.right.reaction =
        (exchange, sequence) -> ports.right.send(exchange, 0x07, 24, SequenceEnd.LAST);
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.TRANSFER_INITIATIVE);
    ports.loses =
        frame -> {
          // The abort is decided while the status is under way.
          if (frame.routingControl() == 0x07 && exchange.state() == ExchangeState.OPEN) {
            ports.left.manager.abort(ports.nowNs, exchange);
          }
          return false;
        };

    ports.run();

    assertThat(ports.left.told).containsExactly("ended ABORTED");
  }

  @Test
  void discardsAFirstFrameThatItsAbortOvertook() {
    TwoPorts.Frame[] late = new TwoPorts.Frame[1];
    ports.loses =
        frame -> {
          if (frame.routingControl() == 0x06 && late[0] == null) {
            late[0] = frame;
            return true;
          }
          return false;
        };
    Exchange exchange = openRead();
    ports.left.manager.abort(ports.nowNs, exchange);
    ports.run();
    assertThat(ports.left.told).containsExactly("ended ABORTED");

    ports.deliver(late[0], ports.right);

    assertThat(ports.right.told).isEmpty();
    assertThat(ports.right.accepted).isEmpty();
  }

  @Test
  void rejectsTheAbortOfAnExchangeThatIsOver() {
    Exchange exchange = openRead();
    Exchange other = ports.right.accepted.getFirst();
    ports.right.send(other, 0x05, 12, SequenceEnd.KEEP_INITIATIVE);
    ports.run();
    ports.right.manager.release(other);

    ports.left.manager.abort(ports.nowNs, exchange);
    ports.run();

    assertThat(ports.left.told.get(1)).isEqualTo("ended ABORT_REJECTED");
    assertNothingInUse();
  }

  @Test
  void abortsOneSequenceAndGoesOnWithTheExchange() {
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    ports.left.send(exchange, 0x06, 32, SequenceEnd.KEEP_INITIATIVE);
    ports.loses = frame -> frame.routingControl() == 0x01 && frame.sequenceCount() == 1;
    ports.left.sendData(exchange, ByteBuffer.allocate(1024), 0, 1024, SequenceEnd.KEEP_INITIATIVE);
    ports.run();
    String header = "81010200 00010100 00090000 01000002 %04xffff 00000001";
    String digits = String.format(header, exchange.originatorExchangeId()).replace(" ", "");

    ports.deliver(new TwoPorts.Frame(HexFormat.of().parseHex(digits), true), ports.right);
    ports.run();

    assertThat(ports.right.accepted.getFirst().state()).isEqualTo(ExchangeState.OPEN);
    assertThat(ports.wire).contains("84/980000");
    assertThat(ports.right.told.get(1)).startsWith("01 MISSING_FRAMES 512");
  }

  @Test
  void answersARepeatedAbortWithoutAskingAgain() {
    Exchange exchange = openRead();
    ports.repeats = frame -> frame.routingControl() == RoutingControl.ABTS;
    ports.left.manager.abort(ports.nowNs, exchange);

    ports.run();

    assertThat(ports.right.told.stream().filter("abort requested"::equals)).hasSize(1);
    assertThat(ports.left.told).containsExactly("ended ABORTED");
  }

  @Test
  void tellsOneEndWhenTheLinkGoesWhileItAborts() {
    Exchange exchange = openRead();
    ports.left.manager.abort(ports.nowNs, exchange);

    ports.left.manager.onLinkDown(ports.nowNs);

    assertThat(ports.left.told).containsExactly("ended LINK_DOWN");
    assertThat(ports.left.manager.exchangesInUse()).isZero();
  }

  @Test
  void findsNoExchangeByIdentifiersAtRestForAnotherPort() {
    Exchange exchange = openRead();
    ports.left.manager.abort(ports.nowNs, exchange);
    ports.run();

    int oxId = exchange.originatorExchangeId();
    assertThat(
            ports.right.manager.onRecoveryQualifierReinstated(
                TwoPorts.RIGHT, 0x010300, 0x010300, oxId, FrameHeader.NO_EXCHANGE_ID))
        .isFalse();
  }
}
