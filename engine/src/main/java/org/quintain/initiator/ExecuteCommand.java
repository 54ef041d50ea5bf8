// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.sam.TaskAttribute;

/**
 * SAM's Execute Command (SAM-5 5.1), inputs and outputs in one reusable object. Filled by the
 * application client while idle, submitted through {@link InitiatorPort#submit(ExecuteCommand)},
 * read after its end. The buffers' memory is the client's: Data-Out is taken from, Data-In is put
 * straight into it.
 */
public final class ExecuteCommand {
  private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

  // Inputs.
  private long lun;
  private final byte[] cdb = new byte[260];
  private int cdbLength;
  private TaskAttribute attribute = TaskAttribute.SIMPLE;
  private int priority;
  private ByteBuffer dataOut = NO_DATA;
  private int dataOutLength;
  private ByteBuffer dataIn = NO_DATA;
  private int dataInLength;
  private @Nullable Listener listener;
  private @Nullable Object attachment;

  // Outputs.
  private long identifier;
  private volatile boolean done = true;
  private ServiceResponse serviceResponse = ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
  private int status;
  private final byte[] sense = new byte[512];
  private int senseLength;
  private int dataInTransferred;
  private long residual;
  private boolean overflow;
  private long submittedNs;
  private long completedNs;

  /** Called once when a command ends, on the port's reactor. */
  @FunctionalInterface
  public interface Listener {
    /** {@code command} ended; it may be filled and submitted again from within. */
    void onEnded(long nowNs, ExecuteCommand command);
  }

  /** Sets the CDB: {@code length} bytes of {@code bytes}. */
  public ExecuteCommand cdb(byte[] bytes, int length) {
    Check.that(done, "a command is filled while idle");
    System.arraycopy(bytes, 0, cdb, 0, length);
    cdbLength = length;
    return this;
  }

  /** The CDB's bytes, for filling in place; {@link #cdbLength(int)} says how many. */
  public byte[] cdb() {
    return cdb;
  }

  /** Says how many bytes of {@link #cdb()} mean something. */
  public ExecuteCommand cdbLength(int length) {
    cdbLength = length;
    return this;
  }

  /** The length of the CDB. */
  public int cdbLength() {
    return cdbLength;
  }

  /** Sets the logical unit, eight bytes big-endian. */
  public ExecuteCommand lun(long toLun) {
    lun = toLun;
    return this;
  }

  /** The logical unit. */
  public long lun() {
    return lun;
  }

  /** Sets the task attribute; SIMPLE unless set. */
  public ExecuteCommand attribute(TaskAttribute taskAttribute) {
    attribute = taskAttribute;
    return this;
  }

  /** The task attribute. */
  public TaskAttribute attribute() {
    return attribute;
  }

  /**
   * Sets the command priority (SAM-5 8.7): 1 for the most important to 15 for the least; 0, none,
   * unless set. A fabric without a field for it leaves it out.
   */
  public ExecuteCommand priority(int commandPriority) {
    Check.that(commandPriority >= 0 && commandPriority <= 15, "a priority has four bits");
    priority = commandPriority;
    return this;
  }

  /** The command priority, 0 for none. */
  public int priority() {
    return priority;
  }

  /** Sets the Data-Out Buffer: {@code length} bytes from index 0 of {@code bytes}. */
  public ExecuteCommand dataOut(ByteBuffer bytes, int length) {
    dataOut = bytes;
    dataOutLength = length;
    return this;
  }

  /** Sets the Data-In Buffer: {@code length} bytes from index 0 of {@code bytes}. */
  public ExecuteCommand dataIn(ByteBuffer bytes, int length) {
    dataIn = bytes;
    dataInLength = length;
    return this;
  }

  /** Neither Data-Out nor Data-In. */
  public ExecuteCommand noData() {
    dataOut(NO_DATA, 0);
    return dataIn(NO_DATA, 0);
  }

  /** The Data-Out Buffer. */
  public ByteBuffer dataOut() {
    return dataOut;
  }

  /** The size of the Data-Out Buffer in bytes. */
  public int dataOutLength() {
    return dataOutLength;
  }

  /** The Data-In Buffer. */
  public ByteBuffer dataIn() {
    return dataIn;
  }

  /** The size of the Data-In Buffer in bytes. */
  public int dataInLength() {
    return dataInLength;
  }

  /** Sets who is told of the end, on the port's reactor. */
  public ExecuteCommand listener(@Nullable Listener toBeTold) {
    listener = toBeTold;
    return this;
  }

  /** Hangs something of the client's own on the command. */
  public ExecuteCommand attachment(@Nullable Object own) {
    attachment = own;
    return this;
  }

  /** What the client hung on the command. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Whether it is idle: never submitted, or ended. Safe to read from any thread. */
  public boolean isDone() {
    return done;
  }

  /** What the transport said of the delivery. */
  public ServiceResponse serviceResponse() {
    return serviceResponse;
  }

  /** The status byte; meaningful when the service response is COMMAND_COMPLETE. */
  public int status() {
    return status;
  }

  /** The sense data's bytes. */
  public byte[] sense() {
    return sense;
  }

  /** The length of the sense data. */
  public int senseLength() {
    return senseLength;
  }

  /** How many Data-In bytes came. */
  public int dataInTransferred() {
    return dataInTransferred;
  }

  /** The residual count in bytes, 0 for none. */
  public long residual() {
    return residual;
  }

  /** Whether the residual is an overflow; an underflow otherwise. */
  public boolean isOverflow() {
    return overflow;
  }

  /** The tag its port gave it, which task management names it by. */
  public long identifier() {
    return identifier;
  }

  /** When it was submitted, on the port's clock. */
  public long submittedNs() {
    return submittedNs;
  }

  /** When it ended, on the port's clock. */
  public long completedNs() {
    return completedNs;
  }

  /** For initiator ports: the command is under way from here on. */
  public void begin(long nowNs) {
    Check.that(done, "a command is submitted once at a time");
    done = false;
    submittedNs = nowNs;
    status = 0;
    senseLength = 0;
    dataInTransferred = 0;
    residual = 0;
    overflow = false;
    identifier = 0;
  }

  /** For initiator ports: the tag the command goes by. */
  public void identifier(long tag) {
    identifier = tag;
  }

  /** For initiator ports: sets the status, sense and residual that came. */
  public void answer(int statusByte, int senseBytes, long residualBytes, boolean isOverflow) {
    status = statusByte;
    senseLength = senseBytes;
    residual = residualBytes;
    overflow = isOverflow;
  }

  /** For initiator ports: says how many Data-In bytes are in the buffer. */
  public void dataInTransferred(int bytes) {
    dataInTransferred = bytes;
  }

  /** For initiator ports: ends the command and tells the listener. */
  public void end(long nowNs, ServiceResponse response) {
    Check.that(!done, "a command ends exactly once");
    serviceResponse = response;
    completedNs = nowNs;
    done = true;
    Listener toBeTold = listener;
    if (toBeTold != null) {
      toBeTold.onEnded(nowNs, this);
    }
  }
}
