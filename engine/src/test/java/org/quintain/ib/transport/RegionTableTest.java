// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quintain.wire.MemoryRegion;

/** Keys, bounds and rights of memory regions (IBA 10.6.3). */
final class RegionTableTest {
  private static final int ALL =
      MemoryRegion.LOCAL_WRITE | MemoryRegion.REMOTE_READ | MemoryRegion.REMOTE_WRITE;

  private final TransportCounters counters = new TransportCounters();
  private final RegionTable table = new RegionTable(4, counters);
  private final ByteBuffer memory = ByteBuffer.allocate(1000);

  private Region register(int rights) {
    Region region = table.register(memory, 100, 200, rights);
    assertThat(region).isNotNull();
    return region;
  }

  @Test
  void letsPeersAtAllOfTheRegionAndAtNothingElse() {
    Region region = register(ALL);
    int key = region.remoteKey();
    long from = region.address();
    assertThat(table.remote(key, from, 200, MemoryRegion.REMOTE_READ)).isSameAs(region);
    assertThat(table.remote(key, from + 199, 1, MemoryRegion.REMOTE_WRITE)).isSameAs(region);
    assertThat(table.remote(key, from + 200, 1, MemoryRegion.REMOTE_READ)).isNull();
    assertThat(table.remote(key, from - 1, 1, MemoryRegion.REMOTE_READ)).isNull();
    assertThat(table.remote(key, from + 1, 200, MemoryRegion.REMOTE_READ)).isNull();
    assertThat(table.remote(key, from, -1, MemoryRegion.REMOTE_READ)).isNull();
    assertThat(table.remote(key, Long.MIN_VALUE, 1, MemoryRegion.REMOTE_READ)).isNull();
    assertThat(table.remote(key, Long.MAX_VALUE, 200, MemoryRegion.REMOTE_READ)).isNull();
    assertThat(table.remote(0, from, 1, MemoryRegion.REMOTE_READ)).isNull();
    assertThat(counters.get(TransportCounter.FORBIDDEN_ACCESSES)).isEqualTo(7);
  }

  @Test
  void holdsEachAccessAgainstItsRight() {
    Region region = register(MemoryRegion.REMOTE_READ);
    int key = region.remoteKey();
    assertThat(table.remote(key, region.address(), 1, MemoryRegion.REMOTE_READ)).isNotNull();
    assertThat(table.remote(key, region.address(), 1, MemoryRegion.REMOTE_WRITE)).isNull();
    assertThat(table.local(region.localKey(), region.address(), 1)).isNull();
  }

  @Test
  void knowsALateKeyFromOneThatNeverWas() {
    Region region = register(ALL);
    int key = region.remoteKey();
    long address = region.address();
    region.deregister();
    assertThat(table.remote(key, address, 1, MemoryRegion.REMOTE_WRITE)).isNull();
    assertThat(table.local(key, address, 1)).isNull();
    assertThat(counters.get(TransportCounter.STALE_KEY_ACCESSES)).isEqualTo(1);
    assertThat(counters.get(TransportCounter.STALE_LOCAL_ACCESSES)).isEqualTo(1);
    assertThat(counters.get(TransportCounter.FORBIDDEN_ACCESSES)).isZero();
  }

  @Test
  void givesNoKeyTwiceForLong() {
    Set<Integer> keys = new HashSet<>();
    for (int time = 0; time < 10_000; time++) {
      Region region = register(ALL);
      assertThat(keys.add(region.remoteKey())).isTrue();
      region.deregister();
    }
    assertThat(table.inUse()).isZero();
  }

  @Test
  void isFullWhenAllPlacesAreTaken() {
    for (int index = 0; index < 4; index++) {
      register(ALL);
    }
    assertThat(table.register(memory, 0, 1, ALL)).isNull();
    assertThat(table.inUse()).isEqualTo(4);
  }

  @Test
  void keepsTheRegionForOurselvesWhenThePeerGivesItsKeyBack() {
    Region region = register(ALL);
    assertThat(table.invalidate(region.remoteKey())).isTrue();
    assertThat(region.isRemotelyValid()).isFalse();
    assertThat(table.remote(region.remoteKey(), region.address(), 1, MemoryRegion.REMOTE_READ))
        .isNull();
    assertThat(table.local(region.localKey(), region.address(), 1)).isSameAs(region);
    assertThat(table.invalidate(region.remoteKey())).isFalse();
  }
}
