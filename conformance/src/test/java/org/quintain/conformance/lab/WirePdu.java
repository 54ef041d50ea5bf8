// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** One iSCSI PDU on its way past a {@link WireBend}, which may change header and data. */
public final class WirePdu extends WireUnit {
  private static final int HEADER_BYTES = 48;

  private final byte[] additional;
  private final boolean hasHeaderDigest;
  private final boolean hasDataDigest;
  private boolean headerDigestIsRight = true;
  private boolean dataDigestIsRight = true;

  private WirePdu(
      byte[] header, byte[] additional, byte[] data, boolean headerDigest, boolean dataDigest) {
    super(header, data);
    this.additional = additional;
    this.hasHeaderDigest = headerDigest;
    this.hasDataDigest = dataDigest;
  }

  /**
   * How many bytes the PDU that begins in {@code bytes} has, or a number above {@code length} if
   * that is not known.
   */
  static int lengthOf(byte[] bytes, int length, boolean headerDigest, boolean dataDigest) {
    if (length < HEADER_BYTES) {
      return Integer.MAX_VALUE;
    }
    int dataLength = ((bytes[5] & 0xFF) << 16) | ((bytes[6] & 0xFF) << 8) | (bytes[7] & 0xFF);
    boolean isLogin = (bytes[0] & 0x1F) == 0x03;
    int total = HEADER_BYTES + 4 * (bytes[4] & 0xFF) + padded(dataLength);
    total += headerDigest && !isLogin ? 4 : 0;
    total += dataDigest && !isLogin && dataLength > 0 ? 4 : 0;
    return total;
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  /** The whole PDU in {@code bytes}. */
  static WirePdu parse(byte[] bytes, boolean headerDigest, boolean dataDigest) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    byte[] header = new byte[HEADER_BYTES];
    from.get(header);
    byte[] additional = new byte[4 * (header[4] & 0xFF)];
    from.get(additional);
    boolean isLogin = (header[0] & 0x1F) == 0x03;
    byte[] headerCrc = new byte[headerDigest && !isLogin ? 4 : 0];
    from.get(headerCrc);
    int length = ((header[5] & 0xFF) << 16) | ((header[6] & 0xFF) << 8) | (header[7] & 0xFF);
    byte[] data = new byte[length];
    from.get(data);
    from.position(from.position() + padded(length) - length);
    byte[] dataCrc = new byte[dataDigest && !isLogin && length > 0 ? 4 : 0];
    from.get(dataCrc);
    WirePdu pdu =
        new WirePdu(header, additional, data, headerCrc.length > 0, dataDigest && !isLogin);
    pdu.headerDigestIsRight =
        headerCrc.length == 0 || java.util.Arrays.equals(headerCrc, crc(header, additional));
    pdu.dataDigestIsRight =
        dataCrc.length == 0
            || java.util.Arrays.equals(dataCrc, crc(java.util.Arrays.copyOf(data, padded(length))));
    return pdu;
  }

  /** The bytes as they go on: digests fit what is sent, unless they were wrong and stay so. */
  byte[] encode() {
    byte[] header = header();
    byte[] data = data();
    if (isDropped()) {
      return new byte[0];
    }
    header[5] = (byte) (data.length >> 16);
    header[6] = (byte) (data.length >> 8);
    header[7] = (byte) data.length;
    byte[] filled = java.util.Arrays.copyOf(data, padded(data.length));
    boolean carriesDataDigest = hasDataDigest && data.length > 0;
    ByteBuffer all =
        ByteBuffer.allocate(
            HEADER_BYTES
                + additional.length
                + filled.length
                + (hasHeaderDigest ? 4 : 0)
                + (carriesDataDigest ? 4 : 0));
    all.put(header).put(additional);
    if (hasHeaderDigest) {
      all.put(digest(headerDigestIsRight, crc(header, additional)));
    }
    all.put(filled);
    if (carriesDataDigest) {
      all.put(digest(dataDigestIsRight, crc(filled)));
    }
    byte[] bytes = new byte[all.position()];
    all.get(0, bytes);
    return bytes;
  }

  private static byte[] digest(boolean isRight, byte[] crc) {
    crc[0] ^= (byte) (isRight ? 0 : 0x55);
    return crc;
  }

  private static byte[] crc(byte[]... parts) {
    CRC32C crc = new CRC32C();
    for (byte[] part : parts) {
      crc.update(part, 0, part.length);
    }
    long value = crc.getValue();
    return new byte[] {
      (byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)
    };
  }

  /** Puts digests right that were wrong. */
  public void repairDigests() {
    headerDigestIsRight = true;
    dataDigestIsRight = true;
  }

  /** The opcode. */
  @Override
  public int kind() {
    return at(0) & 0x3F;
  }
}
