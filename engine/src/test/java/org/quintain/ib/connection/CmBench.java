// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.CmMessage;
import org.quintain.ib.wire.GidBytes;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.Gid;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RdmaWire;
import org.quintain.wire.RejectReason;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/** Two managers of communication with a link between them that delays, loses and repeats. */
final class CmBench {
  static final long SERVICE = RdmaPort.ipServiceId(5555);
  static final CmTimes TIMES = new CmTimes(12, 5, 16, 5);
  static final long DELAY_NS = 20_000;
  private static final int LIFETIME = 3;

  /** What happens to datagrams, of a hundred. */
  int lostPercent;

  int repeatedPercent;
  long nowNs = 1_000_000;
  final List<String> sent = new ArrayList<>();
  final Side active = new Side("active", 0x0A090002, 7);
  final Side passive = new Side("passive", 0x0A090001, 8);
  private final Random random;
  private final PriorityQueue<Flight> flights = new PriorityQueue<>();
  private int flightNumber;

  CmBench(long seed) {
    random = new Random(seed);
    active.other = passive;
    passive.other = active;
  }

  /** A datagram on its way. */
  private record Flight(long atNs, int number, Side into, byte[] bytes)
      implements Comparable<Flight> {
    @Override
    public int compareTo(Flight other) {
      return atNs == other.atNs
          ? Integer.compare(number, other.number)
          : Long.compare(atNs, other.atNs);
    }
  }

  /** Runs until nothing is left to happen, or {@code untilNs} is reached. */
  void run(long untilNs) {
    while (true) {
      Flight next = flights.peek();
      long timerNs = Math.min(active.manager.nextDeadlineNs(), passive.manager.nextDeadlineNs());
      long nextNs = Math.min(next == null ? DeadlineTable.NONE : next.atNs, timerNs);
      if (nextNs > untilNs) {
        nowNs = Math.max(nowNs, untilNs == DeadlineTable.NONE ? nowNs : untilNs);
        return;
      }
      if (nextNs == DeadlineTable.NONE) {
        return;
      }
      nowNs = Math.max(nowNs, nextNs);
      if (next != null && next.atNs <= timerNs) {
        flights.remove(next);
        next.into.manager.onDatagram(
            nowNs, next.into.other.gid, ByteBuffer.wrap(next.bytes), 0, next.bytes.length);
      } else {
        active.manager.onDeadline(nowNs);
        passive.manager.onDeadline(nowNs);
      }
    }
  }

  /** The same for {@code forNs} from now on. */
  void runFor(long forNs) {
    run(nowNs + forNs);
  }

  void settle() {
    run(DeadlineTable.NONE - 1);
  }

  private void send(Side from, ByteBuffer datagram) {
    byte[] bytes = new byte[ManagementDatagram.LENGTH_BYTES];
    datagram.get(0, bytes);
    CmMessage message =
        CmMessage.ofAttribute(ManagementDatagram.ATTRIBUTE_ID.getInt(ByteBuffer.wrap(bytes), 0));
    sent.add(from.name + " " + message);
    if (random.nextInt(100) >= lostPercent) {
      fly(from.other, bytes);
    }
    if (random.nextInt(100) < repeatedPercent) {
      fly(from.other, bytes);
    }
  }

  private void fly(Side into, byte[] bytes) {
    long jitterNs = repeatedPercent == 0 ? 0 : random.nextInt((int) DELAY_NS * 20);
    flights.add(new Flight(nowNs + DELAY_NS + jitterNs, flightNumber++, into, bytes));
  }

  /** Puts a datagram of nobody's on the way. */
  void inject(Side into, ByteBuffer datagram) {
    byte[] bytes = new byte[ManagementDatagram.LENGTH_BYTES];
    datagram.get(0, bytes);
    fly(into, bytes);
  }

  /** One port. */
  final class Side implements RdmaWire {
    final String name;
    final Gid gid;
    final CommunicationManager manager;
    final List<Pair> pairs = new ArrayList<>();
    Side other = this;
    boolean hasPath = true;
    boolean hasQueuePairs = true;

    Side(String name, int address, int seed) {
      this.name = name;
      this.gid = GidBytes.ofIpv4(address);
      this.manager =
          new CommunicationManager(
              TIMES, address, seed, 64, (at, path, datagram) -> send(this, datagram), this::make);
      manager.onPortUp(this);
    }

    private @Nullable CmUser make(
        Communication of, QueuePairListener listener, QueuePairOptions options) {
      return hasQueuePairs ? pair(of) : null;
    }

