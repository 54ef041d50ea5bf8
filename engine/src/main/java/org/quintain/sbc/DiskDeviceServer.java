// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ControlParameters;
import org.quintain.device.DeviceServer;
import org.quintain.device.DiskBacking;
import org.quintain.device.DurationLimit;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.RangeLocks;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.sbc.copy.CopyDisk;
import org.quintain.sbc.copy.CopyManager;
import org.quintain.sbc.copy.ThirdPartyCopy;
import org.quintain.sbc.hints.AdviceHints;
import org.quintain.sbc.hints.Streams;
import org.quintain.sbc.medium.Medium;
import org.quintain.sbc.protection.Protection;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.alua.AsymmetricAccess;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.spc.log.GroupStatistics;
import org.quintain.spc.log.IoStatistics;
import org.quintain.spc.mode.DurationLimitPages;
import org.quintain.spc.reservation.ReservationCommands;
import org.quintain.store.BackingStore;

/**
 * An emulated direct access block device (SBC-4) on a backing store. Runs on its logical unit's
 * reactor.
 */
public final class DiskDeviceServer implements DeviceServer, CopyDisk {
  private final LogicalUnitServices logicalUnit;
  private final DiskBacking backing;
  private final TargetPortGroups portGroups;
  private final CommandTable commands = new CommandTable(true);
  private final WriteCache cache = new WriteCache(this);
  private final Protection protection;
  private final RangeLocks ranges;
  private final CopyManager copies = new CopyManager(this);
  private final MediumAccess access;
  private final MarkedBlocks marks;
  private final TransferLimits limits = new TransferLimits(this);

  /** Of the owner reactor, and not volatile: each command looks at it again and again. */
  private final BackingStore blocks;

  private boolean isWatchedByTokens;
  private LogicalUnitView view;

  private final Resizing resizing;
  private final Prefetch prefetch = new Prefetch(this);
  private final Medium medium;
  private final Provisioning provisioning;
  private final Streams streams;
  private final GroupStatistics groups;
  private final DurationLimitPages durations = new DurationLimitPages();
  private final List<CommandFamily> families;
  private final IoStatistics statistics;
  private final PrimarySubjects primary;
  private final AdmissionGates gates;

  /** A disk of {@code config} on {@code backing}, whose store holds at least one block. */
  public DiskDeviceServer(
      LogicalUnitServices logicalUnit,
      LogicalUnitConfig config,
      DiskBacking backing,
      TargetPortGroups portGroups) {
    this.logicalUnit = logicalUnit;
    this.portGroups = portGroups;
    this.protection = new Protection(logicalUnit, config, backing, this::view);
    this.backing = protection.backing();
    this.blocks = this.backing.blocks();
    BackingStore store = blocks;
    this.ranges = new RangeLocks(logicalUnit);
    this.marks = new MarkedBlocks(logicalUnit, backing.nonvolatile());
    this.access = new MediumAccess(this, ranges, marks);
    this.view =
        new LogicalUnitView(
            config,
            capacityBlocks(config, store),
            logicalUnit.buffers().largestBytes() / protection.transferBytesPerBlockMax(),
            store.hasVolatileCache(),
            config.isReadOnly() || store.isWriteProtected(),
            ControlParameters.of(config.isDescriptorSense()));
    this.resizing = new Resizing(this);
    this.medium = new Medium(new DiskMedium(this, marks));
    this.provisioning = new Provisioning(this);
    this.streams = new Streams(provisioning.isManaged());
    this.groups = new GroupStatistics(config.blockBytes());
    this.families = families();
    this.statistics = new IoStatistics(logicalUnit, config.blockBytes(), groups);
    this.primary = new PrimarySubjects(this, families, statistics);
    addCommands();
    this.gates = new AdmissionGates(families);
    primary.start(logicalUnit.reactor().nowNs());
  }

  private static long capacityBlocks(LogicalUnitConfig config, BackingStore store) {
    long capacityBlocks = store.capacityBytes() / config.blockBytes();
    if (capacityBlocks < 1) {
      throw new IllegalArgumentException(
          String.format(
              "The store of %s has %d bytes, which is less than one block of %d.",
              config.name(), store.capacityBytes(), config.blockBytes()));
    }
    return capacityBlocks;
  }

  /** The subjects that a disk is made of, beside the plain commands: one line each. */
  private List<CommandFamily> families() {
    List<CommandFamily> all = new ArrayList<>();
    all.add(new ReservationCommands(logicalUnit, backing.nonvolatile(), view.config().name()));
    all.add(new AsymmetricAccess(logicalUnit, portGroups, BlocksNamed::find));
    all.add(new Referrals(this, portGroups.referrals()));
    all.add(medium);
    all.add(protection);
    all.add(provisioning);
    all.add(streams);
    all.add(new AdviceHints(groups, streams.isSupported() ? Streams.GROUPS : 0));
    all.add(new ThirdPartyCopy(this, copies));
    all.addAll(PrimarySubjects.families(this));
    return all;
  }

