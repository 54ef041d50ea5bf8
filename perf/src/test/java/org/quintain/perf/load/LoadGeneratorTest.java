// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.perf.job.JobFile;
import org.quintain.records.Direction;
import org.quintain.records.DirectionResult;
import org.quintain.records.LoadResult;

class LoadGeneratorTest {
  private final FakeDisk disk = new FakeDisk(4096, 512, 1_000_000);

  private LoadOutcome run(String jobFile) throws Exception {
    return new LoadGenerator(disk, "fake", (job, share, iops, bytes) -> {}, null)
        .run(JobFile.parse("test.fio", jobFile));
  }

  @Test
  void closedLoopGivesDepthOverServiceTime() throws Exception {
    LoadOutcome outcome =
        run("[r]\nrw=randread\nbs=4k\niodepth=8\nruntime=2\ntime_based\nramp_time=100ms");
    assertThat(outcome.faults()).isEmpty();
    LoadResult result = outcome.results().get(0);
    assertThat(result.iops()).isCloseTo(8000, within(10.0));
    DirectionResult read = result.directions().get(0);
    assertThat(read.direction()).isEqualTo(Direction.READ);
    assertThat(read.completion().minNs()).isBetween(999_000L, 1_001_000L);
    assertThat(read.bytesPerSecond()).isCloseTo(8000 * 4096.0, within(50_000.0));
    assertThat(result.series())
        .hasSizeGreaterThan(50)
        .allSatisfy(point -> assertThat(point.iops()).isBetween(7700.0, 8300.0));
    assertThat(read.total().decode().getTotalCount()).isEqualTo(read.ios());
  }

  @Test
  void mixKeepsItsShareAndTheSameSeedRepeats() throws Exception {
    String job =
        "[m]\nrw=randrw\nrwmixread=70\nbs=512\niodepth=4\nnumber_ios=10000\nloops=9\nrandseed=5";
    LoadResult result = run(job).results().get(0);
    long reads = result.directions().get(0).ios();
    long writes = result.directions().get(1).ios();
    assertThat(reads + writes).isEqualTo(10_000);
    assertThat((double) reads / (reads + writes)).isCloseTo(0.70, within(0.02));
    assertThat(run(job).results().get(0).directions().get(0).ios()).isEqualTo(reads);
  }

  @Test
  void openLoopCountsTheWaitingThatASlowTargetCauses() throws Exception {
    // 2,000 a second are asked for, one at a time takes 1 ms: half of them wait, longer and longer.
    LoadResult result =
        run("[o]\nrw=read\nbs=512\niodepth=1\nrate_iops=2000\nruntime=1\ntime_based")
            .results()
            .get(0);
    assertThat(result.iops()).isCloseTo(1000, within(25.0));
    DirectionResult read = result.directions().get(0);
    assertThat(read.completion().maxNs()).isLessThan(1_100_000L);
    assertThat(read.total().maxNs()).isGreaterThan(400_000_000L);
  }

  @Test
  void openLoopBelowTheLimitKeepsTheRate() throws Exception {
    LoadResult result =
        run("[o]\nrw=read\nbs=512\niodepth=4\nrate_iops=500\nruntime=2\ntime_based")
            .results()
            .get(0);
    assertThat(result.iops()).isCloseTo(500, within(2.0));
    assertThat(result.directions().get(0).total().maxNs()).isLessThan(1_100_000L);
  }

  @Test
  void verifyReadsBackEverythingWritten() throws Exception {
    LoadOutcome outcome = run("[v]\nrw=randwrite\nbs=4k\niodepth=16\nverify=crc32c\nloops=3");
    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.results().get(0).directions().get(0).ios()).isEqualTo(3 * 512);
    assertThat(disk.commandCount).isGreaterThanOrEqualTo(4 * 512);
  }

  @Test
  void verifyFindsALostWrite() throws Exception {
    disk.losesWrites = true;
    assertThat(run("[v]\nrw=write\nbs=4k\niodepth=4\nverify=crc32c").faults())
        .singleElement()
        .asString()
        .startsWith("[v] verify: block ");
  }

  @Test
  void verifyingReadsFindBlocksThatNobodyStamped() throws Exception {
    assertThat(run("[v]\nrw=read\nbs=4k\nverify=crc32c").faults())
        .singleElement()
        .asString()
        .contains("holds no stamp");
  }

  @Test
  void retriesBusyWithoutCountingIt() throws Exception {
    disk.busyAnswers = 3;
    LoadOutcome outcome = run("[b]\nrw=read\nbs=4k\nnumber_ios=10");
    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.results().get(0).directions().get(0).ios()).isEqualTo(10);
    assertThat(outcome.results().get(0).errors()).isZero();
  }

  @Test
  void flushesAndForcesAsTold() throws Exception {
    run("[f]\nrw=write\nbs=512\nfsync=16\nsync=1\nsize=64k");
    assertThat(disk.flushCount).isEqualTo(7);
    assertThat(disk.forcedWrites).isEqualTo(128);
  }

  @Test
  void saysWhenTheTargetIsStuck() {
    disk.stuck = true;
    assertThatThrownBy(() -> run("[s]\nrw=read\nbs=512"))
        .isInstanceOf(LoadTimeoutException.class)
        .hasMessageContaining("no command ended for 60 seconds");
  }

  @Test
  void refusesAnExtentBeyondTheCapacity() {
    assertThatThrownBy(() -> run("[x]\nrw=read\nsize=4M"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("beyond the capacity of 2097152 bytes");
  }

  @Test
  void jobsRunSideBySideUntilAStonewall() throws Exception {
    List<String> seen = new ArrayList<>();
    String jobs = "[a]\nrw=read\nruntime=1\ntime_based\n[b]\nrw=read\nruntime=1\ntime_based\n";
    new LoadGenerator(disk, "fake", (job, share, iops, bytes) -> seen.add(job), null)
        .run(JobFile.parse("f", jobs));
    assertThat(disk.nowNs()).isBetween(1_000_000_000L, 1_200_000_000L);
    long beforeNs = disk.nowNs();
    run(jobs.replace("[b]", "[b]\nstonewall"));
    assertThat(disk.nowNs() - beforeNs).isGreaterThan(2_000_000_000L);
    assertThat(seen).contains("a", "b");
  }
}
