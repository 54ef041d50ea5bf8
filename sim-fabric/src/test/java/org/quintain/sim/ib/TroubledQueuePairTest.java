// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.memory.SegmentList;
import org.quintain.sim.ib.link.IbFaultKind;
import org.quintain.sim.ib.link.IbFaults;
import org.quintain.sim.ib.link.IbWeather;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/** What a troubled queue pair does to requests, and that each comes back once all the same. */
final class TroubledQueuePairTest {
  private static final long MILLISECOND_NS = 1_000_000;
  private static final byte[] NOTHING = new byte[0];

  private final SimWorld world =
      new SimWorld(7, 1, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
  private final ScriptedPair below = new ScriptedPair();
  private final Recorder above = new Recorder();

  private static IbFaults faults(double breaks, double notReady, double spoils) {
    return new IbFaults(
        0, 0, 0, 0, 0, 0, breaks, notReady, MILLISECOND_NS, spoils, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private TroubledQueuePair pair(IbWeather weather) {
    AdapterTrouble trouble = new AdapterTrouble(world, world.reactor(0), weather, "target/0");
    TroubledQueuePair pair = new TroubledQueuePair(trouble, above);
    pair.standOn(below);
    pair.onEstablished(0, below, NOTHING);
    return pair;
  }

  private static WorkRequest receive(int number) {
    return new WorkRequest(number).asReceive(new Memory(), 0, 64);
  }

  @Test
  void keepsReceivesForAWhileAndHandsThemOverInOrder() {
    IbWeather weather = new IbWeather(faults(0, 1, 0));
    TroubledQueuePair pair = pair(weather);
    for (int number = 0; number < 3; number++) {
      assertThat(pair.post(0, receive(number))).isTrue();
    }
    assertThat(below.posted).isEmpty();
    assertThat(pair.receiveRoom()).isEqualTo(below.receiveRoom() - 3);
    world.run(100 * MILLISECOND_NS);
    assertThat(below.posted).extracting(WorkRequest::context).containsExactly(0, 1, 2);
    assertThat(weather.count(IbFaultKind.RECEIVER_NOT_READY)).isEqualTo(1);
  }

  @Test
  void flushesWhatItKeptWhenTheConnectionEnds() {
    TroubledQueuePair pair = pair(new IbWeather(faults(0, 1, 0)));
    pair.post(0, receive(1));
    pair.onDisconnected(5, below, NOTHING);
    assertThat(above.told).containsExactly("established", "1 WR_FLUSH_ERR", "disconnected");
    assertThat(pair.post(6, receive(2))).isFalse();
    world.run(100 * MILLISECOND_NS);
    assertThat(above.told).hasSize(3);
  }

  @Test
  void spoilsTheKeysOfRemoteAccessesAlone() {
    TroubledQueuePair pair = pair(new IbWeather(faults(0, 0, 1)));
    SegmentList bytes = new SegmentList(1);
    bytes.add(ByteBuffer.allocate(16), 0, 16);
    pair.post(0, new WorkRequest("send").asSend(bytes, 0, 16));
    pair.post(0, new WorkRequest("write").asWrite(bytes, 4, 12, 4_000, 5));
    pair.post(0, new WorkRequest("read").asRead(new Memory(), 8, 16, 4_000, 5));
    assertThat(below.posted).hasSize(3);
    assertThat(below.posted.get(1).remoteKey()).isNotEqualTo(5);
    assertThat(below.posted.get(1).sourceOffsetBytes()).isEqualTo(4);
    assertThat(below.posted.get(1).lengthBytes()).isEqualTo(12);
    WorkRequest read = below.posted.get(2);
    assertThat(read.remoteKey()).isNotEqualTo(5);
    assertThat(read.localAddress()).isEqualTo(1_008);
    assertThat(read.localKey()).isEqualTo(77);
    assertThat(read.lengthBytes()).isEqualTo(16);
  }

  @Test
  void breaksAQueuePairOnceAndTellsItsProtocol() {
    TroubledQueuePair pair = pair(new IbWeather(faults(1, 0, 0)));
    SegmentList bytes = new SegmentList(1);
    bytes.add(ByteBuffer.allocate(16), 0, 16);
    pair.post(0, new WorkRequest(1).asSend(bytes, 0, 16));
    pair.post(0, new WorkRequest(2).asSend(bytes, 0, 16));
    world.run(MILLISECOND_NS);
    assertThat(below.failures).isEqualTo(1);
    assertThat(above.told).containsExactly("established", "LOC_QP_OP_ERR");
  }

  @Test
  void breaksNothingThatIsBeingDisconnected() {
    TroubledQueuePair pair = pair(new IbWeather(faults(1, 0, 0)));
    SegmentList bytes = new SegmentList(1);
    bytes.add(ByteBuffer.allocate(16), 0, 16);
    pair.post(0, new WorkRequest(1).asSend(bytes, 0, 16));
    pair.disconnect(0, NOTHING);
    world.run(MILLISECOND_NS);
    assertThat(below.failures).isZero();
    assertThat(above.told).containsExactly("established");
  }

  /** 64 bytes at address 1,000. */
  private static final class Memory implements MemoryRegion {
    @Override
    public int localKey() {
      return 77;
    }

    @Override
    public int remoteKey() {
      return 78;
    }

    @Override
    public long address() {
      return 1_000;
    }

    @Override
    public int lengthBytes() {
      return 64;
    }

    @Override
    public boolean isRemotelyValid() {
      return true;
    }

    @Override
    public void deregister() {}
  }

  /** Takes everything that is posted. */
  private static final class ScriptedPair implements QueuePair {
    final List<WorkRequest> posted = new ArrayList<>();
    int failures;

    @Override
    public boolean post(long nowNs, WorkRequest request) {
      posted.add(request);
      return true;
    }

    @Override
    public int sendRoom() {
      return 16;
    }

    @Override
    public int receiveRoom() {
      return 16;
    }

    @Override
    public void disconnect(long nowNs, byte[] privateData) {}

    @Override
    public void fail(long nowNs) {
      failures++;
    }

    @Override
    public int number() {
      return 3;
    }

    @Override
    public Gid peer() {
      return new Gid(0, 1);
    }
  }

  /** Writes down what a protocol is told. */
  private static final class Recorder implements QueuePairListener {
    final List<String> told = new ArrayList<>();

    @Override
    public void onEstablished(long nowNs, QueuePair queuePair, byte[] privateData) {
      told.add("established");
    }

    @Override
    public void onCompletion(long nowNs, QueuePair queuePair, WorkRequest request) {
      told.add(request.context() + " " + request.status());
    }

    @Override
    public void onError(long nowNs, QueuePair queuePair, WorkStatus cause) {
      told.add(cause.toString());
    }

    @Override
    public void onRejected(long nowNs, QueuePair queuePair, int reasonCode, byte[] privateData) {
      told.add("rejected");
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
}
