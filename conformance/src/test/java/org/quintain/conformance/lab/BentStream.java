// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.quintain.initiator.ByteStream;

/** A byte stream to a right target that goes past a {@link WireBend}, PDU by PDU. */
final class BentStream implements ByteStream {
  private final ByteStream stream;
  private final WireBend<WirePdu> bend;
  private byte[] sent = new byte[0];
  private byte[] came = new byte[0];
  private ByteBuffer ready = ByteBuffer.allocate(0);
  private boolean headerDigest;
  private boolean dataDigest;

  BentStream(ByteStream stream, WireBend<WirePdu> bend) {
    this.stream = stream;
    this.bend = bend;
  }

  @Override
  public void send(ByteBuffer bytes) {
    byte[] more = new byte[bytes.remaining()];
    bytes.get(more);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sent = pass(join(sent, more), bend::toTarget, out);
    stream.send(ByteBuffer.wrap(out.toByteArray()));
  }

  @Override
  public int receive(ByteBuffer into, long timeoutNs) {
    while (!ready.hasRemaining()) {
      ByteBuffer room = ByteBuffer.allocate(65536);
      int count = stream.receive(room, timeoutNs);
      if (count <= 0) {
        return count;
      }
      byte[] more = new byte[count];
      room.get(0, more);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      came = pass(join(came, more), this::fromTarget, out);
      ready = ByteBuffer.wrap(out.toByteArray());
    }
    int count = Math.min(into.remaining(), ready.remaining());
    for (int i = 0; i < count; i++) {
      into.put(ready.get());
    }
    return count;
  }

  private void fromTarget(WirePdu pdu) {
    if (pdu.kind() == 0x23) {
      String keys = new String(pdu.data(), StandardCharsets.UTF_8);
      headerDigest |= keys.contains("HeaderDigest=CRC32C");
      dataDigest |= keys.contains("DataDigest=CRC32C");
    }
    bend.toInitiator(pdu);
  }

  /** Passes each whole PDU on and gives back what is left. */
  private byte[] pass(byte[] bytes, Consumer<WirePdu> change, ByteArrayOutputStream out) {
    byte[] left = bytes;
    int length = WirePdu.lengthOf(left, left.length, headerDigest, dataDigest);
    while (length <= left.length) {
      WirePdu pdu = WirePdu.parse(java.util.Arrays.copyOf(left, length), headerDigest, dataDigest);
      left = java.util.Arrays.copyOfRange(left, length, left.length);
      change.accept(pdu);
      out.writeBytes(pdu.encode());
      length = WirePdu.lengthOf(left, left.length, headerDigest, dataDigest);
    }
    return left;
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  @Override
  public void close() {
    stream.close();
  }
}
