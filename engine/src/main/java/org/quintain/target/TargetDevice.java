// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.DeviceServer;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.LogicalUnitServices;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.Check;
import org.quintain.sbc.DiskDeviceServer;
import org.quintain.spc.PrimaryDeviceServer;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.store.BackingStore;

/**
 * A SCSI target device (SAM-5 4.5.5): the whole engine of one process, with its ports, logical
 * units and nexuses. Its control state is owned by one reactor.
 *
 * <p>Made and configured by one thread before its reactors run; changed afterwards on the owner
 * reactor alone.
 */
public final class TargetDevice {
  private final TargetDeviceConfig config;
  private final Reactor owner;
  private final TraceSink sink;
  private final TraceRing ring;
  private final int nexusIndices;
  private final @Nullable ReactorResources[] resources;

  /** The two that are there before any other. */
  private static final int WELL_KNOWN_UNITS = 2;

  private final List<LogicalUnit> units = new ArrayList<>();
  private int unitsMade;
  private final List<TargetPort> ports = new ArrayList<>();
  private final TaskRouter router = new TaskRouter(this);
  private final CommandAborter aborter = new CommandAborter();
  private final TaskManager taskManager = new TaskManager(this);
  private final AsynchronousEvents events = new AsynchronousEvents(this);
  private final LostNexuses lostNexuses;
  private final LogicalUnit incorrectLogicalUnit;
  private final LogicalUnit reportLunsWellKnown;
  private long commandsBegun;
  private long commandsEnded;

  /**
   * Allocates everything.
   *
   * @param owner the reactor that owns the control state
   * @param fabricReactors the reactors that nexuses will live on; the owner may be among them or
   *     not
   * @param sink is told what happens, beside the ring of the last events that the device keeps by
   *     itself
   */
  public TargetDevice(
      TargetDeviceConfig config, Reactor owner, List<Reactor> fabricReactors, TraceSink sink) {
    this.config = config;
    this.owner = owner;
    this.sink = sink;
    this.ring = new TraceRing(config.traceEvents());
    List<Reactor> reactors = new ArrayList<>(fabricReactors);
    if (!reactors.contains(owner)) {
      reactors.add(owner);
    }
    int each = Math.max(1, config.nexusesMax() / reactors.size());
    this.nexusIndices = each * reactors.size();
    this.lostNexuses = new LostNexuses(4 * nexusIndices);
    int highest = reactors.stream().mapToInt(Reactor::index).max().orElse(0);
    this.resources = new ReactorResources[highest + 1];
    int firstNexus = 0;
    for (Reactor reactor : reactors) {
      resources[reactor.index()] = new ReactorResources(this, reactor, firstNexus, each);
      firstNexus += each;
    }
    this.incorrectLogicalUnit =
        addUnit("(no logical unit)", unit -> PrimaryDeviceServer.incorrectLogicalUnit());
    this.reportLunsWellKnown =
        addUnit("(report luns)", unit -> PrimaryDeviceServer.reportLunsWellKnown());
  }

  /** A device whose nexuses all live on {@code owner}, which tells nobody what happens. */
  public TargetDevice(TargetDeviceConfig config, Reactor owner) {
    this(config, owner, List.of(owner), TraceSink.NONE);
  }

  /**
   * Adds a disk. It is seen through no port before a {@link LunMap} maps it.
   *
   * @throws IllegalArgumentException with one sentence when the store does not fit the
   *     configuration
   */
  public LogicalUnit addLogicalUnit(LogicalUnitConfig unitConfig, BackingStore store) {
    return addLogicalUnit(unitConfig, DiskBacking.of(store));
  }

  /** The same, with all that the disk stands on. */
  public LogicalUnit addLogicalUnit(LogicalUnitConfig unitConfig, DiskBacking backing) {
    return addLogicalUnit(unitConfig, backing, TargetPortGroups.single());
  }

  /** The same, seen through target port groups that it may have in common with other disks. */
  public LogicalUnit addLogicalUnit(
      LogicalUnitConfig unitConfig, DiskBacking backing, TargetPortGroups portGroups) {
    return addUnit(
        unitConfig.name(), unit -> new DiskDeviceServer(unit, unitConfig, backing, portGroups));
  }

  /** Adds a logical unit with a device server of another kind. */
  public LogicalUnit addLogicalUnit(
      String name, Function<LogicalUnitServices, DeviceServer> deviceServer) {
    return addUnit(name, deviceServer);
  }

  private LogicalUnit addUnit(
      String name, Function<LogicalUnitServices, DeviceServer> deviceServer) {
    LogicalUnit unit = new LogicalUnit(this, unitsMade++, name, deviceServer);
    units.add(unit);
    shareOut();
    return unit;
  }

  /** Each logical unit may have all command slots, or leaves an eighth to the others. */
  private void shareOut() {
    int slots = 0;
    for (ReactorResources each : resources) {
      slots += each == null ? 0 : each.commands().slots();
    }
    for (LogicalUnit unit : units) {
      unit.limits(unit.limits().shared(slots, units.size() - WELL_KNOWN_UNITS));
    }
  }

  /**
   * Takes a logical unit away while everything runs, on the owner reactor: initiators lose sight of
   * it at once, its waiting commands end, and {@code then} runs when nothing of it is left, so that
   * its store can be closed. A store that does not answer holds up {@code then} alone.
   *
   * @throws IllegalArgumentException with one sentence when it is not there
   */
  public void removeLogicalUnit(long nowNs, LogicalUnit unit, ReactorTask then) {
    if (units.indexOf(unit) < WELL_KNOWN_UNITS) {
      throw new IllegalArgumentException(unit.name() + " is not a logical unit that can go.");
    }
    for (TargetPort port : ports) {
      port.withdraw(nowNs, unit);
    }
    units.remove(unit);
    shareOut();
    unit.remove(nowNs, then);
  }

