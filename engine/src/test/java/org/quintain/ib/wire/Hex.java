// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as a test writes them: hexadecimal digits with blanks anywhere. */
final class Hex {
  private Hex() {}

  static ByteBuffer bytes(String... digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(String.join("", digits).replaceAll("\\s", "")));
  }

  static String of(ByteBuffer bytes, int offset, int lengthBytes) {
    byte[] copy = new byte[lengthBytes];
    bytes.get(offset, copy);
    return HexFormat.of().formatHex(copy);
  }
}
