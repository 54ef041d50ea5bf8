// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;

/**
 * One request to a store: pooled, mutable, one owner at a time. Each command slot owns one. Filled
 * with {@link #read}, {@link #write} or {@link #flush}, then handed to {@link BackingStore#submit}.
 */
public final class StoreRequest {
  private final Object owner;
  private final StoreCompletion completion;
  private final SegmentList segments;
  private StoreOperation operation = StoreOperation.FLUSH;
  private long offsetBytes;
  private boolean forceUnitAccess;
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

  /** Makes this a flush of the whole store. */
  public void flush() {
    prepare(StoreOperation.FLUSH, 0, true);
  }

  private SegmentList prepare(StoreOperation next, long atBytes, boolean fua) {
    Check.that(reactor == null, "a store request is filled only while nobody works on it");
    operation = next;
    offsetBytes = atBytes;
    forceUnitAccess = fua;
    failedOffsetBytes = -1;
    segments.clear();
    return segments;
  }

  /** Called by {@code BackingStore.submit} first of all: notes where the completion is to run. */
  public void onSubmitted(Reactor submittedOn) {
    Check.that(reactor == null, "a store request is submitted once at a time");
    reactor = submittedOn;
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

  /** How many bytes it moves. */
  public long lengthBytes() {
    return segments.totalBytes();
  }

  /** Whether a write is to be durable when it completes. */
  public boolean isForceUnitAccess() {
    return forceUnitAccess;
  }

  /** The memory it reads into or writes from. */
  public SegmentList segments() {
    return segments;
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
