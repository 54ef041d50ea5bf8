// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A file whose writes stay in a volatile cache until forced; loss of power keeps a random part of
 * them, torn at sectors.
 */
final class PowerLossFile implements BlockFile {
  private static final int SECTOR_BYTES = 512;

  private final byte[] durable;
  private final byte[] cached;
  private final List<long[]> unforced = new ArrayList<>();
  private final Random random;
  int forces;
  volatile @Nullable IOException failForceWith;
  volatile @Nullable IOException failWriteWith;

  PowerLossFile(int sizeBytes, long seed) {
    durable = new byte[sizeBytes];
    cached = new byte[sizeBytes];
    random = new Random(seed);
  }

  @Override
  public synchronized int read(ByteBuffer into, long offsetBytes) {
    if (offsetBytes >= cached.length) {
      return -1;
    }
    // Short now and then, as read(2) may be.
    int length = Math.min(into.remaining(), 1 + random.nextInt(5000));
    into.put(cached, (int) offsetBytes, length);
    return length;
  }

  @Override
  public synchronized int write(ByteBuffer from, long offsetBytes) throws IOException {
    IOException failure = failWriteWith;
    if (failure != null) {
      throw failure;
    }
    int length = Math.min(from.remaining(), 1 + random.nextInt(5000));
    from.get(cached, (int) offsetBytes, length);
    unforced.add(new long[] {offsetBytes, length});
    return length;
  }

  @Override
  public synchronized int writeDurably(ByteBuffer from, long offsetBytes) throws IOException {
    int length = write(from, offsetBytes);
    unforced.remove(unforced.size() - 1);
    System.arraycopy(cached, (int) offsetBytes, durable, (int) offsetBytes, length);
    return length;
  }

  @Override
  public synchronized void force() throws IOException {
    forces++;
    IOException failure = failForceWith;
    if (failure != null) {
      unforced.clear();
      failForceWith = null;
      throw failure;
    }
    System.arraycopy(cached, 0, durable, 0, cached.length);
    unforced.clear();
  }

  @Override
  public long sizeBytes() {
    return cached.length;
  }

  @Override
  public void close() {}

  /** What is on the medium when the power comes back. */
  synchronized byte[] contentsAfterPowerLoss() {
    for (long[] range : unforced) {
      for (long at = range[0]; at < range[0] + range[1]; at += SECTOR_BYTES) {
        int length = (int) Math.min(SECTOR_BYTES, range[0] + range[1] - at);
        if (random.nextBoolean()) {
          System.arraycopy(cached, (int) at, durable, (int) at, length);
        }
      }
    }
    return durable.clone();
  }
}
