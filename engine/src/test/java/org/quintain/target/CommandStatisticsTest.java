// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.device.IoClass;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class CommandStatisticsTest {
  private static final byte[] READ_2 = cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 2, 0);
  private static final byte[] WRITE_1 = cdb(0x2A, 0, 0, 0, 0, 4, 0, 0, 1, 0);
  private static final byte[] READ_BEYOND_END = cdb(0x28, 0, 0x7F, 0, 0, 0, 0, 0, 1, 0);

  @Test
  void commandsBytesAndEndingsAreCountedByClass() {
    Disk disk = Disk.inMemory(512, 64);
    Client client = disk.client("iqn.x:a");
    long othersBefore = disk.unit().statistics().latency(IoClass.OTHER).total();
    client.in(READ_2, 1024);
    client.in(READ_2, 512);
    client.out(WRITE_1, filled(512, 1));
    client.in(READ_BEYOND_END, 512);
    CommandStatistics counted = disk.unit().statistics();
    assertThat(counted.latency(IoClass.READ).total()).isEqualTo(3);
    assertThat(counted.dataInBytes(IoClass.READ)).isEqualTo(1536);
    assertThat(counted.latency(IoClass.WRITE).total()).isEqualTo(1);
    assertThat(counted.dataOutBytes(IoClass.WRITE)).isEqualTo(512);
    assertThat(counted.latency(IoClass.OTHER).total()).isEqualTo(othersBefore);
    assertThat(counted.endedWith(Status.CHECK_CONDITION)).isGreaterThanOrEqualTo(1);
    assertThat(counted.aborted()).isZero();
  }

  @Test
  void aCommandTakesFromItsReceiptToTheEndOfItsResponse() {
    HeldStore store = new HeldStore(1 << 20, false);
    Disk disk = new Disk(Disk.config(512), store);
    Client client = disk.client("iqn.x:a");
    store.hold(true);
    client.start(READ_2, new byte[0], 1024, TaskAttribute.SIMPLE);
    disk.world()
        .reactor()
        .callAt(disk.world().nowNs() + 7_000_000, nowNs -> store.releaseAll(nowNs));
    disk.world().settle();
    assertThat(disk.unit().statistics().latency(IoClass.READ).sumNs()).isEqualTo(7_000_000);
  }

  @Test
  void anAbortedCommandIsCountedAsAborted() {
    HeldStore store = new HeldStore(1 << 20, false);
    Disk disk = new Disk(Disk.config(512), store);
    Client client = disk.client("iqn.x:a");
    store.hold(true);
    client.start(READ_2, new byte[0], 1024, TaskAttribute.SIMPLE);
    client.startFunction(TaskManagementFunction.ABORT_TASK_SET, 0);
    store.releaseAll(disk.world().nowNs());
    disk.world().settle();
    assertThat(disk.unit().statistics().aborted()).isEqualTo(1);
    disk.device().checkIdle();
  }
}
