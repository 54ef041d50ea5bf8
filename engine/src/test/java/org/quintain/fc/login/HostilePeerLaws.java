// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.wire.LinkTopology;

/** Whatever a peer sends, a port neither throws nor keeps anything of it for good. */
final class HostilePeerLaws {
  private static final int[] ROUTING = {
    0x22, 0x22, 0x22, 0x23, 0x06, 0x01, 0x05, 0x07, 0x81, 0x84, 0x85, 0x02, 0x03, 0x32, 0x80
  };
  private static final int[] COMMANDS = {
    0x01, 0x02, 0x03, 0x04, 0x05, 0x0E, 0x10, 0x12, 0x13, 0x20, 0x21, 0x24, 0x50, 0x51, 0x52, 0x61,
    0x62, 0x78, 0x7F
  };
  private static final int[] TYPES = {0x01, 0x08, 0x20, 0x00};
  private static final int[] IDS = {
    DirectLink.HIGHER_PORT_ID, DirectLink.LOWER_PORT_ID, 0xFFFFFE, 0xFFFFFD, 0xFFFFFC, 0, 0x010177
  };

  @Property(seed = "996679220", tries = 400)
  void noFrameMakesAPortThrowOrLeak(@ForAll long seed, @ForAll boolean seeks) {
    Random random = new Random(seed);
    NotingProtocol upper = new NotingProtocol(seeks);
    NotingProtocol otherUpper = new NotingProtocol(!seeks);
    FcPort port = new FcPort(FcPortOptions.DEFAULT);
    FcPort other = new FcPort(FcPortOptions.DEFAULT);
    port.addNPort(0, new NPortIdentity(random.nextInt(9) + 1, 5, "p"), upper);
    other.addNPort(0, new NPortIdentity(random.nextInt(9) + 11, 6, "o"), otherUpper);
    Link link = new Link(LinkTopology.FABRIC_OR_POINT_TO_POINT);
    Link.Station left = link.attach(port, 0);
    Link.Station right = link.attach(other, 0);
    left.up();
    right.up();
    link.loses = frame -> random.nextInt(10) == 0;
    for (int step = 0; step < 80; step++) {
      if (random.nextInt(3) == 0) {
        link.pass(random.nextInt(2_000_000_000));
      }
      ByteBuffer frame = ByteBuffer.allocate(300);
      int length = draw(random, frame);
      port.onFrame(link.nowNs, frame, 0, length, random.nextInt(4) > 0);
      if (random.nextInt(40) == 0) {
        left.down();
        left.up();
      }
    }
    link.loses = frame -> false;
    link.pass(200_000_000_000L);
    left.down();
    right.down();
    assertThat(port.exchanges().exchangesInUse()).isZero();
    assertThat(port.exchanges().sequencesInUse()).isZero();
    assertThat(port.exchanges().assembliesInUse()).isZero();
    assertThat(other.exchanges().exchangesInUse()).isZero();
    link.nowNs += 400_000_000_000L;
    port.onDeadline(link.nowNs);
    assertEveryLoginEnded(upper);
  }

  /** Every login that began ended, and none ended that had not begun. */
  private static void assertEveryLoginEnded(NotingProtocol upper) {
    Set<String> standing = new TreeSet<>();
    for (String told : upper.told) {
      String name = told.split(" ", -1)[1];
      if (told.startsWith("asked") || told.startsWith("granted")) {
        standing.add(name);
      } else if (told.startsWith("out")) {
        assertThat(standing.remove(name)).as(upper.told.toString()).isTrue();
      }
    }
    assertThat(standing).as(upper.told.toString()).isEmpty();
  }

  private static int draw(Random random, ByteBuffer frame) {
    int routing = ROUTING[random.nextInt(ROUTING.length)];
    byte[] noise = new byte[frame.capacity()];
    random.nextBytes(noise);
    frame.put(0, noise);
    FrameHeader.routingControl(frame, 0, routing);
    FrameHeader.destinationId(frame, 0, IDS[random.nextInt(IDS.length)]);
    FrameHeader.sourceId(frame, 0, IDS[random.nextInt(IDS.length)]);
    FrameHeader.type(frame, 0, TYPES[random.nextInt(TYPES.length)]);
    int control = random.nextBoolean() ? 0x290000 : random.nextInt(1 << 24);
    FrameHeader.frameControl(frame, 0, control & ~3);
    FrameHeader.sequenceId(frame, 0, random.nextInt(3));
    FrameHeader.sequenceCount(frame, 0, random.nextInt(3));
    FrameHeader.originatorExchangeId(frame, 0, 0x800 + random.nextInt(8));
    FrameHeader.responderExchangeId(
        frame, 0, random.nextBoolean() ? 0xFFFF : 0x800 + random.nextInt(8));
    frame.put(24, (byte) COMMANDS[random.nextInt(COMMANDS.length)]);
    return 24 + random.nextInt(2) * 116 + random.nextInt(40) * 4;
  }
}
