// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import org.jspecify.annotations.Nullable;

/** How long a packet's payload may be on a path (IBA 9.4.2). */
public enum PathMtu {
  /** 256 bytes. */
  MTU_256(1, 256),
  /** 512 bytes. */
  MTU_512(2, 512),
  /** 1024 bytes. */
  MTU_1024(3, 1024),
  /** 2048 bytes. */
  MTU_2048(4, 2048),
  /** 4096 bytes. */
  MTU_4096(5, 4096);

  private static final PathMtu[] ALL = values();

  private final int code;
  private final int payloadBytes;

  PathMtu(int code, int payloadBytes) {
    this.code = code;
    this.payloadBytes = payloadBytes;
  }

  /** Its code in management datagrams. */
  public int code() {
    return code;
  }

  /** The longest payload. */
  public int payloadBytes() {
    return payloadBytes;
  }

  /** The one with that code, or null. */
  public static @Nullable PathMtu ofCode(int code) {
    return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
  }

  /** The largest whose packets fit into {@code payloadBytes}, or the smallest of all. */
  public static PathMtu within(int payloadBytes) {
    PathMtu fits = MTU_256;
    for (PathMtu mtu : ALL) {
      if (mtu.payloadBytes <= payloadBytes) {
        fits = mtu;
      }
    }
    return fits;
  }
}
