// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

/** READ and WRITE allocate nothing, counted by the virtual machine itself. */
final class AllocationTest {
  private static final int COMMANDS = 20_000;

  private static void run(
      InitiatorPort port, ExecuteCommand read, ExecuteCommand write, int count) {
    for (int turn = 0; turn < count; turn++) {
      port.submit(write);
      port.submit(read);
      if (read.status() != 0 || write.status() != 0 || !read.isDone() || !write.isDone()) {
        throw new AssertionError("A command failed.");
      }
    }
  }

  private static long allocatedBytes(BackingStore store) {
    return allocatedBytes(new Disk(Disk.config(512), store).client("iqn.x:a"));
  }

  private static long allocatedBytes(Client client) {
    InitiatorPort port = client.port();
    ExecuteCommand read =
        new ExecuteCommand()
            .cdb(cdb(0x88, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0), 16)
            .dataIn(ByteBuffer.allocateDirect(4096), 4096);
    ExecuteCommand write =
        new ExecuteCommand()
            .cdb(cdb(0x2A, 0x08, 0, 0, 0, 8, 0, 0, 8, 0), 10)
            .dataOut(ByteBuffer.allocateDirect(4096), 4096);
    run(port, read, write, COMMANDS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(port, read, write, COMMANDS);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void readsAndWritesOfLentMemoryAllocateNothing() {
    assertThat(allocatedBytes(new RamStore(1 << 20)) / COMMANDS).isZero();
  }

  @Test
  void readsAndWritesUnderAReservationAllocateNothing() {
    Disk disk = Disk.inMemory(512, 2048);
    Client holder = disk.client("iqn.x:a");
    Client registrant = disk.client("iqn.x:b");
    byte[] register = ByteBuffer.allocate(24).putLong(8, 1).array();
    byte[] reserve = ByteBuffer.allocate(24).putLong(0, 1).array();
    for (Client client : new Client[] {holder, registrant}) {
      client.out(cdb(0x5F, 0, 0, 0, 0, 0, 0, 0, 24, 0), register);
    }
    assertThat(holder.out(cdb(0x5F, 1, 5, 0, 0, 0, 0, 0, 24, 0), reserve).status()).isZero();
    assertThat(allocatedBytes(registrant) / COMMANDS).isZero();
  }

  @Test
  void readsAndWritesThroughBlocksAllocateNothing() {
    assertThat(allocatedBytes(new HeldStore(1 << 20, false)) / COMMANDS).isZero();
  }
}