    private Pair pair(Communication of) {
      Pair pair = new Pair(this, of, 0x10 + pairs.size());
      pairs.add(pair);
      return pair;
    }

    Pair connect(byte... privateData) {
      Communication communication = manager.make(other.gid);
      if (communication == null) {
        throw new AssertionError("no communication is left");
      }
      Pair pair = pair(communication);
      manager.connect(
          nowNs,
          communication,
          pair,
          new ConnectParameters(other.gid, SERVICE, privateData, pair.options()));
      return pair;
    }

    /** Accepts every request at once. */
    void acceptAll(byte... privateData) {
      manager.listen(
          SERVICE, (atNs, request) -> request.accept(atNs, NOBODY, Pair.OPTIONS, privateData));
    }

    /** Keeps requests for later. */
    List<ConnectRequest> keepAll() {
      List<ConnectRequest> kept = new ArrayList<>();
      manager.listen(SERVICE, (atNs, request) -> kept.add(request));
      return kept;
    }

    @Override
    public void markReady() {}

    @Override
    public Gid gid() {
      return gid;
    }

    @Override
    public @Nullable RdmaPath pathTo(Gid destination) {
      return hasPath
          ? new RdmaPath(gid, destination, 0xFFFF, 0xFFFF, 0xFFFF, 0, 1024, 0, LIFETIME, "nowhere")
          : null;
    }

    @Override
    public int mtuBytes() {
      return 2048;
    }

    @Override
    public boolean isInPartition(int partitionKey) {
      return partitionKey == DEFAULT_PARTITION_KEY;
    }

    @Override
    public String name() {
      return name;
    }
  }

  /** A queue pair that keeps what it was told. */
  static final class Pair implements CmUser {
    static final QueuePairOptions OPTIONS = new QueuePairOptions(8, 8, 6, 5, 4, 3);
    final List<String> told = new ArrayList<>();
    final Side side;
    final Communication communication;
    final int number;
    @Nullable PeerQueuePair peer;
    byte[] privateData = {};
    boolean isFree;

    Pair(Side side, Communication communication, int number) {
      this.side = side;
      this.communication = communication;
      this.number = number;
    }

    @Override
    public QueuePair queuePair() {
      return new NamedPair(number, side.other.gid);
    }

    @Override
    public int queuePairNumber() {
      return number;
    }

    @Override
    public int firstSequenceNumber() {
      return 0x1000 + number;
    }

    @Override
    public QueuePairOptions options() {
      return OPTIONS;
    }

    @Override
    public void onPeer(long nowNs, PeerQueuePair found) {
      peer = found;
    }

    @Override
    public void onEstablished(long nowNs, byte[] data) {
      privateData = data;
      told.add("established");
    }

    @Override
    public void onRejected(long nowNs, int reasonCode, byte[] data) {
      privateData = data;
      told.add("rejected " + RejectReason.of(reasonCode));
    }

    @Override
    public void onUnreachable(long nowNs) {
      told.add("unreachable");
    }

    @Override
    public void onDisconnected(long nowNs, byte[] data) {
      privateData = data;
      told.add("disconnected");
    }

    @Override
    public void onTimeWaitOver(long nowNs) {
      isFree = true;
    }

    String begin(int bytes) {
      return HexFormat.of().formatHex(privateData, 0, Math.min(bytes, privateData.length));
    }
  }

  /** What an accepted request gives. */
  private record NamedPair(int number, Gid peer) implements QueuePair {
    @Override
    public boolean post(long nowNs, WorkRequest request) {
      return false;
    }

    @Override
    public int sendRoom() {
      return 0;
    }

    @Override
    public int receiveRoom() {
      return 0;
    }

    @Override
    public void disconnect(long nowNs, byte[] privateData) {}

    @Override
    public void fail(long nowNs) {}
  }

  /** Hears nothing, since pairs keep what they are told themselves. */
  static final QueuePairListener NOBODY =
      new QueuePairListener() {
        @Override
        public void onEstablished(long nowNs, QueuePair queuePair, byte[] privateData) {}

        @Override
        public void onCompletion(long nowNs, QueuePair queuePair, WorkRequest request) {}

        @Override
        public void onError(long nowNs, QueuePair queuePair, WorkStatus cause) {}

        @Override
        public void onRejected(
            long nowNs, QueuePair queuePair, int reasonCode, byte[] privateData) {}

        @Override
        public void onUnreachable(long nowNs, QueuePair queuePair) {}

        @Override
        public void onDisconnected(long nowNs, QueuePair queuePair, byte[] privateData) {}
      };
}
