// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.testing.Disk;
import org.quintain.testing.TestWorld;

/** Data-In of many requests that came at once is on its way before the last of them is executed. */
final class EarlySendTest {
  private static final int BLOCK = 4096;

  private final TestWorld world = new TestWorld();
  private final TargetDevice device =
      new TargetDevice(TargetDeviceConfig.production(), world.reactor());
  private final LogicalUnit unit =
      device.addLogicalUnit(Disk.config(BLOCK), new RamStore(64L * BLOCK));
  private final TargetPort port =
      device.addPort(
          new TargetPortConfig(TargetBench.TARGET, 1, LunMap.builder().map(0, unit).build()));
  private final TargetBench bench =
      new TargetBench(world, port, 3, IscsiTargetSettings.DEFAULTS.withDirectMemory(false));
  private int cmdSn = 1;

  private byte[] reads(int count) {
    ByteBuffer all = ByteBuffer.allocate(count * Bhs.LENGTH_BYTES);
    for (int index = 0; index < count; index++) {
      Pdu read = Pdu.command(Pdu.F | Pdu.R, cmdSn, cmdSn, BLOCK, 0x28);
      read.header.put(32 + 5, (byte) (index % 64));
      read.header.put(32 + 8, (byte) 1);
      all.put(read.bytes(false, false));
      cmdSn++;
    }
    return all.array();
  }

  private static void giveAtOnce(TargetBench bench, Peer peer, byte[] bytes) {
    ByteBuffer space = peer.endpoint.receiveSpace();
    space.put(space.position(), bytes);
    peer.endpoint.onReceived(bench.nowNs, bytes.length);
  }

  private Peer ready() {
    Peer peer = bench.loggedIn();
    while (peer.exchange(Pdu.command(Pdu.F, cmdSn, cmdSn, 0, 0).cmdSn(cmdSn++)).data.length > 0) {
      // Its unit attentions are told.
    }
    return peer;
  }

  @Test
  void sendsHalfOfManyReadsWhileTheRestIsExecuted() {
    Peer peer = ready();
    List<Long> early = new ArrayList<>();
    peer.onEarly = () -> early.add(peer.queuedBytes());
    giveAtOnce(bench, peer, reads(32));
    long pdu = BLOCK + Bhs.LENGTH_BYTES;
    assertThat(early).containsExactly(16 * pdu);
    assertThat(peer.queuedBytes()).isEqualTo(32 * pdu);
  }

  @Test
  void sendsInTheEndAsMuchWhetherTheDriverTakesItEarlyOrNot() {
    Peer takes = ready();
    takes.onEarly = takes::drain;
    giveAtOnce(bench, takes, reads(60));
    List<Pdu> all = takes.receiveAll();
    assertThat(all).hasSize(60).allMatch(pdu -> pdu.hasStatus() && pdu.data.length == BLOCK);
    for (int index = 0; index < all.size(); index++) {
      assertThat(all.get(index).tag()).isEqualTo(cmdSn - 60 + index);
    }
    device.checkIdle();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 65, 100})
  void sendsFewReadsAndVeryManyInOne(int count) {
    Peer peer = ready();
    List<Long> early = new ArrayList<>();
    peer.onEarly = () -> early.add(peer.queuedBytes());
    giveAtOnce(bench, peer, reads(count));
    assertThat(early).isEmpty();
  }
}
