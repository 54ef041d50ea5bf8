// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.MemoryRegion;

/**
 * The memory regions of a port (IBA 10.6). A key is the region's place in the table and, in the
 * bits above, how often the place has been used, so that no key comes back before all others of its
 * place have been there.
 */
final class RegionTable {
  private final int indexBits;
  private final int indexMask;
  private final Region[] regions;
  private final TransportCounters counters;
  private int made;
  private @Nullable Region free;
  private @Nullable Region freeTail;
  private int inUse;

  RegionTable(int regionsMax, TransportCounters counters) {
    indexBits = Math.max(1, 32 - Integer.numberOfLeadingZeros(regionsMax - 1));
    indexMask = (1 << indexBits) - 1;
    regions = new Region[regionsMax];
    this.counters = counters;
  }

  /** Registers memory, or gives null when the table is full. */
  @Nullable Region register(ByteBuffer memory, int offsetBytes, int lengthBytes, int rights) {
    Region region = free;
    if (region != null) {
      free = region.nextFree;
      if (free == null) {
        freeTail = null;
      }
      region.nextFree = null;
    } else if (made < regions.length) {
      region = new Region(this, made, indexBits);
      regions[made++] = region;
    } else {
      return null;
    }
    inUse++;
    region.begin(memory, offsetBytes, lengthBytes, rights);
    return region;
  }

  /** What was free longest is used first, so that a late peer meets nobody's memory for long. */
  void release(Region region) {
    inUse--;
    Region last = freeTail;
    if (last == null) {
      free = region;
    } else {
      last.nextFree = region;
    }
    freeTail = region;
  }

  int inUse() {
    return inUse;
  }

  /**
   * The region that {@code key} lets a peer use for {@code right} on all of {@code lengthBytes}
   * bytes from {@code address} on, or null (IBA 10.6.3.2).
   */
  @Nullable Region find(int key, long address, long lengthBytes, int right) {
    Region region = place(key);
    return region != null
            && region.key == key
            && region.remotelyValid
            && (region.rights & right) != 0
            && region.spans(address, lengthBytes)
        ? region
        : null;
  }

  private @Nullable Region place(int key) {
    int index = key & indexMask;
    return index < made ? regions[index] : null;
  }

  /** As {@link #find}; what it refuses is counted. */
  @Nullable Region remote(int key, long address, long lengthBytes, int right) {
    Region region = find(key, address, lengthBytes, right);
    if (region == null) {
      Region there = place(key);
      boolean isStale =
          there != null && there.hasHad(key) && (there.key != key || !there.remotelyValid);
      counters.add(
          isStale ? TransportCounter.STALE_KEY_ACCESSES : TransportCounter.FORBIDDEN_ACCESSES);
    }
    return region;
  }

  /** The region that {@code key} names for placing what came, or null. */
  @Nullable Region local(int key, long address, long lengthBytes) {
    Region region = place(key);
    if (region == null
        || region.key != key
        || !region.registered
        || (region.rights & MemoryRegion.LOCAL_WRITE) == 0
        || !region.spans(address, lengthBytes)) {
      counters.add(TransportCounter.STALE_LOCAL_ACCESSES);
      return null;
    }
    return region;
  }

  /** A peer gives {@code key} back (IBA 9.4.1.1.3); false where it names nothing. */
  boolean invalidate(int key) {
    Region region = place(key);
    if (region == null || region.key != key || !region.remotelyValid) {
      return false;
    }
    region.remotelyValid = false;
    return true;
  }
}
