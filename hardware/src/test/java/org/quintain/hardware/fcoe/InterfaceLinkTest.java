// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.ethernet.VlanLink;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;

/** Two ports at the two ends of a pair of virtual interfaces, by packet sockets. */
@Timeout(300)
final class InterfaceLinkTest {
  private static final long LOWER = 0x200002000000FE0AL;
  private static final long HIGHER = 0x200002000000FE0BL;

  private final String one = "qta" + ProcessHandle.current().pid() % 100_000;
  private final String other = "qtb" + ProcessHandle.current().pid() % 100_000;
  private boolean isMade;

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  @BeforeEach
  void makeCable() throws Exception {
    isMade = run("ip", "link", "add", one, "mtu", "2500", "type", "veth", "peer", "name", other);
    assumeTrue(isMade, "virtual interfaces cannot be made here (ip, and the right to)");
    assertThat(run("ip", "link", "set", other, "mtu", "2500")).isTrue();
    assertThat(run("ip", "link", "set", one, "up")).isTrue();
    assertThat(run("ip", "link", "set", other, "up")).isTrue();
  }

  @AfterEach
  void removeCable() throws Exception {
    if (isMade) {
      run("ip", "link", "del", one);
    }
  }

  private static FcoePort port(
      NettyReactor reactor, EthernetLink link, long name, LoginNotes notes) {
    FcPort port = new FcPort(FcPortOptions.DEFAULT);
    NPortIdentity identity = new NPortIdentity(name, name, "end");
    port.addNPort(0, identity, notes);
    return FcoePort.amongNeighbours(
        reactor,
        link,
        port,
        identity,
        FipMessage.FCP_TARGET,
        new Random(name)::nextInt,
        portId -> false);
  }

  @Test
  void logsInThroughInterfaces() throws Exception {
    try (NettyReactor here = new NettyReactor(0, Transport.NIO, "here");
        NettyReactor there = new NettyReactor(1, Transport.NIO, "there")) {
      LoginNotes sought = new LoginNotes(false);
      LoginNotes seeker = new LoginNotes(true);
      FcoePort target = port(here, new InterfaceLink(here, one), LOWER, sought);
      FcoePort initiator = port(there, new InterfaceLink(there, other), HIGHER, seeker);
      here.post(target::open);
      there.post(initiator::open);

      for (int tries = 0; tries < 24_000 && seeker.told.isEmpty(); tries++) {
        TimeUnit.MILLISECONDS.sleep(5);
      }

      assertThat(seeker.told).isEqualTo(List.of("granted " + Long.toHexString(LOWER)));
      assertThat(target.framePayloadMax()).isEqualTo(2_112);
      assertThat(target.badFrames() + initiator.badFrames()).isZero();
      here.post(nowNs -> target.close());
      there.post(nowNs -> initiator.close());
    }
  }

  /** Linux gives a packet socket what comes in a VLAN, without its tag. */
  @Test
  void carriesFramesOfAVlan() throws Exception {
    try (NettyReactor here = new NettyReactor(0, Transport.NIO, "here");
        NettyReactor there = new NettyReactor(1, Transport.NIO, "there")) {
      VlanLink sender = new VlanLink(new InterfaceLink(here, one));
      VlanLink taker = new VlanLink(new InterfaceLink(there, other));
      sender.use(1_002);
      taker.use(1_002);
      List<String> came = new CopyOnWriteArrayList<>();
      here.post(nowNs -> sender.open(noting(came)));
      there.post(nowNs -> taker.open(noting(came)));
      FipMessage message = new FipMessage().clear(FipMessage.Operation.VLAN_REQUEST);
      message.address = sender.address();
      ByteBuffer frame = ByteBuffer.allocateDirect(100);
      int length = FipFrame.encode(message, frame, taker.address(), sender.address(), 0, frame);

      for (int tries = 0; tries < 24_000 && came.isEmpty(); tries++) {
        here.post(nowNs -> sender.send(frame, length));
        TimeUnit.MILLISECONDS.sleep(5);
      }

      assertThat(came).first().isEqualTo("60 bytes of 8914");
      here.post(nowNs -> sender.close());
      there.post(nowNs -> taker.close());
    }
  }

  private static EthernetLink.Receiver noting(List<String> came) {
    return new EthernetLink.Receiver() {
      @Override
      public void onEthernetFrame(long nowNs, ByteBuffer frame, int lengthBytes) {
        came.add(lengthBytes + " bytes of " + Integer.toHexString(FcoeFrame.etherType(frame)));
      }

      @Override
      public void onLinkFailed(long nowNs, String reason) {
        came.add(reason);
      }
    };
  }

  @Test
  void saysWhichInterfaceIsMissing() {
    try (NettyReactor reactor = new NettyReactor(0, Transport.NIO, "here")) {
      assertThatThrownBy(() -> new InterfaceLink(reactor, "nowhere0"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nowhere0");
    }
  }
}