  /**
   * Adds a port.
   *
   * @throws IllegalArgumentException with one sentence when its relative target port identifier is
   *     taken
   */
  public TargetPort addPort(TargetPortConfig portConfig) {
    for (TargetPort other : ports) {
      if (other.relativeTargetPortIdentifier() == portConfig.relativeTargetPortIdentifier()) {
        throw new IllegalArgumentException(
            "The relative target port identifier "
                + portConfig.relativeTargetPortIdentifier()
                + " of "
                + portConfig.name()
                + " is that of "
                + other.name()
                + " already.");
      }
    }
    TargetPort port = new TargetPort(this, portConfig);
    ports.add(port);
    return port;
  }

  /**
   * Takes a port away while everything runs, on the owner reactor. It takes no more nexuses; when
   * its fabric has reported the loss of its last one it is gone, and its relative target port
   * identifier is free.
   *
   * @throws IllegalArgumentException with one sentence when it is not there
   */
  public void removePort(TargetPort port) {
    if (!ports.contains(port)) {
      throw new IllegalArgumentException(port.name() + " is no port of this target device.");
    }
    port.retire();
  }

  void onPortUnused(TargetPort port) {
    ports.remove(port);
  }

  /** The ports, in the order in which they were added. */
  public List<TargetPort> ports() {
    return List.copyOf(ports);
  }

  /** The limits it was made with. */
  public TargetDeviceConfig config() {
    return config;
  }

  /** The reactor that owns the control state. */
  public Reactor owner() {
    return owner;
  }

  /** The last events, for the case that an invariant breaks. */
  public TraceRing lastEvents() {
    return ring;
  }

  /** How many commands the engine took from fabrics and has not ended. */
  public long commandsUnderWay() {
    return commandsBegun - commandsEnded;
  }

  /** How many commands the engine has ended, with a status or silently. */
  public long commandsEnded() {
    return commandsEnded;
  }

  /**
   * Checks that nothing is left over when nothing should be under way: no command, no function, no
   * memory.
   *
   * @throws org.quintain.sam.InvariantViolation when something is
   */
  public void checkIdle() {
    Check.that(commandsUnderWay() == 0, "an idle engine has no commands", commandsUnderWay());
    Check.that(
        taskManager.pendingCount() == 0,
        "an idle engine has no functions",
        taskManager.pendingCount());
    for (LogicalUnit unit : units) {
      Check.that(unit.taskSet().isEmpty(), "an idle task set is empty", unit.number());
      Check.that(
          unit.deadlines().unansweredCount() == 0,
          "an idle store has answered",
          unit.deadlines().unansweredCount());
      Check.that(unit.deviceServer().isIdle(), "an idle device server does nothing", unit.number());
    }
    for (ReactorResources each : resources) {
      if (each != null) {
        Check.that(each.commands().inUse() == 0, "every slot came back", each.commands().inUse());
        Check.that(
            each.buffers().lentCount() == 0, "every block came back", each.buffers().lentCount());
      }
    }
  }

  // For the rest of the package.

  /** How many reactors have an index, from 0 on, that may be without one here. */
  int reactorIndices() {
    return resources.length;
  }

  int nexusIndices() {
    return nexusIndices;
  }

  List<ItNexus> nexusesThat(Predicate<ItNexus> wanted) {
    return ports.stream()
        .flatMap(TargetPort::nexuses)
        .filter(wanted)
        .sorted(Comparator.comparingInt(ItNexus::index))
        .toList();
  }

  ReactorResources resourcesOf(Reactor reactor) {
    ReactorResources found = reactor.index() < resources.length ? resources[reactor.index()] : null;
    Check.that(
        found != null && found.reactor() == reactor,
        "a nexus lives on a reactor that the device was made with",
        reactor.index());
    return found;
  }

  BufferPool ownerBuffers() {
    return resourcesOf(owner).buffers();
  }

  TaskRouter router() {
    return router;
  }

  TaskManager taskManager() {
    return taskManager;
  }

  CommandAborter aborter() {
    return aborter;
  }

  AsynchronousEvents events() {
    return events;
  }

  LostNexuses lostNexuses() {
    return lostNexuses;
  }

  LogicalUnit incorrectLogicalUnit() {
    return incorrectLogicalUnit;
  }

  LogicalUnit reportLunsWellKnown() {
    return reportLunsWellKnown;
  }

  void forEachUnit(Consumer<LogicalUnit> action) {
    units.forEach(action);
  }

  void onCommandBegun() {
    commandsBegun++;
  }

  void onCommandEnded() {
    commandsEnded++;
    Check.that(commandsEnded <= commandsBegun, "a command ends once", commandsEnded, commandsBegun);
  }

  /** Gives back the Data-In block, which came from the owner reactor's pool. */
  void releaseDataIn(Command command) {
    MemoryBlock dataIn = command.dataInBlock();
    Check.that(dataIn != null, "a Data-In block is given back once", command.slot());
    command.dataInBlock(null);
    ownerBuffers().release(dataIn);
  }

  void releaseSlot(Command command) {
    TargetPort.release(command);
  }

  long firstCdbBytes(Command command) {
    return Cdb.u64(command.cdb(), 0);
  }

  void trace(long nowNs, TraceEvent event, long first, long second, long third) {
    ring.record(nowNs, event, first, second, third);
    if (sink != TraceSink.NONE) {
      sink.record(nowNs, event, first, second, third);
    }
  }
}
