// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of key and value in order, as text data segments carry them (RFC 7143 6.1); keys may come
 * twice.
 */
public final class TextKeys {
  private final List<String[]> pairs = new ArrayList<>();

  /** Adds a pair. */
  public TextKeys add(String key, String value) {
    pairs.add(new String[] {key, value});
    return this;
  }

  /** Adds all pairs of {@code more}. */
  public TextKeys addAll(TextKeys more) {
    pairs.addAll(more.pairs);
    return this;
  }

  /** The bytes of a data segment: each pair ends with NUL. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String[] pair : pairs) {
      bytes.writeBytes((pair[0] + "=" + pair[1]).getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  /** Reads a data segment; a piece without equals sign becomes a key with an empty value. */
  public static TextKeys parse(byte[] data) {
    TextKeys keys = new TextKeys();
    for (String piece : new String(data, StandardCharsets.UTF_8).split("\0", -1)) {
      if (!piece.isEmpty()) {
        int equals = piece.indexOf('=');
        keys.add(
            equals < 0 ? piece : piece.substring(0, equals),
            equals < 0 ? "" : piece.substring(equals + 1));
      }
    }
    return keys;
  }

  /** All values of {@code key} in order. */
  public List<String> all(String key) {
    List<String> values = new ArrayList<>();
    for (String[] pair : pairs) {
      if (pair[0].equals(key)) {
        values.add(pair[1]);
      }
    }
    return values;
  }

  /** The first value of {@code key}, or an empty string where there is none. */
  public String first(String key) {
    List<String> values = all(key);
    return values.isEmpty() ? "" : values.get(0);
  }

  /** Whether {@code key} is there. */
  public boolean has(String key) {
    return !all(key).isEmpty();
  }

  /** The keys in order, each as often as it came. */
  public List<String> names() {
    return pairs.stream().map(pair -> pair[0]).toList();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String[] pair : pairs) {
      text.append(text.isEmpty() ? "" : " ").append(pair[0]).append('=').append(pair[1]);
    }
    return text.toString();
  }
}
