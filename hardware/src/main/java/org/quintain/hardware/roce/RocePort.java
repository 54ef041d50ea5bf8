// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.ib.wire.RoceHeaders;
import org.quintain.reactor.Reactor;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.Gid;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.RdmaEndpoint;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;

/**
 * The driver of one RoCEv2 port: gives its endpoint what a carrier brings, cuts what it sends into
 * packets, and keeps its time. Runs on one reactor.
 */
final class RocePort implements RdmaWire, RoceCarrier.Receiver, AutoCloseable {
  private static final int PACKETS_AT_ONCE = 64;
  private static final int PAYLOAD_BYTES_MAX = 4096;

  /** RoCE's packets are in one partition, whoever sends them (annex A17.7). */
  private static final int PARTITION_MASK = 0x7FFF;

  private final Reactor reactor;
  private final RoceCarrier carrier;
  private final RdmaEndpoint endpoint;
  private final PacketCutter cutter = new PacketCutter();
  private final ByteBuffer frame;
  private @Nullable OutgoingMessage cut;
  private boolean isUp;
  private boolean isPumpPosted;
  private long armedNs = DeadlineTable.NONE;

  /** A port that is not open; both others are its own from here on. */
  RocePort(Reactor reactor, RoceCarrier carrier, RdmaEndpoint endpoint) {
    this.reactor = reactor;
    this.carrier = carrier;
    this.endpoint = endpoint;
    this.frame =
        ByteBuffer.allocateDirect(
            carrier.headroomBytes() + PAYLOAD_BYTES_MAX + PacketCutter.OVERHEAD_BYTES_MAX);
  }

  /** Lets the endpoint work. Runs on the reactor. */
  void open(long nowNs) {
    isUp = true;
    carrier.open(this);
    endpoint.onPortUp(nowNs, this);
    pump(nowNs);
  }

  // What the carrier brings.

  @Override
  public void onPacket(long nowNs, Gid source, ByteBuffer packet, int at, int lengthBytes) {
    if (isUp) {
      endpoint.onPacket(nowNs, source, packet, at, lengthBytes);
    }
  }

  @Override
  public void onTurnOver(long nowNs) {
    pump(nowNs);
  }

  @Override
  public void onFailed(long nowNs, String reason) {
    goDown(nowNs);
    endpoint.onRemoved(nowNs, reason);
  }

  private void goDown(long nowNs) {
    isUp = false;
    OutgoingMessage unfinished = cut;
    cut = null;
    if (unfinished != null) {
      cutter.end();
      endpoint.onSent(nowNs, unfinished);
    }
  }

  // What the endpoint wants.

  @Override
  public void markReady() {
    if (!isPumpPosted) {
      isPumpPosted = true;
      reactor.post(
          nowNs -> {
            isPumpPosted = false;
            pump(nowNs);
          });
    }
  }

  @Override
  public Gid gid() {
    return carrier.gid();
  }

  @Override
  public @Nullable RdmaPath pathTo(Gid destination) {
    return carrier.pathTo(destination);
  }

  @Override
  public int mtuBytes() {
    return carrier.mtuBytes();
  }

  @Override
  public boolean isInPartition(int partitionKey) {
    return (partitionKey & PARTITION_MASK) == PARTITION_MASK;
  }

  @Override
  public String name() {
    return carrier.name();
  }

  private void pump(long nowNs) {
    int left = PACKETS_AT_ONCE;
    long roomAtNs = DeadlineTable.NONE;
    while (isUp && left > 0) {
      OutgoingMessage run = cut;
      if (run == null) {
        run = endpoint.hasOutput() ? endpoint.poll(nowNs) : null;
        if (run == null) {
          break;
        }
        cutter.begin(run);
        cut = run;
      }
      long nextNs = carrier.roomAtNs(nowNs);
      if (nextNs > nowNs) {
        roomAtNs = nextNs;
        break;
      }
      int length = cutter.next(frame, carrier.headroomBytes());
      int queuePair = run.destinationQueuePair();
      carrier.send(nowNs, run.path(), RoceHeaders.sourcePort(queuePair, queuePair), frame, length);
      left--;
      if (!cutter.hasNext()) {
        cut = null;
        cutter.end();
        endpoint.onSent(nowNs, run);
      }
    }
    if (left == 0) {
      markReady();
    }
    arm(Math.min(roomAtNs, endpoint.nextDeadlineNs()));
  }

  private void arm(long nearestNs) {
    if (nearestNs < armedNs && isUp) {
      armedNs = nearestNs;
      reactor.callAt(nearestNs, atNs -> onAlarm(atNs, nearestNs));
    }
  }

  private void onAlarm(long nowNs, long forNs) {
    if (forNs == armedNs) {
      armedNs = DeadlineTable.NONE;
    }
    if (!isUp) {
      return;
    }
    if (endpoint.nextDeadlineNs() <= nowNs) {
      endpoint.onDeadline(nowNs);
    }
    pump(nowNs);
  }

  /** Takes the adapter away: every connection ends, and nobody is told over the wire. */
  @Override
  public void close() {
    if (isUp) {
      onFailed(reactor.nowNs(), "the port was closed");
    }
    carrier.close();
  }
}
