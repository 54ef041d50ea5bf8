// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TransportServices;
import org.quintain.memory.BufferPool;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreCompletion;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * One command while the engine has it: what its slot keeps beside the {@link Command}, and the few
 * verbs that a command's handler is written in. Made with the pool, used again for every command of
 * its slot; runs on the owner reactor of the logical unit.
 *
 * <p>An abort never interrupts: it marks the command, and whichever verb runs next ends it
 * silently.
 */
public class CommandExecution extends CommandWorkspace implements StoreCompletion {
  private static final int STORE_SEGMENTS_MAX = 96;

  private final Command command;
  private final StoreRequest storeRequest = new StoreRequest(this, this, STORE_SEGMENTS_MAX);
  private final RangeUse rangeUse = new RangeUse(this);
  private final ReactorTask resumption = this::resume;

  private @Nullable LogicalUnitServices logicalUnit;
  private @Nullable DeviceServer deviceServer;
  private @Nullable TransportServices transport;
  private @Nullable CommandDefinition definition;
  private boolean isMappedReadOnly;

  private @Nullable CommandStep next;
  private StoreResult storeResult = StoreResult.DONE;
  private boolean isStarted;
  private long startedNs;

  /** For the engine's own per-slot state, which this is the beginning of. */
  protected CommandExecution(Command command) {
    this.command = command;
  }

  /** The execution that belongs to {@code command}. */
  public static CommandExecution of(Command command) {
    Object context = command.engineContext();
    Check.that(context != null, "the engine prepares every slot", command.slot());
    return (CommandExecution) context;
  }

  /** Begins a command that was routed to {@code unit}. */
  public void begin(
      LogicalUnitServices unit,
      DeviceServer server,
      TransportServices services,
      boolean mappedReadOnly) {
    // Mostly the slot's last command came the same way, and a comparison is cheaper.
    if (deviceServer != server || transport != services) {
      logicalUnit = unit;
      deviceServer = server;
      transport = services;
    }
    isMappedReadOnly = mappedReadOnly;
    definition = server.commands().find(command.cdb());
    beginWork();
    next = null;
    isStarted = false;
  }

  /** Notes that the device server began to execute it at {@code nowNs}. */
  public void startedNs(long nowNs) {
    isStarted = true;
    startedNs = nowNs;
  }

  /** Whether the device server began to execute it. */
  public boolean isStarted() {
    return isStarted;
  }

  /** When that was. */
  public long startedNs() {
    return startedNs;
  }

  /** The command. */
  public Command command() {
    return command;
  }

  /** The CDB's bytes. */
  public byte[] cdb() {
    return command.cdb();
  }

  /** The command's row in the table, or null where the device server has none. */
  public @Nullable CommandDefinition definition() {
    return definition;
  }

  /** The logical unit that the command was routed to. */
  public LogicalUnitServices logicalUnit() {
    LogicalUnitServices unit = logicalUnit;
    Check.that(unit != null, "an executing command has a logical unit", command.slot());
    return unit;
  }

  /** The device server of that logical unit. */
  public DeviceServer deviceServer() {
    DeviceServer server = deviceServer;
    Check.that(server != null, "an executing command has a device server", command.slot());
    return server;
  }

  @Override
  BufferPool buffers() {
    return logicalUnit().buffers();
  }

  /** The fabric that carries the command. */
  public TransportServices transport() {
    TransportServices services = transport;
    Check.that(services != null, "an executing command has a fabric", command.slot());
    return services;
  }

  /** Whether the medium takes no writes through the LUN that the command came by. */
  public boolean isWriteProtected() {
    return isMappedReadOnly || deviceServer().isWriteProtected();
  }

  /** What a command that writes is told where {@link #isWriteProtected} (SBC-4 4.12). */
  public AdditionalSense writeProtection() {
    return !isMappedReadOnly && deviceServer().control().isSoftwareWriteProtected()
        ? AdditionalSense.SOFTWARE_WRITE_PROTECTED
        : AdditionalSense.WRITE_PROTECTED;
  }

  // Ends.

