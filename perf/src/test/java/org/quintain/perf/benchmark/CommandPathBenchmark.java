// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.initiator.DirectInitiatorPort;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.store.RamStore;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/**
 * 4 KiB READ(10) and WRITE(10) through the whole engine to memory and back, with no wire between.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CommandPathBenchmark {
  private static final int CAPACITY_BYTES = 64 << 20;
  private static final int IO_BYTES = 4096;
  private static final int IO_BLOCKS = IO_BYTES / 512;
  private static final int PLACES = CAPACITY_BYTES / IO_BYTES;

  private final ByteBuffer data = ByteBuffer.allocateDirect(IO_BYTES);
  private final ExecuteCommand command = new ExecuteCommand();
  private InitiatorPort port;
  private int place;

  /** A world without threads: the caller is the reactor, and time stands still. */
  private static final class StillWorld implements World, Reactor {
    private final ArrayDeque<ReactorTask> mailbox = new ArrayDeque<>();

    @Override
    public long nowNs() {
      return 0;
    }

    @Override
    public Reactor reactor() {
      return this;
    }

    @Override
    public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
      while (!condition.getAsBoolean() && !mailbox.isEmpty()) {
        mailbox.remove().run(0);
      }
      return condition.getAsBoolean();
    }

    @Override
    public void wake() {}

    @Override
    public int index() {
      return 0;
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void post(ReactorTask task) {
      mailbox.add(task);
    }

    @Override
    public void callAt(long deadlineNs, ReactorTask task) {
      // No timer of this path is ever due: time stands still.
    }
  }

  /** Makes the target, fills the medium, so that reads are of memory that is there. */
  @Setup
  public void connect() throws FabricException {
    StillWorld world = new StillWorld();
    TargetDevice device = new TargetDevice(TargetDeviceConfig.small(), world);
    RamStore store = new RamStore(CAPACITY_BYTES);
    LunMap map =
        LunMap.builder()
            .map(0, device.addLogicalUnit(LogicalUnitConfig.named("disk0").build(), store))
            .build();
    TargetPort target = device.addPort(new TargetPortConfig("iqn.2026-11.org.quintain:b", 1, map));
    port =
        new DirectInitiatorPort(
            world, target, new ItNexusIdentity("initiator", "initiator,1", "target,1", 1, 5));
    for (int warm = 0; warm < 4; warm++) {
      command.noData().cdb(new byte[6], 6);
      port.execute(command, 1);
    }
    for (int index = 0; index < PLACES; index++) {
      write();
    }
  }

  /** One READ(10). */
  @Benchmark
  public int read() {
    cdb(0x28);
    command.noData().dataIn(data, IO_BYTES);
    return perform();
  }

  /** One WRITE(10). */
  @Benchmark
  public int write() {
    cdb(0x2A);
    command.noData().dataOut(data, IO_BYTES);
    return perform();
  }

  private void cdb(int operationCode) {
    place = (place + 7919) % PLACES;
    int address = place * IO_BLOCKS;
    byte[] cdb = command.cdb();
    cdb[0] = (byte) operationCode;
    cdb[1] = 0;
    cdb[2] = (byte) (address >>> 24);
    cdb[3] = (byte) (address >>> 16);
    cdb[4] = (byte) (address >>> 8);
    cdb[5] = (byte) address;
    cdb[6] = 0;
    cdb[7] = 0;
    cdb[8] = IO_BLOCKS;
    cdb[9] = 0;
    command.cdbLength(10);
  }

  private int perform() {
    port.submit(command);
    if (!command.isDone() || command.status() != 0) {
      throw new IllegalStateException("the command ended with status " + command.status());
    }
    return command.dataInTransferred();
  }
}
