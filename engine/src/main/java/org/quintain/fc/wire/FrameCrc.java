// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The CRC of a frame (FC-FS-5 11.1.3, the polynomial of FDDI and Ethernet), over header and
 * payload. It is sent least significant byte first, as FCoE frames in captures show it.
 */
public final class FrameCrc {
  /** How long it is. */
  public static final int LENGTH_BYTES = 4;

  private static final int SCRATCH_BYTES = FrameHeader.LENGTH_BYTES + FrameHeader.PAYLOAD_BYTES_MAX;

  private final CRC32 crc = new CRC32();
  private final byte[] scratch = new byte[SCRATCH_BYTES];

  /** The CRC of {@code lengthBytes} of {@code bytes} from {@code offset} on, one frame at most. */
  public int of(ByteBuffer bytes, int offset, int lengthBytes) {
    crc.reset();
    if (bytes.hasArray()) {
      crc.update(bytes.array(), bytes.arrayOffset() + offset, lengthBytes);
    } else {
      bytes.get(offset, scratch, 0, lengthBytes);
      crc.update(scratch, 0, lengthBytes);
    }
    return (int) crc.getValue();
  }

  /** Writes the CRC of the frame at {@code offset} behind it. */
  public void append(ByteBuffer bytes, int offset, int lengthBytes) {
    bytes.putInt(offset + lengthBytes, Integer.reverseBytes(of(bytes, offset, lengthBytes)));
  }

  /** Whether the four bytes behind the frame at {@code offset} are its CRC. */
  public boolean isRight(ByteBuffer bytes, int offset, int lengthBytes) {
    return Integer.reverseBytes(bytes.getInt(offset + lengthBytes))
        == of(bytes, offset, lengthBytes);
  }
}
