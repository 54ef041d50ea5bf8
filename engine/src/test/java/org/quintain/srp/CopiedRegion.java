// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp;

import java.nio.ByteBuffer;
import java.util.Map;
import org.quintain.wire.MemoryRegion;

/** Memory registered with a port of {@link MemoryRdma}. */
final class CopiedRegion implements MemoryRegion {
  private final Map<Integer, CopiedRegion> registered;
  private final int key;
  final ByteBuffer memory;
  private final int offset;
  private final int length;
  final int rights;

  CopiedRegion(
      Map<Integer, CopiedRegion> registered,
      int key,
      ByteBuffer memory,
      int offset,
      int length,
      int rights) {
    this.registered = registered;
    this.key = key;
    this.memory = memory;
    this.offset = offset;
    this.length = length;
    this.rights = rights;
  }

  @Override
  public int localKey() {
    return key;
  }

  @Override
  public int remoteKey() {
    return key;
  }

  @Override
  public long address() {
    return 0x7000_0000_0000L + ((long) key << 32);
  }

  @Override
  public int lengthBytes() {
    return length;
  }

  @Override
  public boolean isRemotelyValid() {
    return registered.containsKey(key);
  }

  @Override
  public void deregister() {
    if (registered.remove(key) == null) {
      throw new AssertionError("a region is deregistered once");
    }
  }

  int at(long address) {
    return offset + (int) (address - address());
  }
}
