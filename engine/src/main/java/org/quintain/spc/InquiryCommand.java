// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.SenseData;
import org.quintain.spc.vpd.VpdPage;
import org.quintain.spc.vpd.VpdPages;

/** INQUIRY (SPC-5 6.7). */
public final class InquiryCommand {
  private static final int EVPD_BYTE = 1;
  private static final int PAGE_CODE_BYTE = 2;

  /** Room for the longest page, page 88h with many ports of long names. */
  private static final int PAGE_BYTES_MAX = 16 << 10;

  private final StandardInquiry standard;
  private final VpdPages pages;
  private final Supplier<InquiryBits> bits;

  private InquiryCommand(StandardInquiry standard, VpdPages pages, Supplier<InquiryBits> bits) {
    this.bits = bits;
    this.standard = standard;
    this.pages = pages;
  }

  /** Adds INQUIRY to {@code table}; {@code bits} is asked for those of the moment. */
  public static void addTo(
      CommandTable table, StandardInquiry standard, VpdPages pages, Supplier<InquiryBits> bits) {
    InquiryCommand inquiry = new InquiryCommand(standard, pages, bits);
    table.add(
        CommandDefinition.command("INQUIRY")
            .usage(0x12, 0x01, 0xFF, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .passingUnitAttention()
            .implicitHeadOfQueue()
            .admitted(ReservationRule.ALWAYS, AccessRule.ALWAYS, ReadinessRule.ALWAYS)
            .executedBy(inquiry::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int pageCode = Cdb.u8(cdb, PAGE_CODE_BYTE);
    boolean isVitalProductData = Cdb.isSet(cdb, EVPD_BYTE, 0);
    VpdPage page = isVitalProductData ? pages.find(pageCode) : null;
    if (isVitalProductData ? page == null : pageCode != 0) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(PAGE_CODE_BYTE, 7));
      return;
    }
    ByteBuffer data = execution.parameterData(nowNs, PAGE_BYTES_MAX);
    if (data == null) {
      return;
    }
    ItNexusIdentity nexus = execution.command().nexus().identity();
    int length =
        page == null
            ? standard.write(data, nexus.protocolIdentifier(), bits.get())
            : writePage(data, page, nexus);
    execution.goodWithParameterData(nowNs, length, Cdb.u16(cdb, 3));
  }

  private int writePage(ByteBuffer data, VpdPage page, ItNexusIdentity nexus) {
    int length = page.write(data, nexus);
    ParameterData.put8(data, 0, standard.peripheral());
    ParameterData.put8(data, 1, page.pageCode());
    ParameterData.put16(data, 2, length - VpdPage.HEADER_BYTES);
    return length;
  }
}
