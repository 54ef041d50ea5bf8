// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;

/**
 * One request to a store: pooled, mutable, one owner at a time. Each command slot owns one. Filled
 * with {@link #read}, {@link #write}, {@link #flush} or their like, then handed to {@link
 * BackingStore#submit}.
 */
public final class StoreRequest {
  private final Object owner;
  private final StoreCompletion completion;
  private final SegmentList segments;
  private final SegmentList information = new SegmentList(1);
  private @Nullable StoreRequest companion;
  private @Nullable StoreCompletion companionCompletion;
  private StoreOperation operation = StoreOperation.FLUSH;
  private long offsetBytes;
  private long rangeBytes;
  private boolean forceUnitAccess;
  private boolean isAtomic;
  private @Nullable AllocationRuns runs;
  private @Nullable Reactor reactor;
  private long failedOffsetBytes;

  /**
   * @param owner what the completion needs to find its way back, such as the command
   * @param segmentsMax how many pieces of memory a request may have
   */
  public StoreRequest(Object owner, StoreCompletion completion, int segmentsMax) {
    this.owner = owner;
    this.completion = completion;
    this.segments = new SegmentList(segmentsMax);
  }

  /**
   * Makes this a read into {@link #segments}, which the caller fills next, from {@code fromBytes}
   * on.
   */
  public SegmentList read(long fromBytes) {
    return prepare(StoreOperation.READ, fromBytes, false);
  }

  /**
   * Makes this a write of {@link #segments}, which the caller fills next, durable at its end with
   * {@code fua}.
   */
  public SegmentList write(long intoBytes, boolean fua) {
    return prepare(StoreOperation.WRITE, intoBytes, fua);
  }

  /**
   * As {@link #write}, but done wholly or not at all, whatever happens; no longer than {@link
   * BackingStore#atomicWriteBytesMax}.
   */
  public SegmentList writeAtomically(long intoBytes, boolean fua) {
    SegmentList from = prepare(StoreOperation.WRITE, intoBytes, fua);
    isAtomic = true;
    return from;
  }

  /** Makes this a flush of the whole store. */
  public void flush() {
    prepare(StoreOperation.FLUSH, 0, true);
  }

  /** Makes this a write of zeros to a range, durable at its end with {@code fua}. */
  public void zero(long fromBytes, long lengthBytes, boolean fua) {
    prepare(StoreOperation.ZERO, fromBytes, fua);
    rangeBytes = lengthBytes;
  }

  /** Makes this give up the space of a range, for good at its end with {@code fua}. */
  public void deallocate(long fromBytes, long lengthBytes, boolean fua) {
    prepare(StoreOperation.DEALLOCATE, fromBytes, fua);
    rangeBytes = lengthBytes;
  }

  /**
   * Makes this take space for a range that reads as zeros, for good at its end with {@code fua}.
   */
  public void anchor(long fromBytes, long lengthBytes, boolean fua) {
    prepare(StoreOperation.ANCHOR, fromBytes, fua);
    rangeBytes = lengthBytes;
  }

  /** Makes this a question for the allocation of a range, answered into {@code into}. */
  public void allocationStatus(long fromBytes, long lengthBytes, AllocationRuns into) {
    prepare(StoreOperation.ALLOCATION_STATUS, fromBytes, false);
    rangeBytes = lengthBytes;
    into.clear();
    runs = into;
  }

  private SegmentList prepare(StoreOperation next, long atBytes, boolean fua) {
    Check.that(reactor == null, "a store request is filled only while nobody works on it");
    if (operation != next) {
      operation = next;
    }
    offsetBytes = atBytes;
    rangeBytes = 0;
    forceUnitAccess = fua;
    if (runs != null) {
      runs = null;
    }
    failedOffsetBytes = -1;
    isAtomic = false;
    information.clear();
    segments.clear();
    return segments;
  }

  /** Called by {@code BackingStore.submit} first of all: notes where the completion is to run. */
  public void onSubmitted(Reactor submittedOn) {
    Check.that(reactor == null, "a store request is submitted once at a time");
    reactor = submittedOn;
  }

  /**
   * Called by a store that stands on others before it hands the request on to one of them, which
   * then ends it.
   */
  public void onHandedOn() {
    Check.that(reactor != null, "a store hands on what it has");
    reactor = null;
  }

  /**
   * A second request, for a store that stands on others: made once with this one, which is its
   * owner, and used again. Its end is told to {@code whom}.
   */
  public StoreRequest companion(StoreCompletion whom) {
    companionCompletion = whom;
    StoreRequest made = companion;
    if (made == null) {
      made = new StoreRequest(this, this::onCompanionCompleted, 1);
      companion = made;
    }
    return made;
  }

  private void onCompanionCompleted(long nowNs, StoreRequest request, StoreResult result) {
    StoreCompletion told = companionCompletion;
    Check.that(told != null, "a companion has somebody who is told of its end");
    told.onStoreCompleted(nowNs, request, result);
  }

  /** Ends the request. Called exactly once, on the reactor it was submitted on. */
  public void complete(long nowNs, StoreResult result) {
    Check.that(reactor != null, "a store request completes exactly once");
    reactor = null;
    completion.onStoreCompleted(nowNs, this, result);
  }

  /** The reactor that {@link #complete} is to be called on. */
  public Reactor reactor() {
    Reactor present = reactor;
    Check.that(present != null, "a store request has a reactor while it is submitted");
    return present;
  }

  /** Whether a store works on it. */
  public boolean isSubmitted() {
    return reactor != null;
  }

  /** What it was made for. */
  public Object owner() {
    return owner;
  }

  /** What it asks for. */
  public StoreOperation operation() {
    return operation;
  }

  /** Where it begins in the store. */
  public long offsetBytes() {
    return offsetBytes;
  }

  /** How many bytes it moves, or how long the range is that it is about. */
  public long lengthBytes() {
    return operation.movesData() ? segments.totalBytes() : rangeBytes;
  }

  /** Where an allocation status is to be told. */
  public AllocationRuns runs() {
    AllocationRuns present = runs;
    Check.that(present != null, "a question for the allocation has room for its answer");
    return present;
  }

  /** Whether a write is to be durable when it completes. */
  public boolean isForceUnitAccess() {
    return forceUnitAccess;
  }

  /** Whether a write is to be done wholly or not at all. */
  public boolean isAtomic() {
    return isAtomic;
  }

  /** The memory it reads into or writes from. */
  public SegmentList segments() {
    return segments;
  }

  /**
   * Where the protection information of what is read or written is, for stores that keep it; empty
   * where none is asked for or brought. Filled after {@link #segments}.
   */
  public SegmentList information() {
    return information;
  }

  /** Where in the store a failed request first failed, or -1 where that is not known. */
  public long failedOffsetBytes() {
    return failedOffsetBytes;
  }

  /** Says where the request first failed. */
  public void failedOffsetBytes(long atBytes) {
    failedOffsetBytes = atBytes;
  }
}
