// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * A target's connection whose PDUs are mutated, dropped, doubled and mixed with made-up ones before
 * the initiator sees them. It reads them by offsets of its own (RFC 7143 11.2).
 */
final class MutatingEndpoint implements StreamEndpoint {
  static final int[] OPCODES = {
    0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x31, 0x32, 0x3F, 0x00, 0x01, 0x05, 0x10, 0x1C, 0x3D
  };
  private static final int BHS_BYTES = 48;

  private final StreamEndpoint behind;
  private final Random random;
  private final IntConsumer onInserted;
  private final ByteArrayOutputStream came = new ByteArrayOutputStream();
  private byte[] last = new byte[BHS_BYTES];
  private ByteBuffer out = ByteBuffer.allocate(0);
  private boolean headerDigest;
  private boolean dataDigest;
  private boolean headerDigestAgreed;
  private boolean dataDigestAgreed;
  private int oneIn = Integer.MAX_VALUE;
  private @Nullable StreamWire wire;

  /** It mutates nothing yet; {@code onInserted} is told the opcode of each made-up PDU. */
  MutatingEndpoint(StreamEndpoint behind, Random random, IntConsumer onInserted) {
    this.behind = behind;
    this.random = random;
    this.onInserted = onInserted;
  }

  /** Mutates one in so many PDUs from here on. */
  void mutate(int rarely) {
    oneIn = rarely;
  }

  /** Makes up a PDU of {@code opcode} that follows what was sent last. */
  void insert(int opcode) {
    byte[] pdu = last.clone();
    pdu[0] = (byte) opcode;
    pdu[1] = (byte) (random.nextBoolean() ? 0x80 : random.nextInt());
    byte[] data = new byte[random.nextInt(3) == 0 ? random.nextInt(200) : 0];
    random.nextBytes(data);
    ByteBuffer header = ByteBuffer.wrap(pdu);
    header.putInt(4, data.length);
    if (random.nextBoolean()) {
      header.putInt(16, random.nextInt(3) - 1);
    }
    header.putInt(24, header.getInt(24) + random.nextInt(3));
    header.putInt(20 + 4 * random.nextInt(7), random.nextInt(3000));
    onInserted.accept(opcode);
    append(pdu, data, random.nextInt(8) == 0);
    StreamWire driver = wire;
    if (driver != null) {
      driver.markReady();
    }
  }

