// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret that two ends share. Its text never shows it, and comparing it takes a time that does
 * not depend on what it is.
 */
public final class ChapSecret {
  /** Shorter ones would need an encrypted connection (RFC 7143 9.2.1: 96 bits). */
  public static final int STRONG_BYTES = 12;

  /** The longest that is taken. */
  public static final int LENGTH_MAX = 255;

  private final byte[] bytes;

  private ChapSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The secret that {@code text} spells, as UTF-8.
   *
   * @throws IllegalArgumentException with one sentence when it is empty or too long
   */
  public static ChapSecret of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > LENGTH_MAX) {
      throw new IllegalArgumentException("A CHAP secret has 1 to " + LENGTH_MAX + " bytes.");
    }
    return new ChapSecret(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether it is as long as a connection in the clear asks for (RFC 7143 9.2.1). */
  public boolean isStrong() {
    return bytes.length >= STRONG_BYTES;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChapSecret that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** Says nothing of the secret. */
  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "***";
  }
}
