// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;
import org.quintain.store.AllocationRuns;
import org.quintain.store.AllocationState;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/** Space taken and given up on a simulated disk, over losses of power. */
class SimDiskSpaceLaws {
  private static final int SECTORS = 32;

  /** What one sector was at some moment. */
  private record Moment(int value, AllocationState state) {}

  private static final Moment BLANK = new Moment(0, AllocationState.DEALLOCATED);

  private final List<StoreResult> results = new ArrayList<>();

  private static SimDisk disk(SimWorld world, long seed, boolean volatileCache) {
    return new SimDisk(
        world,
        "disk/0",
        DiskProfile.draw(new RandomStream(seed, "profile")),
        new DiskWeather(DiskFaults.NONE),
        SECTORS * 512L,
        volatileCache);
  }

  private void run(SimWorld world, SimDisk disk, Consumer<StoreRequest> filler) {
    StoreRequest request = new StoreRequest(this, (nowNs, done, result) -> results.add(result), 4);
    filler.accept(request);
    disk.submit(world.nowNs(), world.reactor(0), request);
    world.awaitUntil(() -> disk.underWayCount() == 0, 3_600_000_000_000L);
    assertThat(results.get(results.size() - 1)).isEqualTo(StoreResult.DONE);
  }

  private Moment[] moments(SimWorld world, SimDisk disk) {
    ByteBuffer bytes = ByteBuffer.allocate(SECTORS * 512);
    run(world, disk, request -> request.read(0).add(bytes, 0, SECTORS * 512));
    AllocationRuns runs = new AllocationRuns(SECTORS);
    run(world, disk, request -> request.allocationStatus(0, SECTORS * 512L, runs));
    Moment[] all = new Moment[SECTORS];
    int sector = 0;
    for (int index = 0; index < runs.count(); index++) {
      for (int end = sector + (int) (runs.lengthBytes(index) / 512); sector < end; sector++) {
        all[sector] = new Moment(bytes.get(sector * 512), runs.state(index));
      }
    }
    return all;
  }

  @Property(seed = "3094003600", tries = 200)
  void aPowerLossLeavesEachSectorAsItWasAtSomeMomentSinceItWasDurable(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "test");
    SimWorld world =
        new SimWorld(seed, 1, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
    SimDisk disk = disk(world, seed, random.coin());
    List<List<Moment>> possible = new ArrayList<>();
    for (int sector = 0; sector < SECTORS; sector++) {
      possible.add(new ArrayList<>(List.of(BLANK)));
    }
    for (int step = 1; step < 80; step++) {
      int first = random.below(SECTORS);
      int count = 1 + random.below(Math.min(8, SECTORS - first));
      boolean fua = random.chance(0.2);
      Moment next = change(world, disk, random.below(4), first, count, step, fua);
      for (int sector = first; sector < first + count; sector++) {
        if (fua || !disk.hasVolatileCache()) {
          possible.get(sector).clear();
        }
        possible.get(sector).add(next);
      }
      if (random.chance(0.1)) {
        run(world, disk, StoreRequest::flush);
        possible.forEach(moments -> moments.subList(0, moments.size() - 1).clear());
      }
      if (step % 20 == 0) {
        lookBeforeAndAfterPowerLoss(world, disk, possible);
      }
    }
  }

  private Moment change(
      SimWorld world, SimDisk disk, int kind, int first, int count, int value, boolean fua) {
    long at = first * 512L;
    int length = count * 512;
    byte[] data = new byte[length];
    Arrays.fill(data, (byte) value);
    run(
        world,
        disk,
        request -> {
          switch (kind) {
            case 0 -> request.write(at, fua).add(ByteBuffer.wrap(data), 0, length);
            case 1 -> request.zero(at, length, fua);
            case 2 -> request.deallocate(at, length, fua);
            default -> request.anchor(at, length, fua);
          }
        });
    return switch (kind) {
      case 0 -> new Moment(value, AllocationState.MAPPED);
      case 1 -> new Moment(0, AllocationState.MAPPED);
      case 2 -> BLANK;
      default -> new Moment(0, AllocationState.ANCHORED);
    };
  }

  private void lookBeforeAndAfterPowerLoss(
      SimWorld world, SimDisk disk, List<List<Moment>> possible) {
    Moment[] before = moments(world, disk);
    for (int sector = 0; sector < SECTORS; sector++) {
      List<Moment> moments = possible.get(sector);
      assertThat(before[sector]).isEqualTo(moments.get(moments.size() - 1));
    }
    assertThat(disk.usedBytes()).isEqualTo(used(before));
    disk.losePower(world.nowNs());
    Moment[] after = moments(world, disk);
    for (int sector = 0; sector < SECTORS; sector++) {
      assertThat(possible.get(sector)).as("sector " + sector).contains(after[sector]);
      possible.set(sector, new ArrayList<>(List.of(after[sector])));
    }
    assertThat(disk.usedBytes()).isEqualTo(used(after));
  }

  private static long used(Moment[] moments) {
    return 512
        * Arrays.stream(moments)
            .filter(moment -> moment.state() != AllocationState.DEALLOCATED)
            .count();
  }
}
