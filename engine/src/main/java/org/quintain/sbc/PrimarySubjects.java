// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.util.ArrayList;
import java.util.List;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.LogicalUnitServices;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.InquiryBits;
import org.quintain.spc.InquiryCommand;
import org.quintain.spc.ReportLuns;
import org.quintain.spc.ReportSupportedOperationCodes;
import org.quintain.spc.ReportSupportedTaskManagementFunctions;
import org.quintain.spc.RequestSense;
import org.quintain.spc.StandardInquiry;
import org.quintain.spc.TestUnitReady;
import org.quintain.spc.buffer.BufferCommands;
import org.quintain.spc.diagnostic.DiagnosticCommands;
import org.quintain.spc.identity.IdentifyingInformation;
import org.quintain.spc.identity.SecurityInformation;
import org.quintain.spc.identity.Timestamp;
import org.quintain.spc.log.CommonLogPages;
import org.quintain.spc.log.InformationalExceptionsLog;
import org.quintain.spc.log.IoStatistics;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.log.LogPages;
import org.quintain.spc.log.LogSelect;
import org.quintain.spc.log.LogSense;
import org.quintain.spc.mode.CommonModePages;
import org.quintain.spc.mode.ControlPage;
import org.quintain.spc.mode.InformationalExceptionsPage;
import org.quintain.spc.mode.ModePage;
import org.quintain.spc.mode.ModePages;
import org.quintain.spc.mode.ModeSelect;
import org.quintain.spc.mode.ModeSense;
import org.quintain.spc.vpd.DeviceIdentification;
import org.quintain.spc.vpd.ExtendedInquiry;
import org.quintain.spc.vpd.ManagementNetworkAddresses;
import org.quintain.spc.vpd.ModePagePolicy;
import org.quintain.spc.vpd.ScsiPorts;
import org.quintain.spc.vpd.UnitSerialNumber;
import org.quintain.spc.vpd.VpdPage;
import org.quintain.spc.vpd.VpdPages;

/**
 * What SPC-5 asks of a disk whatever its blocks are: the primary commands over the tables of pages
 * that all subjects of the disk have filled.
 */
final class PrimarySubjects {
  private static final int EXTENDED_COPY = 0x83;
  private static final int WRITE_LONG_10 = 0x3F;

  private final DiskDeviceServer disk;
  private final List<CommandFamily> families;
  private final IoStatistics statistics;
  private final InformationalExceptionsPage exceptions;
  private final ModePages modePages;

  /** The primary commands of {@code disk}, whose subjects are {@code families}. */
  PrimarySubjects(DiskDeviceServer disk, List<CommandFamily> families, IoStatistics statistics) {
    this.disk = disk;
    this.statistics = statistics;
    this.families = families;
    this.exceptions = new InformationalExceptionsPage(disk.logicalUnit());
    this.modePages = modePages();
  }

  /** The subjects of SPC-5 that have commands of their own. */
  static List<CommandFamily> families(DiskDeviceServer disk) {
    LogicalUnitServices unit = disk.logicalUnit();
    return List.of(
        new DiagnosticCommands(unit, disk.store(), disk::view),
        new BufferCommands(),
        new Timestamp(unit.reactor().nowNs()),
        new IdentifyingInformation(disk.backing().nonvolatile()),
        new SecurityInformation());
  }

  private ModePages modePages() {
    List<ModePage> pages = new ArrayList<>(BlockModePages.of(disk));
    pages.addAll(CommonModePages.all());
    pages.add(
        ControlPage.of(
            disk.view().control(),
            disk.protection().isSupported(),
            (nowNs, parameters) -> {
              boolean protects = parameters.isSoftwareWriteProtected() && !disk.isWriteProtected();
              disk.publish(disk.view().with(parameters));
              if (protects) {
                // SPC-5 7.5.10: what was written before SWP goes to the medium.
                disk.cache().flushInBackground(nowNs);
              }
            }));
    pages.add(exceptions.page());
    pages.addAll(disk.durations().pages());
    for (CommandFamily family : families) {
      pages.addAll(family.modePages());
    }
    return new ModePages(pages);
  }

  private LogPages logPages() {
    List<LogPage> pages = new ArrayList<>(statistics.logPages());
    pages.addAll(CommonLogPages.of(disk.logicalUnit()));
    pages.add(new InformationalExceptionsLog(exceptions::exception));
    for (CommandFamily family : families) {
      pages.addAll(family.logPages());
    }
    return new LogPages(pages);
  }

  private VpdPages vpdPages(CommandTable table, LogicalUnitConfig config) {
    List<VpdPage> pages = new ArrayList<>();
    pages.add(new UnitSerialNumber(config.unitSerialNumber()));
    pages.add(new DeviceIdentification(config, disk::targetPortGroup));
    pages.add(new ManagementNetworkAddresses());
    pages.add(new ExtendedInquiry(() -> capabilities(table)));
    pages.add(new ModePagePolicy());
    pages.add(new ScsiPorts(disk.logicalUnit()));
    pages.addAll(BlockPages.vpdPages(disk));
    for (CommandFamily family : families) {
      pages.addAll(family.vpdPages());
    }
    return new VpdPages(pages);
  }

  private InquiryBits bits(CommandTable table) {
    return new InquiryBits(
        table.hasNormalAca(),
        disk.view().config().isRemovable(),
        disk.portGroups().inquirySupport(),
        table.hasServiceActions(EXTENDED_COPY),
        disk.backing().protectionInformation() != null,
        disk.logicalUnit().ports().size() > 1);
  }

  private ExtendedInquiry.Capabilities capabilities(CommandTable table) {
    boolean isProtected = disk.backing().protectionInformation() != null;
    return new ExtendedInquiry.Capabilities(
        isProtected,
        disk.store().hasVolatileCache(),
        table.find(WRITE_LONG_10, 0) != null,
        disk.portGroups().referrals() != null);
  }

  /** Adds the commands to {@code table} and brings back what was saved. */
  void addTo(CommandTable table) {
    LogicalUnitConfig config = disk.view().config();
    StandardInquiry standard =
        new StandardInquiry(
            disk.peripheralDeviceType(),
            config.vendor(),
            config.product(),
            config.revision(),
            StandardInquiry.SBC_4);
    TestUnitReady.addTo(table);
    RequestSense.addTo(table, this::conditionAt);
    InquiryCommand.addTo(table, standard, vpdPages(table, config), () -> bits(table));
    ModeSense.addTo(table, modePages, disk::view);
    ModeSelect.addTo(
        table, modePages, disk::view, disk.backing().nonvolatile(), disk.cache()::settle);
    LogPages logPages = logPages();
    LogSense.addTo(table, logPages);
    LogSelect.addTo(table, logPages);
    ReportLuns.addTo(table);
    ReportSupportedOperationCodes.addTo(table);
    ReportSupportedTaskManagementFunctions.addTo(table);
  }

  /** All pages take effect: once, before the first command. */
  void start(long nowNs) {
    modePages.start(nowNs);
  }

  void onReset(long nowNs) {
    modePages.onReset(nowNs);
  }

  private SenseData conditionAt(long nowNs) {
    for (CommandFamily family : families) {
      SenseData condition = family.conditionAt(nowNs);
      if (condition != null) {
        return condition;
      }
    }
    return exceptions.pollable();
  }
}
