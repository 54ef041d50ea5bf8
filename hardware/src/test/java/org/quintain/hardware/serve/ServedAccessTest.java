// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.StreamDialler;
import org.quintain.hardware.net.Transport;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.initiator.DiscoveredTarget;
import org.quintain.iscsi.initiator.DiscoverySession;
import org.quintain.iscsi.initiator.InitiatorOptions;

/** Who gets into a served target: CHAP, discovery, portals, addresses, limits, floods. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServedAccessTest {
  private static final String OTHER = "iqn.2026-11.org.quintain:other";
  private static final String USERS =
      """
      IncomingUser "joe 12charsecret"
      IncomingUser1 "fred secret of fred's"
      OutgoingUser "disk a secret of the disk"
      """;

  private static Target serve(String driver, String target, String group) throws Exception {
    return Target.start(
        """
        HANDLER vdisk_ram {
          DEVICE one {
            size_mb 16
            blocksize 4096
          }
          DEVICE two {
            size_mb 32
            blocksize 4096
          }
        }
        TARGET_DRIVER iscsi {
          enabled 1
          portal 127.0.0.1:0
        %s
          TARGET %s {
            enabled 1
            LUN 0 one
        %s
        %s
          }
          TARGET %s {
            enabled 1
            LUN 0 two
          }
        }
        """
            .formatted(driver, Target.NAME, target, group, OTHER));
  }

  private static Fabric open(Target target, String user, String arguments) throws FabricException {
    String url =
        "iscsi://" + user + "127.0.0.1:" + target.address().getPort() + "/" + Target.NAME + "/0";
    return Fabrics.open(url + arguments, new FabricOptions(0, List.of(), new TreeMap<>()));
  }

  private static void reads(Fabric fabric) throws FabricException {
    InitiatorPort port = fabric.connect(Target.INITIATOR);
    Target.good(port, Target.read(fabric, 0, ByteBuffer.allocateDirect(Target.BLOCK_BYTES)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?auth=md5", "?auth=sha1", "?auth=sha-256", "?auth=sha3-256"})
  void letsInWhoKnowsASecretOneWay(String algorithm) throws Exception {
    try (Target target = serve("", USERS, "");
        Fabric joe = open(target, "joe%12charsecret@", algorithm);
        Fabric fred = open(target, "fred%secret of fred's@", algorithm)) {
      reads(joe);
      reads(fred);
      assertThat(joe.url()).doesNotContain("12charsecret");
    }
  }

  @Test
  void letsInWhoKnowsASecretAndProvesItself() throws Exception {
    String mutual = "?target_user=disk&target_password=a%20secret%20of%20the%20disk";
    try (Target target = serve("", USERS, "");
        Fabric joe = open(target, "joe%12charsecret@", mutual);
        Fabric deceived =
            open(target, "joe%12charsecret@", "?target_user=disk&target_password=another%20one")) {
      reads(joe);
      assertThatThrownBy(() -> deceived.connect(Target.INITIATOR))
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("target's name or secret is wrong");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "joe%a wrong secret@", "jim%12charsecret@"})
  void refusesEverybodyElse(String user) throws Exception {
    try (Target target = serve("", USERS, "");
        Fabric fabric = open(target, user, "")) {
      assertThatThrownBy(() -> fabric.connect(Target.INITIATOR))
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("authentication failed")
          .hasMessageNotContaining("12char");
    }
  }

  private static List<DiscoveredTarget> discover(InetSocketAddress at, InitiatorAuthentication user)
      throws FabricException {
    try (NettyReactor reactor = new NettyReactor(0, Transport.NIO, "discovery")) {
      StreamDialler dialler = new StreamDialler(reactor);
      return DiscoverySession.sendTargets(
          new HardwareWorld(reactor),
          (host, port, endpoint) -> {
            try {
              dialler.dial(new InetSocketAddress(host, port), endpoint, Target.TIMEOUT_NS);
            } catch (java.io.IOException unreachable) {
              throw new FabricException("unreachable", unreachable);
            }
          },
          at.getAddress().getHostAddress(),
          at.getPort(),
          InitiatorOptions.discovery(Target.INITIATOR, 7).withAuthentication(user));
    }
  }

  private static List<String> names(List<DiscoveredTarget> targets) {
    return targets.stream().map(DiscoveredTarget::name).toList();
  }

  @Test
  void asksDiscoveryForUsersOfItsOwn() throws Exception {
    try (Target target = serve("IncomingUser \"finder the finder's secret\"", USERS, "")) {
      ChapUser finder = ChapUser.of("finder", "the finder's secret");
      assertThat(names(discover(target.address(), InitiatorAuthentication.oneWay(finder))))
          .containsExactly(OTHER, Target.NAME);
      for (InitiatorAuthentication wrong :
          List.of(
              InitiatorAuthentication.NONE,
              InitiatorAuthentication.oneWay(ChapUser.of("joe", "12charsecret")))) {
        assertThatThrownBy(() -> discover(target.address(), wrong))
            .hasMessageContaining("authentication failed");
      }
    }
  }

  @Test
  void hidesATargetFromPortalsThatItDoesNotAllow() throws Exception {
    String two = "portal 127.0.0.2:0";
    try (Target target = serve(two, "allowed_portal 127.0.0.2", "")) {
      InetSocketAddress first = target.server.portals().get(0);
      InetSocketAddress second = target.server.portals().get(1);
      assertThat(names(discover(first, InitiatorAuthentication.NONE))).containsExactly(OTHER);
      List<DiscoveredTarget> seen = discover(second, InitiatorAuthentication.NONE);
      assertThat(names(seen)).containsExactly(OTHER, Target.NAME);
      assertThat(seen.get(1).addresses()).containsExactly("127.0.0.2:" + second.getPort() + ",1");
      try (Fabric fabric = open(target, "", "")) {
        assertThatThrownBy(() -> fabric.connect(Target.INITIATOR)).hasMessageContaining("access");
      }
    }
  }

  @Test
  void listensOnIpv6AndTellsTheAddressThatWasAsked() throws Exception {
    assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "no ::1");
    try (Target target = serve("portal [::]:0\nportal [::1]:0", "", "")) {
      int any = target.server.portals().get(1).getPort();
      int loopback = target.server.portals().get(2).getPort();
      for (int port : new int[] {any, loopback}) {
        InetSocketAddress at = new InetSocketAddress("::1", port);
        List<DiscoveredTarget> seen = discover(at, InitiatorAuthentication.NONE);
        assertThat(seen.get(0).addresses())
            .hasSize(3)
            .contains("[0:0:0:0:0:0:0:1]:" + any + ",1", "[0:0:0:0:0:0:0:1]:" + loopback + ",1");
      }
      String url = "iscsi://[::1]:" + loopback + "/" + Target.NAME + "/0";
      try (Fabric fabric = Fabrics.open(url, new FabricOptions(0, List.of(), new TreeMap<>()))) {
        reads(fabric);
      }
    }
  }

  @Test
  void showsLogicalUnitsByAddress() throws Exception {
    String group =
        """
            GROUP local {
              INITIATOR %s
              LUN 0 two
            }
        """;
    for (String range : List.of("127.0.0.0/8", "10.0.0.0/8")) {
      try (Target target = serve("", "", group.formatted(range));
          Fabric fabric = open(target, "", "")) {
        InitiatorPort port = fabric.connect(Target.INITIATOR);
        ByteBuffer capacity = ByteBuffer.allocateDirect(32);
        byte[] cdb = new byte[16];
        cdb[0] = (byte) 0x9E;
        cdb[1] = 0x10;
        cdb[13] = 32;
        Target.good(
            port,
            new org.quintain.initiator.ExecuteCommand()
                .cdb(cdb, 16)
                .lun(fabric.lun())
                .dataIn(capacity, 32));
        long blocks = capacity.getLong(0) + 1;
        assertThat(blocks * Target.BLOCK_BYTES)
            .isEqualTo((range.startsWith("127") ? 32L : 16L) << 20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"temp", "perm"})
  void sendsLoginsElsewhere(String kind) throws Exception {
    try (Target elsewhere = serve("", "", "")) {
      String there = "127.0.0.1:" + elsewhere.address().getPort();
      try (Target target = serve("", "redirect \"" + there + " " + kind + "\"", "");
          Fabric fabric = open(target, "", "")) {
        reads(fabric);
        assertThat(elsewhere.server.status().sessions()).hasSize(1);
        assertThat(target.server.status().sessions()).isEmpty();
      }
    }
  }

  @Test
  void boundsTheSessionsOfATarget() throws Exception {
    try (Target target = serve("", "MaxSessions 2", "");
        Fabric fabric = open(target, "", "")) {
      fabric.connect(Target.INITIATOR);
      fabric.connect(Target.INITIATOR);
      assertThatThrownBy(() -> fabric.connect(Target.INITIATOR))
          .hasMessageContaining("out of resources");
    }
  }

  /** A login that was not over in time is dropped, too, and so are those on a busy machine. */
  private static InitiatorPort connectInTime(Fabric fabric) throws FabricException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (true) {
      try {
        return fabric.connect(Target.INITIATOR);
      } catch (FabricException late) {
        if (System.nanoTime() > endNs) {
          throw late;
        }
      }
    }
  }

  @Test
  void servesOnWhileConnectionsThatNeverLogInComeAndCome() throws Exception {
    String bounds = "max_logins_per_address 8\nmax_logins_per_portal 16\nlogin_timeout 2";
    List<Socket> flood = new ArrayList<>();
    try (Target target = serve(bounds, "", "");
        Fabric fabric = open(target, "", "")) {
      InitiatorPort port = connectInTime(fabric);
      for (int index = 0; index < 300; index++) {
        Socket socket = new Socket("127.0.0.1", target.address().getPort());
        flood.add(socket);
        if (index % 3 == 0) {
          socket.getOutputStream().write(new byte[] {0x43, (byte) 0x87, 0, 0, 0, 0, 0, 40, 1});
        }
        if (index % 50 == 0) {
          Target.good(port, Target.read(fabric, 0, ByteBuffer.allocateDirect(4096)));
        }
      }
      InitiatorPort late = connectInTime(fabric);
      Target.good(late, Target.read(fabric, 0, ByteBuffer.allocateDirect(Target.BLOCK_BYTES)));
      assertThat(target.server.status().counters().toString()).contains("LOGINS_DROPPED");
      long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (target.server.status().connections() > 2 && System.nanoTime() < endNs) {
        Thread.sleep(50);
      }
      assertThat(target.server.status().connections()).isEqualTo(2);
      assertThat(port.isConnected()).isTrue();
      assertThat(late.isConnected()).isTrue();
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }
}
