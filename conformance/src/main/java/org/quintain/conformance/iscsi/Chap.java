// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The arithmetic of CHAP (RFC 1994 4.1, RFC 7143 12.1.3), and how its values are spelled. */
public final class Chap {
  private Chap() {}

  /** The algorithms of CHAP_A. */
  public enum Algorithm {
    MD5(5, "MD5", 16),
    SHA1(6, "SHA-1", 20),
    SHA256(7, "SHA-256", 32),
    SHA3_256(8, "SHA3-256", 32);

    private final int number;
    private final String digest;
    private final int responseBytes;

    Algorithm(int number, String digest, int responseBytes) {
      this.number = number;
      this.digest = digest;
      this.responseBytes = responseBytes;
    }

    /** Its number in CHAP_A. */
    public int number() {
      return number;
    }

    /** What cases call it. */
    public String word() {
      return digest.toLowerCase(Locale.ROOT);
    }

    /** How long its responses are. */
    public int responseBytes() {
      return responseBytes;
    }

    /** The one of {@code number}, or null. */
    public static @Nullable Algorithm of(String number) {
      for (Algorithm each : values()) {
        if (String.valueOf(each.number).equals(number)) {
          return each;
        }
      }
      return null;
    }
  }

  /** The response to a challenge: the digest of identifier, secret and challenge. */
  public static byte[] response(
      Algorithm algorithm, int identifier, String secret, byte[] challenge) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.digest);
      digest.update((byte) identifier);
      digest.update(secret.getBytes(StandardCharsets.UTF_8));
      return digest.digest(challenge);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no " + algorithm.digest + ".", e);
    }
  }

  /** Hexadecimal spelling. */
  public static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /** Base64 spelling. */
  public static String base64(byte[] bytes) {
    return "0b" + Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes that {@code text} spells, or null where it spells none (RFC 7143 6.1). */
  public static byte @Nullable [] bytes(String text) {
    try {
      String rest = text.length() < 2 ? "" : text.substring(2);
      return switch (text.substring(0, Math.min(2, text.length())).toLowerCase(Locale.ROOT)) {
        case "0x" -> HexFormat.of().parseHex(rest.length() % 2 == 0 ? rest : "0" + rest);
        case "0b" -> Base64.getDecoder().decode(rest);
        default -> null;
      };
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
