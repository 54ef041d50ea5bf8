// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import java.nio.charset.StandardCharsets;

/**
 * A name as CHAP_N carries it and the secret that goes with it.
 *
 * @param name 1 to 255 bytes of UTF-8, compared exactly
 * @param secret never shown
 */
public record ChapUser(String name, ChapSecret secret) {
  /** The longest name in bytes (RFC 7143 6.1, the length of a text value). */
  public static final int NAME_MAX = 255;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with one sentence when it cannot be
   */
  public ChapUser {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > NAME_MAX || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A CHAP name has 1 to " + NAME_MAX + " bytes, no zero.");
    }
  }

  /**
   * The user {@code name} with the secret that {@code secret} spells.
   *
   * @throws IllegalArgumentException with one sentence when one of them cannot be
   */
  public static ChapUser of(String name, String secret) {
    return new ChapUser(name, ChapSecret.of(secret));
  }
}
