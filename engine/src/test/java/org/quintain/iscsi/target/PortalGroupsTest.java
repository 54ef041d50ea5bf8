// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.target.TraceSink;

/** A target with two portal groups, each a SCSI target port (RFC 7143 4.3, 4.4.1, 13.9). */
final class PortalGroupsTest {
  private static final String FRONT = "10.0.0.1:3260";
  private static final String FRONT_TOO = "[2001:db8::1]:3260";
  private static final String BACK = "10.0.1.1:3260";

  private final TargetBench bench = new TargetBench(new ScriptedTarget(), 13);
  private final TargetDevice device =
      new TargetDevice(
          TargetDeviceConfig.small(),
          bench.world.reactor(0),
          bench.world.reactors(),
          TraceSink.NONE);
  private final LogicalUnit unit =
      device.addLogicalUnit(LogicalUnitConfig.named("disk").build(), new RamStore(1 << 18));

  private TargetPort port(int tag, int identifier) {
    return device.addPort(
        new TargetPortConfig(
            PortalGroup.portName(TargetBench.TARGET, tag),
            identifier,
            LunMap.builder().map(0, unit).build()));
  }

  @BeforeEach
  void putTarget() {
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    assertThat(target).isNotNull();
    bench.node.put(
        target.withGroups(
            List.of(
                new PortalGroup(1, List.of(FRONT, FRONT_TOO), port(1, 5), 5),
                new PortalGroup(258, List.of(BACK), port(258, 6), 6))));
  }

  private Peer loggedIn(String through, String... keys) {
    Peer peer = bench.connect(through, "10.0.9.9:40000");
    Pdu response = peer.exchange(login(keys));
    assertThat(LoginResponsePdu.status(response.header, 0)).isZero();
    return peer;
  }

  private static Pdu login(String... keys) {
    String[] all = new String[TargetBench.NAMES.length + keys.length];
    System.arraycopy(TargetBench.NAMES, 0, all, 0, TargetBench.NAMES.length);
    System.arraycopy(keys, 0, all, TargetBench.NAMES.length, keys.length);
    return Pdu.login(0x87, all).cmdSn(1);
  }

  /** What VPD page 83h tells of the port, after the unit attentions. */
  private static String identification(Peer peer) {
    for (int cmdSn = 1; cmdSn < 5; cmdSn++) {
      peer.send(Pdu.command(0xC0, cmdSn, cmdSn, 512, 0x12, 1, 0x83, 2, 0, 0));
      for (Pdu pdu : peer.receiveAll()) {
        if (pdu.data.length > 60) {
          return new String(pdu.data, java.nio.charset.StandardCharsets.ISO_8859_1);
        }
      }
    }
    throw new AssertionError("no identification");
  }

  @Test
  void advertisesEachPortalWithTheTagOfItsGroup() {
    Peer discovery = bench.connect(FRONT, "10.0.9.9:40000");
    discovery.exchange(
        Pdu.login(0x87, "InitiatorName=" + TargetBench.INITIATOR, "SessionType=Discovery")
            .cmdSn(1));
    assertThat(discovery.exchange(Pdu.textRequest(Pdu.F, 3, -1, 1, "SendTargets=All")).keys())
        .containsExactly(
            "TargetName=" + TargetBench.TARGET,
            "TargetAddress=" + FRONT + ",1",
            "TargetAddress=" + FRONT_TOO + ",1",
            "TargetAddress=" + BACK + ",258");
  }

  @Test
  void saysByWhichGroupALoginCameIn() {
    for (String through : new String[] {FRONT, FRONT_TOO, BACK}) {
      Pdu response = bench.connect(through, "10.0.9.9:40000").exchange(login());
      String tag = through.equals(BACK) ? "258" : "1";
      assertThat(response.keys()).contains("TargetPortalGroupTag=" + tag);
    }
  }

