// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

import org.jspecify.annotations.Nullable;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;

/**
 * One SCSI command from reception to its end: a pooled slot with one owner at a time, the fabric
 * until SCSI Command Received and after Send Command Complete, the engine in between (SAM-5 5.4).
 *
 * <p>Runs on the reactor of its nexus. Nothing here is allocated after the pool was made.
 */
public final class Command {
  /** The longest CDB that fits: a variable-length CDB of SPC-5 4.2.3. */
  public static final int CDB_BYTES_MAX = 260;

  /** The longest sense data a response carries (SPC-5 4.5.1). */
  public static final int SENSE_BYTES_MAX = 252;

  /** The largest command priority, which is the least important (SAM-5 8.7). */
  public static final int PRIORITY_MAX = 15;

  private static final int DATA_SEGMENTS_MAX = 96;
  private static final CommandState[] STATES = CommandState.values();
  private static final int[] SUCCESSORS = CommandState.successors();

  private final int slot;

  /** A number, since a command moves eight times and each reference would be a write more. */
  private int state = CommandState.FREE.ordinal();

  private @Nullable ItNexus nexus;
  private long lun;
  private long identifier;
  private TaskAttribute attribute = TaskAttribute.SIMPLE;
  private int priority;
  private final byte[] cdb = new byte[CDB_BYTES_MAX];
  private int cdbLength;
  private long expectedDataOutBytes;
  private long expectedDataInBytes;

  private @Nullable MemoryBlock dataOutBlock;
  private @Nullable MemoryBlock dataInBlock;
  private final SegmentList dataIn = new SegmentList(DATA_SEGMENTS_MAX);
  private long dataOutBytes;
  private long dataInBytes;

  private Status status = Status.GOOD;
  private int statusQualifier;
  private final byte[] sense = new byte[SENSE_BYTES_MAX];
  private int senseLength;
  private boolean abortRequested;
  private boolean needsResponseFence;

  /** What the engine hangs on the slot, made once when the pool is made. */
  private @Nullable Object engineContext;

  Command(int slot) {
    this.slot = slot;
  }

  /** The slot's number in its pool, from 0: a fabric keeps its own per-command state under it. */
  public int slot() {
    return slot;
  }

  /** Where the command is. */
  public CommandState state() {
    return STATES[state];
  }

  /**
   * The one transition method: anything that {@link CommandState}'s table does not have is our
   * fault.
   */
  public void moveTo(CommandState next) {
    int wanted = next.ordinal();
    if ((SUCCESSORS[state] & (1 << wanted)) == 0) {
      Check.that(false, "a command moves from " + state() + " to " + next + " by no arrow", slot);
    }
    state = wanted;
  }

  /** Fills the identity of a command just received; see {@link CommandPool#acquire}. */
  void begin(ItNexus onNexus) {
    moveTo(CommandState.RECEIVED);
    nexus = onNexus;
    lun = 0;
    identifier = 0;
    attribute = TaskAttribute.SIMPLE;
    priority = 0;
    cdbLength = 0;
    expectedDataOutBytes = 0;
    expectedDataInBytes = 0;
    dataOutBytes = 0;
    dataInBytes = 0;
    status = Status.GOOD;
    statusQualifier = 0;
    senseLength = 0;
    abortRequested = false;
    needsResponseFence = false;
  }

  void end() {
    moveTo(CommandState.FREE);
    Check.that(dataOutBlock == null && dataInBlock == null, "a free command owns no memory", slot);
    dataIn.clear();
    nexus = null;
  }

  /** The I_T nexus it came by. */
  public ItNexus nexus() {
    ItNexus present = nexus;
    Check.that(present != null, "a free command has no nexus", slot);
    return present;
  }

  /** The LUN field as it came, eight bytes big-endian. */
  public long lun() {
    return lun;
  }

  /**
   * The command identifier (SAM-5 4.9), unique on its nexus while it lives (iSCSI: Initiator Task
   * Tag).
   */
  public long identifier() {
    return identifier;
  }

  /** The task attribute. */
  public TaskAttribute attribute() {
    return attribute;
  }

  /**
   * The command priority (SAM-5 8.7): 1 for the most important to 15 for the least, 0 where the
   * initiator gave none or its protocol has no room for one.
   */
  public int priority() {
    return priority;
  }

  /** Sets the command priority, after {@link #address}. */
  public void priority(int commandPriority) {
    Check.that(
        commandPriority >= 0 && commandPriority <= PRIORITY_MAX,
        "a priority has four bits",
        commandPriority);
    priority = commandPriority;
  }

  /** Sets what SCSI Command Received carries besides the CDB and the buffer sizes. */
  public void address(long toLun, long commandIdentifier, TaskAttribute taskAttribute) {
    lun = toLun;
    identifier = commandIdentifier;
    attribute = taskAttribute;
  }

