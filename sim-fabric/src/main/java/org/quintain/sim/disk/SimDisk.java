// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;
import org.quintain.store.AllocationState;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreProvisioning;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * A disk on virtual time. A request takes effect when it completes; requests overtake each other as
 * their drawn service times have it. Written data is in a volatile cache, if the disk has one,
 * until a flush that was submitted after the write completed, or forced unit access. Used on the
 * simulation's thread, by any reactor.
 */
public final class SimDisk implements BackingStore {
  private static final int SECTOR = SectorStore.SECTOR_BYTES;
  private static final int TOLD_SECTORS_MAX = 1 << 16;
  private static final StoreProvisioning PROVISIONING = new StoreProvisioning(SECTOR, true);

  private final SimWorld world;
  private final DiskProfile profile;
  private final DiskWeather weather;
  private final long capacityBytes;
  private final boolean volatileCache;
  private final RandomStream random;
  private final TraceSource source;
  private final SectorStore sectors = new SectorStore();
  private final Completions[] completions;

  private @Nullable StoreRequest[] underWay = new @Nullable StoreRequest[64];
  private long[] coveredWrites = new long[64];
  private int[] freeSlots = new int[64];
  private int freeCount;
  private long powerCycles;
  private long completedWrites;
  private long submitted;
  private byte[] scratch = new byte[64 << 10];

  /**
   * A disk of zeros.
   *
   * @param path the disk's path, by which its draws and trace are named
   * @param capacityBytes a multiple of 512
   */
  public SimDisk(
      SimWorld world,
      String path,
      DiskProfile profile,
      DiskWeather weather,
      long capacityBytes,
      boolean volatileCache) {
    Check.that(capacityBytes % SECTOR == 0, "a disk has whole sectors", capacityBytes);
    this.world = world;
    this.profile = profile;
    this.weather = weather;
    this.capacityBytes = capacityBytes;
    this.volatileCache = volatileCache;
    this.random = world.random(path);
    this.source = world.trace().source(path);
    this.completions = new Completions[world.reactorCount()];
    for (int index = 0; index < completions.length; index++) {
      completions[index] = new Completions(world.reactor(index));
    }
    freeSlots(0, underWay.length);
  }

  private void freeSlots(int first, int end) {
    for (int slot = end - 1; slot >= first; slot--) {
      freeSlots[freeCount++] = slot;
    }
  }

  @Override
  public long capacityBytes() {
    return capacityBytes;
  }

  @Override
  public boolean isWriteProtected() {
    return false;
  }

  @Override
  public boolean hasVolatileCache() {
    return volatileCache;
  }

  @Override
  public StoreProvisioning provisioning() {
    return PROVISIONING;
  }

  @Override
  public long usedBytes() {
    return sectors.usedSectors() * SECTOR;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    request.onSubmitted(reactor);
    long offset = request.offsetBytes();
    long length = request.lengthBytes();
    Check.that(
        offset % SECTOR == 0 && length % SECTOR == 0 && offset + length <= capacityBytes,
        "a store request covers whole sectors of the disk",
        offset,
        length);
    int slot = takeSlot();
    underWay[slot] = request;
    coveredWrites[slot] = completedWrites;
    world.trace().event(nowNs, source, TraceKind.STORE_SUBMITTED, submitted++, offset);
    long atNs = nowNs + serviceNs(request.operation(), length);
    world.schedule(atNs, completions[reactor.index()], slot, powerCycles);
  }

  private int takeSlot() {
    if (freeCount == 0) {
      int before = underWay.length;
      underWay = Arrays.copyOf(underWay, 2 * before);
      coveredWrites = Arrays.copyOf(coveredWrites, 2 * before);
      freeSlots = Arrays.copyOf(freeSlots, 2 * before);
      freeSlots(before, 2 * before);
    }
    return freeSlots[--freeCount];
  }

  private long serviceNs(StoreOperation operation, long lengthBytes) {
    long meanNs =
        switch (operation) {
          case READ -> profile.readMeanNs();
          case WRITE -> profile.writeMeanNs();
          case FLUSH -> profile.flushMeanNs();
          case ZERO, DEALLOCATE, ANCHOR -> profile.writeMeanNs();
          case ALLOCATION_STATUS -> profile.readMeanNs();
        };
    long drawnNs = profile.fixedNs() + random.exponentialNs(meanNs);
    if (random.chance(profile.slowProbability())) {
      drawnNs *= 100;
    }
    return operation.movesData()
        ? drawnNs + lengthBytes * 1_000_000_000L / profile.bytesPerSecond()
        : drawnNs;
  }

  /**
   * The completions of one reactor: the event's kind is the slot, its argument the power cycle it
   * is of.
   */
  private final class Completions implements ReactorEvents {
    private final SimReactor reactor;

    Completions(SimReactor reactor) {
      this.reactor = reactor;
    }

    @Override
    public SimReactor reactor() {
      return reactor;
    }

    @Override
    public void onEvent(long nowNs, int slot, long powerCycle) {
      if (powerCycle == powerCycles) {
        complete(nowNs, slot);
      }
    }
  }

  private void complete(long nowNs, int slot) {
    StoreRequest request = underWay[slot];
    Check.that(request != null, "a slot completes once", slot);
    underWay[slot] = null;
    freeSlots[freeCount++] = slot;
    StoreResult result = carryOut(request, coveredWrites[slot]);
    if (result == StoreResult.BUSY) {
      weather.onRefusal();
    } else if (result != StoreResult.DONE) {
      weather.onError();
    }
    world.trace().event(nowNs, source, TraceKind.STORE_COMPLETED, slot, result.ordinal());
    request.complete(nowNs, result);
  }

