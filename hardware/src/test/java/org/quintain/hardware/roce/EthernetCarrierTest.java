// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.hardware.ethernet.MacAddress;
import org.quintain.ib.wire.GidBytes;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPath;

/** Packets of RoCEv2 in Ethernet frames, and the neighbours they go to. */
final class EthernetCarrierTest {
  private static final long OURS = 0x0200_0000_000AL;
  private static final long THEIRS = 0x0200_0000_000BL;
  private static final int OUR_IP = 0x0A00_0001;
  private static final int THEIR_IP = 0x0A00_0002;
  private static final int PACKET_BYTES = 32;
  private static final long MS = 1_000_000;

  private final ListedLink link = new ListedLink(OURS);
  private final Clock clock = new Clock();
  private final EthernetCarrier carrier = new EthernetCarrier(clock, link, OUR_IP);
  private final Taker taker = new Taker();

  /** Nothing but a time. */
  private static final class Clock implements Reactor {
    private long nowNs;

    @Override
    public int index() {
      return 0;
    }

    @Override
    public long nowNs() {
      return nowNs;
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void post(ReactorTask task) {
      task.run(nowNs);
    }

    @Override
    public void callAt(long deadlineNs, ReactorTask task) {
      throw new UnsupportedOperationException("a carrier needs no timer");
    }
  }

  /** Keeps what comes. */
  private static final class Taker implements RoceCarrier.Receiver {
    private final List<byte[]> packets = new ArrayList<>();
    private final List<Gid> sources = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public void onPacket(long nowNs, Gid source, ByteBuffer packet, int at, int lengthBytes) {
      byte[] copy = new byte[lengthBytes];
      packet.get(at, copy);
      packets.add(copy);
      sources.add(source);
    }

    @Override
    public void onTurnOver(long nowNs) {}

    @Override
    public void onFailed(long nowNs, String reason) {
      failures.add(reason);
    }
  }

  @BeforeEach
  void open() {
    carrier.open(taker);
  }

  private static byte[] arp(int operation, long from, int fromIp, long to, int toIp) {
    ByteBuffer frame = ByteBuffer.allocate(ArpFrame.LENGTH_BYTES);
    ArpFrame.write(frame, operation, from, fromIp, to, toIp);
    return frame.array();
  }

  private @Nullable RdmaPath pathToThem() {
    return carrier.pathTo(GidBytes.ofIpv4(THEIR_IP));
  }

  /** The path to a neighbour who has answered. */
  private RdmaPath known() {
    pathToThem();
    link.bring(clock.nowNs, arp(ArpFrame.REPLY, THEIRS, THEIR_IP, OURS, OUR_IP));
    link.sent.clear();
    RdmaPath path = pathToThem();
    assertThat(path).isNotNull();
    return path;
  }

  /** A frame from them to us with a packet of ascending bytes in it. */
  private static byte[] packetFromThem() {
    ListedLink theirLink = new ListedLink(THEIRS);
    EthernetCarrier them = new EthernetCarrier(new Clock(), theirLink, THEIR_IP);
    them.open(new Taker());
    theirLink.bring(0, arp(ArpFrame.REQUEST, OURS, OUR_IP, 0, THEIR_IP));
    theirLink.sent.clear();
    RdmaPath path = them.pathTo(GidBytes.ofIpv4(OUR_IP));
    assertThat(path).isNotNull();
    send(them, path);
    return theirLink.onlyOne();
  }

  private static void send(EthernetCarrier from, RdmaPath path) {
    ByteBuffer frame = ByteBuffer.allocate(from.headroomBytes() + PACKET_BYTES + 4);
    frame.put(from.headroomBytes(), packet());
    from.send(0, path, 0xC123, frame, PACKET_BYTES);
  }

  private static byte[] packet() {
    byte[] bytes = new byte[PACKET_BYTES];
    for (int index = 0; index < PACKET_BYTES; index++) {
      bytes[index] = (byte) index;
    }
    return bytes;
  }

  @Test
  void tellsAllWhoHasItsAddressNow() {
    assertThat(link.onlyOne()).isEqualTo(arp(ArpFrame.REQUEST, OURS, OUR_IP, 0, OUR_IP));
  }

