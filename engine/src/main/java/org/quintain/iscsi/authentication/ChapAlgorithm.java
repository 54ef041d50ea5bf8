// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash functions of CHAP by their numbers in CHAP_A (RFC 7143 12.1.3; IANA's register of PPP
 * authentication algorithms).
 */
public enum ChapAlgorithm {
  MD5(5, "MD5", 16),
  SHA1(6, "SHA-1", 20),
  SHA256(7, "SHA-256", 32),
  SHA3_256(8, "SHA3-256", 32);

  private static final int IDENTIFIER_MAX = 255;

  private final int number;
  private final String digestName;
  private final int lengthBytes;

  ChapAlgorithm(int number, String digestName, int lengthBytes) {
    this.number = number;
    this.digestName = digestName;
    this.lengthBytes = lengthBytes;
  }

  /** The number in CHAP_A. */
  public int number() {
    return number;
  }

  /** How long a response is, which is also the length of the challenges we make. */
  public int lengthBytes() {
    return lengthBytes;
  }

  /** The algorithm of a number, or null. */
  public static @Nullable ChapAlgorithm ofNumber(long number) {
    for (ChapAlgorithm each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return null;
  }

  /** All of them, the strongest first: the order in which our initiator offers them. */
  public static List<ChapAlgorithm> strongestFirst() {
    return List.of(SHA3_256, SHA256, SHA1, MD5);
  }

  /** The value of CHAP_A that offers {@code algorithms}. */
  static String listOf(List<ChapAlgorithm> algorithms) {
    List<String> numbers = new ArrayList<>();
    for (ChapAlgorithm each : algorithms) {
      numbers.add(Integer.toString(each.number));
    }
    return String.join(",", numbers);
  }

  /** The response: the hash over identifier, secret and challenge (RFC 1994 4.1). */
  byte[] response(int identifier, ChapSecret secret, byte[] challenge) {
    MessageDigest digest = digest();
    digest.update((byte) (identifier & IDENTIFIER_MAX));
    digest.update(secret.bytes());
    return digest.digest(challenge);
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(digestName);
    } catch (NoSuchAlgorithmException missing) {
      // Every JDK has all four; a provider policy that takes one away is a fault of the set-up.
      throw new IllegalStateException("this Java has no " + digestName, missing);
    }
  }
}