  @Test
  void takesAConnectionIntoASessionThroughTheSameGroupAlone() {
    bench.prefer(IscsiKey.MAX_CONNECTIONS, "4");
    loggedIn(FRONT, "MaxConnections=4");
    int tsih = bench.node.sessions().get(0).tsih();
    Pdu join = login();
    LoginRequestPdu.tsih(join.header, 0, tsih);
    LoginRequestPdu.cid(join.header, 0, 1);
    Pdu refused = bench.connect(BACK, "10.0.9.9:40001").exchange(join);
    assertThat(LoginResponsePdu.status(refused.header, 0))
        .isEqualTo(LoginStatus.SESSION_DOES_NOT_EXIST);
    Pdu taken = bench.connect(FRONT_TOO, "10.0.9.9:40002").exchange(join);
    assertThat(LoginResponsePdu.status(taken.header, 0)).isZero();
    assertThat(bench.node.sessions().get(0).connectionCount()).isEqualTo(2);
  }

  @Test
  void keepsOneInitiatorPortsSessionsThroughTwoGroupsApart() {
    Peer front = loggedIn(FRONT);
    Peer back = loggedIn(BACK);
    assertThat(bench.node.sessions()).hasSize(2);
    assertThat(front.isClosing()).isFalse();
    // The same initiator port at the same group is the session over again (RFC 7143 6.3.5).
    loggedIn(FRONT_TOO);
    assertThat(front.isClosing()).isTrue();
    assertThat(back.isClosing()).isFalse();
    assertThat(bench.node.sessions()).hasSize(2);
  }

  @Test
  void isAnotherScsiPortThroughEachGroup() {
    String front = identification(loggedIn(FRONT));
    String back = identification(loggedIn(BACK));
    assertThat(front).contains(TargetBench.TARGET + ",t,0x0001", "\u0051\u0094\0\4\0\0\0\5");
    assertThat(back).contains(TargetBench.TARGET + ",t,0x0102", "\u0051\u0094\0\4\0\0\0\6");
    assertThat(front).doesNotContain(",t,0x0102");
    assertThat(bench.node.sessions())
        .extracting(session -> session.nexus().identity().relativeTargetPortIdentifier())
        .containsExactly(5, 6);
  }

  @Test
  void takesAnyAddressForItsPortWhereNoGroupNamesIt() {
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    assertThat(target).isNotNull();
    List<PortalGroup> groups =
        List.of(
            target.groups().get(0).withPortals(List.of("0.0.0.0:3260")),
            target.groups().get(1).withPortals(List.of("[::]:3261", BACK)));
    IscsiTarget moved = target.withGroups(groups);
    assertThat(moved.groupAt("10.7.7.7:3260")).isEqualTo(groups.get(0));
    assertThat(moved.groupAt("10.7.7.7:3261")).isEqualTo(groups.get(1));
    assertThat(moved.groupAt(BACK)).isEqualTo(groups.get(1));
    assertThat(moved.groupAt("10.7.7.7:9")).isNull();
    PortalGroup rest = groups.get(0).withPortals(List.of());
    assertThat(target.withGroups(List.of(groups.get(1), rest)).groupAt("10.7.7.7:9"))
        .isEqualTo(rest);
  }

  @Test
  void isNotFoundThroughAPortalOfNoneOfItsGroups() {
    Pdu response = bench.connect("10.0.2.1:3260", "10.0.9.9:40000").exchange(login());
    assertThat(LoginResponsePdu.status(response.header, 0)).isEqualTo(LoginStatus.NOT_FOUND);
  }

  @Test
  void hasOneGroupOfEachTag() {
    IscsiTarget target = bench.node.target(TargetBench.TARGET);
    assertThat(target).isNotNull();
    PortalGroup group = target.groups().get(0);
    assertThatThrownBy(() -> target.withGroups(List.of(group, group)))
        .hasMessageContaining("one portal group of each tag");
    assertThatThrownBy(() -> new PortalGroup(65_536, List.of(), group.scsiTarget(), 1))
        .hasMessage("A portal group tag is 0 to 65535, not 65536.");
  }
}
