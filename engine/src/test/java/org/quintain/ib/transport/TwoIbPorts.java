// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.memory.SegmentList;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * Two ports with one connected queue pair each, and a link between them that may lose, repeat,
 * delay and overtake packets, on virtual time.
 */
final class TwoIbPorts {
  static final long PACKET_NS = 1_000;
  static final int ACK_TIMEOUT_CODE = 14;

  final Side left;
  final Side right;
  final Random random;
  double loss;
  double repeat;
  double delay;
  double lateReturn;
  boolean whole;
  long nowNs;
  int packetsCarried;
  @Nullable PacketFilter filter;
  private long order;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::order));

  /** Sees each packet; false throws it away. */
  interface PacketFilter {
    boolean lets(Side from, byte[] packet);
  }

  private record Event(long atNs, long order, Runnable what) {}

  TwoIbPorts(long seed, QueuePairOptions options, int mtuBytes, int windowPackets) {
    random = new Random(seed);
    left = new Side("left", 0x11, options, windowPackets);
    right = new Side("right", 0x22, options, windowPackets);
    left.other = right;
    right.other = left;
    left.join(mtuBytes, options);
    right.join(mtuBytes, options);
  }

  TwoIbPorts(QueuePairOptions options) {
    this(1, options, 1024, 128);
  }

  /** One end. */
  final class Side implements RdmaWire, QueuePairListener, ManagementAgent {
    final String name;
    final Gid gid;
    final IbPort port;
    final RcQueuePair queuePair;
    final int firstSequenceNumber;
    final List<WorkRequest> completed = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final ByteBuffer memory = ByteBuffer.allocate(1 << 20);
    final MemoryRegion region;
    private final PacketCutter cutter = new PacketCutter();
    private final ByteBuffer packet = ByteBuffer.allocate(8192);
    Side other;
    boolean readyMarked;
    private long freeNs;
    @Nullable CompletionHook hook;

    Side(String name, long guid, QueuePairOptions options, int windowPackets) {
      this.name = name;
      gid = Gid.ofPortGuid(guid);
      port =
          new IbPort(new IbPortOptions(guid, name, 64, 1024, windowPackets, 0xFFFF00 - (int) guid));
      port.attach(this);
      port.onPortUp(0, this);
      RcQueuePair made = port.createQueuePair(options, this, (now, pair, data) -> {});
      assert made != null;
      queuePair = made;
      queuePair.initialise();
      firstSequenceNumber = port.drawSequenceNumber();
      MemoryRegion registered =
          port.register(
              memory,
              0,
              memory.capacity(),
              MemoryRegion.LOCAL_WRITE | MemoryRegion.REMOTE_READ | MemoryRegion.REMOTE_WRITE);
      assert registered != null;
      region = registered;
    }

    void join(int mtuBytes, QueuePairOptions options) {
      queuePair.readyToReceive(
          path(), mtuBytes, other.queuePair.number(), other.firstSequenceNumber, 1);
      queuePair.readyToSend(
          firstSequenceNumber,
          ACK_TIMEOUT_CODE,
          options.retryCount(),
          options.rnrRetryCount(),
          options.initiatorDepth());
    }

    RdmaPath path() {
      return new RdmaPath(gid, other.gid, 1, 2, 0xFFFF, 0, 4096, 3, 10, other);
    }

    WorkRequest send(int offset, int length) {
      WorkRequest request = new WorkRequest("send").asSend(list(offset, length), 0, length);
      post(request);
      return request;
    }

    WorkRequest write(int offset, int length, long remoteOffset) {
      WorkRequest request =
          new WorkRequest("write")
              .asWrite(
                  list(offset, length),
                  0,
                  length,
                  other.region.address() + remoteOffset,
                  other.region.remoteKey());
      post(request);
      return request;
    }

    WorkRequest read(int offset, int length, long remoteOffset) {
      WorkRequest request =
          new WorkRequest("read")
              .asRead(
                  region,
                  offset,
                  length,
                  other.region.address() + remoteOffset,
                  other.region.remoteKey());
      post(request);
      return request;
    }

    WorkRequest receive(int offset, int length) {
      WorkRequest request = new WorkRequest("receive").asReceive(region, offset, length);
      post(request);
      return request;
    }

    void post(WorkRequest request) {
      if (!queuePair.post(nowNs, request)) {
        told.add("not posted");
      }
    }

    SegmentList list(int offset, int length) {
      SegmentList list = new SegmentList(4);
      int first = length / 3;
      list.add(memory, offset, first);
      list.add(memory, offset + first, length - first);
      return list;
    }

    void fill(int offset, int length, int seed) {
      byte[] bytes = new byte[length];
      new Random(seed).nextBytes(bytes);
      memory.put(offset, bytes);
    }

    byte[] bytes(int offset, int length) {
      byte[] bytes = new byte[length];
      memory.get(offset, bytes);
      return bytes;
    }

    long count(TransportCounter what) {
      return port.counters().get(what);
    }

    void pump() {
      readyMarked = false;
      while (port.hasOutput()) {
        OutgoingMessage run = port.poll(nowNs);
        if (run == null) {
          break;
        }
        if (whole) {
          freeNs = Math.max(nowNs, freeNs) + PACKET_NS * run.packetCount();
          at(freeNs, () -> carryWhole(run));
        } else {
          cut(run);
        }
      }
    }

    private void carryWhole(OutgoingMessage run) {
      other.port.onMessage(nowNs, gid, run);
      port.onSent(nowNs, run);
    }

    private void cut(OutgoingMessage run) {
      cutter.begin(run);
      while (cutter.hasNext()) {
        int expected = cutter.nextLengthBytes();
        int length = cutter.next(packet, 0);
        assert length == expected;
        byte[] bytes = new byte[length];
        packet.get(0, bytes);
        freeNs = Math.max(nowNs, freeNs) + PACKET_NS;
        carry(bytes, freeNs);
      }
      if (random.nextDouble() < lateReturn) {
        at(nowNs + random.nextInt(3_000_000), () -> port.onSent(nowNs, run));
      } else {
        port.onSent(nowNs, run);
      }
    }

    void carry(byte[] bytes, long atNs) {
      PacketFilter present = filter;
      if (present != null && !present.lets(this, bytes)) {
        return;
      }
      packetsCarried++;
      int times = random.nextDouble() < repeat ? 2 : 1;
      for (int time = 0; time < times; time++) {
        if (random.nextDouble() < loss) {
          continue;
        }
        long late = random.nextDouble() < delay ? random.nextInt(2_000_000) : 0;
        at(
            atNs + late,
            () -> other.port.onPacket(nowNs, gid, ByteBuffer.wrap(bytes), 0, bytes.length));
      }
    }

    @Override
    public void markReady() {
      readyMarked = true;
    }

    @Override
    public Gid gid() {
      return gid;
    }

    @Override
    public RdmaPath pathTo(Gid destination) {
      return path();
    }

    @Override
    public int mtuBytes() {
      return 4096;
    }

    @Override
    public boolean isInPartition(int partitionKey) {
      return partitionKey == 0xFFFF;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void onEstablished(long atNs, QueuePair pair, byte[] privateData) {
      told.add("established");
    }

    @Override
    public void onCompletion(long atNs, QueuePair pair, WorkRequest request) {
      completed.add(request);
      told.add(request.context() + " " + request.status() + " " + request.transferredBytes());
      CompletionHook present = hook;
      if (present != null) {
        present.onCompletion(request);
      }
    }

    @Override
    public void onError(long atNs, QueuePair pair, WorkStatus cause) {
      told.add("error " + cause);
    }

    @Override
    public void onRejected(long atNs, QueuePair pair, int reasonCode, byte[] privateData) {
      told.add("rejected " + reasonCode);
    }

    @Override
    public void onUnreachable(long atNs, QueuePair pair) {
      told.add("unreachable");
    }

    @Override
    public void onDisconnected(long atNs, QueuePair pair, byte[] privateData) {
      told.add("disconnected");
    }

    @Override
    public void onPortUp(long atNs, RdmaWire wire) {}

    @Override
    public void onPortDown(long atNs) {}

    @Override
    public void onRemoved(long atNs) {
      told.add("removed");
    }

    @Override
    public void onManagementDatagram(
        long atNs, Gid source, int sourceQueuePair, ByteBuffer datagram, int at, int length) {
      told.add("datagram " + length + " from " + sourceQueuePair + " " + datagram.get(at));
    }

    @Override
    public void onCommunicationEstablished(long atNs, RcQueuePair pair) {
      told.add("heard of the peer");
    }

    @Override
    public long nextDeadlineNs() {
      return DeadlineTable.NONE;
    }

    @Override
    public void onDeadline(long atNs) {}
  }

  /** What a test does when something has completed. */
  interface CompletionHook {
    void onCompletion(WorkRequest request);
  }

  void at(long atNs, Runnable what) {
    events.add(new Event(atNs, order++, what));
  }

  /** Until nothing is left to happen. */
  void run() {
    runUntil(Long.MAX_VALUE - 1);
  }

  void runUntil(long endNs) {
    left.pump();
    right.pump();
    while (true) {
      long deadlineNs = Math.min(left.port.nextDeadlineNs(), right.port.nextDeadlineNs());
      Event next = events.peek();
      long nextNs = Math.min(deadlineNs, next == null ? DeadlineTable.NONE : next.atNs());
      if (nextNs > endNs) {
        return;
      }
      nowNs = Math.max(nowNs, nextNs);
      if (next != null && next.atNs() <= nowNs) {
        events.remove();
        next.what().run();
      }
      for (Side side : List.of(left, right)) {
        if (side.port.nextDeadlineNs() <= nowNs) {
          side.port.onDeadline(nowNs);
        }
      }
      left.pump();
      right.pump();
    }
  }
}
