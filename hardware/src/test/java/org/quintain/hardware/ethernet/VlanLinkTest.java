// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.ethernet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tags put into frames and taken off (IEEE 802.1Q 9). */
final class VlanLinkTest {
  private static final String ADDRESSES = "0efc00010001" + "020002000001";
  private static final String PLAIN = ADDRESSES + "8906" + "5a".repeat(46);
  private static final String TAGGED = ADDRESSES + "810063ea" + "8906" + "5a".repeat(46);

  private final Cable cable = new Cable();
  private final VlanLink link = new VlanLink(cable);
  private final List<String> came = new ArrayList<>();

  VlanLinkTest() {
    link.open(
        new EthernetLink.Receiver() {
          @Override
          public void onEthernetFrame(long nowNs, ByteBuffer frame, int lengthBytes) {
            came.add(hex(frame, lengthBytes));
          }

          @Override
          public void onLinkFailed(long nowNs, String reason) {
            came.add("failed: " + reason);
          }
        });
  }

  private static String hex(ByteBuffer frame, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    frame.get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private void receive(String hex) {
    ByteBuffer frame = bytes(hex);
    link.onEthernetFrame(0, frame, frame.capacity());
  }

  @Test
  void leavesFramesAsTheyAreWithoutAVlan() {
    link.send(bytes(PLAIN), 60);
    receive(PLAIN);
    receive(TAGGED);

    assertThat(cable.sent).containsExactly(PLAIN);
    assertThat(came).containsExactly(PLAIN);
    assertThat(link.name()).isEqualTo("cable");
  }

  @Test
  void tagsWhatIsSentAndTakesWhatHasTheTag() {
    link.use(1_002);
    link.send(bytes(PLAIN), 60);
    receive(TAGGED);

    assertThat(cable.sent).containsExactly(TAGGED);
    assertThat(came).containsExactly(PLAIN);
    assertThat(link.name()).isEqualTo("cable.1002");
  }

  @Test
  void takesNothingOfAnotherVlanOrOfNone() {
    link.use(1_003);
    receive(TAGGED);
    receive(PLAIN);

    assertThat(came).isEmpty();
  }

  /** Linux' packet sockets give frames of a VLAN so. */
  @Test
  void takesFramesWithoutATagFromALinkThatStripsThem() {
    cable.isStripping = true;
    link.use(1_003);
    receive(PLAIN);

    assertThat(came).containsExactly(PLAIN);
  }

  @Test
  void takesATagThatTellsAPriorityAlone() {
    receive(ADDRESSES + "8100" + "6000" + "8906" + "5a".repeat(46));

    assertThat(came).containsExactly(PLAIN);
  }

  /** The four bytes of the tag may have stood for fill bytes. */
  @Test
  void givesFramesOfTheLeastLengthAgain() {
    link.use(1_002);
    receive(TAGGED.substring(0, 120));

    assertThat(came).containsExactly(PLAIN.substring(0, 112) + "00000000");
  }

  @Test
  void passesShortAndLongFramesOver() {
    link.use(1_002);
    receive(TAGGED.substring(0, 34));
    receive(TAGGED + "00".repeat(200));
    link.send(bytes(PLAIN + "00".repeat(200)), 260);

    assertThat(came).isEmpty();
    assertThat(cable.sent).isEmpty();
  }

  /** What was sent by a link whose data have up to 100 bytes. */
  private static final class Cable implements EthernetLink {
    final List<String> sent = new ArrayList<>();
    boolean isStripping;

    @Override
    public void open(Receiver toBeGiven) {}

    @Override
    public long roomAtNs(long nowNs) {
      return nowNs;
    }

    @Override
    public boolean send(ByteBuffer frame, int lengthBytes) {
      return sent.add(hex(frame, lengthBytes));
    }

    @Override
    public void listenTo(long address) {}

    @Override
    public void ignore(long address) {}

    @Override
    public long address() {
      return 0x0200_0200_0001L;
    }

    @Override
    public boolean stripsTags() {
      return isStripping;
    }

    @Override
    public int maximumDataBytes() {
      return 100;
    }

    @Override
    public String name() {
      return "cable";
    }

    @Override
    public void close() {}
  }
}
