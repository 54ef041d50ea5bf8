// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a logical unit says it has. A command is spelled by the hexadecimal digits of its operation
 * code, or of operation code, slash and service action, such as {@code 9E/10}; a page of vital
 * product data as {@code VPD:B0}.
 */
record Reported(Set<String> names) {
  private static final int HEADER_BYTES = 4;
  private static final int DESCRIPTOR_BYTES = 8;
  private static final int TIMEOUTS_BYTES = 12;
  private static final int SERVACTV = 0x01;
  private static final int CTDP = 0x02;

  /**
   * Reads what it answered.
   *
   * @param parameterData the all_commands parameter data of REPORT SUPPORTED OPERATION CODES (SPC-5
   *     6.34.2)
   * @param pages the page of vital product data that lists the others (SPC-5 7.7.16)
   */
  static Reported of(byte[] parameterData, byte[] pages) {
    Set<String> names = new TreeSet<>();
    ByteBuffer data = ByteBuffer.wrap(parameterData);
    int end = Math.min(parameterData.length, HEADER_BYTES + data.getInt(0));
    int at = HEADER_BYTES;
    while (at + DESCRIPTOR_BYTES <= end) {
      int flags = data.get(at + 5);
      String name = "%02X".formatted(data.get(at));
      names.add((flags & SERVACTV) == 0 ? name : name + "/%02X".formatted(data.getShort(at + 2)));
      at += DESCRIPTOR_BYTES + ((flags & CTDP) == 0 ? 0 : TIMEOUTS_BYTES);
    }
    for (int index = HEADER_BYTES; index < pages.length; index++) {
      names.add("VPD:%02X".formatted(pages[index]));
    }
    return new Reported(names);
  }

  /** Those of {@code needs} that are not there. */
  Set<String> missing(Iterable<String> needs) {
    Set<String> missing = new TreeSet<>();
    for (String need : needs) {
      if (!names.contains(need)) {
        missing.add(need);
      }
    }
    return missing;
  }
}
