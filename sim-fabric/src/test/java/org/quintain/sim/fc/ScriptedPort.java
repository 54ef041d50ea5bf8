// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.OutgoingSequence;

/** A port that sends what a test tells it to and keeps what comes, accepting every RSCN. */
final class ScriptedPort implements FrameEndpoint {
  final List<ByteBuffer> received = new ArrayList<>();
  final List<Long> receivedNs = new ArrayList<>();
  final List<Integer> changes = new ArrayList<>();
  private final ArrayDeque<OutgoingSequence> output = new ArrayDeque<>();
  private @Nullable FrameWire wire;
  private int nextExchange = 0x100;
  private int nextIdentifiers = -1;
  private boolean isQuiet;
  int portId;
  int linksUp;
  int linksDown;
  int sent;

  /** Sends a payload in frames of at most 2048 bytes. */
  void send(int routing, int type, int control, int to, int offsetBytes, byte[] payload) {
    OutgoingSequence sequence =
        new OutgoingSequence(0, ByteBuffer.allocate(24 + payload.length), 0, payload.length);
    sequence.clear();
    sequence.header().putInt(0, routing << 24 | to).putInt(4, portId);
    sequence.header().putInt(8, type << 24 | control).putInt(16, identifiers());
    sequence.header().putInt(20, offsetBytes);
    sequence.header().put(sequence.inlinePayload(payload.length), payload);
    sequence.framePayloadMax(2048);
    output.add(sequence);
    FrameWire present = wire;
    if (present != null) {
      present.markReady();
    }
  }

  private int identifiers() {
    return nextIdentifiers == -1 ? nextExchange++ << 16 | 0xFFFF : nextIdentifiers;
  }

  /** What the next frames have in place of OX_ID and RX_ID; -1 for a new exchange each. */
  void exchanges(int identifiers) {
    nextIdentifiers = identifiers;
  }

  /** It answers nothing any more. */
  void quiet() {
    isQuiet = true;
  }

  void request(int to, byte[] payload) {
    send(0x22, 0x01, 0x290000, to, 0, payload);
  }

  /** FLOGI or FDISC or PLOGI with class 3 and a receive size of 2048. */
  static byte[] login(int command, long portName, long nodeName) {
    ByteBuffer login = ByteBuffer.allocate(116);
    login.put(0, (byte) command).putShort(4, (short) 0x2020).putShort(6, (short) 8);
    login.putShort(10, (short) 2048).putLong(20, portName).putLong(28, nodeName);
    login.putShort(68, (short) 0x8000);
    return login.array();
  }

  void commonTransport(int code, byte[] payload) {
    ByteBuffer request = ByteBuffer.allocate(16 + payload.length);
    request.put(0, (byte) 1).put(4, (byte) 0xFC).put(5, (byte) 2).putShort(8, (short) code);
    request.put(16, payload);
    send(0x02, 0x20, 0x290000, 0xFFFFFC, 0, request.array());
  }

  ByteBuffer last() {
    return received.get(received.size() - 1);
  }

  @Override
  public void onLinkUp(long nowNs, FrameWire up) {
    wire = up;
    linksUp++;
  }

  @Override
  public void onLinkDown(long nowNs, String reason) {
    linksDown++;
    output.clear();
  }

  @Override
  public void onFrame(
      long nowNs, ByteBuffer frame, int base, int lengthBytes, boolean initiatesSequence) {
    ByteBuffer copy = ByteBuffer.allocate(lengthBytes);
    copy.put(0, frame, base, lengthBytes);
    if (isQuiet) {
      return;
    }
    if (copy.get(0) == 0x22 && copy.get(24) == 0x61) {
      for (int at = 28; at < 24 + copy.getShort(26); at += 4) {
        changes.add(copy.getInt(at));
      }
      accept(copy);
      return;
    }
    received.add(copy);
    receivedNs.add(nowNs);
  }

  private void accept(ByteBuffer request) {
    send(0x23, 0x01, 0x990000, request.getInt(4) & 0xFFFFFF, 0, new byte[] {2, 0, 0, 0});
    ByteBuffer header = output.getLast().header();
    header.putShort(16, request.getShort(16));
  }

  @Override
  public void onSequence(long nowNs, OutgoingSequence sequence) {
    throw new AssertionError("a test looks at frames");
  }

  @Override
  public boolean seesFrames() {
    return true;
  }

  @Override
  public void onNeighbour(long nowNs, int id, long portName, long nodeName) {
    throw new AssertionError("a fabric has no neighbours");
  }

  @Override
  public void onNeighbourLost(long nowNs, int id) {
    throw new AssertionError("a fabric has no neighbours");
  }

  @Override
  public boolean hasOutput() {
    return !output.isEmpty();
  }

  @Override
  public @Nullable OutgoingSequence poll(long nowNs) {
    return output.poll();
  }

  @Override
  public void onSent(long nowNs, OutgoingSequence sequence) {
    sent++;
  }

  @Override
  public long nextDeadlineNs() {
    return DeadlineTable.NONE;
  }

  @Override
  public void onDeadline(long nowNs) {
    throw new AssertionError("it has no deadline");
  }
}
