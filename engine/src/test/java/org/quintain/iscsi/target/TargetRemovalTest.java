// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.target.TraceSink;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** A target goes, engine and all, while its store is silent and others are at work. */
final class TargetRemovalTest {
  private static final String OTHER = "iqn.2026-11.org.quintain:other";

  private final TargetBench bench = new TargetBench(new ScriptedTarget(), 7);
  private final TargetDevice device =
      new TargetDevice(
          TargetDeviceConfig.small(),
          bench.world.reactor(0),
          bench.world.reactors(),
          TraceSink.NONE);
  private final HeldStore silent = new HeldStore(1 << 18, true);
  private final LogicalUnit goes = device.addLogicalUnit(Disk.config(512), silent);
  private final LogicalUnit stays =
      device.addLogicalUnit(LogicalUnitConfig.named("stays").build(), new RamStore(1 << 18));
  private final TargetPort port = port(TargetBench.TARGET, 1, goes);
  private final TargetPort otherPort = port(OTHER, 2, stays);

  private TargetPort port(String name, int identifier, LogicalUnit unit) {
    TargetPort made =
        device.addPort(
            new TargetPortConfig(name, identifier, LunMap.builder().map(0, unit).build()));
    bench.node.put(IscsiTarget.of(name, made).withPreferences(TargetBench.smallPreferences()));
    return made;
  }

  /** TEST UNIT READY until what the logical unit had to tell is told; gives the next CmdSN. */
  private static int calm(Peer peer) {
    for (int cmdSn = 1; cmdSn < 5; cmdSn++) {
      Pdu answer = peer.exchange(Pdu.command(0x80, 100 + cmdSn, cmdSn, 0, 0, 0, 0, 0, 0, 0));
      if (answer.header.get(3) == 0) {
        return cmdSn + 1;
      }
    }
    throw new AssertionError("unit attentions do not end");
  }

  private Peer loggedIn(String initiator, String target) {
    Peer peer = bench.connect();
    Pdu response =
        peer.exchange(
            Pdu.login(
                    0x87,
                    "InitiatorName=" + initiator,
                    "TargetName=" + target,
                    "SessionType=Normal")
                .cmdSn(1));
    assertThat(response.flags()).isEqualTo(0x87);
    return peer;
  }

  @Test
  void goesAtOnceWhileItsStoreIsSilentAndOthersWork() {
    Peer other = loggedIn(TargetBench.INITIATOR, OTHER);
    int otherCmdSn = calm(other);
    Peer peer = bench.loggedIn();
    int cmdSn = calm(peer);
    silent.hold(true);
    peer.send(Pdu.command(0xC0, 1, cmdSn, 512, 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0));
    assertThat(peer.receiveAll()).isEmpty();
    assertThat(bench.node.sessions()).hasSize(2);

    assertThat(bench.node.remove(bench.nowNs, TargetBench.TARGET)).isTrue();
    device.removePort(port);
    boolean[] isGone = new boolean[1];
    device.removeLogicalUnit(bench.nowNs, goes, nowNs -> isGone[0] = true);
    assertThat(peer.receiveAll())
        .extracting(Pdu::opcode)
        .containsExactly(IscsiOpcode.ASYNCHRONOUS_MESSAGE);
    assertThat(peer.isClosing()).isTrue();
    peer.disconnect();
    assertThat(device.ports()).containsExactly(otherPort);
    assertThat(bench.connect().exchange(Pdu.login(0x87, TargetBench.NAMES).cmdSn(1)).flags())
        .isNotEqualTo(0x87);
    Pdu works = other.exchange(Pdu.command(0x80, 1, otherCmdSn, 0, 0, 0, 0, 0, 0, 0));
    assertThat(works.header.get(3)).isZero();
    assertThat(isGone[0]).isFalse();

    // The same name and identifier can come again before the old store has answered.
    TargetPort again = port(TargetBench.TARGET, 1, stays);
    assertThat(device.ports()).containsExactly(otherPort, again);
    calm(loggedIn(TargetBench.INITIATOR + "2", TargetBench.TARGET));
    // And the same initiator need not wait for what its session at the old one left behind.
    Peer back = bench.loggedIn();
    calm(back);

    silent.releaseAll(bench.nowNs);
    bench.world.settle();
    assertThat(isGone[0]).isTrue();
    back.disconnect();
    device.checkIdle();
    assertThat(bench.node.sessions()).hasSize(2);
  }

  @Test
  void reportsSessionsAndWhatTheyDid() {
    Peer peer = bench.loggedIn("HeaderDigest=CRC32C");
    int cmdSn = calm(peer);
    peer.send(Pdu.command(0xC0, 1, cmdSn, 1024, 0x28, 0, 0, 0, 0, 0, 0, 0, 2, 0));
    assertThat(peer.receiveAll()).isNotEmpty();
    SessionReport report = SessionReport.of(bench.node.sessions().get(0));
    assertThat(report.targetName()).isEqualTo(TargetBench.TARGET);
    assertThat(report.initiatorName()).isEqualTo(TargetBench.INITIATOR);
    assertThat(report.commandsInFlight()).isZero();
    assertThat(report.nexus()).isNotNull();
    assertThat(report.nexus().commandsOver()).isEqualTo(cmdSn);
    assertThat(report.nexus().dataInBytes()).isEqualTo(1024);
    assertThat(report.connections()).hasSize(1);
    assertThat(report.connections().get(0).parameters().headerDigest().name()).isEqualTo("CRC32C");
    assertThat(report.connections().get(0).peerAddress()).isEqualTo("127.0.0.2:40000");
  }
}
