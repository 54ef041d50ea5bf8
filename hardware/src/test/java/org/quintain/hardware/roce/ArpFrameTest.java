// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** ARP on Ethernet, byte by byte as RFC 826 has it. */
final class ArpFrameTest {
  private static final long OURS = 0x0200_0000_000AL;
  private static final long THEIRS = 0x5254_0012_3456L;
  private static final int OUR_IP = 0x0A00_0001;
  private static final int THEIR_IP = 0x0A00_0002;

  private static final String QUESTION =
      "ffffffffffff02000000000a0806"
          + "0001080006040001"
          + "02000000000a0a0000010000000000000a000002"
          + "00".repeat(18);
  private static final String REPLY =
      "02000000000a5254001234560806"
          + "0001080006040002"
          + "5254001234560a00000202000000000a0a000001"
          + "00".repeat(18);

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static String hex(ByteBuffer frame) {
    byte[] bytes = new byte[frame.capacity()];
    frame.get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void writesAQuestionToAll() {
    ByteBuffer frame = bytes("a5".repeat(ArpFrame.LENGTH_BYTES));

    ArpFrame.write(frame, ArpFrame.REQUEST, OURS, OUR_IP, 0, THEIR_IP);

    assertThat(hex(frame)).isEqualTo(QUESTION);
  }

  @Test
  void writesAReplyToOne() {
    ByteBuffer frame = bytes("a5".repeat(ArpFrame.LENGTH_BYTES));

    ArpFrame.write(frame, ArpFrame.REPLY, THEIRS, THEIR_IP, OURS, OUR_IP);

    assertThat(hex(frame)).isEqualTo(REPLY);
  }

  @Test
  void readsWhatOthersWrite() {
    ByteBuffer frame = bytes(REPLY);

    assertThat(ArpFrame.isSound(frame, ArpFrame.LENGTH_BYTES)).isTrue();
    assertThat(ArpFrame.operation(frame)).isEqualTo(ArpFrame.REPLY);
    assertThat(ArpFrame.senderAddress(frame)).isEqualTo(THEIRS);
    assertThat(ArpFrame.senderIp(frame)).isEqualTo(THEIR_IP);
    assertThat(ArpFrame.targetIp(frame)).isEqualTo(OUR_IP);
  }

  @Test
  void takesNothingThatIsNotIpv4OnEthernet() {
    assertThat(ArpFrame.isSound(bytes(REPLY), 41)).isFalse();
    assertThat(ArpFrame.isSound(bytes(REPLY), 42)).isTrue();
    for (int at : new int[] {15, 16, 18, 19}) {
      ByteBuffer other = bytes(REPLY);
      other.put(at, (byte) (other.get(at) + 1));
      assertThat(ArpFrame.isSound(other, ArpFrame.LENGTH_BYTES)).as("byte " + at).isFalse();
    }
  }
}
