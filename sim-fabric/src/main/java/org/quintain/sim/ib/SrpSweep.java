// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.sam.Check;
import org.quintain.sam.Lun;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.Mutation;
import org.quintain.sim.ib.link.IbFaults;
import org.quintain.sim.ib.link.IbWeather;
import org.quintain.sim.ib.link.LinkSpeed;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.target.SrpTargetSettings;

/**
 * Measures how long transfers take over a simulated cable between two hosts whose processors take
 * their time: an initiator that always has so many transfers under way, each in commands of 512 KiB
 * at most, as block layers cut them.
 */
public final class SrpSweep implements ReactorEvents, ExecuteCommand.Listener {
  /** What a block layer puts into one command at most. */
  public static final int COMMAND_BYTES_MAX = 512 << 10;

  private static final long CAPACITY_BYTES = 64L << 20;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int BLOCK_BYTES = 512;
  private static final int PATH_MTU_BYTES = 2048;
  private static final int CABLE_METRES = 2;
  private static final int QUEUE_DEPTH_MAX = 64;
  private static final int SUBMIT = 0;
  private static final int BEGIN = 1;
  private static final int ENDED = 2;

  /**
   * What the two hosts take.
   *
   * @param initiatorNs what the initiator takes for a transfer whatever its length, while others
   *     can go on
   * @param initiatorNsPerKib what its processor takes for each KiB before a command is sent
   * @param target what the target's processor and adapter take
   * @param copyBytesPerSecond how fast the target copies between its medium and its buffers
   * @param initiatorReadBytesPerSecond how fast the initiator's memory is read by RDMA
   */
  public record Costs(
      long initiatorNs,
      double initiatorNsPerKib,
      HostCosts target,
      long copyBytesPerSecond,
      long initiatorReadBytesPerSecond) {
    /** Hosts that take no time: what is left is the cable. */
    public static final Costs NONE = new Costs(0, 0, HostCosts.NONE, 1L << 50, 0);
  }

  private final SimWorld world;
  private final Costs costs;
  private final boolean isWrite;
  private final int partBytes;
  private final int parts;
  private final InitiatorPort port;
  private final Transfer[] transfers;
  private long processorFreeNs;
  private long toBegin;
  private long toEnd;
  private long startNs;
  private long nextBlock;

  /** One of the transfers that can be under way. */
  private static final class Transfer {
    final ExecuteCommand[] commands;
    int left;

    Transfer(int parts) {
      commands = new ExecuteCommand[parts];
    }
  }

  private SrpSweep(Costs costs, LinkSpeed speed, boolean isWrite, int bytes, int depth) {
    this.costs = costs;
    this.isWrite = isWrite;
    this.parts = Math.max(1, bytes / COMMAND_BYTES_MAX);
    this.partBytes = bytes / parts;
    this.world = new SimWorld(1, 2, new MailboxDelay(0, 0), new Trace(), WorldLimits.generous());
    SimulatedSrp fabric = fabric(speed);
    this.port = fabric.connect(0);
    this.transfers = new Transfer[depth];
    for (int index = 0; index < depth; index++) {
      transfers[index] = new Transfer(parts);
      for (int part = 0; part < parts; part++) {
        ExecuteCommand command = new ExecuteCommand();
        ByteBuffer data = ByteBuffer.allocateDirect(partBytes);
        command.lun(Lun.ofIndex(0)).attachment(index).listener(this);
        if (isWrite) {
          command.noData().dataOut(data, partBytes);
        } else {
          command.noData().dataIn(data, partBytes);
        }
        transfers[index].commands[part] = command;
      }
    }
  }

