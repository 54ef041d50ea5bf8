// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.quintain.hardware.fcoe.FipMessage.Operation;

/** FIP messages against bytes that Linux's libfcoe put on the wire. */
final class FipFrameTest {
  private static final long LINUX = 0x02000000000BL;
  private static final String PROBE =
      "01101801000402000000000b8914100000050001000a0000020202000000000b"
          + "04030000100002000000000b0b050efd0000000b0000000b200002000000000b";

  private final ByteBuffer bytes = ByteBuffer.allocate(2_200);
  private final FipMessage message = new FipMessage();

  private boolean decode(String hex) {
    byte[] from = HexFormat.of().parseHex(hex);
    bytes.put(0, from);
    return FipFrame.decode(bytes, from.length, message);
  }

  private static FipMessage linux(Operation operation) {
    FipMessage wanted = new FipMessage().clear(operation);
    wanted.address = LINUX;
    wanted.nodeName = 0x100002000000000BL;
    wanted.portAddress = NeighbourAddress.of(0x0B);
    wanted.portId = 0x0B;
    wanted.portName = 0x200002000000000BL;
    return wanted;
  }

  private String encode(FipMessage toWrite, int lengthMin) {
    int length =
        FipFrame.encode(toWrite, bytes, NeighbourAddress.ALL_NODES, LINUX, lengthMin, bytes);
    return HexFormat.of().formatHex(bytes.array(), 0, length);
  }

  @Test
  void readsAndWritesAProbeAsLinuxDoes() {
    assertThat(decode(PROBE)).isTrue();
    assertThat(message.operation).isEqualTo(Operation.PROBE_REQUEST);
    assertThat(message.address).isEqualTo(LINUX);
    assertThat(message.portId).isEqualTo(0x0B);
    assertThat(message.portName).isEqualTo(0x200002000000000BL);
    assertThat(message.nodeName).isEqualTo(0x100002000000000BL);
    assertThat(encode(linux(Operation.PROBE_REQUEST), 0)).isEqualTo(PROBE);
  }

  @Test
  void writesAClaimAsLinuxDoes() {
    FipMessage claim = linux(Operation.CLAIM_NOTIFICATION);
    claim.fcpFeatures = 3;
    claim.dataBytesMax = FcoeFrame.DATA_BYTES_MAX;

    String hex = encode(claim, 0);

    assertThat(hex).hasSize(2 * 232);
    assertThat(hex.substring(2 * 16, 2 * 24)).isEqualTo("0005000300340000");
    assertThat(hex.substring(2 * 64, 2 * 76)).isEqualTo("0f2900000000010000000001");
    assertThat(hex.substring(2 * 104, 2 * 108)).isEqualTo("00000003");
    assertThat(hex).endsWith("0601086e");
    assertThat(decode(hex)).isTrue();
    assertThat(message.fcpFeatures).isEqualTo(3);
    assertThat(message.dataBytesMax).isEqualTo(2_158);
  }

  @Test
  void makesAClaimResponseAsLongAsTheLongestFrame() {
    FipMessage response = linux(Operation.CLAIM_RESPONSE);
    response.dataBytesMax = FcoeFrame.DATA_BYTES_MAX;
    assertThat(encode(response, 2_172)).hasSize(2 * 2_172);
  }

  @Test
  void readsAFabricLoginInAMessage() {
    String login =
        "02000000000a02000000000b891410000002000100260000072400002200000a0000000b"
            + "01290000000000000001ffff00000000"
            + "04000000"
            + "00".repeat(112)
            + "02020efd0000000b";
    assertThat(decode(login)).isTrue();
    assertThat(message.operation).isEqualTo(Operation.VIRTUAL_LINK_REQUEST);
    assertThat(message.carriedType).isEqualTo(FipFrame.FLOGI);
    assertThat(message.carriedBytes).isEqualTo(140);
    assertThat(bytes.getInt(message.carriedAt)).isEqualTo(0x2200000A);
    assertThat(message.address).isEqualTo(NeighbourAddress.of(0x0B));
  }

  @Test
  void refusesADescriptorListThatEndsBeyondTheFrame() {
    String longer = PROBE.substring(0, 40) + "00ff" + PROBE.substring(44);
    assertThat(decode(longer)).isFalse();
  }

  @Test
  void refusesADescriptorOfNoLength() {
    String none = PROBE.substring(0, 50) + "00" + PROBE.substring(52);
    assertThat(decode(none)).isFalse();
  }

  @Property(tries = 2_000)
  void neverThrowsAtWhatComes(@ForAll @Size(min = 60, max = 300) byte[] noise) {
    noise[14] = 0x10;
    noise[16] = 0;
    noise[17] = (byte) ((noise[17] & 1) == 0 ? 5 : 2);
    noise[19] = (byte) (1 + (noise[19] & 3));
    noise[20] = 0;
    ByteBuffer frame = ByteBuffer.wrap(noise);
    if (FipFrame.decode(frame, noise.length, message)) {
      assertThat(message.carriedAt + message.carriedBytes).isLessThanOrEqualTo(noise.length);
    }
  }
}
