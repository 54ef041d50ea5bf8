// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quintain.ib.transport.IbPort;
import org.quintain.ib.transport.IbPortOptions;
import org.quintain.ib.wire.GidBytes;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.memory.SegmentList;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;
import org.quintain.wire.RejectReason;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/** Two whole ports, each with transport and communication management, on one cable. */
final class ConnectedPortTest {
  private static final long SERVICE = 77;
  private static final QueuePairOptions OPTIONS = QueuePairOptions.ofDepths(4, 4);
  private final Port asking = new Port(0x0A090002);
  private final Port asked = new Port(0x0A090001);
  private long nowNs = 1_000;

  ConnectedPortTest() {
    asking.other = asked;
    asked.other = asking;
    asking.rdma.endpoint().onPortUp(nowNs, asking);
    asked.rdma.endpoint().onPortUp(nowNs, asked);
  }

  /** Carries packets to and fro until there are none. */
  private void carry() {
    boolean isAnyLeft = true;
    while (isAnyLeft) {
      isAnyLeft = asking.carryOne();
      isAnyLeft |= asked.carryOne();
    }
  }

  /** Until nothing waits for time any more. */
  private void settle() {
    carry();
    for (int turn = 0; turn < 1_000; turn++) {
      long nextNs =
          Math.min(asking.rdma.endpoint().nextDeadlineNs(), asked.rdma.endpoint().nextDeadlineNs());
      if (nextNs == Long.MAX_VALUE) {
        return;
      }
      nowNs = Math.max(nowNs, nextNs);
      asking.rdma.endpoint().onDeadline(nowNs);
      asked.rdma.endpoint().onDeadline(nowNs);
      carry();
    }
  }

  private ConnectParameters parameters(byte... privateData) {
    return new ConnectParameters(asked.gid, SERVICE, privateData, OPTIONS);
  }

  @Test
  void carriesAMessageOverAConnectionAndEndsIt() {
    Ear here = new Ear();
    Ear there = new Ear();
    ByteBuffer buffer = ByteBuffer.allocate(64);
    WorkRequest receive = new WorkRequest(null);
    MemoryRegion region = asked.rdma.register(buffer, 0, 64, MemoryRegion.LOCAL_WRITE);
    assertThat(region).isNotNull();
    asked.rdma.listen(
        SERVICE,
        (atNs, request) -> {
          QueuePair accepted = request.accept(atNs, there, OPTIONS, new byte[] {9});
          assertThat(accepted).isNotNull();
          receive.asReceive(region, 0, 64);
          assertThat(accepted.post(atNs, receive)).isTrue();
        });
    QueuePair queuePair = asking.rdma.connect(nowNs, parameters((byte) 1), here);
    SegmentList words = new SegmentList(1);
    words.add(ByteBuffer.wrap(new byte[] {5, 6, 7}), 0, 3);
    WorkRequest send = new WorkRequest(null).asSend(words, 0, 3);
    assertThat(queuePair.post(nowNs, send)).isFalse();
    carry();
    assertThat(here.told).containsExactly("established 9");
    assertThat(there.told).containsExactly("established 0");

    assertThat(queuePair.post(nowNs, send)).isTrue();
    carry();
    assertThat(here.told).contains("SUCCESS");
    assertThat(there.told).contains("SUCCESS");
    assertThat(buffer.get(2)).isEqualTo((byte) 7);

    queuePair.disconnect(nowNs, new byte[] {3});
    carry();
    assertThat(here.told).last().isEqualTo("disconnected");
    assertThat(there.told).last().isEqualTo("disconnected");
    settle();
    for (Port each : List.of(asking, asked)) {
      assertThat(each.rdma.communications()).isZero();
      assertThat(each.rdma.endpoint().queuePairCount()).isZero();
    }
  }

  @Test
  void tellsOfARejection() {
    Ear here = new Ear();
    asked.rdma.listen(
        SERVICE,
        (atNs, request) -> request.reject(atNs, RejectReason.CONSUMER_REJECT, new byte[] {4}));
    asking.rdma.connect(nowNs, parameters(), here);
    settle();
    assertThat(here.told).containsExactly("rejected 28 4");
    assertThat(asking.rdma.endpoint().queuePairCount()).isZero();
  }

