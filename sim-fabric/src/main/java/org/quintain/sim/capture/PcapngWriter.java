// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng): one section, one Ethernet interface with time
 * stamps in nanoseconds, packets with an optional comment. Little-endian, the file's own choice.
 */
public final class PcapngWriter {
  private static final int SECTION_HEADER = 0x0A0D_0D0A;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int OPTION_COMMENT = 1;
  private static final int OPTION_NAME = 2;
  private static final int OPTION_TIME_RESOLUTION = 9;
  private static final int LINKTYPE_ETHERNET = 1;

  private final OutputStream sink;
  private final ByteBuffer block = ByteBuffer.allocate(80 << 10).order(ByteOrder.LITTLE_ENDIAN);

  /** Writes the headers; the caller closes {@code sink}. */
  public PcapngWriter(OutputStream sink, String interfaceName, String comment) {
    this.sink = sink;
    begin(SECTION_HEADER);
    block.putInt(0x1A2B_3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(OPTION_COMMENT, comment);
    end();
    begin(INTERFACE_DESCRIPTION);
    block.putShort((short) LINKTYPE_ETHERNET).putShort((short) 0).putInt(0);
    option(OPTION_NAME, interfaceName);
    block.putShort((short) OPTION_TIME_RESOLUTION).putShort((short) 1).putInt(9);
    block.putInt(0);
    end();
  }

  /** Writes one packet: {@code length} bytes of {@code frame}; an empty comment is left out. */
  public void packet(long timeNs, byte[] frame, int length, String comment) {
    begin(ENHANCED_PACKET);
    block.putInt(0).putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
    block.putInt(length).putInt(length).put(frame, 0, length);
    pad();
    if (!comment.isEmpty()) {
      option(OPTION_COMMENT, comment);
      block.putInt(0);
    }
    end();
  }

  private void begin(int type) {
    block.clear();
    block.putInt(type).putInt(0);
  }

  private void option(int code, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    block.putShort((short) code).putShort((short) bytes.length).put(bytes);
    pad();
  }

  private void pad() {
    while (block.position() % 4 != 0) {
      block.put((byte) 0);
    }
  }

  private void end() {
    int total = block.position() + 4;
    block.putInt(total).putInt(4, total);
    try {
      sink.write(block.array(), 0, total);
    } catch (IOException e) {
      throw new UncheckedIOException("the capture cannot be written", e);
    }
  }
}
