// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import org.quintain.wire.Gid;

/** Global identifiers as 16 bytes, by offset into a buffer. */
public final class GidBytes {
  private static final long MAPPED_IPV4 = 0xFFFF_0000_0000L;

  private GidBytes() {}

  /** The identifier at {@code at}. */
  public static Gid read(ByteBuffer bytes, int at) {
    return new Gid(bytes.getLong(at), bytes.getLong(at + 8));
  }

  /** Writes {@code gid} at {@code at}. */
  public static void write(ByteBuffer bytes, int at, Gid gid) {
    bytes.putLong(at, gid.prefix());
    bytes.putLong(at + 8, gid.interfaceId());
  }

  /** Whether {@code gid} stands at {@code at}. */
  public static boolean isAt(ByteBuffer bytes, int at, Gid gid) {
    return bytes.getLong(at) == gid.prefix() && bytes.getLong(at + 8) == gid.interfaceId();
  }

  /** The identifier of an IPv4 address (annex A17.4.2.2). */
  public static Gid ofIpv4(int address) {
    return new Gid(0, MAPPED_IPV4 | Integer.toUnsignedLong(address));
  }
}