  /** The CDB's bytes; only the first {@link #cdbLength} mean anything. */
  public byte[] cdb() {
    return cdb;
  }

  /**
   * How many CDB bytes the fabric delivered, which may be more than the operation code asks for.
   */
  public int cdbLength() {
    return cdbLength;
  }

  /** Says how many bytes of {@link #cdb} the fabric filled. */
  public void cdbLength(int lengthBytes) {
    Check.that(
        lengthBytes >= 0 && lengthBytes <= CDB_BYTES_MAX, "a CDB has up to 260 bytes", lengthBytes);
    cdbLength = lengthBytes;
  }

  /** Size of the application client's Data-Out Buffer in bytes; 0 when it sends none. */
  public long expectedDataOutBytes() {
    return expectedDataOutBytes;
  }

  /** Size of the application client's Data-In Buffer in bytes; 0 when it takes none. */
  public long expectedDataInBytes() {
    return expectedDataInBytes;
  }

  /** Sets the two buffer sizes. */
  public void expect(long dataOut, long dataInBuffer) {
    expectedDataOutBytes = dataOut;
    expectedDataInBytes = dataInBuffer;
  }

  /**
   * The block that Data-Out lands in, from its first byte on; null when the command has none. The
   * fabric asks for it with {@link ScsiTarget#provideDataOut} before the first byte of Data-Out
   * arrives.
   */
  public @Nullable MemoryBlock dataOutBlock() {
    return dataOutBlock;
  }

  /** Sets or takes away the Data-Out block. */
  public void dataOutBlock(@Nullable MemoryBlock block) {
    dataOutBlock = block;
  }

  /** The block of its own that Data-In is made in; null where a store lends its memory. */
  public @Nullable MemoryBlock dataInBlock() {
    return dataInBlock;
  }

  /** Sets or takes away the Data-In block. */
  public void dataInBlock(@Nullable MemoryBlock block) {
    dataInBlock = block;
  }

  /**
   * The Data-In to be sent: at most {@link #expectedDataInBytes} bytes, in order. Valid and
   * unchanged until the fabric released the command.
   */
  public SegmentList dataIn() {
    return dataIn;
  }

  /**
   * How many Data-Out bytes the command itself asks for, whatever the initiator announced; with
   * {@link #expectedDataOutBytes} it gives the residual.
   */
  public long dataOutBytes() {
    return dataOutBytes;
  }

  /** How many Data-In bytes the command itself has to give, whatever the initiator has room for. */
  public long dataInBytes() {
    return dataInBytes;
  }

  /** Sets how many bytes the command itself transfers, out and in. */
  public void transfers(long dataOut, long dataInLength) {
    dataOutBytes = dataOut;
    dataInBytes = dataInLength;
  }

  /** The status it ended with. */
  public Status status() {
    return status;
  }

  /** The status qualifier (SAM-5 5.3.2), 0 for none. */
  public int statusQualifier() {
    return statusQualifier;
  }

  /** Sets the status and its qualifier; sense data, if any, is set beside it. */
  public void status(Status ended, int qualifier) {
    status = ended;
    statusQualifier = qualifier;
  }

  /** The sense data's bytes; only the first {@link #senseLength} mean anything. */
  public byte[] sense() {
    return sense;
  }

  /** The length of the sense data, 0 for none. */
  public int senseLength() {
    return senseLength;
  }

  /** Says how many bytes of {@link #sense} are filled. */
  public void senseLength(int lengthBytes) {
    Check.that(
        lengthBytes >= 0 && lengthBytes <= SENSE_BYTES_MAX,
        "sense has up to 252 bytes",
        lengthBytes);
    senseLength = lengthBytes;
  }

  /** Whether something asked for its abort; it still ends exactly once, by its owner. */
  public boolean isAbortRequested() {
    return abortRequested;
  }

  /** Marks it as to be aborted. */
  public void requestAbort() {
    abortRequested = true;
  }

  /**
   * Whether Send Command Complete carries the Response Fence flag (RFC 7143 4.2.2.3.3): on a nexus
   * that several connections realise, the response must not overtake an earlier one, nor a later
   * one it.
   */
  public boolean needsResponseFence() {
    return needsResponseFence;
  }

  /** Sets the Response Fence flag, before the command is complete. */
  public void requireResponseFence() {
    needsResponseFence = true;
  }

  /** What the engine keeps for this slot. */
  public @Nullable Object engineContext() {
    return engineContext;
  }

  /** Hangs the engine's state on the slot, once, when the pool is made. */
  public void engineContext(Object context) {
    engineContext = context;
  }
}