  private SimulatedSrp fabric(LinkSpeed speed) {
    FabricSetup setup =
        new FabricSetup(
            List.of(new FabricSetup.UnitSetup(CAPACITY_BYTES, BLOCK_BYTES, true, false)),
            1,
            1,
            1,
            StreamProfile.quiet(),
            new StreamWeather(StreamFaults.NONE),
            new DiskProfile(0, 0, 0, 0, costs.copyBytesPerSecond(), 0),
            new DiskWeather(DiskFaults.NONE),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            QUEUE_DEPTH_MAX,
            0,
            null,
            Mutation.NONE);
    IbPlan plan =
        new IbPlan(
            speed, 0, CABLE_METRES, 1, 1, 0, PATH_MTU_BYTES, true, new IbWeather(IbFaults.NONE));
    HostCosts initiator = new HostCosts(0, costs.initiatorReadBytesPerSecond());
    return new SimulatedSrp(
        world,
        setup,
        plan,
        1,
        SrpInitiatorSettings.DEFAULTS.withImmediateBytesMax(0).withCommandsMax(QUEUE_DEPTH_MAX),
        SrpTargetSettings.DEFAULTS,
        initiator,
        costs.target(),
        0);
  }

  /**
   * The mean time from one transfer's end to the next one's, in nanoseconds, when {@code depth} are
   * under way: at depth 1 how long one takes.
   *
   * @param bytes the length of a transfer: up to {@link #COMMAND_BYTES_MAX}, or a multiple of it
   */
  public static double meanNs(Costs costs, LinkSpeed speed, boolean isWrite, int bytes, int depth) {
    return new SrpSweep(costs, speed, isWrite, bytes, depth).measure(4L * depth, 12L * depth);
  }

  private double measure(long before, long measured) {
    boolean isUp = world.awaitUntil(port::isConnected, 60 * SECOND_NS);
    Check.that(isUp, "a quiet subnet connects");
    ExecuteCommand ready = new ExecuteCommand();
    for (int attempt = 0; attempt < 4; attempt++) {
      ready.noData().lun(Lun.ofIndex(0)).cdb(new byte[6], 6);
      port.execute(ready, SECOND_NS);
    }
    run(before);
    startNs = world.nowNs();
    run(measured);
    return (double) (world.nowNs() - startNs) / measured;
  }

  private void run(long count) {
    toBegin = count;
    toEnd = count;
    for (int index = 0; index < transfers.length; index++) {
      world.schedule(world.nowNs(), this, BEGIN, index);
    }
    boolean isDone = world.awaitUntil(() -> toEnd == 0, 60 * SECOND_NS);
    Check.that(isDone, "transfers end");
  }

  @Override
  public SimReactor reactor() {
    return world.reactor(0);
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (kind == SUBMIT) {
      port.submit(transfers[(int) (argument >>> 32)].commands[(int) argument]);
      return;
    }
    if (kind == ENDED) {
      toEnd--;
    }
    begin(nowNs, (int) argument);
  }

  private void begin(long nowNs, int index) {
    if (toBegin == 0) {
      return;
    }
    toBegin--;
    Transfer transfer = transfers[index];
    transfer.left = parts;
    processorFreeNs = Math.max(processorFreeNs, nowNs);
    for (int part = 0; part < parts; part++) {
      address(transfer.commands[part]);
      processorFreeNs += (long) (costs.initiatorNsPerKib() * partBytes / 1024);
      world.schedule(processorFreeNs, this, SUBMIT, (long) index << 32 | part);
    }
  }

  /** READ(16) or WRITE(16) of the blocks that come next. */
  private void address(ExecuteCommand command) {
    int blocks = partBytes / BLOCK_BYTES;
    if (nextBlock + blocks > CAPACITY_BYTES / BLOCK_BYTES) {
      nextBlock = 0;
    }
    byte[] cdb = command.cdb();
    ByteBuffer.wrap(cdb)
        .putShort(0, (short) (isWrite ? 0x8A00 : 0x8800))
        .putLong(2, nextBlock)
        .putInt(10, blocks)
        .putShort(14, (short) 0);
    command.cdbLength(16);
    nextBlock += blocks;
  }

  @Override
  public void onEnded(long nowNs, ExecuteCommand command) {
    Check.that(command.status() == 0, "a transfer of the sweep is good", command.status());
    int index = (Integer) java.util.Objects.requireNonNull(command.attachment());
    if (--transfers[index].left == 0) {
      world.schedule(nowNs + costs.initiatorNs(), this, ENDED, index);
    }
  }
}
