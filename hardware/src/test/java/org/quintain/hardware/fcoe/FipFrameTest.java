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
    wanted.portAddress = FcoeAddress.ofNeighbour(0x0B);
    wanted.portId = 0x0B;
    wanted.portName = 0x200002000000000BL;
    return wanted;
  }

  private String encode(FipMessage toWrite, int lengthMin) {
    int length =
        FipFrame.encode(toWrite, bytes, FcoeAddress.ALL_NEIGHBOURS, LINUX, lengthMin, bytes);
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
    assertThat(message.address).isEqualTo(FcoeAddress.ofNeighbour(0x0B));
  }

  @Test
  void writesASolicitationAsLinuxDoes() {
    FipMessage solicitation = new FipMessage().clear(Operation.DISCOVERY_SOLICITATION);
    solicitation.flags = FipMessage.FABRIC_PROVIDED;
    solicitation.address = LINUX;
    solicitation.nodeName = 0x100002000000000BL;
    solicitation.dataBytesMax = FcoeFrame.DATA_BYTES_MAX;

    int length = FipFrame.encode(solicitation, bytes, FcoeAddress.ALL_FORWARDERS, LINUX, 0, bytes);

    assertThat(HexFormat.of().formatHex(bytes.array(), 0, length))
        .isEqualTo(
            "01101801000202000000000b89141000000100010006"
                + "8000"
                + "020202000000000b"
                + "04030000100002000000000b"
                + "0601086e"
                + "00".repeat(12));
  }

  @Test
  void readsAnAdvertisementOfASwitch() {
    String advertisement =
        "011018010001000dec0102038914100000010002000c8005"
            + "01010080"
            + "0202000dec010203"
            + "040300002001000dec010200"
            + "05040001000efc002001000dec010201"
            + "0c02000000001f40";
    assertThat(decode(advertisement + "00".repeat(20))).isTrue();
    assertThat(message.operation).isEqualTo(Operation.DISCOVERY_ADVERTISEMENT);
    assertThat(message.flags).isEqualTo(0x8005);
    assertThat(message.priority).isEqualTo(128);
    assertThat(message.address).isEqualTo(0x000D_EC01_0203L);
    assertThat(message.nodeName).isEqualTo(0x2001_000D_EC01_0200L);
    assertThat(message.fcMap).isEqualTo(0x0EFC00);
    assertThat(message.fabricName).isEqualTo(0x2001_000D_EC01_0201L);
    assertThat(message.keepAliveMs).isEqualTo(8_000);
    assertThat(message.expectsNoKeepAlive).isFalse();
  }

  @Test
  void readsWhichVirtualLinksAreCleared() {
    String clear =
        "0efc00010002000dec0102038914100000030002000f8001"
            + "0202000dec010203"
            + "040300002001000dec010200"
            + "0b050efc00010002000100022000020000000001"
            + "0b050efc00010003000100032000020000000002";
    assertThat(decode(clear)).isTrue();
    assertThat(message.operation).isEqualTo(Operation.CLEAR_VIRTUAL_LINKS);
    assertThat(message.portCount).isEqualTo(2);
    assertThat(message.portIds[0]).isEqualTo(0x010002);
    assertThat(message.portIds[1]).isEqualTo(0x010003);
  }

  @Test
  void readsWhichVlansFabricsAreIn() {
    String notification =
        "020002000001000dec0102038914100000040002000400010202000dec0102030e0103ea0e0113eb";
    assertThat(decode(notification + "00".repeat(20))).isTrue();
    assertThat(message.operation).isEqualTo(Operation.VLAN_NOTIFICATION);
    assertThat(message.address).isEqualTo(0x000D_EC01_0203L);
    assertThat(message.vlanCount).isEqualTo(2);
    assertThat(message.vlans[0]).isEqualTo(1002);
    assertThat(message.vlans[1]).isEqualTo(1003);
  }

  @Test
  void asksForVlansByItsAddressAlone() {
    message.clear(Operation.VLAN_REQUEST).address = 0x0200_0200_0001L;
    ByteBuffer into = ByteBuffer.allocate(100);
    int length =
        FipFrame.encode(message, into, FcoeAddress.ALL_FORWARDERS, 0x0200_0200_0001L, 0, into);
    assertThat(length).isEqualTo(60);
    assertThat(HexFormat.of().formatHex(into.array(), 0, 32))
        .isEqualTo("0110180100020200020000018914100000040001000200000202020002000001");
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

  @Property(seed = "1051755877", tries = 2_000)
  void neverThrowsAtWhatComes(@ForAll @Size(min = 60, max = 300) byte[] noise) {
    noise[14] = 0x10;
    noise[16] = 0;
    noise[17] = (byte) (1 + Math.floorMod(noise[17], 5));
    noise[19] = (byte) (1 + (noise[19] & 3));
    noise[20] = 0;
    ByteBuffer frame = ByteBuffer.wrap(noise);
    if (FipFrame.decode(frame, noise.length, message)) {
      assertThat(message.carriedAt + message.carriedBytes).isLessThanOrEqualTo(noise.length);
    }
  }
}
