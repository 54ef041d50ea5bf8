// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandPool;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.R2tPdu;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.Status;

/** A SCSI command in full feature phase allocates nothing. */
final class AllocationTest {
  private static final int LENGTH = 4096;
  private static final int COMMANDS = 20_000;

  /** An engine that carries out every command at once and allocates nothing. */
  private static final class QuietTarget implements ScsiTarget {
    private final CommandPool pool = new CommandPool(32, command -> {});
    private final BufferPool buffers = BufferPool.forCommands(32, false);
    private final ByteBuffer lent = ByteBuffer.allocate(LENGTH);

    @Override
    public ItNexus onNexusEstablished(
        long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
      return new ItNexus(0, identity, transport, reactor);
    }

    @Override
    public void onNexusLoss(long nowNs, ItNexus nexus) {}

    @Override
    public void onTransportReset(long nowNs, ItNexus nexus) {}

    @Override
    public Command acquire(long nowNs, ItNexus nexus) {
      return pool.acquire(nexus);
    }

    @Override
    public int commandsPerNexus() {
      return 32;
    }

    @Override
    public boolean provideDataOut(Command command, long lengthBytes) {
      command.dataOutBlock(buffers.acquire((int) lengthBytes));
      return true;
    }

    @Override
    public void onCommandReceived(long nowNs, Command command) {
      command.moveTo(CommandState.ENABLED);
      TransportServices transport = command.nexus().transport();
      if (command.expectedDataOutBytes() > 0) {
        command.moveTo(CommandState.RECEIVING_DATA_OUT);
        transport.receiveDataOut(nowNs, command, 0, LENGTH);
        return;
      }
      command.dataIn().clear();
      command.dataIn().add(lent, 0, LENGTH);
      command.transfers(0, LENGTH);
      transport.sendDataIn(nowNs, command, 0, true);
      command.moveTo(CommandState.COMPLETING);
      transport.sendCommandComplete(nowNs, command);
    }

    @Override
    public void onDataOutReceived(long nowNs, Command command, DeliveryResult result) {
      command.moveTo(CommandState.ENABLED);
      command.transfers(LENGTH, 0);
      command.status(Status.GOOD, 0);
      command.moveTo(CommandState.COMPLETING);
      command.nexus().transport().sendCommandComplete(nowNs, command);
    }

    @Override
    public void onDataInDelivered(long nowNs, Command command, DeliveryResult result) {}

    @Override
    public void onCommandReleased(long nowNs, Command command) {
      MemoryBlock block = command.dataOutBlock();
      if (block != null) {
        command.dataOutBlock(null);
        buffers.release(block);
      }
      pool.release(command);
    }

    @Override
    public void onTaskManagementRequest(long nowNs, TaskManagementRequest request) {}
  }

  /** A PDU's bytes, to be sent again and again with other numbers. */
  private static final class Message {
    private final byte[] bytes;
    private final ByteBuffer view;

    Message(byte[] bytes) {
      this.bytes = bytes;
      this.view = ByteBuffer.wrap(bytes);
    }
  }

  private final TargetBench bench = new TargetBench(new QuietTarget(), 29);
  private final SegmentList gathered = new SegmentList(64);
  private final byte[] answer = new byte[Bhs.LENGTH_BYTES];
  private final ByteBuffer answerView = ByteBuffer.wrap(answer);
  private int cmdSn = 1;

  private void send(Peer peer, byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      ByteBuffer space = peer.endpoint.receiveSpace();
      int piece = Math.min(space.remaining(), bytes.length - at);
      space.put(space.position(), bytes, at, piece);
      peer.endpoint.onReceived(1, piece);
      at += piece;
    }
  }

  /** Takes all output; the first header stays in {@link #answer}. */
  private void drain(Peer peer) {
    gathered.clear();
    peer.endpoint.gather(gathered, Integer.MAX_VALUE);
    gathered.base(0).get(gathered.offset(0), answer);
    peer.endpoint.onSent(1, gathered.totalBytes());
  }

  private void exchange(Peer peer, Message command, Message data) {
    Bhs.cmdSn(command.view, 0, cmdSn++);
    send(peer, command.bytes);
    drain(peer);
    if (data != null) {
      Bhs.targetTransferTag(data.view, 0, Bhs.targetTransferTag(answerView, 0));
      check(R2tPdu.desiredDataTransferLength(answerView, 0) == LENGTH);
      send(peer, data.bytes);
      drain(peer);
    }
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("the exchange went another way");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"read", "immediate write", "solicited write", "read with data digest"})
  void allocatesNothingPerCommand(String what) {
    boolean isRead = what.startsWith("read");
    boolean isSolicited = what.startsWith("solicited");
    Peer peer = what.endsWith("digest") ? bench.loggedIn("DataDigest=CRC32C") : bench.loggedIn();
    Pdu pdu = Pdu.command(Pdu.F | (isRead ? Pdu.R : Pdu.W), 7, 1, LENGTH, isRead ? 0x28 : 0x2A);
    if (!isRead && !isSolicited) {
      pdu.data(new byte[LENGTH]);
    }
    Message command = new Message(pdu.bytes(false, false));
    Message data =
        isSolicited
            ? new Message(Pdu.dataOut(7, 0, 0, 0, true, new byte[LENGTH]).bytes(false, false))
            : null;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int index = 0; index < COMMANDS; index++) {
      exchange(peer, command, data);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int index = 0; index < COMMANDS; index++) {
      exchange(peer, command, data);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(bench.node.counters().value(IscsiCounter.SCSI_COMMANDS)).isEqualTo(2L * COMMANDS);
    assertThat(allocated).isLessThan(COMMANDS / 4);
  }
}