  private void append(byte[] header, byte[] data, boolean isDigestWrong) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(rest());
    all.writeBytes(header);
    if (headerDigest) {
      all.writeBytes(crc(header, isDigestWrong && random.nextBoolean()));
    }
    if (data.length > 0) {
      byte[] padded = java.util.Arrays.copyOf(data, (data.length + 3) & ~3);
      all.writeBytes(padded);
      if (dataDigest) {
        all.writeBytes(crc(padded, isDigestWrong));
      }
    }
    out = ByteBuffer.wrap(all.toByteArray());
  }

  private byte[] rest() {
    byte[] rest = new byte[out.remaining()];
    out.duplicate().get(rest);
    return rest;
  }

  private static byte[] crc(byte[] bytes, boolean isWrong) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    int value = Integer.reverseBytes((int) crc.getValue()) ^ (isWrong ? 1 : 0);
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** Takes all that the target has, and lets it through one PDU after the other. */
  private void take(long nowNs) {
    SegmentList gathered = new SegmentList(32);
    while (behind.hasOutput()) {
      gathered.clear();
      behind.gather(gathered, 1 << 16);
      for (int index = 0; index < gathered.count(); index++) {
        byte[] piece = new byte[gathered.length(index)];
        gathered.base(index).get(gathered.offset(index), piece);
        came.writeBytes(piece);
      }
      behind.onSent(nowNs, gathered.totalBytes());
    }
    byte[] bytes = came.toByteArray();
    int at = 0;
    for (int next = end(bytes, 0); next > 0; next = end(bytes, at)) {
      pass(bytes, at);
      at = next;
    }
    came.reset();
    came.write(bytes, at, bytes.length - at);
  }

  /** Where the PDU at {@code at} ends, or 0 when it is not whole. */
  private int end(byte[] bytes, int at) {
    if (bytes.length - at < BHS_BYTES) {
      return 0;
    }
    int length = ByteBuffer.wrap(bytes).getInt(at + 4) & 0xFF_FFFF;
    int whole = BHS_BYTES + (headerDigest ? 4 : 0) + ((length + 3) & ~3);
    int end = at + whole + (dataDigest && length > 0 ? 4 : 0);
    return end <= bytes.length ? end : 0;
  }

  private void pass(byte[] bytes, int at) {
    byte[] header = java.util.Arrays.copyOfRange(bytes, at, at + BHS_BYTES);
    int length = ByteBuffer.wrap(header).getInt(4) & 0xFF_FFFF;
    int dataAt = at + BHS_BYTES + (headerDigest ? 4 : 0);
    byte[] data = java.util.Arrays.copyOfRange(bytes, dataAt, dataAt + length);
    last = header;
    mutated(header, data);
    if (header[0] == 0x23) {
      String text = new String(data, StandardCharsets.ISO_8859_1);
      headerDigestAgreed |= text.contains("HeaderDigest=CRC32C");
      dataDigestAgreed |= text.contains("DataDigest=CRC32C");
      if ((header[1] & 0x83) == 0x83) {
        headerDigest = headerDigestAgreed;
        dataDigest = dataDigestAgreed;
      }
    }
  }

  private void mutated(byte[] header, byte[] data) {
    if (random.nextInt(oneIn) != 0) {
      append(header, data, false);
      return;
    }
    byte[] changed = header.clone();
    switch (random.nextInt(8)) {
      case 0 -> {
        // Lost.
      }
      case 1 -> {
        append(changed, data, false);
        append(changed, data, false);
      }
      case 2 -> append(changed, data, true);
      case 3 -> {
        int field = 16 + 4 * random.nextInt(8);
        ByteBuffer.wrap(changed).putInt(field, random.nextInt(4) == 0 ? random.nextInt() : -1);
        append(changed, data, false);
      }
      case 4 -> {
        for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
          changed[random.nextInt(BHS_BYTES)] ^= (byte) (1 << random.nextInt(8));
        }
        append(changed, data, false);
      }
      case 5 -> {
        byte[] other = new byte[random.nextInt(2 * data.length + 9)];
        random.nextBytes(other);
        System.arraycopy(data, 0, other, 0, Math.min(data.length, other.length) / 2);
        ByteBuffer.wrap(changed).putInt(4, other.length);
        append(changed, other, false);
      }
      case 6 -> {
        int word = 20 + 4 * random.nextInt(7);
        ByteBuffer fields = ByteBuffer.wrap(changed);
        fields.putInt(word, fields.getInt(word) + random.nextInt(9) - 4);
        append(changed, data, false);
      }
      default -> {
        append(changed, data, false);
        insert(OPCODES[random.nextInt(OPCODES.length)]);
      }
    }
  }

  @Override
  public void onConnected(long nowNs, StreamWire driver) {
    wire = driver;
    behind.onConnected(nowNs, driver);
  }

  @Override
  public ByteBuffer receiveSpace() {
    return behind.receiveSpace();
  }

  @Override
  public void onReceived(long nowNs, int lengthBytes) {
    behind.onReceived(nowNs, lengthBytes);
    take(nowNs);
  }

  @Override
  public void onEndOfStream(long nowNs) {
    behind.onEndOfStream(nowNs);
  }

  @Override
  public void onDisconnected(long nowNs, String reason) {
    behind.onDisconnected(nowNs, reason);
  }

  @Override
  public boolean hasOutput() {
    return out.hasRemaining() || behind.hasOutput();
  }

  @Override
  public void gather(SegmentList into, int maximumBytes) {
    if (!out.hasRemaining()) {
      take(0);
    }
    if (out.hasRemaining()) {
      into.add(out, out.position(), Math.min(out.remaining(), Math.max(1, maximumBytes)));
    }
  }

  @Override
  public void onSent(long nowNs, long lengthBytes) {
    out.position(out.position() + (int) lengthBytes);
    take(nowNs);
  }

  @Override
  public long nextDeadlineNs() {
    return behind.nextDeadlineNs();
  }

  @Override
  public void onDeadline(long nowNs) {
    behind.onDeadline(nowNs);
    take(nowNs);
  }

  @Override
  public boolean wantsClose() {
    return behind.wantsClose();
  }
}