  /** GOOD. Data-In and the lengths are set before. */
  public void good(long nowNs) {
    end(nowNs, Status.GOOD);
  }

  /** Ends with {@code status} and no data. */
  public void end(long nowNs, Status status) {
    command.status(status, 0);
    logicalUnit().complete(nowNs, command);
  }

  /** CHECK CONDITION with {@code sense}, and no data transferred. */
  public void terminate(long nowNs, SenseData sense) {
    command.dataIn().clear();
    command.transfers(0, 0);
    terminateAfterData(nowNs, sense);
  }

  /** CHECK CONDITION with {@code sense} after the data that is set was transferred. */
  public void terminateAfterData(long nowNs, SenseData sense) {
    int length = sense.encode(command.sense(), deviceServer().isDescriptorSense());
    command.senseLength(length);
    end(nowNs, Status.CHECK_CONDITION);
  }

  /** CHECK CONDITION with nothing said beyond {@code additional}. */
  public void terminate(long nowNs, AdditionalSense additional) {
    terminate(nowNs, SenseData.of(additional));
  }

  /** No memory for the data: the same command may go well later (SAM-5 5.3.1). */
  public void busy(long nowNs) {
    command.dataIn().clear();
    command.transfers(0, 0);
    end(nowNs, Status.BUSY);
  }

  // Parameter data.

  /**
   * Zeroed memory to make {@code lengthBytes} bytes of parameter data in, or null when memory is
   * out and the command has ended with BUSY.
   */
  public @Nullable ByteBuffer parameterData(long nowNs, int lengthBytes) {
    MemoryBlock block = acquireDataIn(lengthBytes);
    if (block == null) {
      busy(nowNs);
      return null;
    }
    ParameterData.zero(block.bytes(), lengthBytes);
    return block.bytes();
  }

  /**
   * GOOD with the parameter data just made: {@code lengthBytes} long, of which the allocation
   * length lets through the beginning (SPC-5 4.2.5.6).
   */
  public void goodWithParameterData(long nowNs, int lengthBytes, long allocationLength) {
    int given = (int) Math.min(lengthBytes, allocationLength);
    MemoryBlock block = command.dataInBlock();
    Check.that(block != null, "parameter data is made before it is sent", command.slot());
    command.transfers(0, given);
    command.dataIn().add(block.bytes(), 0, (int) Math.min(given, command.expectedDataInBytes()));
    good(nowNs);
  }

  /** Gives the command a Data-In block of at least {@code lengthBytes}; null when memory is out. */
  public @Nullable MemoryBlock acquireDataIn(int lengthBytes) {
    Check.that(command.dataInBlock() == null, "a command has one Data-In block", command.slot());
    BufferPool buffers = logicalUnit().buffers();
    MemoryBlock block = lengthBytes <= buffers.largestBytes() ? buffers.acquire(lengthBytes) : null;
    command.dataInBlock(block);
    return block;
  }

  // Data-Out.

  /**
   * Fetches the first {@code lengthBytes} of Data-Out, then runs {@code then}; at once when that is
   * none.
   */
  public void receiveDataOut(long nowNs, long lengthBytes, CommandStep then) {
    if (lengthBytes == 0) {
      then.run(nowNs, this);
      return;
    }
    if (command.dataOutBlock() == null) {
      busy(nowNs);
      return;
    }
    next = then;
    command.moveTo(CommandState.RECEIVING_DATA_OUT);
    transport().receiveDataOut(nowNs, command, 0, lengthBytes);
  }

  /** The Data-Out asked for is there, or is not to be had. */
  public void onDataOutReceived(long nowNs, DeliveryResult result) {
    command.moveTo(CommandState.ENABLED);
    if (command.isAbortRequested()) {
      logicalUnit().complete(nowNs, command);
    } else if (result != DeliveryResult.DELIVERED) {
      terminate(nowNs, DeliveryErrors.senseOf(result));
    } else {
      takeStep(nowNs);
    }
  }

  // Store.

  /** The command's own store request, to be filled before {@link #submit}. */
  public StoreRequest storeRequest() {
    return storeRequest;
  }

