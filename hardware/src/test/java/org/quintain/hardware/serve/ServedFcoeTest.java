// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.fcoe.FcLogin;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;

/** A served disk through {@code fcoe:} URLs, over a cable that is made of datagrams. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServedFcoeTest {
  private static final String FIRST = "20:00:02:00:00:00:00:0a";
  private static final String SECOND = "20:00:02:00:00:00:00:0c";
  private static final String INITIATOR = "20:00:02:00:00:00:01:00";

  /** Below what Linux gives out by itself (32768 and up). */
  private static int nextPort = 21_000;

  private String cable = "";
  private IscsiServer server;

  /** A UDP address of loopback that only this process uses, and only once. */
  private static String freeAddress() {
    long process = ProcessHandle.current().pid();
    return "127.%d.%d.%d:%d"
        .formatted(128 + (process >> 16 & 0x3F), process >> 8 & 0xFF, process & 0xFF, nextPort++);
  }

  @BeforeEach
  void serve() throws Exception {
    String here = freeAddress();
    String there = freeAddress();
    cable = "udp:" + there + "," + here;
    server =
        IscsiServer.start(
            ServeConfig.parse(
                "test.conf",
                """
                HANDLER vdisk_ram {
                  DEVICE memory {
                    size_mb 16
                    blocksize 4096
                  }
                }
                TARGET_DRIVER fcst {
                  TARGET FIRST {
                    link LINK
                    LUN 0 memory
                  }
                  TARGET SECOND {
                    link LINK
                    GROUP ours {
                      INITIATOR 20:00:02:00:00:00:01:*
                      LUN 3 memory
                    }
                  }
                }
                """
                    .replace("FIRST", FIRST)
                    .replace("SECOND", SECOND)
                    .replace("LINK", "udp:" + here + "," + there)),
            ServeListener.NONE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Fabric open(String rest) throws FabricException {
    return Fabrics.open(
        "fcoe:" + cable + "/" + rest, new FabricOptions(0, List.of(), new TreeMap<>()));
  }

  private static ByteBuffer pattern(int seed) {
    ByteBuffer data = ByteBuffer.allocate(16 * Target.BLOCK_BYTES);
    for (int index = 0; index < data.capacity(); index++) {
      data.put(index, (byte) (index * 31 + index / 512 + seed));
    }
    return data;
  }

  @Test
  void readsThroughOnePortWhatItWroteThroughAnother() throws Exception {
    try (Fabric fabric = open(FIRST + "/0?initiator=" + INITIATOR + "&also=" + SECOND)) {
      InitiatorPort writer = fabric.connect("a");
      InitiatorPort reader = fabric.connect("b");
      ByteBuffer data = pattern(1);
      Target.good(writer, Target.write(fabric, 7, data, false));
      ByteBuffer back = ByteBuffer.allocate(data.capacity());
      Target.good(reader, Target.read(fabric, 7, back));

      assertThat(back).isEqualTo(data);
      assertThat(fabric.targetPorts()).isEqualTo(2);

      InitiatorPort chosen = fabric.connect("c", 5, 0);
      InitiatorPort otherPort = fabric.connect("c", 5, 1);
      Target.good(chosen, Target.read(fabric, 7, back));
      InitiatorPort again = fabric.connect("c", 5, 0);
      Target.good(again, Target.read(fabric, 7, back));

      List<FcLogin> logins = server.status().fcTargets().get(0).logins();
      assertThat(logins)
          .extracting(FcLogin::initiator)
          .contains(WorldWideName.parse(INITIATOR), WorldWideName.parse(INITIATOR) + 1);
      assertThat(logins.get(0).dataOutBytes()).isEqualTo(data.capacity());
      assertThat(server.logOut(WorldWideName.parse(INITIATOR))).isTrue();
      assertThat(server.logOut(WorldWideName.parse(FIRST))).isFalse();
      assertThat(fabric.world().awaitUntil(() -> !writer.isConnected(), Target.TIMEOUT_NS))
          .isTrue();
      assertThat(chosen.isConnected()).isFalse();
      assertThat(otherPort.isConnected()).isTrue();
    }
    try (Fabric fabric = open(SECOND + "/3?initiator=" + INITIATOR)) {
      ByteBuffer back = ByteBuffer.allocate(16 * Target.BLOCK_BYTES);
      Target.good(fabric.connect("d"), Target.read(fabric, 7, back));

      assertThat(back).isEqualTo(pattern(1));
    }
  }

  @Test
  void servesLunsThatComeAndGo() throws Exception {
    try (Fabric fabric = open(FIRST + "/5")) {
      InitiatorPort port = fabric.connect("a");
      ByteBuffer back = ByteBuffer.allocate(Target.BLOCK_BYTES);
      ExecuteCommand none = Target.read(fabric, 0, back);
      assertThat(port.execute(none, Target.TIMEOUT_NS)).isTrue();
      assertThat(none.sense()[12]).as("LOGICAL UNIT NOT SUPPORTED").isEqualTo((byte) 0x25);
      server.apply(
          ConfigEdit.add(
              server.config().conf(), FIRST, null, List.of("LUN", "5", "memory"), Map.of()));

      Target.good(port, Target.read(fabric, 0, back));
    }
  }

  @Test
  void tellsInitiatorsOfTheEnd() throws Exception {
    try (Fabric fabric = open(FIRST + "/0")) {
      InitiatorPort port = fabric.connect("a");
      ByteBuffer back = ByteBuffer.allocate(Target.BLOCK_BYTES);
      Target.good(port, Target.read(fabric, 0, back));
      server.close();

      assertThat(fabric.world().awaitUntil(() -> !port.isConnected(), Target.TIMEOUT_NS)).isTrue();
      assertThat(port.disconnectReason()).contains("logged out");
    }
  }

  @Test
  void saysWhoHasTheAddressAlready() {
    int here = cable.lastIndexOf(',');
    String taken = "udp:" + cable.substring(here + 1) + "," + cable.substring(4, here);

    assertThatThrownBy(
            () ->
                Fabrics.open(
                    "fcoe:" + taken + "/" + FIRST + "/0",
                    new FabricOptions(0, List.of(), new TreeMap<>())))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("cannot be had for datagrams");
  }
}
