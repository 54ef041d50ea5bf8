// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.perf.job.LoadJob;
import org.quintain.reactor.World;
import org.quintain.records.LoadResult;

/** One job on all its nexuses, from login to result. Called by the thread that runs the load. */
final class JobRun implements AutoCloseable {
  private static final long REPORT_EVERY_NS = 400_000_000;
  private static final long SERIES_DEFAULT_NS = 500_000_000;
  private static final int SERIES_POINTS = 60;

  /** How long there may be no end of any command. */
  private static final long SILENCE_MAX_NS = 60_000_000_000L;

  private final LoadJob job;
  private final Fabric fabric;
  private final World world;
  private final LoadProgress progress;
  private final @Nullable LongSupplier targetCpuNs;
  private final Meter meter;
  private final List<InitiatorPort> ports = new ArrayList<>();
  private final List<NexusRun> nexuses = new ArrayList<>();
  private long issuesPerNexus;
  private long windowStartNs;
  private long endNs = Long.MAX_VALUE;
  private long extentBytes;
  private volatile long cpuAtStartNs = -1;
  private volatile long cpuAtEndNs = -1;
  private long reportedAtNs;
  private long lastEnded = -1;
  private long silentSinceNs;
  private String phase = "";

  JobRun(LoadJob job, Fabric fabric, LoadProgress progress, @Nullable LongSupplier targetCpuNs) {
    this.job = job;
    this.fabric = fabric;
    this.world = fabric.world();
    this.progress = progress;
    this.targetCpuNs = targetCpuNs;
    long interval = job.runtimeNs() > 0 ? job.runtimeNs() / SERIES_POINTS : SERIES_DEFAULT_NS;
    this.meter = new Meter(Math.max(1_000_000, Math.min(SERIES_DEFAULT_NS, interval)));
  }

  /** Logs in as often as the job wants and sees what disk there is. */
  void connect(String initiatorName) throws FabricException, LoadException {
    for (int index = 0; index < job.numJobs(); index++) {
      InitiatorPort port = fabric.connect(initiatorName);
      ports.add(port);
      Extent extent = Extent.of(job, DiskFacts.of(port, fabric.lun()));
      extentBytes = extent.lengthBytes();
      issuesPerNexus = issues(extent);
      nexuses.add(new NexusRun(job, port, fabric.lun(), extent, index, meter));
    }
  }

  private long issues(Extent extent) {
    long walk = Math.max(1, extent.ioBlocks() / (job.mode().isRandom() ? 1 : job.numJobs()));
    long all = job.timeBased() ? Long.MAX_VALUE : walk * job.loops();
    return job.ioCountMax() > 0 ? Math.min(all, job.ioCountMax()) : all;
  }

  /** Starts every nexus at one moment of the reactor's time. */
  void begin() {
    windowStartNs = world.nowNs() + job.rampNs();
    endNs = job.runtimeNs() > 0 ? windowStartNs + job.runtimeNs() : Long.MAX_VALUE;
    world
        .reactor()
        .post(
            nowNs -> {
              meter.window(windowStartNs, endNs);
              measureCpu();
              nexuses.forEach(nexus -> nexus.begin(nowNs, endNs, issuesPerNexus));
            });
  }

  private void measureCpu() {
    LongSupplier cpu = targetCpuNs;
    if (cpu == null) {
      return;
    }
    world.reactor().callAt(windowStartNs, at -> cpuAtStartNs = cpu.getAsLong());
    if (endNs != Long.MAX_VALUE) {
      world.reactor().callAt(endNs, at -> cpuAtEndNs = cpu.getAsLong());
    }
  }

  /** Ends the measurement, once every nexus has finished. */
  void end() {
    if (targetCpuNs != null && cpuAtEndNs < 0) {
      cpuAtEndNs = targetCpuNs.getAsLong();
    }
    meter.endWindow(world.nowNs());
  }

  /** Starts to read back and check all that a verifying job wrote; other jobs stay finished. */
  void beginReadBack() {
    if (!job.verify() || job.readPercent() > 0 || !faults().isEmpty()) {
      return;
    }
    phase = " (verify)";
    endNs = Long.MAX_VALUE;
    nexuses.forEach(NexusRun::prepareReadBack);
    world.reactor().post(nowNs -> nexuses.forEach(nexus -> nexus.beginReadBack(nowNs)));
  }

  /** Looks how far the job is: reports it now and then, and finds a target that is stuck. */
  void look() throws LoadException {
    if (isFinished()) {
      return;
    }
    long nowNs = world.nowNs();
    report(nowNs);
    long ended = nexuses.stream().mapToLong(NexusRun::endedCount).sum();
    if (ended != lastEnded) {
      lastEnded = ended;
      silentSinceNs = nowNs;
    } else if (nowNs - silentSinceNs > SILENCE_MAX_NS) {
      throw new LoadTimeoutException(
          "[" + job.name() + "] no command ended for 60 seconds; the target is stuck.");
    }
  }

  /** Whether every nexus has finished. */
  boolean isFinished() {
    for (NexusRun nexus : nexuses) {
      if (!nexus.isFinished()) {
        return false;
      }
    }
    return true;
  }

  private void report(long nowNs) {
    if (nowNs - reportedAtNs < REPORT_EVERY_NS || nowNs < windowStartNs) {
      return;
    }
    reportedAtNs = nowNs;
    double seconds = Math.max(1, Math.min(nowNs, endNs) - windowStartNs) / 1e9;
    double share =
        endNs == Long.MAX_VALUE
            ? (double) meter.completedIos() / Math.max(1, issuesPerNexus * ports.size())
            : (double) (nowNs - windowStartNs) / Math.max(1, endNs - windowStartNs);
    progress.onProgress(
        job.name() + phase,
        Math.min(1, share),
        meter.completedIos() / seconds,
        meter.completedBytes() / seconds);
  }

  LoadResult result(String fabricName) {
    Double cpuPerIo = null;
    if (cpuAtStartNs >= 0 && cpuAtEndNs >= cpuAtStartNs && meter.completedIos() > 0) {
      cpuPerIo = (double) (cpuAtEndNs - cpuAtStartNs) / meter.completedIos();
    }
    return new LoadResult(
        fabricName,
        job.toRecord(extentBytes),
        meter.measuredNs(),
        meter.directions(),
        meter.series(),
        cpuPerIo);
  }

  /** What went wrong, one sentence for each nexus that stopped early. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (NexusRun nexus : nexuses) {
      if (!nexus.fault().isEmpty()) {
        faults.add(nexus.fault());
      }
    }
    return faults;
  }

  @Override
  public void close() {
    ports.forEach(InitiatorPort::close);
  }
}
