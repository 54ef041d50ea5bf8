// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.quintain.fabric.ScsiTarget;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.memory.SegmentList;
import org.quintain.testing.TestWorld;
import org.quintain.wire.StreamWire;

/** A target node on the test's own thread, with peers that speak to it in PDUs. */
final class TargetBench {
  static final String TARGET = "iqn.2026-11.org.quintain:disk0";
  static final String INITIATOR = "iqn.2026-11.org.quintain:client";
  static final String[] NAMES = {
    "InitiatorName=" + INITIATOR, "TargetName=" + TARGET, "SessionType=Normal"
  };

  final TestWorld world;
  final IscsiTargetNode node;
  final IscsiTargetPortal portal;
  final Random random;
  long nowNs = 1_000_000;

  TargetBench(ScsiTarget scsiTarget, long seed) {
    this(scsiTarget, seed, IscsiTargetSettings.DEFAULTS.withDirectMemory(false));
  }

  TargetBench(ScsiTarget scsiTarget, long seed, IscsiTargetSettings settings) {
    this(new TestWorld(), scsiTarget, seed, settings);
  }

  /** Before a target that lives in {@code world} as well. */
  TargetBench(TestWorld world, ScsiTarget scsiTarget, long seed, IscsiTargetSettings settings) {
    this.world = world;
    random = new Random(seed);
    node = new IscsiTargetNode(world.reactor(), settings);
    node.put(IscsiTarget.of(TARGET, scsiTarget).withPreferences(smallPreferences()));
    portal = new IscsiTargetPortal(node);
  }

  /** The target prefers {@code value} for {@code key} from here on. */
  void prefer(IscsiKey key, String value) {
    IscsiTarget target = node.target(TARGET);
    assertThat(target).isNotNull();
    node.put(target.withPreferences(target.preferences().with(key, value)));
  }

