// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.util.ArrayList;
import java.util.List;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandTable;
import org.quintain.device.ControlParameters;
import org.quintain.device.DeviceServer;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.InquiryCommand;
import org.quintain.spc.ReportLuns;
import org.quintain.spc.ReportSupportedOperationCodes;
import org.quintain.spc.ReportSupportedTaskManagementFunctions;
import org.quintain.spc.RequestSense;
import org.quintain.spc.StandardInquiry;
import org.quintain.spc.TestUnitReady;
import org.quintain.spc.alua.AsymmetricAccess;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.spc.mode.ControlPage;
import org.quintain.spc.mode.InformationalExceptionsPage;
import org.quintain.spc.mode.ModePage;
import org.quintain.spc.mode.ModePages;
import org.quintain.spc.mode.ModeSense;
import org.quintain.spc.vpd.DeviceIdentification;
import org.quintain.spc.vpd.UnitSerialNumber;
import org.quintain.spc.vpd.VpdPage;
import org.quintain.spc.vpd.VpdPages;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * An emulated direct access block device (SBC-4) on a backing store. Runs on its logical unit's
 * reactor.
 */
public final class DiskDeviceServer implements DeviceServer {
  private final LogicalUnitServices logicalUnit;
  private final DiskBacking backing;
  private final TargetPortGroups portGroups;
  private final CommandTable commands = new CommandTable();
  private final StoreRequest backgroundFlush;
  private volatile LogicalUnitView view;
  private final List<CommandFamily> families;
  private final CommandGate[][] gates;
  private boolean isFlushWanted;
  private boolean hasFlushFailed;

  /**
   * A disk of {@code config} that stands on {@code backing}, whose store holds at least one block.
   */
  public DiskDeviceServer(
      LogicalUnitServices logicalUnit,
      LogicalUnitConfig config,
      DiskBacking backing,
      TargetPortGroups portGroups) {
    this.logicalUnit = logicalUnit;
    this.portGroups = portGroups;
    this.backing = backing;
    BackingStore store = backing.blocks();
    this.backgroundFlush = new StoreRequest(this, this::onFlushed, 1);
    this.view =
        new LogicalUnitView(
            config,
            capacityBlocks(config, store),
            logicalUnit.buffers().largestBytes() / config.blockBytes(),
            store.hasVolatileCache(),
            config.isReadOnly() || store.isWriteProtected(),
            ControlParameters.of(config.isDescriptorSense()));
    this.families = families();
    addCommands(config);
    this.gates = gates();
  }

  private static long capacityBlocks(LogicalUnitConfig config, BackingStore store) {
    long capacityBlocks = store.capacityBytes() / config.blockBytes();
    if (capacityBlocks < 1) {
      throw new IllegalArgumentException(
          "The store of "
              + config.name()
              + " has "
              + store.capacityBytes()
              + " bytes, which is less than one block of "
              + config.blockBytes()
              + ".");
    }
    return capacityBlocks;
  }

  /** The subjects that a disk is made of, beside the plain commands: one line each. */
  private List<CommandFamily> families() {
    List<CommandFamily> all = new ArrayList<>();
    all.add(new AsymmetricAccess(logicalUnit, portGroups, BlocksNamed::find));
    all.add(new Referrals(this, portGroups.referrals()));
    return all;
  }

  private CommandGate[][] gates() {
    CommandGate[][] all = new CommandGate[AdmissionStage.values().length][];
    for (AdmissionStage stage : AdmissionStage.values()) {
      List<CommandGate> here = new ArrayList<>();
      for (CommandFamily family : families) {
        CommandGate gate = family.gateAt(stage);
        if (gate != null) {
          here.add(gate);
        }
      }
      all[stage.ordinal()] = here.toArray(new CommandGate[0]);
    }
    return all;
  }

