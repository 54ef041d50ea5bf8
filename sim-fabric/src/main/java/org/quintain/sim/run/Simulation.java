// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.quintain.sam.InvariantViolation;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.SimulationLimit;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * One seeded run. First safety: drawn initiators do drawn harm while faults hold, and every read is
 * judged. Then progress: the faults end, and every initiator has to get commands through, all
 * sectors have to read back as the history allows, and the target has to come to rest with nothing
 * left over.
 */
final class Simulation {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SAFETY_NS = 1_800 * SECOND_NS;
  private static final long PROGRESS_NS = 600 * SECOND_NS;
  private static final long READ_AGAIN_NS = 5 * SECOND_NS;
  private static final long REST_NS = 300 * SECOND_NS;
  private static final long STEP_NS = SECOND_NS / 10;
  private static final int EVENTS_MAX = 20_000_000;
  private static final int COMMANDS_AFTER_HEALING = 20;
  private static final int LAST_EVENTS = 40;

  private enum Phase {
    SAFETY,
    PROGRESS,
    READ_BACK,
    REST
  }

  private final long seed;
  private final SimulateOptions options;
  private final Trace trace;
  private final Swarm swarm;
  private final SimWorld world;
  private final TraceSource source;
  private final SimulatedFabric fabric;
  private final Histories histories;
  private final Havoc havoc;
  private final List<SimClient> clients = new ArrayList<>();

  Simulation(long seed, SimulateOptions options) {
    this.seed = seed;
    this.options = options;
    this.trace = new Trace(options.traceLines());
    FaultClass.Wire wire = FaultClass.Wire.of(options.fabric());
    this.swarm = Swarm.draw(new RandomStream(seed, "swarm"), options.faults(), wire);
    this.world =
        new SimWorld(
            seed,
            swarm.reactorCount(),
            swarm.mailboxDelay(),
            trace,
            new WorldLimits(EVENTS_MAX, 4 * (SAFETY_NS + PROGRESS_NS + REST_NS)));
    this.source = trace.source("run");
    this.histories = new Histories(swarm);
    OutcomeJudge judge = new OutcomeJudge(swarm);
    this.fabric = Fabrication.make(swarm, world, options);
    world.addInvariant(fabric::check);
    this.havoc = new Havoc(swarm, world, fabric, histories);
    for (int index = 0; index < swarm.initiatorCount(); index++) {
      clients.add(new SimClient(index, swarm, world, fabric, histories, judge));
    }
  }

  SimulationResult run() {
    String failure = "";
    trace.remark(0, source, "seed " + seed + " " + swarm);
    try {
      doHarm();
      makeProgress();
      readBack();
      comeToRest();
    } catch (RunFailure | SimulationLimit | InvariantViolation broken) {
      failure = broken.getMessage() == null ? broken.toString() : broken.getMessage();
    } catch (RuntimeException thrown) {
      failure =
          "a "
              + thrown.getClass().getSimpleName()
              + " was thrown: "
              + thrown.getMessage()
              + where(thrown);
    }
    long commands = 0;
    for (SimClient client : clients) {
      commands += client.completed();
    }
    return new SimulationResult(
        seed,
        options.fabric(),
        options.faults().toString(),
        world.events(),
        world.nowNs(),
        trace.digestText(),
        commands,
        faultCounts(),
        failure,
        failure.isEmpty() ? List.of() : trace.last(LAST_EVENTS));
  }

  private SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> counts = new TreeMap<>(fabric.faultCounts());
    havoc.addCounts(counts);
    for (SimClient client : clients) {
      client.addCounts(counts);
    }
    return counts;
  }

  private static String where(RuntimeException thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith("org.quintain.")) {
        return " at " + frame;
      }
    }
    return "";
  }

  private void begin(Phase phase) {
    trace.event(world.nowNs(), source, TraceKind.PHASE, phase.ordinal(), 0);
    trace.remark(world.nowNs(), source, "phase " + phase);
  }

  private void doHarm() {
    begin(Phase.SAFETY);
    await(this::areDrained, SAFETY_NS);
  }

  private boolean areDrained() {
    for (SimClient client : clients) {
      if (!client.isDrained()) {
        return false;
      }
    }
    return true;
  }

  private void makeProgress() {
    begin(Phase.PROGRESS);
    fabric.heal();
    havoc.stop();
    for (SimClient client : clients) {
      client.stopFaults();
      client.limit(COMMANDS_AFTER_HEALING);
    }
    boolean done = await(() -> areDrained() && areUp(), PROGRESS_NS);
    if (!done) {
      throw new RunFailure(
          "no progress within " + PROGRESS_NS / SECOND_NS + " s after healing: " + states());
    }
  }

  private boolean areUp() {
    for (SimClient client : clients) {
      if (!client.isUp()) {
        return false;
      }
    }
    return true;
  }

  private String states() {
    List<String> all = new ArrayList<>();
    for (SimClient client : clients) {
      all.add(client.describe());
    }
    return String.join("; ", all);
  }

  private void readBack() {
    begin(Phase.READ_BACK);
    SimClient reader = clients.get(0);
    int blockSectors = swarm.blockBytes() / 512;
    int chunk = swarm.mix().transferBlocksMax() * blockSectors;
    for (int unit = 0; unit < swarm.logicalUnitCount(); unit++) {
      for (int first = 0; first < swarm.sectors(); first += chunk) {
        readChunk(reader, unit, first, Math.min(chunk, swarm.sectors() - first));
      }
    }
  }

  private void readChunk(SimClient reader, int unit, int first, int count) {
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = histories.sectorsRead();
      boolean submitted =
          await(() -> reader.submitReadBack(world.nowNs(), unit, first, count), PROGRESS_NS);
      boolean ended = submitted && await(reader::isDrained, PROGRESS_NS);
      if (ended && histories.sectorsRead() == before + count) {
        return;
      }
      // A logout whose answer was lost refuses commands until its time is up.
      await(() -> false, READ_AGAIN_NS);
    }
    throw new RunFailure(
        "sector " + first + " of logical unit " + unit + " cannot be read back: " + states());
  }

  private void comeToRest() {
    begin(Phase.REST);
    clients.forEach(SimClient::stop);
    boolean stopped = await(() -> clients.stream().allMatch(SimClient::isStopped), REST_NS);
    if (!stopped) {
      throw new RunFailure("an initiator cannot log out: " + states());
    }
    boolean atRest = await(() -> fabric.whatIsBusy() == null, REST_NS);
    if (!atRest) {
      throw new RunFailure("the target does not come to rest: " + fabric.whatIsBusy());
    }
  }

  /** Goes on until {@code condition} holds; looks after the initiators between events. */
  private boolean await(BooleanSupplier condition, long timeoutNs) {
    long deadlineNs = world.nowNs() + timeoutNs;
    while (world.nowNs() < deadlineNs) {
      boolean done =
          world.awaitUntil(
              () -> {
                pollAll();
                return condition.getAsBoolean();
              },
              Math.min(stepNs(), deadlineNs - world.nowNs()));
      if (done) {
        return true;
      }
    }
    return false;
  }

  private long stepNs() {
    return swarm.isCalm() ? swarm.nextScanNs(world.nowNs()) - world.nowNs() : STEP_NS;
  }

  private void pollAll() {
    long nowNs = world.nowNs();
    long completed = 0;
    for (SimClient client : clients) {
      client.poll(nowNs);
      completed += client.completed();
    }
    havoc.poll(nowNs, completed);
  }
}