  private void addCommands() {
    for (CommandFamily family : families) {
      family.addTo(commands);
    }
    primary.addTo(commands);
    DataCommands.addTo(commands, this);
  }

  /** Replaces what READ and WRITE need to know. Runs on the owner reactor. */
  public void publish(LogicalUnitView replacement) {
    view = replacement;
  }

  @Override
  public LogicalUnitView view() {
    return view;
  }

  /** Where its blocks live. */
  @Override
  public BackingStore store() {
    return isWatchedByTokens ? copies.tokens().watching(blocks) : blocks;
  }

  @Override
  public void onTokenMade() {
    isWatchedByTokens = true;
  }

  @Override
  public CopyManager copyManager() {
    return copies;
  }

  @Override
  public boolean isCopyable() {
    return medium.isReady();
  }

  @Override
  public boolean permits(ItNexus nexus, boolean isWriting) {
    return families.stream().allMatch(family -> family.permits(nexus, isWriting));
  }

  /** What commands hold; store requests that touch blocks go by {@link RangeLocks#submit}. */
  @Override
  public RangeLocks ranges() {
    return ranges;
  }

  /** The steps that move and compare blocks. */
  MediumAccess access() {
    return access;
  }

  /** The blocks that WRITE LONG marked as unrecovered errors. */
  MarkedBlocks marks() {
    return marks;
  }

  @Override
  public boolean isMarked(long first, long blocks) {
    return marks.firstWithin(first, blocks) >= 0;
  }

  @Override
  public void onBlocksReplaced(long nowNs, long first, long blocks) {
    marks.forget(nowNs, first, blocks);
  }

  /** The read that PRE-FETCH leaves behind. */
  Prefetch prefetch() {
    return prefetch;
  }

  /** The store's volatile cache, and the flushes of it that no command waits for. */
  WriteCache cache() {
    return cache;
  }

  /** How much a single command may ask for. */
  TransferLimits limits() {
    return limits;
  }

  @Override
  public Protection protection() {
    return protection;
  }

  /** The mode pages of command duration limits. */
  DurationLimitPages durations() {
    return durations;
  }

  /** Its streams, if any. */
  Streams streams() {
    return streams;
  }

  /** What it stands on. */
  public DiskBacking backing() {
    return backing;
  }

  /** The space behind its blocks. */
  Provisioning provisioning() {
    return provisioning;
  }

  /** The target port groups that it is seen through. */
  public TargetPortGroups portGroups() {
    return portGroups;
  }

  /** The target port group of the port of {@code relativeTargetPortIdentifier}. */
  int targetPortGroup(int relativeTargetPortIdentifier) {
    TargetPortGroup group = portGroups.groupOf(relativeTargetPortIdentifier);
    return group == null ? portGroups.identifierOfOthers() : group.identifier();
  }

  @Override
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
    statistics.onStarted(nowNs, execution);
    definition.handler().run(nowNs, execution);
  }

  @Override
  public void onCommandEnded(long nowNs, CommandExecution execution) {
    statistics.onEnded(nowNs, execution);
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
    primary.onReset(nowNs);
    for (CommandFamily family : families) {
      family.onReset(nowNs);
    }
  }

  @Override
  public void onCapacityChanged(long nowNs) {
    resizing.onCapacityChanged(nowNs);
  }

  @Override
  public void onNexusEstablished(long nowNs, ItNexus nexus) {
    for (CommandFamily family : families) {
      family.onNexusEstablished(nowNs, nexus);
    }
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    for (CommandFamily family : families) {
      family.onNexusLoss(nowNs, nexus);
    }
  }

  @Override
  public void onRemoval(long nowNs) {
    for (CommandFamily family : families) {
      family.onRemoval(nowNs);
    }
  }

  /** Since when no command is executed; {@link Long#MAX_VALUE} while one is. */
  long idleSinceNs() {
    return statistics.idleSinceNs();
  }

  @Override
  public boolean admits(long nowNs, CommandExecution execution, AdmissionStage stage) {
    return gates.admit(nowNs, execution, stage);
  }

  @Override
  public @Nullable DurationLimit durationLimitOf(CommandExecution execution) {
    return durations.limitOf(execution);
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
  public SenseData senseOf(AdditionalSense attention) {
    for (CommandFamily family : families) {
      SenseData described = family.describe(attention);
      if (described != null) {
        return described;
      }
    }
    return SenseData.of(attention);
  }

  @Override
  public boolean isWriteProtected() {
    LogicalUnitView now = view;
    return now.isWriteProtected() || now.control().isSoftwareWriteProtected();
  }

  @Override
  public boolean isIdle() {
    return cache.isIdle() && ranges.isIdle() && families.stream().allMatch(CommandFamily::isIdle);
  }
}
