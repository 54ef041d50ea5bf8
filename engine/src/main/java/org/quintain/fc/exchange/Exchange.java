// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.Check;

/**
 * One exchange (FC-FS-5 18): a pooled slot, made by {@link ExchangeManager}, used by one {@link
 * ExchangeListener} from its begin to its release or end.
 */
public final class Exchange {
  static final int SEQUENCES_HELD_MAX = 16;
  private static final ByteBuffer NO_WINDOW = ByteBuffer.allocate(0);

  private final int index;
  private ExchangeState state = ExchangeState.FREE;

  ExchangeListener listener;
  long serial;
  private @Nullable Object context;
  private boolean originator;
  private int localId;
  private int remoteId;
  private int type;
  private int originatorExchangeId;
  private int responderExchangeId;
  private int generation;
  private int framePayloadMax;
  private int classSpecificControl;
  private boolean priorityEnabled;

  // What is sent.
  boolean initiative;
  boolean firstSequenceSent;
  int nextSequenceId;
  int nextSequenceCount;
  int sequencesHeld;

  // What is received: one sequence at a time.
  boolean receiving;
  boolean anyReceived;
  int firstReceivedId;
  int receivedSequenceId;
  int receivedFirstCount;
  int receivedNextCount;
  int receivedBytes;
  int receivedRoutingControl;
  int receivedFrameControl;
  int receivedParameter;
  int receivedClassSpecificControl;
  int receivedDestinationId;
  int receivedSourceId;
  SequenceStatus receivedStatus = SequenceStatus.COMPLETE;
  @Nullable MemoryBlock assembly;

  // Where data go.
  private ByteBuffer window = NO_WINDOW;
  private int windowAt;
  private long windowOffset;
  private long windowBytes;

  // Aborts.
  int abortAttempts;
  boolean reinstates;

  Exchange(int index, ExchangeListener nobody) {
    this.index = index;
    this.listener = nobody;
  }

  void begin(
      ExchangeListener user, boolean isOriginator, int local, int remote, int ofType, int oxId) {
    on(ExchangeState.Event.BEGUN);
    listener = user;
    originator = isOriginator;
    localId = local;
    remoteId = remote;
    type = ofType;
    originatorExchangeId = oxId;
    responderExchangeId = FrameHeader.NO_EXCHANGE_ID;
    framePayloadMax = 256;
    classSpecificControl = 0;
    priorityEnabled = false;
    initiative = isOriginator;
    firstSequenceSent = false;
    nextSequenceId = 0;
    nextSequenceCount = 0;
    receiving = false;
    anyReceived = false;
    receivedStatus = SequenceStatus.COMPLETE;
    abortAttempts = 0;
    reinstates = false;
  }

  void forget(ExchangeListener nobody) {
    listener = nobody;
    context = null;
    window = NO_WINDOW;
    windowBytes = 0;
  }

  /** The number of the slot, from 0: a user keeps its own state under it. */
  public int index() {
    return index;
  }

  /** Where the exchange is. */
  public ExchangeState state() {
    return state;
  }

  /**
   * Whether sequences of it are sent and taken. A sender whose sequence is told sent asks before it
   * sends the next: the exchange may be over and the sequence given up.
   */
  public boolean isLive() {
    return state == ExchangeState.OPEN || state == ExchangeState.COMPLETE;
  }

  /** Goes to the state that follows {@code event}. */
  void on(ExchangeState.Event event) {
    ExchangeState next = state.after(event);
    if (next == null) {
      Check.that(false, "an exchange that is " + state + " meets " + event + " by no row", index);
      return;
    }
    state = next;
  }

  /** Whether this end began it. */
  public boolean isOriginator() {
    return originator;
  }

  /** Our own address identifier in it. */
  public int localId() {
    return localId;
  }

  /** The peer's address identifier. */
  public int remoteId() {
    return remoteId;
  }

  /** TYPE of its frames. */
  public int type() {
    return type;
  }

