// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.util.ArrayList;
import java.util.List;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.DeviceServer;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.spc.InquiryCommand;
import org.quintain.spc.ReportLuns;
import org.quintain.spc.ReportSupportedOperationCodes;
import org.quintain.spc.ReportSupportedTaskManagementFunctions;
import org.quintain.spc.RequestSense;
import org.quintain.spc.StandardInquiry;
import org.quintain.spc.TestUnitReady;
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
  private final BackingStore store;
  private final CommandTable commands = new CommandTable();
  private final StoreRequest backgroundFlush;
  private volatile LogicalUnitView view;
  private boolean isFlushWanted;
  private boolean hasFlushFailed;

  /**
   * A disk of {@code config} whose blocks are in {@code store}, which holds at least one of them.
   */
  public DiskDeviceServer(
      LogicalUnitServices logicalUnit, LogicalUnitConfig config, BackingStore store) {
    this.logicalUnit = logicalUnit;
    this.store = store;
    this.backgroundFlush = new StoreRequest(this, this::onFlushed, 1);
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
    this.view =
        new LogicalUnitView(
            config,
            capacityBlocks,
            logicalUnit.buffers().largestBytes() / config.blockBytes(),
            store.hasVolatileCache(),
            config.isReadOnly() || store.isWriteProtected(),
            config.isDescriptorSense());
    addCommands(config);
  }

  private void addCommands(LogicalUnitConfig config) {
    List<VpdPage> vpdPages = new ArrayList<>();
    vpdPages.add(new UnitSerialNumber(config.unitSerialNumber()));
    vpdPages.add(new DeviceIdentification(config));
    vpdPages.addAll(BlockPages.vpdPages(this::view));
    List<ModePage> modePages = new ArrayList<>(BlockPages.modePages());
    modePages.add(new ControlPage());
    modePages.add(new InformationalExceptionsPage());
    StandardInquiry standard =
        new StandardInquiry(
            peripheralDeviceType(),
            config.vendor(),
            config.product(),
            config.revision(),
            StandardInquiry.SBC_3);

    TestUnitReady.addTo(commands);
    RequestSense.addTo(commands, SenseData.NONE);
    InquiryCommand.addTo(commands, standard, new VpdPages(vpdPages));
    ModeSense.addTo(commands, new ModePages(modePages), this::view);
    ReportLuns.addTo(commands);
    ReportSupportedOperationCodes.addTo(commands);
    ReportSupportedTaskManagementFunctions.addTo(commands);
    ReadCapacityCommands.addTo(commands, this);
    ReadCommands.addTo(commands, this);
    WriteCommands.addTo(commands, this);
    VerifyCommands.addTo(commands, this);
    SynchronizeCacheCommands.addTo(commands, this);
  }

  /** What READ and WRITE need to know, as published last. */
  public LogicalUnitView view() {
    return view;
  }

  BackingStore store() {
    return store;
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

  /** Nothing to do: no mode parameter can be changed, so all have their default values. */
  @Override
  public void onReset(long nowNs) {}

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
    return view.isWriteProtected();
  }

  @Override
  public boolean isIdle() {
    return !backgroundFlush.isSubmitted();
  }

  /** Starts a flush that no command waits for; while one is under way, one more follows it. */
  void flushInBackground(long nowNs) {
    if (backgroundFlush.isSubmitted()) {
      isFlushWanted = true;
      return;
    }
    backgroundFlush.flush();
    store.submit(nowNs, logicalUnit.reactor(), backgroundFlush);
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
