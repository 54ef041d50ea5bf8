// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.scsi.Bytes;

/**
 * One designation descriptor of VPD 83h (SPC-5 7.7.6.2).
 *
 * @param protocol the PROTOCOL IDENTIFIER, -1 where PIV is zero
 * @param codeSet 1 binary, 2 ASCII, 3 UTF-8
 * @param association 0 logical unit, 1 target port, 2 target device
 * @param type the DESIGNATOR TYPE
 * @param bytes the DESIGNATOR field
 */
record Designator(int protocol, int codeSet, int association, int type, byte[] bytes) {

  /** All descriptors of a whole page; a page that does not add up fails the case. */
  static List<Designator> parse(byte[] page) {
    List<Designator> all = new ArrayList<>();
    int end = Math.min(page.length, 4 + Bytes.u16(page, 2));
    int at = 4;
    while (at + 4 <= end) {
      int length = Bytes.u8(page, at + 3);
      if (at + 4 + length > end) {
        throw CaseEnd.fail("VPD 83h: the descriptor at byte " + at + " reaches past the page.");
      }
      boolean hasProtocol = (page[at + 1] & 0x80) != 0;
      all.add(
          new Designator(
              hasProtocol ? Bytes.u8(page, at) >> 4 : -1,
              page[at] & 0xF,
              (page[at + 1] >> 4) & 3,
              page[at + 1] & 0xF,
              java.util.Arrays.copyOfRange(page, at + 4, at + 4 + length)));
      at += 4 + length;
    }
    if (at != end) {
      throw CaseEnd.fail("VPD 83h: PAGE LENGTH ends within a descriptor header.");
    }
    return all;
  }

  /** Whether it names its thing in the whole world: T10, EUI-64, NAA, SCSI name string, UUID. */
  boolean isUniqueKind() {
    return type == 1 || type == 2 || type == 3 || type == 8 || type == 0xA;
  }

  /** The designator for messages and comparison. */
  String text() {
    return codeSet == 1 ? Bytes.hex(bytes) : Bytes.ascii(bytes, 0, bytes.length);
  }
}
