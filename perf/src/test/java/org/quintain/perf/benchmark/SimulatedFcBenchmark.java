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
import org.openjdk.jmh.annotations.TearDown;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.Mutation;
import org.quintain.sim.fc.FcPlan;
import org.quintain.sim.fc.SimulatedFc;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;

/**
 * A READ(10) of 4 KiB from an initiator through two simulated switches to a target and back, 32
 * under way: how many of them one core simulates in a microsecond, and how many events one takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SimulatedFcBenchmark {
  private static final int IO_BYTES = 4096;
  private static final int IO_BLOCKS = IO_BYTES / 512;
  private static final int CAPACITY_BYTES = 1 << 20;
  private static final int PLACES = CAPACITY_BYTES / IO_BYTES;
  private static final int QUEUE_DEPTH = 32;

  /** What initiators of disks do without: confirmations, and recovery by sequences. */
  private static final int RECOVERY =
      FcpServiceParameters.RETRY
          | FcpServiceParameters.REC_SUPPORT
          | FcpServiceParameters.TASK_RETRY_IDENTIFICATION
          | FcpServiceParameters.CONFIRMED_COMPLETION;

  /** Reads begin one after the other: all at once would be more than there are credits for. */
  private static final long STAGGER_NS = 5_000;

  private static final long SECOND_NS = 1_000_000_000L;

  private SimWorld world;
  private InitiatorPort port;
  private long reads;
  private long readsBefore;
  private long eventsBefore;
  private int place;

  /** Builds the fabric, logs in, fills the medium, and puts all reads under way. */
  @Setup
  public void connect() {
    world = new SimWorld(1, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
    SimulatedFc fabric =
        new SimulatedFc(
            world,
            setup(),
            FcPlan.quiet(),
            1,
            FcpInitiatorSettings.DEFAULTS
                .with(FcpServiceParameters.ofInitiator(false).without(RECOVERY))
                .withCommandsMax(QUEUE_DEPTH),
            FcpTargetSettings.DEFAULTS);
    port = fabric.connect(0);
    if (!world.awaitUntil(port::isConnected, SECOND_NS)) {
      throw new IllegalStateException("no login: " + port.disconnectReason());
    }
    ExecuteCommand command = new ExecuteCommand();
    for (int warm = 0; warm < 4; warm++) {
      port.execute(command.noData().cdb(new byte[6], 6), SECOND_NS);
    }
    ByteBuffer data = ByteBuffer.allocateDirect(IO_BYTES);
    for (int index = 0; index < PLACES; index++) {
      fill(command, 0x2A);
      port.execute(command.noData().dataOut(data, IO_BYTES), SECOND_NS);
      check(command);
    }
    for (int slot = 0; slot < QUEUE_DEPTH; slot++) {
      ExecuteCommand reading = new ExecuteCommand().listener((nowNs, ended) -> again(ended));
      fill(reading.noData().dataIn(ByteBuffer.allocateDirect(IO_BYTES), IO_BYTES), 0x28);
      port.submit(reading);
      world.run(STAGGER_NS);
    }
    world.run(SECOND_NS / 1_000);
    readsBefore = reads;
    eventsBefore = world.events();
  }

  private static FabricSetup setup() {
    return new FabricSetup(
        List.of(new FabricSetup.UnitSetup(CAPACITY_BYTES, 512, false, false)),
        1,
        1,
        1,
        StreamProfile.quiet(),
        new StreamWeather(StreamFaults.NONE),
        DiskProfile.quiet(),
        new DiskWeather(DiskFaults.NONE),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        QUEUE_DEPTH,
        0,
        null,
        Mutation.NONE);
  }

  private void fill(ExecuteCommand command, int operationCode) {
    place = (place + 79) % PLACES;
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

  private static void check(ExecuteCommand command) {
    if (!command.isDone() || command.status() != 0) {
      throw new IllegalStateException("a command ended with status " + command.status());
    }
  }

  private void again(ExecuteCommand ended) {
    check(ended);
    if (ended.dataInTransferred() != IO_BYTES) {
      throw new IllegalStateException("a read brought " + ended.dataInTransferred() + " bytes");
    }
    reads++;
    fill(ended, 0x28);
    port.submit(ended);
  }

  /** One read, of those that are under way. */
  @Benchmark
  public long read() {
    long wanted = reads + 1;
    while (reads < wanted) {
      world.step();
    }
    return reads;
  }

  /** Says what a read took. */
  @TearDown
  public void tell() {
    double count = Math.max(1, reads - readsBefore);
    System.out.printf(
        "simulated FC: %.2f events a read, %.0f reads a second of virtual time%n",
        (world.events() - eventsBefore) / count, count * 1e9 / world.nowNs());
  }
}