  @Test
  void answersWhoAsksForItsAddressAndNobodyElse() {
    link.sent.clear();

    link.bring(0, arp(ArpFrame.REQUEST, THEIRS, THEIR_IP, 0, OUR_IP + 7));
    assertThat(link.sent).isEmpty();

    link.bring(0, arp(ArpFrame.REQUEST, THEIRS, THEIR_IP, 0, OUR_IP));
    assertThat(link.onlyOne()).isEqualTo(arp(ArpFrame.REPLY, OURS, OUR_IP, THEIRS, THEIR_IP));
  }

  @Test
  void asksForANeighbourUntilItAnswersButNotAllTheTime() {
    link.sent.clear();

    assertThat(pathToThem()).isNull();
    assertThat(link.onlyOne()).isEqualTo(arp(ArpFrame.REQUEST, OURS, OUR_IP, 0, THEIR_IP));
    clock.nowNs = 99 * MS;
    assertThat(pathToThem()).isNull();
    assertThat(link.sent).isEmpty();
    clock.nowNs = 100 * MS;
    assertThat(pathToThem()).isNull();
    assertThat(link.sent).hasSize(1);

    link.bring(clock.nowNs, arp(ArpFrame.REPLY, THEIRS, THEIR_IP, OURS, OUR_IP));
    RdmaPath path = pathToThem();
    assertThat(path).isNotNull();
    assertThat(path.destination()).isEqualTo(GidBytes.ofIpv4(THEIR_IP));
    assertThat(path.source()).isEqualTo(carrier.gid());
  }

  @Test
  void hasNoWayToAnAddressThatIsNotIpv4() {
    link.sent.clear();

    assertThat(carrier.pathTo(new Gid(Gid.LINK_LOCAL_PREFIX, 1))).isNull();
    assertThat(link.sent).isEmpty();
  }

  @Test
  void sendsWhatTheOtherEndTakes() {
    link.bring(0, packetFromThem());

    assertThat(taker.packets).containsExactly(packet());
    assertThat(taker.sources).containsExactly(GidBytes.ofIpv4(THEIR_IP));
    assertThat(carrier.badPackets()).isZero();
  }

  @Test
  void knowsTheWayBackToWhoSentAPacket() {
    link.sent.clear();

    link.bring(0, packetFromThem());

    assertThat(pathToThem()).isNotNull();
    assertThat(link.sent).isEmpty();
  }

  @Test
  void followsANeighbourToAnotherEthernetAddress() {
    RdmaPath path = known();
    link.bring(0, arp(ArpFrame.REQUEST, THEIRS + 1, THEIR_IP, 0, OUR_IP + 9));

    send(carrier, path);

    assertThat(MacAddress.get(ByteBuffer.wrap(link.onlyOne()), 0)).isEqualTo(THEIRS + 1);
  }

  @Test
  void throwsAwayAndCountsWhatWasBrokenOnTheWay() {
    byte[] broken = packetFromThem();
    broken[broken.length - 20] ^= 0x10;

    link.bring(0, broken);

    assertThat(taker.packets).isEmpty();
    assertThat(carrier.badPackets()).isEqualTo(1);
  }

  @Test
  void passesOverWhatIsForOthers() {
    byte[] otherEthernet = packetFromThem();
    otherEthernet[5] ^= 1;
    link.bring(0, otherEthernet);
    byte[] otherProtocol = packetFromThem();
    otherProtocol[13] ^= 1;
    link.bring(0, otherProtocol);
    link.bring(0, new byte[13]);

    assertThat(taker.packets).isEmpty();
    assertThat(carrier.badPackets()).isZero();
  }

  @Test
  void tellsOfAFailedLinkOnce() {
    link.fail(0, "the cable is out");
    link.fail(0, "the cable is out");

    assertThat(taker.failures).containsExactly("the cable is out");
  }

  @Test
  void givesNothingMoreOnceItIsClosed() {
    byte[] late = packetFromThem();
    carrier.close();

    link.bring(0, late);

    assertThat(link.isClosed()).isTrue();
    assertThat(taker.packets).isEmpty();
  }
}
