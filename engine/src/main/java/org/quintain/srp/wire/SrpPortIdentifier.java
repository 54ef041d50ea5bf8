// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of an SRP port, 128 bits (SRP r16a 4.3). On InfiniBand an extension stands before an
 * EUI-64 (SRP r16a B.3): for a target port the identifier extension and the GUID of the I/O
 * controller, which Linux calls {@code id_ext} and {@code ioc_guid}.
 *
 * @param extension the first eight bytes, big-endian
 * @param guid the last eight
 */
public record SrpPortIdentifier(long extension, long guid) {
  /** How long it is. */
  public static final int LENGTH_BYTES = 16;

  /** The identifier at {@code at}. */
  public static SrpPortIdentifier read(ByteBuffer bytes, int at) {
    return new SrpPortIdentifier(bytes.getLong(at), bytes.getLong(at + 8));
  }

  /** Writes it at {@code at}. */
  public void write(ByteBuffer bytes, int at) {
    bytes.putLong(at, extension);
    bytes.putLong(at + 8, guid);
  }

  /** The identifier that {@code text} is as {@link #toString} spells it, or null. */
  public static @Nullable SrpPortIdentifier parse(String text) {
    if (!text.matches("0x[0-9a-fA-F]{32}")) {
      return null;
    }
    return new SrpPortIdentifier(
        Long.parseUnsignedLong(text.substring(2, 18), 16),
        Long.parseUnsignedLong(text.substring(18), 16));
  }

  /** As kernel targets spell it in their access lists: 0x and 32 digits. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "0x%016x%016x", extension, guid);
  }
}