  /** OX_ID. */
  public int originatorExchangeId() {
    return originatorExchangeId;
  }

  /** RX_ID, {@link FrameHeader#NO_EXCHANGE_ID} while not known. */
  public int responderExchangeId() {
    return responderExchangeId;
  }

  void responderExchangeId(int rxId) {
    responderExchangeId = rxId;
  }

  /** Our own identifier of it: OX_ID or RX_ID. */
  int ownId() {
    return originator ? originatorExchangeId : responderExchangeId;
  }

  /** How often the slot was used, so far as the identifier shows it. */
  int generation() {
    return generation;
  }

  void generation(int value) {
    generation = value;
  }

  /** Whether this end may send the next sequence. */
  public boolean holdsInitiative() {
    return initiative;
  }

  /** The longest frame payload that the peer takes. */
  public int framePayloadMax() {
    return framePayloadMax;
  }

  /** Sets {@link #framePayloadMax} from the peer's service parameters. */
  public void framePayloadMax(int lengthBytes) {
    framePayloadMax = lengthBytes;
  }

  /** CS_CTL of what is sent. */
  public int classSpecificControl() {
    return classSpecificControl;
  }

  /** Whether CS_CTL is a priority (FC-FS-5 11.7.6). */
  public boolean isPriorityEnabled() {
    return priorityEnabled;
  }

  /** Sends with {@code value} as the frames' priority. */
  public void priority(int value) {
    classSpecificControl = value;
    priorityEnabled = true;
  }

  /** What the user keeps with it. */
  public @Nullable Object context() {
    return context;
  }

  /** Sets what the user keeps with it; forgotten with the exchange. */
  public void context(@Nullable Object kept) {
    context = kept;
  }

  /**
   * Data (frames of R_CTL 01h) of relative offset {@code relativeOffset} to {@code relativeOffset +
   * lengthBytes} go to {@code at} of {@code memory} on, from now until the next call; data outside
   * are not stored. The memory stays the user's, who calls {@link #receiveNothing} before it goes.
   */
  public void receiveInto(ByteBuffer memory, int at, long relativeOffset, long lengthBytes) {
    Check.that(at >= 0 && at + lengthBytes <= memory.capacity(), "a window lies in its memory");
    window = memory;
    windowAt = at;
    windowOffset = relativeOffset;
    windowBytes = lengthBytes;
  }

  /** Data go nowhere from now on, as at the begin. */
  public void receiveNothing() {
    window = NO_WINDOW;
    windowBytes = 0;
  }

  /** Whether data of that offset and length lie in the window whole. */
  boolean covers(int relativeOffset, int lengthBytes) {
    long start = Integer.toUnsignedLong(relativeOffset) - windowOffset;
    return start >= 0 && start + lengthBytes <= windowBytes;
  }

  /**
   * Stores {@code lengthBytes} of data of {@code relativeOffset}; whether they lie in the window.
   */
  boolean place(ByteBuffer from, int at, int lengthBytes, long relativeOffset) {
    long start = relativeOffset - windowOffset;
    if (start < 0 || start + lengthBytes > windowBytes) {
      return false;
    }
    window.put(windowAt + (int) start, from, at, lengthBytes);
    return true;
  }

  /**
   * The exchange status block's E_STAT (FC-FS-5 table 79), as REC gives it: responder, initiative,
   * completion, abnormal end, recovery qualifier.
   */
  public int exchangeStatus() {
    int bits = originator ? 0 : 1 << 31;
    bits |= initiative ? 1 << 30 : 0;
    bits |= state == ExchangeState.OPEN ? 0 : 1 << 29;
    boolean abnormal =
        state == ExchangeState.ABORTING
            || state == ExchangeState.ABORT_REQUESTED
            || state == ExchangeState.RECOVERY;
    bits |= abnormal ? 1 << 28 : 0;
    bits |= state == ExchangeState.RECOVERY ? 1 << 26 : 0;
    return bits;
  }
}