  private void addCommands(LogicalUnitConfig config) {
    List<VpdPage> vpdPages = new ArrayList<>();
    vpdPages.add(new UnitSerialNumber(config.unitSerialNumber()));
    vpdPages.add(new DeviceIdentification(config));
    vpdPages.addAll(BlockPages.vpdPages(this::view));
    List<ModePage> modePages = new ArrayList<>(BlockPages.modePages(view));
    modePages.add(ControlPage.of(config.isDescriptorSense()));
    modePages.add(InformationalExceptionsPage.of());
    for (CommandFamily family : families) {
      vpdPages.addAll(family.vpdPages());
      modePages.addAll(family.modePages());
      family.addTo(commands);
    }
    StandardInquiry standard =
        new StandardInquiry(
            peripheralDeviceType(),
            config.vendor(),
            config.product(),
            config.revision(),
            StandardInquiry.SBC_3);

    TestUnitReady.addTo(commands);
    RequestSense.addTo(commands, this::conditionAt);
    InquiryCommand.addTo(commands, standard, new VpdPages(vpdPages));
    ModePages pages = new ModePages(modePages);
    ModeSense.addTo(commands, pages, this::view);
    ReportLuns.addTo(commands);
    ReportSupportedOperationCodes.addTo(commands);
    ReportSupportedTaskManagementFunctions.addTo(commands);
    ReadCapacityCommands.addTo(commands, this);
    ReadCommands.addTo(commands, this);
    WriteCommands.addTo(commands, this);
    VerifyCommands.addTo(commands, this);
    SynchronizeCacheCommands.addTo(commands, this);
  }

  private SenseData conditionAt(long nowNs) {
    for (CommandFamily family : families) {
      SenseData condition = family.conditionAt(nowNs);
      if (condition != null) {
        return condition;
      }
    }
    return SenseData.NONE;
  }

  /** Replaces what READ and WRITE need to know. Runs on the owner reactor. */
  public void publish(LogicalUnitView replacement) {
    view = replacement;
  }

  /** What READ and WRITE need to know, as published last. */
  public LogicalUnitView view() {
    return view;
  }

  /** Where its blocks live. */
  public BackingStore store() {
    return backing.blocks();
  }

  /** What it stands on. */
  public DiskBacking backing() {
    return backing;
  }

  /** The target port groups that it is seen through. */
  public TargetPortGroups portGroups() {
    return portGroups;
  }

  /** The logical unit that it serves. */
  public LogicalUnitServices logicalUnit() {
    return logicalUnit;
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
    Check.that(false, "a disk sends its Data-In in one piece", command.slot());
  }

  @Override
  public void onReset(long nowNs) {
    for (CommandFamily family : families) {
      family.onReset(nowNs);
    }
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    for (CommandFamily family : families) {
      family.onNexusLoss(nowNs, nexus);
    }
  }

  @Override
  public boolean admits(long nowNs, CommandExecution execution, AdmissionStage stage) {
    for (CommandGate gate : gates[stage.ordinal()]) {
      if (!gate.admits(nowNs, execution)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public ControlParameters control() {
    return view.control();
  }

  @Override
  public int peripheralDeviceType() {
    return 0x00;
  }

  @Override
  public boolean isDescriptorSense() {
    return view.isDescriptorSense();
  }

  @Override
  public boolean isWriteProtected() {
    LogicalUnitView now = view;
    return now.isWriteProtected() || now.control().isSoftwareWriteProtected();
  }

  @Override
  public boolean isIdle() {
    return !backgroundFlush.isSubmitted() && families.stream().allMatch(CommandFamily::isIdle);
  }

  /** Starts a flush that no command waits for; while one is under way, one more follows it. */
  void flushInBackground(long nowNs) {
    if (backgroundFlush.isSubmitted()) {
      isFlushWanted = true;
      return;
    }
    backgroundFlush.flush();
    store().submit(nowNs, logicalUnit.reactor(), backgroundFlush);
  }

  /** Whether a flush that no command waited for failed since this was asked last. */
  boolean takeFlushFailure() {
    boolean hasFailed = hasFlushFailed;
    hasFlushFailed = false;
    return hasFailed;
  }

  private void onFlushed(long nowNs, StoreRequest request, StoreResult result) {
    hasFlushFailed |= result != StoreResult.DONE;
    if (isFlushWanted) {
      isFlushWanted = false;
      flushInBackground(nowNs);
    }
  }
}