  /** The segments that a store request of this command may have. */
  public SegmentList storeSegments() {
    return storeRequest.segments();
  }

  /** How the last store request ended. */
  public StoreResult storeResult() {
    return storeResult;
  }

  /**
   * Hands the store request to {@code store}, then runs {@code then}, perhaps before this returns.
   */
  public void submit(long nowNs, BackingStore store, CommandStep then) {
    next = then;
    command.moveTo(CommandState.STORING);
    store.submit(nowNs, logicalUnit().reactor(), storeRequest);
  }

  @Override
  public void onStoreCompleted(long nowNs, StoreRequest request, StoreResult result) {
    command.moveTo(CommandState.ENABLED);
    storeResult = result;
    RangeLocks awaiting = RangeLocks.takeWaiters(this);
    if (command.isAbortRequested()) {
      logicalUnit().complete(nowNs, command);
    } else {
      takeStep(nowNs);
    }
    if (awaiting != null) {
      awaiting.wake(nowNs);
    }
  }

  /** Hands over the store request of a suspended command, or ends it if it was aborted. */
  void resubmit(long nowNs, BackingStore store, CommandStep then) {
    command.moveTo(CommandState.ENABLED);
    if (command.isAbortRequested()) {
      logicalUnit().complete(nowNs, command);
    } else {
      submit(nowNs, store, then);
    }
  }

  // Ranges of blocks.

  RangeUse rangeUse() {
    return rangeUse;
  }

  /**
   * Takes the ending command out of the table of ranges; what is returned, if anything, is to be
   * {@linkplain #wake woken} when the slot is no longer this command's.
   */
  public @Nullable RangeLocks leaveRanges() {
    RangeLocks table = rangeUse.table;
    if (table != null) {
      table.leave(rangeUse);
    }
    return table;
  }

  /** Lets those go on who waited for a command that has left {@code table}. */
  public static void wake(long nowNs, @Nullable RangeLocks table) {
    if (table != null) {
      table.wake(nowNs);
    }
  }

  /** How many commands of its slot the fabrics have released. */
  protected int releases() {
    return 0;
  }

  /** Whether it is known here that there were more releases than {@code releasesBefore}. */
  protected boolean isReleasedSince(int releasesBefore) {
    return true;
  }

  /** Has {@link #onReleaseAwaited} called when there were more releases. */
  protected void awaitRelease(int releasesBefore) {}

  /** There was a release that somebody waited for. */
  protected final void onReleaseAwaited(long nowNs) {
    RangeLocks table = rangeUse.lentAwaitedBy;
    if (table != null) {
      rangeUse.lentAwaitedBy = null;
      table.onLentReturned(nowNs);
    }
  }

  /** The command is to be aborted: if it does nothing but wait for others, it ends now. */
  public void onAbortRequested(long nowNs) {
    RangeLocks table = rangeUse.table;
    if (table != null && rangeUse.isWaiting) {
      table.abandon(nowNs, rangeUse);
    }
  }

  // Anything else.

  /**
   * The command waits for something that is no Data-Out and no store request: a save, a turn, a
   * timer. Whoever it waits for calls {@link #resume}, which runs {@code then}.
   */
  public void suspend(CommandStep then) {
    next = then;
    command.moveTo(CommandState.STORING);
  }

  /** What a suspended command waited for is there; runs its step, or ends it if it was aborted. */
  public void resume(long nowNs) {
    command.moveTo(CommandState.ENABLED);
    if (command.isAbortRequested()) {
      logicalUnit().complete(nowNs, command);
    } else {
      takeStep(nowNs);
    }
  }

  /** Lets everything else on this reactor have its turn, then runs {@code then}. */
  public void continueLater(CommandStep then) {
    suspend(then);
    logicalUnit().reactor().post(resumption);
  }

  private void takeStep(long nowNs) {
    CommandStep step = next;
    Check.that(step != null, "whoever waits knows what follows", command.slot());
    next = null;
    step.run(nowNs, this);
  }
}
