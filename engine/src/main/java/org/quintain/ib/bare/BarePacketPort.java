// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.bare;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.initiator.PacketPort;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.Gid;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.RdmaEndpoint;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;

/**
 * The {@link PacketPort} on any driver of packet links: to the driver an endpoint that sends single
 * packets, to the suite's thread a queue of those that came. The endpoint's side lives on the
 * world's reactor.
 */
public final class BarePacketPort implements PacketPort, RdmaEndpoint {
  private final World world;
  private final Target target;
  private final Runnable whenClosed;
  private final ArrayDeque<OutgoingMessage> output = new ArrayDeque<>();
  private final PacketCutter cutter = new PacketCutter();
  private @Nullable RdmaWire wire;
  private Arrival newest = new Arrival(new byte[0]);

  private volatile boolean up;
  private volatile byte[] ownGid = new byte[GID_BYTES];
  private volatile int mtu = 1024;

  /** The packet that the suite took last; those after it are new. */
  private Arrival taken = newest;

  private boolean closed;

  /**
   * Whom it speaks to.
   *
   * @param gid the target's port
   * @param serviceId what it listens to
   * @param identifierExtension the first half of the SRP target port identifier
   * @param controllerGuid its second half
   * @param ownGuid the bare port's own GUID
   */
  public record Target(
      Gid gid, long serviceId, long identifierExtension, long controllerGuid, long ownGuid) {}

  /** A packet that came, and the one after it once there is one. */
  private static final class Arrival {
    final byte[] packet;
    volatile @Nullable Arrival next;

    Arrival(byte[] packet) {
      this.packet = packet;
    }
  }

  /**
   * A port that still has to be given to a driver on {@code world}'s reactor.
   *
   * @param whenClosed takes it off the link; run once, by the suite's thread
   */
  public BarePacketPort(World world, Target target, Runnable whenClosed) {
    this.world = world;
    this.target = target;
    this.whenClosed = whenClosed;
  }

  // The suite's side.

  @Override
  public byte[] gid() {
    return ownGid.clone();
  }

  @Override
  public long guid() {
    return target.ownGuid();
  }

  @Override
  public byte[] targetGid() {
    return bytes(target.gid());
  }

  @Override
  public long serviceId() {
    return target.serviceId();
  }

  @Override
  public byte[] targetPortIdentifier() {
    return ByteBuffer.allocate(GID_BYTES)
        .putLong(target.identifierExtension())
        .putLong(target.controllerGuid())
        .array();
  }

  private static byte[] bytes(Gid gid) {
    return ByteBuffer.allocate(GID_BYTES).putLong(gid.prefix()).putLong(gid.interfaceId()).array();
  }

  @Override
  public int mtuBytes() {
    return mtu;
  }

  /** Waits until the link is up; false when that takes longer than {@code timeoutNs}. */
  public boolean awaitUp(long timeoutNs) {
    return world.awaitUntil(() -> up, timeoutNs);
  }

  @Override
  public void send(byte[] packet) {
    ByteBuffer copy = ByteBuffer.wrap(packet.clone());
    onReactor(
        nowNs -> {
          RdmaWire present = wire;
          RdmaPath path = present == null ? null : present.pathTo(target.gid());
          if (present != null && path != null) {
            OutgoingMessage run = new OutgoingMessage();
            int queuePair = copy.capacity() < Long.BYTES ? 0 : copy.getInt(Integer.BYTES);
            run.begin(MessageKind.DATAGRAM, path, queuePair & 0xFFFFFF, path.mtuBytes(), 0);
            run.verbatim(copy, 0, copy.capacity());
            output.add(run);
            present.markReady();
          }
        });
  }

  private void onReactor(ReactorTask task) {
    if (world.reactor().isCurrent()) {
      task.run(world.nowNs());
    } else {
      world.reactor().post(task);
    }
  }

  @Override
  public byte @Nullable [] receive(long timeoutNs) {
    world.awaitUntil(() -> taken.next != null, timeoutNs);
    Arrival next = taken.next;
    if (next == null) {
      return null;
    }
    taken = next;
    return next.packet;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      whenClosed.run();
    }
  }

  // The driver's side.

  @Override
  public void onPortUp(long nowNs, RdmaWire toDriver) {
    wire = toDriver;
    ownGid = bytes(toDriver.gid());
    mtu = toDriver.mtuBytes();
    up = true;
    world.wake();
  }

  @Override
  public void onPortDown(long nowNs, String reason) {
    wire = null;
    output.clear();
    up = false;
    world.wake();
  }

  @Override
  public void onRemoved(long nowNs, String reason) {
    onPortDown(nowNs, reason);
  }

  @Override
  public void onPacket(long nowNs, Gid source, ByteBuffer packet, int base, int lengthBytes) {
    if (!source.equals(target.gid())) {
      return;
    }
    byte[] bytes = new byte[lengthBytes];
    packet.get(base, bytes);
    Arrival arrival = new Arrival(bytes);
    newest.next = arrival;
    newest = arrival;
    world.wake();
  }

  @Override
  public void onMessage(long nowNs, Gid source, OutgoingMessage message) {
    cutter.begin(message);
    while (cutter.hasNext()) {
      ByteBuffer packet = ByteBuffer.allocate(cutter.nextLengthBytes());
      int length = cutter.next(packet, 0);
      onPacket(nowNs, source, packet, 0, length);
    }
    cutter.end();
  }

  @Override
  public boolean hasOutput() {
    return !output.isEmpty();
  }

  @Override
  public @Nullable OutgoingMessage poll(long nowNs) {
    return output.poll();
  }

  @Override
  public void onSent(long nowNs, OutgoingMessage message) {
    // Its memory is its own.
  }

  @Override
  public long nextDeadlineNs() {
    return DeadlineTable.NONE;
  }

  @Override
  public void onDeadline(long nowNs) {
    // It has none.
  }
}
