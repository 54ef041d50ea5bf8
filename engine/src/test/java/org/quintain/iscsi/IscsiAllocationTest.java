// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.iscsi.initiator.InitiatorOptions;
import org.quintain.iscsi.initiator.IscsiInitiatorSession;
import org.quintain.iscsi.initiator.SessionListener;
import org.quintain.iscsi.initiator.SessionState;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.memory.SegmentList;
import org.quintain.testing.Disk;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * READ and WRITE through both ends of iSCSI allocate nothing, counted by the virtual machine
 * itself.
 */
final class IscsiAllocationTest implements SessionListener, StreamWire {
  private static final int COMMANDS = 20_000;
  private static final int LENGTH_BYTES = 16_384;

  private final Disk disk = Disk.inMemory(512, 4096);
  private final SegmentList gathered = new SegmentList(64);

  @ParameterizedTest
  @CsvSource({"No, Yes, None", "Yes, No, None", "No, Yes, CRC32C"})
  void readsAndWritesAllocateNothing(String initialR2t, String immediateData, String digest) {
    IscsiTargetNode node =
        new IscsiTargetNode(disk.world().reactor(), IscsiTargetSettings.DEFAULTS);
    node.put(IscsiTarget.of(Disk.TARGET, disk.port()));
    StreamEndpoint target = new IscsiTargetPortal(node).newConnection();
    KeyPreferences offers =
        KeyPreferences.ofInitiator()
            .with(IscsiKey.INITIAL_R2T, initialR2t)
            .with(IscsiKey.IMMEDIATE_DATA, immediateData)
            .with(IscsiKey.HEADER_DIGEST, digest)
            .with(IscsiKey.DATA_DIGEST, digest);
    IscsiInitiatorSession session =
        new IscsiInitiatorSession(
            InitiatorOptions.normal(IscsiPair.CLIENT, Disk.TARGET, 1).withPreferences(offers),
            this);
    assertThat(target).isNotNull();
    target.onConnected(0, this);
    session.connection().onConnected(0, this);
    pump(session.connection(), target);
    assertThat(session.state()).isEqualTo(SessionState.LOGGED_IN);
    for (int index = 0; index < 4; index++) {
      run(session, target, IscsiPair.testUnitReady());
    }
    ExecuteCommand read =
        IscsiPair.read(8, LENGTH_BYTES / 512)
            .dataIn(ByteBuffer.allocateDirect(LENGTH_BYTES), LENGTH_BYTES);
    ExecuteCommand write =
        IscsiPair.write(8, new byte[LENGTH_BYTES])
            .dataOut(ByteBuffer.allocateDirect(LENGTH_BYTES), LENGTH_BYTES);
    runMany(session, target, read, write);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    runMany(session, target, read, write);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated / COMMANDS).isZero();
  }

  private void runMany(
      IscsiInitiatorSession session,
      StreamEndpoint target,
      ExecuteCommand read,
      ExecuteCommand write) {
    for (int index = 0; index < COMMANDS; index++) {
      run(session, target, write);
      run(session, target, read);
      if (read.status() != 0 || write.status() != 0 || !read.isDone() || !write.isDone()) {
        throw new AssertionError("A command failed.");
      }
    }
  }

  private void run(IscsiInitiatorSession session, StreamEndpoint target, ExecuteCommand command) {
    command.begin(0);
    session.submit(0, command);
    pump(session.connection(), target);
  }

  private void pump(StreamEndpoint one, StreamEndpoint other) {
    while (one.hasOutput() || other.hasOutput()) {
      move(one, other);
      move(other, one);
    }
  }

  private void move(StreamEndpoint from, StreamEndpoint into) {
    if (!from.hasOutput()) {
      return;
    }
    gathered.clear();
    from.gather(gathered, 1 << 20);
    for (int index = 0; index < gathered.count(); index++) {
      int done = 0;
      while (done < gathered.length(index)) {
        ByteBuffer space = into.receiveSpace();
        int piece = Math.min(gathered.length(index) - done, space.remaining());
        space.put(space.position(), gathered.base(index), gathered.offset(index) + done, piece);
        done += piece;
        into.onReceived(0, piece);
      }
    }
    from.onSent(0, gathered.totalBytes());
  }

  @Override
  public void onEstablished(long nowNs) {}

  @Override
  public void onEnded(long nowNs, String reason) {}

  @Override
  public void onProgress(long nowNs) {}

  @Override
  public void markReady() {}

  @Override
  public String peerAddress() {
    return "127.0.0.2:40000";
  }

  @Override
  public String localAddress() {
    return "127.0.0.1:3260";
  }
}
