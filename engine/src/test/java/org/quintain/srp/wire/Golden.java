// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Information units of kernel peers, by name, out of the resource {@code ib_srp-lio.txt}. */
final class Golden {
  private Golden() {}

  static byte[] bytes(String name) {
    ByteBuffer unit = unit(name);
    byte[] bytes = new byte[unit.capacity()];
    unit.get(0, bytes);
    return bytes;
  }

  static ByteBuffer unit(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("ib_srp-lio.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      for (String line : text.split("\n")) {
        if (line.startsWith(name + " ")) {
          return ByteBuffer.wrap(HexFormat.of().parseHex(line.substring(name.length() + 1)));
        }
      }
      throw new IllegalArgumentException("no golden unit is called " + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
