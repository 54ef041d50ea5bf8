// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.Mutation;
import org.quintain.sim.ib.IbPlan;
import org.quintain.sim.ib.SimulatedSrp;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.target.SrpTargetSettings;

/**
 * 4 KiB reads over a simulated InfiniBand subnet without faults: SRP at both ends, queue pairs,
 * cables and switches in virtual time, the engine and memory behind it, 32 under way.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SimulatedSrpBenchmark implements ExecuteCommand.Listener {
  private static final int CAPACITY_BYTES = 64 << 20;
  private static final int IO_BYTES = 4096;
  private static final int IO_BLOCKS = IO_BYTES / 512;
  private static final int PLACES = CAPACITY_BYTES / IO_BYTES;
  private static final int DEPTH = 32;
  private static final int WARM_READS = 5_000;
  private static final long SECOND_NS = 1_000_000_000L;

  private SimWorld world;
  private InitiatorPort port;
  private int place;
  private long ended;
  private long wanted;

  /** Makes the subnet, logs in, and begins to read. */
  @Setup
  public void connect() {
    world = new SimWorld(1, 1, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
    FabricSetup setup =
        new FabricSetup(
            List.of(new FabricSetup.UnitSetup(CAPACITY_BYTES, 512, false, false)),
            1,
            0,
            0,
            StreamProfile.quiet(),
            new StreamWeather(StreamFaults.NONE),
            DiskProfile.quiet(),
            new DiskWeather(DiskFaults.NONE),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            2 * DEPTH,
            0,
            null,
            Mutation.NONE);
    SimulatedSrp fabric =
        new SimulatedSrp(
            world,
            setup,
            IbPlan.quiet(),
            1,
            SrpInitiatorSettings.DEFAULTS,
            SrpTargetSettings.DEFAULTS);
    port = fabric.connect(0);
    if (!world.awaitUntil(port::isConnected, 60 * SECOND_NS)) {
      throw new IllegalStateException(port.disconnectReason());
    }
    ExecuteCommand ready = new ExecuteCommand();
    for (int attempt = 0; attempt < 4; attempt++) {
      ready.noData().cdb(new byte[6], 6);
      port.execute(ready, SECOND_NS);
    }
    for (int index = 0; index < DEPTH; index++) {
      ExecuteCommand command = new ExecuteCommand();
      command.listener(this).noData().dataIn(ByteBuffer.allocateDirect(IO_BYTES), IO_BYTES);
      submit(command);
    }
    while (ended < WARM_READS) {
      world.step();
    }
    wanted = ended;
  }

  private void submit(ExecuteCommand command) {
    place = (place + 7919) % PLACES;
    int address = place * IO_BLOCKS;
    byte[] cdb = command.cdb();
    cdb[0] = 0x28;
    cdb[2] = (byte) (address >>> 24);
    cdb[3] = (byte) (address >>> 16);
    cdb[4] = (byte) (address >>> 8);
    cdb[5] = (byte) address;
    cdb[8] = IO_BLOCKS;
    command.cdbLength(10);
    port.submit(command);
  }

  @Override
  public void onEnded(long nowNs, ExecuteCommand command) {
    if (command.status() != 0 || command.dataInTransferred() != IO_BYTES) {
      throw new IllegalStateException("a read ended with status " + command.status());
    }
    ended++;
    submit(command);
  }

  /** One READ(10) more has ended. */
  @Benchmark
  public long read() {
    wanted++;
    while (ended < wanted) {
      world.step();
    }
    return ended;
  }
}
