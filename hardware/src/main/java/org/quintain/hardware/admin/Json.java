// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truth values as JSON (RFC 8259). */
final class Json {
  private Json() {}

  /** The text of {@code value}, indented, with a line end behind it. */
  static String write(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, 0, text);
    return text.append('\n').toString();
  }

  private static void write(Object value, int depth, StringBuilder text) {
    if (value instanceof Map<?, ?> map) {
      text.append('{');
      String separator = "";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator).append('\n').append("  ".repeat(depth + 1));
        quote(String.valueOf(entry.getKey()), text);
        text.append(": ");
        write(entry.getValue(), depth + 1, text);
        separator = ",";
      }
      text.append(map.isEmpty() ? "" : "\n" + "  ".repeat(depth)).append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      String separator = "";
      for (Object each : list) {
        text.append(separator);
        write(each, depth, text);
        separator = ", ";
      }
      text.append(']');
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      quote(value.toString(), text);
    }
  }

  private static void quote(String raw, StringBuilder text) {
    text.append('"');
    for (int index = 0; index < raw.length(); index++) {
      char each = raw.charAt(index);
      if (each == '"' || each == '\\') {
        text.append('\\').append(each);
      } else if (each < 0x20) {
        text.append(String.format("\\u%04x", (int) each));
      } else {
        text.append(each);
      }
    }
    text.append('"');
  }
}