  /** Bursts small enough that tests can look at each PDU. */
  static KeyPreferences smallPreferences() {
    return KeyPreferences.ofTarget()
        .with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "65536")
        .with(IscsiKey.MAX_OUTSTANDING_R2T, "4");
  }

  Peer connect() {
    return connect("127.0.0.2:40000");
  }

  Peer connect(String address) {
    return connect("127.0.0.1:3260", address);
  }

  Peer connect(String through, String address) {
    Peer peer = new Peer();
    peer.portalAddress = through;
    peer.address = address;
    IscsiTargetConnection endpoint = (IscsiTargetConnection) portal.newConnection();
    assertThat(endpoint).isNotNull();
    peer.endpoint = endpoint;
    endpoint.onConnected(nowNs, peer);
    return peer;
  }

  /** A peer in full feature phase, its first CmdSN being 1. */
  Peer loggedIn(String... keys) {
    Peer peer = connect();
    List<String> all = new ArrayList<>(List.of(NAMES));
    all.addAll(List.of(keys));
    Pdu response = peer.exchange(Pdu.login(0x87, all.toArray(new String[0])).cmdSn(1));
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.LOGIN_RESPONSE);
    assertThat(LoginResponsePdu.status(response.header, 0)).isZero();
    assertThat(response.flags()).isEqualTo(0x87);
    peer.headerDigest = response.keys().contains("HeaderDigest=CRC32C");
    peer.dataDigest = response.keys().contains("DataDigest=CRC32C");
    return peer;
  }

  /** One connection's other end. */
  final class Peer implements StreamWire {
    IscsiTargetConnection endpoint;
    String address = "";
    String portalAddress = "";
    boolean headerDigest;
    boolean dataDigest;
    private final ArrayDeque<Byte> received = new ArrayDeque<>();
    int readyMarks;
    boolean isDisconnected;
    Runnable onEarly = () -> {};

    @Override
    public void sendEarly(long nowNs) {
      onEarly.run();
    }

    /** How many bytes wait to be sent. */
    long queuedBytes() {
      return endpoint.output().transmitter().queuedBytes();
    }

    @Override
    public void markReady() {
      readyMarks++;
    }

    @Override
    public String peerAddress() {
      return address;
    }

    @Override
    public String localAddress() {
      return portalAddress;
    }

    void send(Pdu... pdus) {
      for (Pdu pdu : pdus) {
        sendBytes(pdu.bytes(headerDigest, dataDigest));
      }
    }

    /** Writes {@code bytes} in pieces of random length, as far as the endpoint takes them. */
    int sendBytes(byte[] bytes) {
      int at = 0;
      while (at < bytes.length && !endpoint.wantsClose()) {
        ByteBuffer space = endpoint.receiveSpace();
        if (!space.hasRemaining()) {
          return at;
        }
        int piece =
            Math.min(Math.min(1 + random.nextInt(9_000), bytes.length - at), space.remaining());
        space.put(space.position(), bytes, at, piece);
        endpoint.onReceived(nowNs, piece);
        at += piece;
      }
      return at;
    }

    /**
     * Writes all of {@code bytes} unless the endpoint closes, taking output where it wants that.
     */
    void sendAll(byte[] bytes) {
      int sent = sendBytes(bytes);
      while (sent < bytes.length && !endpoint.wantsClose()) {
        drain();
        sent += sendBytes(java.util.Arrays.copyOfRange(bytes, sent, bytes.length));
      }
    }

    /** Takes all output there is, in gathers and takes of random length. */
    void drain() {
      SegmentList gathered = new SegmentList(1 + random.nextInt(12));
      while (endpoint.hasOutput()) {
        gathered.clear();
        endpoint.gather(gathered, 1 + random.nextInt(60_000));
        long take = 1L + random.nextInt((int) gathered.totalBytes());
        long left = take;
        for (int index = 0; index < gathered.count() && left > 0; index++) {
          int piece = (int) Math.min(left, gathered.length(index));
          for (int at = 0; at < piece; at++) {
            received.add(gathered.base(index).get(gathered.offset(index) + at));
          }
          left -= piece;
        }
        endpoint.onSent(nowNs, take);
      }
    }

    /** The next PDU that the target sent, or null. */
    Pdu receive() {
      drain();
      if (received.isEmpty()) {
        return null;
      }
      Pdu pdu = new Pdu(take(Bhs.LENGTH_BYTES));
      assertThat(Bhs.totalAhsLengthBytes(pdu.header, 0)).isZero();
      if (headerDigest) {
        assertThat(ByteBuffer.wrap(take(4)).getInt()).isEqualTo(Pdu.crc(pdu.header.array()));
      }
      int length = Bhs.dataSegmentLength(pdu.header, 0);
      byte[] padded = take(length + Bhs.padBytes(length));
      if (dataDigest && length > 0) {
        assertThat(ByteBuffer.wrap(take(4)).getInt()).isEqualTo(Pdu.crc(padded));
      }
      pdu.data = java.util.Arrays.copyOf(padded, length);
      return pdu;
    }

    private byte[] take(int length) {
      assertThat(received.size()).isGreaterThanOrEqualTo(length);
      byte[] bytes = new byte[length];
      for (int index = 0; index < length; index++) {
        bytes[index] = received.remove();
      }
      return bytes;
    }

    List<Pdu> receiveAll() {
      List<Pdu> all = new ArrayList<>();
      for (Pdu pdu = receive(); pdu != null; pdu = receive()) {
        all.add(pdu);
      }
      return all;
    }

    /** Sends {@code pdu} and takes the one answer to it. */
    Pdu exchange(Pdu pdu) {
      send(pdu);
      List<Pdu> answers = receiveAll();
      assertThat(answers).hasSize(1);
      return answers.get(0);
    }

    boolean isClosing() {
      return endpoint.wantsClose();
    }

    void disconnect() {
      isDisconnected = true;
      endpoint.onDisconnected(nowNs, "the test ended the stream");
    }

    /** Lets {@code ns} pass, with every deadline on the way. */
    void pass(long ns) {
      long end = nowNs + ns;
      while (endpoint.nextDeadlineNs() <= end) {
        nowNs = Math.max(nowNs, endpoint.nextDeadlineNs());
        endpoint.onDeadline(nowNs);
      }
      nowNs = end;
    }
  }
}
