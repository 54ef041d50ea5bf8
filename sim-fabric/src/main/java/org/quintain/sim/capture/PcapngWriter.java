// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng): one section, interfaces with time stamps in
 * nanoseconds, packets with an optional comment. Little-endian, the file's own choice.
 */
public final class PcapngWriter {
  private static final int SECTION_HEADER = 0x0A0D_0D0A;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int OPTION_COMMENT = 1;
  private static final int OPTION_NAME = 2;
  private static final int OPTION_TIME_RESOLUTION = 9;

  /** Link type of Ethernet frames. */
  public static final int LINKTYPE_ETHERNET = 1;

  /** Link type of Fibre Channel frames with their delimiters, four bytes each. */
  public static final int LINKTYPE_FC_2_WITH_FRAME_DELIMS = 225;

  private final OutputStream sink;
  private final ByteBuffer block = ByteBuffer.allocate(80 << 10).order(ByteOrder.LITTLE_ENDIAN);
  private int interfaces;

  /** Writes the section's header; the caller adds interfaces, and closes {@code sink}. */
  public PcapngWriter(OutputStream sink, String comment) {
    this.sink = sink;
    begin(SECTION_HEADER);
    block.putInt(0x1A2B_3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(OPTION_COMMENT, comment);
    end();
  }

  /** A writer with one Ethernet interface, which is number 0. */
  public static PcapngWriter ofEthernet(OutputStream sink, String interfaceName, String comment) {
    PcapngWriter writer = new PcapngWriter(sink, comment);
    writer.addInterface(LINKTYPE_ETHERNET, interfaceName);
    return writer;
  }

  /** Describes an interface and answers its number, from 0 on. */
  public int addInterface(int linkType, String name) {
    begin(INTERFACE_DESCRIPTION);
    block.putShort((short) linkType).putShort((short) 0).putInt(0);
    option(OPTION_NAME, name);
    block.putShort((short) OPTION_TIME_RESOLUTION).putShort((short) 1).putInt(9);
    block.putInt(0);
    end();
    return interfaces++;
  }

  /** Writes one packet of interface 0; see {@link #packet(int, long, byte[], int, String)}. */
  public void packet(long timeNs, byte[] frame, int length, String comment) {
    packet(0, timeNs, frame, length, comment);
  }

  /** Writes one packet: {@code length} bytes of {@code frame}; an empty comment is left out. */
  public void packet(int interfaceNumber, long timeNs, byte[] frame, int length, String comment) {
    begin(ENHANCED_PACKET);
    block.putInt(interfaceNumber).putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
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
