// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

class SimDiskLaws {
  private static final int SECTORS = 32;

  /** A disk with a client that waits for each request. */
  private static final class Client {
    final SimWorld world;
    final SimDisk disk;
    final List<StoreResult> results = new ArrayList<>();

    Client(long seed, DiskFaults faults, boolean volatileCache) {
      world = new SimWorld(seed, 1, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
      RandomStream random = new RandomStream(seed, "profile");
      disk =
          new SimDisk(
              world,
              "disk/0",
              DiskProfile.draw(random),
              new DiskWeather(faults),
              SECTORS * 512L,
              volatileCache);
    }

    StoreRequest request() {
      return new StoreRequest(this, (nowNs, request, result) -> results.add(result), 4);
    }

    void startWrite(int sector, int count, byte value, boolean fua) {
      ByteBuffer bytes = ByteBuffer.allocate(count * 512);
      java.util.Arrays.fill(bytes.array(), value);
      StoreRequest request = request();
      request.write(sector * 512L, fua).add(bytes, 0, count * 512);
      disk.submit(world.nowNs(), world.reactor(0), request);
    }

    void flush() {
      StoreRequest request = request();
      request.flush();
      disk.submit(world.nowNs(), world.reactor(0), request);
      settle();
    }

    byte[] read(int sector, int count) {
      ByteBuffer bytes = ByteBuffer.allocate(count * 512);
      StoreRequest request = request();
      request.read(sector * 512L).add(bytes, 0, count * 512);
      disk.submit(world.nowNs(), world.reactor(0), request);
      settle();
      return bytes.array();
    }

    void settle() {
      world.awaitUntil(() -> disk.underWayCount() == 0, 3_600_000_000_000L);
      assertThat(disk.underWayCount()).isZero();
    }
  }

  @Property(seed = "2196135235", tries = 100)
  void aReadGivesTheLastWriteOfEachSector(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "test");
    Client client = new Client(seed, DiskFaults.NONE, random.coin());
    byte[] expected = new byte[SECTORS];
    for (int write = 1; write < 60; write++) {
      int first = random.below(SECTORS);
      int count = 1 + random.below(SECTORS - first);
      client.startWrite(first, count, (byte) write, random.coin());
      client.settle();
      java.util.Arrays.fill(expected, first, first + count, (byte) write);
      if (random.chance(0.1)) {
        client.flush();
      }
    }
    byte[] all = client.read(0, SECTORS);
    for (int index = 0; index < all.length; index++) {
      assertThat(all[index]).isEqualTo(expected[index / 512]);
    }
  }

  @Property(seed = "3989637107", tries = 200)
  void aPowerLossTakesNothingThatWasFlushedAndOnlyWholeSectors(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "test");
    Client client = new Client(seed, DiskFaults.NONE, true);
    int[] durable = new int[SECTORS];
    int[] newest = new int[SECTORS];
    for (int write = 1; write < 100; write++) {
      int first = random.below(SECTORS);
      int count = 1 + random.below(Math.min(6, SECTORS - first));
      boolean fua = random.chance(0.2);
      client.startWrite(first, count, (byte) write, fua);
      client.settle();
      for (int sector = first; sector < first + count; sector++) {
        newest[sector] = write;
        durable[sector] = fua ? write : durable[sector];
      }
      if (random.chance(0.1)) {
        client.flush();
        System.arraycopy(newest, 0, durable, 0, SECTORS);
      }
    }
    client.startWrite(0, 4, (byte) 100, false);
    client.disk.losePower(client.world.nowNs());
    byte[] all = client.read(0, SECTORS);
    for (int sector = 0; sector < SECTORS; sector++) {
      int value = all[sector * 512];
      int most = sector < 4 ? 100 : newest[sector];
      assertThat(value).isBetween(durable[sector], most);
      for (int index = 0; index < 512; index++) {
        assertThat(all[sector * 512 + index]).isEqualTo((byte) value);
      }
    }
  }

  @Test
  void somePowerLossesLoseAndSomeTear() {
    int lost = 0;
    int torn = 0;
    for (long seed = 0; seed < 100; seed++) {
      Client client = new Client(seed, DiskFaults.NONE, true);
      client.startWrite(0, SECTORS, (byte) 1, false);
      client.settle();
      client.disk.losePower(client.world.nowNs());
      byte[] all = client.read(0, SECTORS);
      int kept = 0;
      for (int sector = 0; sector < SECTORS; sector++) {
        kept += all[sector * 512];
      }
      lost += kept == 0 ? 1 : 0;
      torn += kept > 0 && kept < SECTORS ? 1 : 0;
    }
    assertThat(lost).isBetween(20, 50);
    assertThat(torn).isBetween(20, 50);
  }

  @Test
  void aReadErrorNamesTheFirstSectorThatFailed() {
    Client client = new Client(1, new DiskFaults(1, 0, 0, 0, 0), false);
    ByteBuffer bytes = ByteBuffer.allocate(8 * 512);
    StoreRequest request = client.request();
    request.read(4 * 512L).add(bytes, 0, 8 * 512);
    client.disk.submit(0, client.world.reactor(0), request);
    client.settle();
    assertThat(client.results).containsExactly(StoreResult.READ_ERROR);
    assertThat(request.failedOffsetBytes()).isBetween(4 * 512L, 12 * 512L - 1);
  }

  @Test
  void requestsOvertakeEachOther() {
    Client client = new Client(2, DiskFaults.NONE, true);
    List<Object> ended = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      StoreRequest request =
          new StoreRequest(number, (nowNs, done, result) -> ended.add(done.owner()), 1);
      request.write(number * 512L, false).add(ByteBuffer.allocate(512), 0, 512);
      client.disk.submit(0, client.world.reactor(0), request);
    }
    client.settle();
    assertThat(ended).hasSize(20).isNotEqualTo(ended.stream().sorted().toList());
  }
}
