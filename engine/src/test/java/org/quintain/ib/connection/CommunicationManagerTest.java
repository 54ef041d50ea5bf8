// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quintain.ib.connection.CmBench.Pair;
import org.quintain.ib.wire.CmMessage;
import org.quintain.ib.wire.CmReceipt;
import org.quintain.ib.wire.CmRequest;
import org.quintain.ib.wire.MadField;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.RejectReason;

/** Stories of two ports that connect queue pairs, and end that. */
final class CommunicationManagerTest {
  private static final byte[] NO = {0x0E};
  private final CmBench bench = new CmBench(1);

  private Pair connected() {
    bench.passive.acceptAll((byte) 0xC0, (byte) 1);
    Pair pair = bench.active.connect((byte) 0xAB);
    bench.runFor(CmBench.DELAY_NS * 4);
    assertThat(pair.told).containsExactly("established");
    return pair;
  }

  private Pair accepted() {
    return bench.passive.pairs.get(0);
  }

  @Test
  void connectsAndDisconnects() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair asking = bench.active.connect((byte) 0xAB, (byte) 0xCD);
    bench.runFor(CmBench.DELAY_NS);
    ConnectRequest request = asked.get(0);
    assertThat(request.isOpen()).isTrue();
    assertThat(request.serviceId()).isEqualTo(CmBench.SERVICE);
    assertThat(request.peerAddress()).isEqualTo("10.9.0.2:" + (0xC000 + asking.number));
    assertThat(request.localAddress()).isEqualTo("10.9.0.1:5555");
    assertThat(request.peerResponderResources()).isEqualTo(5);
    assertThat(request.peerInitiatorDepth()).isEqualTo(6);
    assertThat(request.privateData()).hasSize(56).startsWith(0xAB, 0xCD, 0);

    assertThat(accept(request, (byte) 0xC0)).isNotNull();
    assertThat(accepted().told).isEmpty();
    bench.runFor(CmBench.DELAY_NS * 2);
    assertThat(asking.told).containsExactly("established");
    assertThat(asking.begin(2)).isEqualTo("c000");
    assertThat(accepted().told).containsExactly("established");
    PeerQueuePair atPassive = accepted().peer;
    PeerQueuePair atActive = asking.peer;
    assertThat(atPassive).isNotNull();
    assertThat(atActive).isNotNull();
    assertThat(atPassive.number()).isEqualTo(asking.number);
    assertThat(atPassive.firstSequenceNumber()).isEqualTo(asking.firstSequenceNumber());
    assertThat(atPassive.mtuBytes()).isEqualTo(1024);
    assertThat(atPassive.initiatorDepth()).isEqualTo(5);
    assertThat(atPassive.retryCount()).isEqualTo(4);
    assertThat(atPassive.rnrRetryCount()).isEqualTo(3);
    assertThat(atActive.number()).isEqualTo(accepted().number);
    assertThat(atActive.firstSequenceNumber()).isEqualTo(accepted().firstSequenceNumber());
    assertThat(atActive.initiatorDepth()).isEqualTo(5);
    assertThat(atActive.ackTimeoutCode()).isEqualTo(atPassive.ackTimeoutCode());

