// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.OperationCodes;

/** Asks a target for its {@link TargetFacts}, once, when a run begins. */
final class TargetProbe {
  private final Nexus nexus;

  TargetProbe(Nexus nexus) {
    this.nexus = nexus;
  }

  TargetFacts probe() {
    byte[] inquiry = ask(Cdb.inquiry(255), 255, 36);
    if (inquiry.length == 0) {
      throw CaseEnd.unknown("The target did not give 36 bytes of standard INQUIRY data.");
    }
    if ((inquiry[0] & 0xFF) != 0) {
      throw CaseEnd.unknown(
          "INQUIRY byte 0 is "
              + Bytes.h(inquiry[0] & 0xFF)
              + "; the suite is for connected direct access block devices, 00h.");
    }
    nexus.clearUnitAttentions();
    byte[] capacity16 = ask(Cdb.readCapacity16(32), 32, 14);
    long blocks;
    long blockBytes;
    if (capacity16.length > 0) {
      blocks = Bytes.u64(capacity16, 0) + 1;
      blockBytes = Bytes.u32(capacity16, 8);
    } else {
      byte[] capacity10 = ask(Cdb.readCapacity10(), 8, 8);
      if (capacity10.length == 0) {
        throw CaseEnd.unknown("Neither READ CAPACITY(16) nor READ CAPACITY(10) gives a capacity.");
      }
      blocks = Bytes.u32(capacity10, 0) + 1;
      blockBytes = Bytes.u32(capacity10, 4);
    }
    if (blocks < 2048 || blockBytes < 512 || blockBytes > 65536) {
      throw CaseEnd.unknown(
          "The suite needs at least 2048 blocks of 512 to 65536 bytes; READ CAPACITY says "
              + Long.toUnsignedString(blocks)
              + " of "
              + blockBytes
              + ".");
    }
    byte[] mode = ask(Cdb.modeSense10(0, 0x3F, 0, 4096), 4096, 8);
    byte[] mode6 = mode.length > 0 ? new byte[0] : ask(Cdb.modeSense6(0, 0x3F, 0, 255), 255, 4);
    int deviceSpecific =
        mode.length > 0 ? Bytes.u8(mode, 3) : mode6.length > 0 ? Bytes.u8(mode6, 2) : 0;
    SortedSet<Integer> pages = vpdPages();
    return new TargetFacts(
        inquiry,
        pages,
        blocks,
        (int) blockBytes,
        capacity16,
        operationCodes(),
        page(pages, 0xB0),
        page(pages, 0xB2),
        luns(),
        (deviceSpecific & 0x10) != 0,
        (deviceSpecific & 0x80) != 0,
        writeCache(),
        mode.length > 0 || mode6.length > 0);
  }

  /**
   * The data of a command that may not be supported: empty unless GOOD with at least {@code
   * minimum} bytes.
   */
  private byte[] ask(Cdb cdb, int room, int minimum) {
    Answer answer = nexus.call(cdb).in(room).go();
    return answer.isGood() && answer.dataLength() >= minimum ? answer.data() : new byte[0];
  }

  private SortedSet<Integer> vpdPages() {
    SortedSet<Integer> pages = new TreeSet<>();
    byte[] list = ask(Cdb.vpd(0, 255), 255, 4);
    int count = list.length == 0 ? 0 : Math.min(Bytes.u16(list, 2), list.length - 4);
    for (int i = 0; i < count; i++) {
      pages.add(Bytes.u8(list, 4 + i));
    }
    return pages;
  }

  private byte[] page(SortedSet<Integer> pages, int code) {
    return pages.contains(code) ? ask(Cdb.vpd(code, 255), 255, 4) : new byte[0];
  }

  private @Nullable OperationCodes operationCodes() {
    byte[] data = ask(Cdb.reportSupportedOperationCodes(0, 0, 0, 16384), 16384, 4);
    return data.length == 0 ? null : OperationCodes.parse(data, data.length);
  }

  private List<Long> luns() {
    List<Long> luns = new ArrayList<>();
    byte[] data = ask(Cdb.reportLuns(0, 4096), 4096, 8);
    long listed = data.length == 0 ? 0 : Math.min(Bytes.u32(data, 0), data.length - 8L);
    for (int at = 8; at + 8 <= 8 + listed; at += 8) {
      luns.add(Bytes.u64(data, at));
    }
    return luns;
  }

  private boolean writeCache() {
    byte[] data = ask(Cdb.modeSense10(0, 0x08, 0, 255).with(1, 0x08), 255, 8 + 20);
    int at = data.length == 0 ? 0 : 8 + Bytes.u16(data, 6);
    return data.length > at + 2 && at > 0 && (data[at] & 0x3F) == 0x08 && (data[at + 2] & 4) != 0;
  }
}