  @Test
  void flushesAndEndsWhereAnAdapterIsTakenAway() {
    Ear here = new Ear();
    Ear there = new Ear();
    asked.rdma.listen(
        SERVICE, (atNs, request) -> request.accept(atNs, there, OPTIONS, new byte[0]));
    QueuePair queuePair = asking.rdma.connect(nowNs, parameters(), here);
    carry();
    MemoryRegion region =
        asking.rdma.register(ByteBuffer.allocate(8), 0, 8, MemoryRegion.LOCAL_WRITE);
    assertThat(region).isNotNull();
    WorkRequest receive = new WorkRequest(null).asReceive(region, 0, 8);
    assertThat(queuePair.post(nowNs, receive)).isTrue();
    asking.rdma.endpoint().onRemoved(nowNs, "taken away");
    assertThat(here.told).contains("WR_FLUSH_ERR").last().isEqualTo("disconnected");
    asking.isCut = true;
    queuePair.disconnect(nowNs, new byte[0]);
    asking.rdma.connect(nowNs, parameters(), here);
    asking.rdma.endpoint().onDeadline(nowNs);
    assertThat(here.told).last().isEqualTo("unreachable");
    assertThat(asking.rdma.endpoint().queuePairCount()).isZero();
  }

  /** What is above. */
  private static final class Ear implements QueuePairListener {
    final List<String> told = new ArrayList<>();

    @Override
    public void onEstablished(long nowNs, QueuePair queuePair, byte[] privateData) {
      told.add("established " + privateData[0]);
    }

    @Override
    public void onCompletion(long nowNs, QueuePair queuePair, WorkRequest request) {
      told.add(request.status().toString());
    }

    @Override
    public void onError(long nowNs, QueuePair queuePair, WorkStatus cause) {
      told.add("error " + cause);
    }

    @Override
    public void onRejected(long nowNs, QueuePair queuePair, int reasonCode, byte[] privateData) {
      told.add("rejected " + reasonCode + " " + privateData[0]);
    }

    @Override
    public void onUnreachable(long nowNs, QueuePair queuePair) {
      told.add("unreachable");
    }

    @Override
    public void onDisconnected(long nowNs, QueuePair queuePair, byte[] privateData) {
      told.add("disconnected");
    }
  }

  /** A port with its driver. */
  private final class Port implements RdmaWire {
    final Gid gid;
    final ConnectedPort rdma;
    final PacketCutter cutter = new PacketCutter();
    final ByteBuffer packet = ByteBuffer.allocate(5000);
    @Nullable Port other;
    boolean isCut;

    Port(int address) {
      gid = GidBytes.ofIpv4(address);
      rdma =
          new ConnectedPort(
              new IbPort(IbPortOptions.of(address, "port " + address)), CmTimes.QUICK, address);
    }

    boolean carryOne() {
      IbPort endpoint = rdma.endpoint();
      Port peer = other;
      OutgoingMessage run = endpoint.hasOutput() ? endpoint.poll(nowNs) : null;
      if (run == null || peer == null) {
        return false;
      }
      cutter.begin(run);
      while (cutter.hasNext()) {
        int length = cutter.next(packet, 3);
        if (!isCut) {
          peer.rdma.endpoint().onPacket(nowNs, gid, packet, 3, length);
        }
      }
      cutter.end();
      endpoint.onSent(nowNs, run);
      return true;
    }

    @Override
    public void markReady() {}

    @Override
    public Gid gid() {
      return gid;
    }

    @Override
    public RdmaPath pathTo(Gid destination) {
      return new RdmaPath(gid, destination, 0xFFFF, 0xFFFF, 0xFFFF, 0, 1024, 0, 8, this);
    }

    @Override
    public int mtuBytes() {
      return 4096;
    }

    @Override
    public boolean isInPartition(int partitionKey) {
      return partitionKey == DEFAULT_PARTITION_KEY;
    }

    @Override
    public String name() {
      return rdma.name();
    }
  }
}