    bench.active.manager.disconnect(bench.nowNs, asking.communication, new byte[] {5});
    bench.settle();
    assertThat(asking.told).containsExactly("established", "disconnected");
    assertThat(accepted().told).containsExactly("established", "disconnected");
    assertThat(accepted().begin(2)).isEqualTo("0500");
    assertThat(bench.sent)
        .containsExactly("active REQ", "passive REP", "active RTU", "active DREQ", "passive DREP");
    assertThat(asking.isFree).isTrue();
    assertThat(accepted().isFree).isTrue();
    assertThat(bench.active.manager.size() + bench.passive.manager.size()).isZero();
  }

  private Object accept(ConnectRequest request, byte... data) {
    return request.accept(bench.nowNs, CmBench.NOBODY, Pair.OPTIONS, data);
  }

  @Test
  void rejectsWhatNobodyListensFor() {
    Pair pair = bench.active.connect();
    bench.settle();
    assertThat(pair.told).containsExactly("rejected INVALID_SERVICE_ID");
    assertThat(pair.isFree).isTrue();
    assertThat(bench.active.manager.listen(7, (atNs, request) -> {})).isTrue();
    assertThat(bench.active.manager.listen(7, (atNs, request) -> {})).isFalse();
    bench.active.manager.stopListening(7);
    assertThat(bench.active.manager.listen(7, (atNs, request) -> {})).isTrue();
  }

  @Test
  void tellsWhyAListenerRejects() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair pair = bench.active.connect();
    bench.runFor(CmBench.DELAY_NS);
    asked.get(0).reject(bench.nowNs, RejectReason.CONSUMER_REJECT, NO);
    assertThat(asked.get(0).isOpen()).isFalse();
    assertThat(accept(asked.get(0))).isNull();
    bench.settle();
    assertThat(pair.told).containsExactly("rejected CONSUMER_REJECT");
    assertThat(pair.begin(1)).isEqualTo("0e");
    assertThat(bench.passive.manager.size()).isZero();
  }

  @Test
  void asksForPatienceWhereAListenerTakesItsTime() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair pair = bench.active.connect();
    bench.runFor(400_000_000);
    assertThat(pair.told).isEmpty();
    assertThat(bench.sent).startsWith("active REQ", "passive MRA").contains("passive MRA");
    assertThat(bench.sent.stream().filter("active REQ"::equals).count()).isOne();
    accept(asked.get(0));
    bench.runFor(CmBench.DELAY_NS * 4);
    assertThat(pair.told).containsExactly("established");
  }

  @Test
  void forgetsARequestThatAListenerNeverDecides() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair pair = bench.active.connect();
    bench.settle();
    assertThat(asked.get(0).isOpen()).isFalse();
    assertThat(pair.told).containsExactly("rejected TIMEOUT");
    assertThat(bench.passive.manager.size()).isZero();
  }

  @Test
  void rejectsForWantOfAQueuePair() {
    bench.passive.acceptAll();
    bench.passive.hasQueuePairs = false;
    Pair pair = bench.active.connect();
    bench.settle();
    assertThat(pair.told).containsExactly("rejected NO_QUEUE_PAIR_AVAILABLE");
  }

  @Test
  void takesAPacketForALostReadyToUse() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair pair = bench.active.connect();
    bench.runFor(CmBench.DELAY_NS);
    accept(asked.get(0));
    bench.lostPercent = 100;
    bench.passive.manager.onFirstPacket(bench.nowNs, accepted().communication);
    bench.passive.manager.onFirstPacket(bench.nowNs, accepted().communication);
    assertThat(accepted().told).containsExactly("established");
    bench.runFor(CmBench.DELAY_NS);
    assertThat(pair.told).containsExactly("established");
  }

  @Test
  void givesUpWhereNobodyAnswers() {
    bench.lostPercent = 100;
    Pair pair = bench.active.connect();
    bench.settle();
    assertThat(pair.told).containsExactly("unreachable");
    assertThat(bench.sent.stream().filter("active REQ"::equals).count())
        .isEqualTo(1 + CmBench.TIMES.retries());
    assertThat(bench.active.manager.size()).isZero();
  }

  @Test
  void passiveSideGivesUpWhereTheReplyIsNotConfirmed() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair pair = bench.active.connect();
    bench.runFor(CmBench.DELAY_NS);
    bench.lostPercent = 100;
    accept(asked.get(0));
    bench.settle();
    assertThat(pair.told).containsExactly("unreachable");
    assertThat(accepted().told).containsExactly("unreachable");
    assertThat(bench.passive.manager.size()).isZero();
  }

  @Test
  void waitsForAWayThere() {
    bench.passive.acceptAll();
    bench.active.hasPath = false;
    Pair pair = bench.active.connect();
    bench.runFor(100_000_000);
    assertThat(pair.told).isEmpty();
    bench.active.hasPath = true;
    bench.runFor(100_000_000);
    assertThat(pair.told).containsExactly("established");

    bench.active.hasPath = false;
    Pair other = bench.active.connect();
    bench.settle();
    assertThat(other.told).containsExactly("unreachable");
  }

  @Test
  void takesARequestBack() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair pair = bench.active.connect();
    bench.runFor(CmBench.DELAY_NS);
    bench.active.manager.disconnect(bench.nowNs, pair.communication, new byte[0]);
    assertThat(pair.told).containsExactly("disconnected");
    bench.runFor(CmBench.DELAY_NS);
    assertThat(asked.get(0).isOpen()).isFalse();
    assertThat(bench.passive.manager.size()).isZero();
  }

  @Test
  void withdrawsAReply() {
    List<ConnectRequest> asked = bench.passive.keepAll();
    Pair pair = bench.active.connect();
    bench.runFor(CmBench.DELAY_NS);
    accept(asked.get(0));
    bench.passive.manager.disconnect(bench.nowNs, accepted().communication, NO);
    assertThat(accepted().told).containsExactly("disconnected");
    bench.settle();
    // The reply went out before: it stood, for the other side, until the rejection came.
    assertThat(pair.told).containsExactly("established", "disconnected");
  }

  @Test
  void endsOnceWhereBothDisconnect() {
    Pair pair = connected();
    bench.active.manager.disconnect(bench.nowNs, pair.communication, new byte[0]);
    bench.passive.manager.disconnect(bench.nowNs, accepted().communication, new byte[0]);
    bench.settle();
    assertThat(pair.told).containsExactly("established", "disconnected");
    assertThat(accepted().told).containsExactly("established", "disconnected");
  }

  @Test
  void endsWithoutThePeersWord() {
    Pair pair = connected();
    bench.lostPercent = 100;
    bench.active.manager.disconnect(bench.nowNs, pair.communication, new byte[0]);
    bench.settle();
    assertThat(pair.told).containsExactly("established", "disconnected");
    assertThat(accepted().told).containsExactly("established");
  }

  @Test
  void endsTheOldConnectionOfAPeerThatForgotIt() {
    connected();
    bench.active.manager.onRemoved(bench.nowNs);
    assertThat(bench.active.manager.size()).isZero();
    assertThat(bench.active.pairs.get(0).told).containsExactly("established", "disconnected");
    bench.active.manager.onPortUp(bench.active);
    bench.active.pairs.clear(); // So that the next has the same number.
    Pair first = bench.active.connect();
    bench.runFor(CmBench.DELAY_NS * 8);
    assertThat(first.told).containsExactly("rejected STALE_CONNECTION");
    assertThat(accepted().told).containsExactly("established", "disconnected");
    bench.settle();
    bench.active.pairs.clear();
    Pair second = bench.active.connect();
    bench.runFor(CmBench.DELAY_NS * 4);
    assertThat(second.told).containsExactly("established");
  }

  @Test
  void givesEverythingUpWithItsPort() {
    Pair pair = connected();
    List<ConnectRequest> asked = bench.active.keepAll();
    Pair waiting = bench.passive.connect();
    bench.runFor(CmBench.DELAY_NS);
    bench.passive.manager.onRemoved(bench.nowNs);
    assertThat(waiting.told).containsExactly("unreachable");
    assertThat(accepted().told).containsExactly("established", "disconnected");
    assertThat(bench.passive.manager.size()).isZero();
    assertThat(pair.told).containsExactly("established");
    bench.active.manager.onRemoved(bench.nowNs);
    assertThat(asked.get(0).isOpen()).isFalse();
    assertThat(bench.active.manager.size()).isZero();
  }

  private ByteBuffer message(CmMessage kind, int ours, int theirs) {
    ByteBuffer datagram = ByteBuffer.allocate(ManagementDatagram.LENGTH_BYTES);
    ManagementDatagram.write(datagram, 0, kind, 99);
    CmMessage.LOCAL_COMMUNICATION_ID.put(datagram, CmWriter.AT, ours);
    CmMessage.REMOTE_COMMUNICATION_ID.put(datagram, CmWriter.AT, theirs);
    return datagram;
  }

  @ParameterizedTest
  @EnumSource(CmMessage.class)
  void answersWhatMeansNothingItKnows(CmMessage kind) {
    bench.inject(bench.passive, message(kind, 5, 6));
    bench.settle();
    String answer =
        switch (kind) {
          case REQ -> "passive REJ";
          case REP -> "passive REJ";
          case DREQ -> "passive DREP";
          case LAP -> "passive APR";
          case MRA, REJ, RTU, DREP, APR -> "";
        };
    assertThat(String.join(",", bench.sent)).isEqualTo(answer);
  }

  @Test
  void refusesAlternatePathsAndIgnoresWhatIsNotMeant() {
    Pair pair = connected();
    int ours = pair.communication.localId();
    int theirs = accepted().communication.localId();
    bench.sent.clear();
    bench.inject(bench.passive, message(CmMessage.LAP, ours, theirs));
    bench.inject(bench.passive, message(CmMessage.DREQ, ours, theirs)); // Of no queue pair.
    bench.inject(bench.passive, message(CmMessage.REP, ours, theirs)); // To who was asked.
    bench.inject(bench.passive, message(CmMessage.RTU, ours + 1, theirs)); // Of another.
    ByteBuffer patience = message(CmMessage.MRA, theirs, ours);
    CmReceipt.MESSAGE_RECEIVED.put(patience, CmWriter.AT, CmReceipt.RECEIVED_ALTERNATE_PATH);
    bench.inject(bench.active, patience);
    bench.runFor(CmBench.DELAY_NS * 4);
    assertThat(bench.sent).containsExactly("passive APR");
    assertThat(accepted().told).containsExactly("established");
    assertThat(pair.told).containsExactly("established");
  }

  /** A field of a request, with a value that speaks against it. */
  private enum Wrong {
    SERVICE(CmRequest.TRANSPORT_SERVICE, 1, RejectReason.INVALID_TRANSPORT_SERVICE_TYPE),
    EXTENDED(CmRequest.EXTENDED_TRANSPORT, 1, RejectReason.INVALID_TRANSPORT_SERVICE_TYPE),
    SERVICE_ID(CmRequest.SERVICE_ID, 3, RejectReason.INVALID_SERVICE_ID),
    MTU(CmRequest.PATH_MTU, 5, RejectReason.INVALID_PATH_MTU),
    NO_MTU(CmRequest.PATH_MTU, 0, RejectReason.INVALID_PATH_MTU),
    PARTITION(CmRequest.PARTITION_KEY, 0x8001, RejectReason.UNSUPPORTED_REQUEST),
    GID(MadFields.REMOTE_GID_END, 9, RejectReason.PRIMARY_REMOTE_PORT_GID_REJECTED),
    IP_VERSION(MadFields.IP_VERSION, 0x50, RejectReason.UNSUPPORTED_REQUEST);

    private final MadField field;
    private final long value;
    private final RejectReason reason;

    Wrong(MadField field, long value, RejectReason reason) {
      this.field = field;
      this.value = value;
      this.reason = reason;
    }
  }

  private static final class MadFields {
    static final MadField REMOTE_GID_END = new MadField(87, 0, 8);
    static final MadField IP_VERSION = new MadField(141, 0, 8);
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void rejectsRequestsThatCannotBeMet(Wrong wrong) {
    bench.passive.acceptAll();
    bench.lostPercent = 100;
    Pair pair = bench.active.connect();
    bench.lostPercent = 0;
    ByteBuffer request = pair.communication.sent();
    wrong.field.put(request, CmWriter.AT, wrong.value);
    bench.inject(bench.passive, request);
    bench.runFor(CmBench.DELAY_NS * 3);
    assertThat(pair.told).containsExactly("rejected " + wrong.reason);
    assertThat(bench.passive.manager.size()).isZero();
  }
}
