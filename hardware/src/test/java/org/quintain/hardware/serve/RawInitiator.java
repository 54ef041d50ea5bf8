// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A plain socket that logs in and shows each PDU as it comes; it answers nothing by itself. */
final class RawInitiator implements AutoCloseable {
  private static final int HEADER_BYTES = 48;

  private final Socket socket;
  private final DataInputStream in;

  /** The header of the last PDU that {@link #next} gave. */
  ByteBuffer header = ByteBuffer.allocate(0);

  /** The data segment of that PDU, padding left out. */
  byte[] data = {};

  private RawInitiator(InetSocketAddress to) throws IOException {
    socket = new Socket(to.getAddress(), to.getPort());
    socket.setSoTimeout(60_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects and sends one Login Request, whose response is the last PDU then. */
  static RawInitiator login(InetSocketAddress to, String... keys) throws IOException {
    RawInitiator made = new RawInitiator(to);
    ByteBuffer request = ByteBuffer.allocate(HEADER_BYTES);
    request.put(0, (byte) 0x43).put(1, (byte) 0x87).put(8, (byte) 0x40).putInt(24, 1);
    made.send(request, (String.join("\0", keys) + "\0").getBytes(StandardCharsets.UTF_8));
    made.next();
    return made;
  }

  /** Logs in to {@code target} on a normal session. */
  static RawInitiator toTarget(InetSocketAddress to, String target) throws IOException {
    return login(
        to, "InitiatorName=" + Target.INITIATOR, "TargetName=" + target, "SessionType=Normal");
  }

  /** The status of the login, its class in the high byte. */
  int loginStatus() {
    return header.getShort(36);
  }

  /** The TSIH that the login got. */
  int tsih() {
    return header.getShort(14) & 0xFFFF;
  }

  void send(ByteBuffer request, byte... segment) throws IOException {
    int padded = (segment.length + 3) & ~3;
    ByteBuffer all = ByteBuffer.allocate(HEADER_BYTES + padded);
    all.put(0, request, 0, HEADER_BYTES);
    all.putInt(4, segment.length);
    all.put(HEADER_BYTES, segment);
    socket.getOutputStream().write(all.array());
  }

  /** Sends a Logout Request for the session. */
  void logOut() throws IOException {
    send(
        ByteBuffer.allocate(HEADER_BYTES)
            .put(0, (byte) 0x46)
            .put(1, (byte) 0x80)
            .putInt(16, 7)
            .putInt(24, 1));
  }

  /** Sends a Text Request for all targets, and takes the answer. */
  void sendTargets() throws IOException {
    send(
        ByteBuffer.allocate(HEADER_BYTES)
            .put(0, (byte) 0x44)
            .put(1, (byte) 0x80)
            .putInt(16, 3)
            .putInt(20, -1)
            .putInt(24, 1),
        "SendTargets=All\0".getBytes(StandardCharsets.UTF_8));
    next();
  }

  /** The keys and values of the last PDU. */
  List<String> keys() {
    return List.of(new String(data, StandardCharsets.UTF_8).split("\0"));
  }

  /** Takes the next PDU and gives its operation code. */
  int next() throws IOException {
    byte[] bytes = new byte[HEADER_BYTES];
    in.readFully(bytes);
    header = ByteBuffer.wrap(bytes);
    data = new byte[header.getInt(4) & 0xFF_FFFF];
    in.readFully(data);
    in.skipNBytes(-data.length & 3);
    return header.get(0) & 0x3F;
  }

  /** Whether the target has closed the connection, once it does. */
  boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
