// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import java.util.List;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.DeviceServer;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.spc.vpd.VpdPages;

/** A device server that knows a few primary commands and moves no Data-Out. */
public final class PrimaryDeviceServer implements DeviceServer {
  private static final int WELL_KNOWN_LOGICAL_UNIT = 0x1E;
  private static final int INCORRECT_LOGICAL_UNIT = 0x7F;

  private final int peripheral;
  private final CommandTable commands = new CommandTable();
  private final AdditionalSense refusal;

  private PrimaryDeviceServer(
      int peripheral, AdditionalSense refusal, SenseData standing, String product) {
    this.peripheral = peripheral;
    this.refusal = refusal;
    StandardInquiry standard = new StandardInquiry(peripheral, "QUINTAIN", product, "0001", 0);
    InquiryCommand.addTo(commands, standard, new VpdPages(List.of()), () -> InquiryBits.NONE);
    RequestSense.addTo(commands, nowNs -> standing);
    ReportLuns.addTo(commands);
  }

  /** The REPORT LUNS well-known logical unit (SPC-5 8.2). */
  public static PrimaryDeviceServer reportLunsWellKnown() {
    PrimaryDeviceServer server =
        new PrimaryDeviceServer(
            WELL_KNOWN_LOGICAL_UNIT,
            AdditionalSense.INVALID_COMMAND_OPERATION_CODE,
            SenseData.NONE,
            "REPORT LUNS");
    TestUnitReady.addTo(server.commands);
    return server;
  }

  /**
   * What answers for a LUN that no logical unit is mapped to (SAM-5 5.12): INQUIRY says that none
   * can be there, REPORT LUNS tells the inventory, REQUEST SENSE and everything else say LOGICAL
   * UNIT NOT SUPPORTED.
   */
  public static PrimaryDeviceServer incorrectLogicalUnit() {
    return new PrimaryDeviceServer(
        INCORRECT_LOGICAL_UNIT,
        AdditionalSense.LOGICAL_UNIT_NOT_SUPPORTED,
        SenseData.of(AdditionalSense.LOGICAL_UNIT_NOT_SUPPORTED),
        "NO LOGICAL UNIT");
  }

  @Override
  public CommandTable commands() {
    return commands;
  }

  @Override
  public void execute(long nowNs, Command command) {
    CommandExecution execution = CommandExecution.of(command);
    CommandDefinition definition = execution.definition();
    Check.that(definition != null, "a device server executes the commands it knows");
    definition.handler().run(nowNs, execution);
  }

  @Override
  public void onDataOutReceived(long nowNs, Command command, DeliveryResult result) {
    CommandExecution.of(command).onDataOutReceived(nowNs, result);
  }

  @Override
  public void onDataInDelivered(long nowNs, Command command, DeliveryResult result) {
    Check.that(false, "parameter data is sent in one piece", command.slot());
  }

  /** Nothing to do: there is no volatile setting. */
  @Override
  public void onReset(long nowNs) {}

  @Override
  public int peripheralDeviceType() {
    return peripheral;
  }

  @Override
  public boolean isDescriptorSense() {
    return false;
  }

  @Override
  public boolean isWriteProtected() {
    return false;
  }

  @Override
  public AdditionalSense refusal() {
    return refusal;
  }

  @Override
  public boolean isIdle() {
    return true;
  }
}