  private StoreResult carryOut(StoreRequest request, long coveredWrite) {
    if (random.chance(weather.faults().busy())) {
      return StoreResult.BUSY;
    }
    return switch (request.operation()) {
      case READ -> read(request);
      case WRITE -> write(request);
      case FLUSH -> {
        sectors.flush(coveredWrite);
        yield StoreResult.DONE;
      }
      case ZERO, DEALLOCATE, ANCHOR -> change(request);
      case ALLOCATION_STATUS -> tell(request);
    };
  }

  private StoreResult read(StoreRequest request) {
    int count = (int) (request.lengthBytes() / SECTOR);
    int good =
        random.chance(weather.faults().readError()) ? random.below(Math.max(1, count)) : count;
    long first = request.offsetBytes() / SECTOR;
    ensureScratch(count);
    for (int index = 0; index < good; index++) {
      sectors.read(first + index, scratch, index * SECTOR);
    }
    copyOut(request.segments(), good * SECTOR);
    if (good < count) {
      request.failedOffsetBytes((first + good) * SECTOR);
      return StoreResult.READ_ERROR;
    }
    return StoreResult.DONE;
  }

  private StoreResult write(StoreRequest request) {
    int count = (int) (request.lengthBytes() / SECTOR);
    int good = goodSectors(count);
    writeSectors(request, good, request.isForceUnitAccess() || !volatileCache);
    return endWrite(request, good, count);
  }

  /** A change without data meets the errors of a write. */
  private StoreResult change(StoreRequest request) {
    int count = (int) (request.lengthBytes() / SECTOR);
    int good = goodSectors(count);
    changeSectors(request, good, request.isForceUnitAccess() || !volatileCache);
    return endWrite(request, good, count);
  }

  private int goodSectors(int count) {
    return random.chance(weather.faults().writeError()) ? random.below(Math.max(1, count)) : count;
  }

  private static StoreResult endWrite(StoreRequest request, int good, int count) {
    if (good < count) {
      request.failedOffsetBytes(request.offsetBytes() + (long) good * SECTOR);
      return StoreResult.WRITE_ERROR;
    }
    return StoreResult.DONE;
  }

  private void writeSectors(StoreRequest request, int count, boolean durable) {
    long number = ++completedWrites;
    long first = request.offsetBytes() / SECTOR;
    ensureScratch(count);
    copyIn(request.segments(), count * SECTOR);
    for (int index = 0; index < count; index++) {
      if (durable) {
        sectors.writeDurable(first + index, scratch, index * SECTOR);
      } else {
        sectors.writeCached(first + index, number, scratch, index * SECTOR);
      }
    }
  }

  private void changeSectors(StoreRequest request, int count, boolean durable) {
    long number = ++completedWrites;
    long first = request.offsetBytes() / SECTOR;
    AllocationState state =
        switch (request.operation()) {
          case DEALLOCATE -> AllocationState.DEALLOCATED;
          case ANCHOR -> AllocationState.ANCHORED;
          default -> AllocationState.MAPPED;
        };
    for (int index = 0; index < count; index++) {
      if (durable) {
        sectors.zeroDurable(first + index, state);
      } else {
        sectors.zeroCached(first + index, number, state);
      }
    }
  }

  private StoreResult tell(StoreRequest request) {
    long first = request.offsetBytes() / SECTOR;
    long end = first + Math.min(request.lengthBytes() / SECTOR, TOLD_SECTORS_MAX);
    for (long sector = first; sector < end; sector++) {
      if (!request.runs().add(SECTOR, sectors.state(sector))) {
        break;
      }
    }
    return StoreResult.DONE;
  }

  private void ensureScratch(int count) {
    if (scratch.length < count * SECTOR) {
      scratch = new byte[count * SECTOR];
    }
  }

  private void copyIn(SegmentList from, int length) {
    int done = 0;
    for (int index = 0; index < from.count() && done < length; index++) {
      int take = Math.min(from.length(index), length - done);
      from.base(index).get(from.offset(index), scratch, done, take);
      done += take;
    }
  }

  private void copyOut(SegmentList into, int length) {
    int done = 0;
    for (int index = 0; index < into.count() && done < length; index++) {
      int take = Math.min(into.length(index), length - done);
      into.base(index).put(into.offset(index), scratch, done, take);
      done += take;
    }
  }

  /**
   * The power fails: no request that is under way completes, ever; of those that write, and of what
   * only the cache has, each is kept, lost or torn.
   */
  public void losePower(long nowNs) {
    powerCycles++;
    int torn = 0;
    for (int slot = 0; slot < underWay.length; slot++) {
      StoreRequest request = underWay[slot];
      if (request != null) {
        underWay[slot] = null;
        freeSlots[freeCount++] = slot;
        int count = (int) (request.lengthBytes() / SECTOR);
        if (request.operation() == StoreOperation.WRITE) {
          writeSectors(request, count, false);
          torn++;
        } else if (request.operation().changesRange()) {
          changeSectors(request, count, false);
          torn++;
        }
      }
    }
    int cachedSectors = sectors.cachedSectors();
    sectors.losePower(random, weather.faults());
    world.trace().event(nowNs, source, TraceKind.POWER_LOST, cachedSectors, torn);
  }

  /** How many requests are under way. */
  public int underWayCount() {
    return underWay.length - freeCount;
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return false;
  }

  @Override
  public void close() {
    Check.that(underWayCount() == 0, "a store is closed when idle", underWayCount());
  }
}
