// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.fabric.Command;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.memory.SegmentList;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.target.TraceSink;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.ManualFabric;
import org.quintain.testing.TestWorld;

/** What happens to memory that a store lent to a READ which its fabric has not sent yet. */
final class LentReadTest {
  private static final int COMPARE_AND_WRITE = 0x89;

  private final TestWorld world = new TestWorld(3);
  private final TargetDevice device =
      new TargetDevice(
          TargetDeviceConfig.small(), world.reactor(0), world.reactors(), TraceSink.NONE);
  private final LogicalUnit unit =
      device.addLogicalUnit(Disk.config(512), new RamStore(2048 * 512));
  private final TargetPort port =
      device.addPort(new TargetPortConfig(Disk.TARGET, 1, LunMap.builder().map(0, unit).build()));
  private final Client client = new Client(world, port, "iqn.x:c").clearUnitAttentions();

  LentReadTest() {
    // Who waits for a fabric that a test holds back would else be given up as time passes.
    unit.limits(unit.limits().withoutDeadlines());
  }

  /** A fabric whose nexus has seen its unit attentions. */
  private ManualFabric fabric(int reactor) {
    ManualFabric made = new ManualFabric(world, port, "iqn.x:manual" + reactor, reactor);
    world.settle();
    Command ready = made.send(1, cdb(0, 0, 0, 0, 0, 0), 0, 0);
    world.settle();
    made.release(ready);
    world.settle();
    made.calls().clear();
    return made;
  }

  private Command read(ManualFabric fabric, long identifier, long first) {
    Command command = fabric.send(identifier, Blocks.range(0x28, first, 1), 0, 512);
    world.settle();
    assertThat(fabric.calls()).endsWith("status0 " + identifier);
    return command;
  }

  private ExecuteCommand compareAndWrite(long first, int expected, int written) {
    byte[] data = Blocks.both(filled(512, expected), filled(512, written));
    ExecuteCommand started =
        client.start(Blocks.range(COMPARE_AND_WRITE, first, 1), data, 0, TaskAttribute.SIMPLE);
    world.settle();
    return started;
  }

  private static byte[] seen(Command read) {
    SegmentList segments = read.dataIn();
    ByteBuffer all = ByteBuffer.allocate((int) segments.totalBytes());
    for (int index = 0; index < segments.count(); index++) {
      byte[] piece = new byte[segments.length(index)];
      segments.base(index).get(segments.offset(index), piece);
      all.put(piece);
    }
    return all.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aWriteThatIsSeenWhollyOrNotAtAllWaitsUntilTheReadIsSent(int reactor) {
    client.out(Blocks.range(0x2A, 5, 1), filled(512, 1));
    ManualFabric fabric = fabric(reactor);
    Command read = read(fabric, 2, 5);
    assertThat(read.dataInBlock()).as("it was lent").isNull();
    ExecuteCommand write = compareAndWrite(5, 1, 9);
    assertThat(write.isDone()).isFalse();
    assertThat(seen(read)).isEqualTo(filled(512, 1));
    fabric.release(read);
    world.settle();
    assertThat(write.status()).isZero();
    device.checkIdle();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aWriteElsewhereAndOneAfterTheReadWasSentDoNotWait(int reactor) {
    ManualFabric fabric = fabric(reactor);
    Command read = read(fabric, 2, 5);
    ExecuteCommand beside = compareAndWrite(6, 0, 9);
    assertThat(beside.isDone()).isTrue();
    fabric.release(read);
    world.settle();
    ExecuteCommand late = compareAndWrite(5, 0, 9);
    assertThat(late.status()).isZero();
    device.checkIdle();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void readsAreLentAgainWhenNobodyHoldsTheirBlocks(int reactor) {
    ManualFabric fabric = fabric(reactor);
    assertThat(compareAndWrite(5, 0, 9).status()).isZero();
    Command again = read(fabric, 2, 5);
    assertThat(again.dataInBlock()).isNull();
    assertThat(seen(again)).isEqualTo(filled(512, 9));
    fabric.release(again);
    world.settle();
    device.checkIdle();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aReadBehindAWaitingWriteWaitsForItAndSeesWhatItWrote(int reactor) {
    ManualFabric fabric = fabric(reactor);
    Command first = read(fabric, 2, 5);
    ExecuteCommand write = compareAndWrite(5, 0, 9);
    Command second = fabric.send(3, Blocks.range(0x28, 5, 1), 0, 512);
    world.settle();
    assertThat(fabric.calls()).doesNotContain("status0 3");
    fabric.release(first);
    world.settle();
    assertThat(write.status()).isZero();
    assertThat(fabric.calls()).endsWith("status0 3");
    assertThat(seen(second)).isEqualTo(filled(512, 9));
    fabric.release(second);
    world.settle();
    device.checkIdle();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSlotIsWaitedForWhereItReadsNowAlone(int reactor) {
    ManualFabric fabric = fabric(reactor);
    Command first = read(fabric, 2, 5);
    ExecuteCommand write = compareAndWrite(5, 0, 9);
    fabric.release(first);
    Command second = fabric.send(3, Blocks.range(0x28, 7, 1), 0, 512);
    world.settle();
    assertThat(write.status()).isZero();
    ExecuteCommand next = compareAndWrite(7, 0, 9);
    assertThat(next.isDone()).isFalse();
    fabric.release(second);
    world.settle();
    assertThat(next.status()).isZero();
    device.checkIdle();
  }

  @Test
  void anAbortEndsTheWaitAtOnce() {
    ManualFabric fabric = fabric(0);
    Command read = read(fabric, 2, 5);
    ExecuteCommand write = compareAndWrite(5, 0, 9);
    client.function(TaskManagementFunction.ABORT_TASK, write.identifier());
    assertThat(write.isDone()).isTrue();
    assertThat(seen(read)).isEqualTo(new byte[512]);
    fabric.release(read);
    world.settle();
    device.checkIdle();
  }
}
