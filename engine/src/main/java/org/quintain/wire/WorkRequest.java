// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;

/**
 * One work request and, later, its completion (InfiniBand Architecture Specification 10.8 and
 * 11.4). Pooled by whoever posts it: filled by one of the {@code as…} methods, posted, the queue
 * pair's from then on until {@link QueuePairListener#onCompletion} brings it back, exactly once.
 *
 * <p>What is sent or written is gathered from a list that belongs to somebody else and needs no
 * key. What a peer's bytes are placed into, a receive buffer or the target of a read, is named by
 * the local key of a {@link MemoryRegion}, so that bytes which come late never reach memory that
 * was given back.
 */
public final class WorkRequest {
  private static final SegmentList NOTHING = new SegmentList(1);

  private @Nullable Object context;
  private WorkOperation operation = WorkOperation.SEND;
  private SegmentList source = NOTHING;
  private long sourceOffsetBytes;
  private long localAddress;
  private int localKey;
  private int lengthBytes;
  private long remoteAddress;
  private int remoteKey;
  private int immediateData;
  private boolean solicited;
  private boolean fenced;

  private boolean posted;
  private WorkStatus status = WorkStatus.SUCCESS;
  private int transferredBytes;
  private boolean hasImmediate;
  private int invalidatedKey;

  /** A request whose owner recognises it by {@code context}. */
  public WorkRequest(@Nullable Object context) {
    this.context = context;
  }

  /** What its owner recognises it by. */
  public @Nullable Object context() {
    return context;
  }

  /** Sets {@link #context}. */
  public WorkRequest context(@Nullable Object ofItsOwner) {
    context = ofItsOwner;
    return this;
  }

  /**
   * Send: {@code bytes} bytes of {@code from}, beginning {@code skipBytes} into it. List and memory
   * stay as they are until completion.
   */
  public WorkRequest asSend(SegmentList from, long skipBytes, int bytes) {
    begin(WorkOperation.SEND);
    return gather(from, skipBytes, bytes);
  }

  /** As {@link #asSend}, with four bytes that the peer gets beside the message. */
  public WorkRequest asSendWithImmediate(SegmentList from, long skipBytes, int bytes, int data) {
    begin(WorkOperation.SEND_WITH_IMMEDIATE);
    immediateData = data;
    return gather(from, skipBytes, bytes);
  }

  /** As {@link #asSend}; when it arrives, {@code key} of the peer's is valid no more. */
  public WorkRequest asSendWithInvalidate(SegmentList from, long skipBytes, int bytes, int key) {
    begin(WorkOperation.SEND_WITH_INVALIDATE);
    remoteKey = key;
    return gather(from, skipBytes, bytes);
  }

  /** RDMA write: as {@link #asSend}, to {@code address} within the peer's region {@code key}. */
  public WorkRequest asWrite(SegmentList from, long skipBytes, int bytes, long address, int key) {
    begin(WorkOperation.RDMA_WRITE);
    remoteAddress = address;
    remoteKey = key;
    return gather(from, skipBytes, bytes);
  }

  /** As {@link #asWrite}, and the peer completes a receive with {@code data}. */
  public WorkRequest asWriteWithImmediate(
      SegmentList from, long skipBytes, int bytes, long address, int key, int data) {
    asWrite(from, skipBytes, bytes, address, key);
    operation = WorkOperation.RDMA_WRITE_WITH_IMMEDIATE;
    immediateData = data;
    return this;
  }

  /**
   * RDMA read: {@code bytes} bytes from {@code address} within the peer's region {@code key}, into
   * {@code into} from {@code offsetBytes} on.
   */
  public WorkRequest asRead(MemoryRegion into, int offsetBytes, int bytes, long address, int key) {
    begin(WorkOperation.RDMA_READ);
    remoteAddress = address;
    remoteKey = key;
    return scatter(into, offsetBytes, bytes);
  }

  /** Receive: a buffer of {@code bytes} bytes of {@code into} from {@code offsetBytes} on. */
  public WorkRequest asReceive(MemoryRegion into, int offsetBytes, int bytes) {
    begin(WorkOperation.RECEIVE);
    return scatter(into, offsetBytes, bytes);
  }

  private void begin(WorkOperation asked) {
    Check.that(!posted, "a posted work request is its queue pair's");
    operation = asked;
    source = NOTHING;
    sourceOffsetBytes = 0;
    localAddress = 0;
    localKey = 0;
    remoteAddress = 0;
    remoteKey = 0;
    immediateData = 0;
    solicited = false;
    fenced = false;
  }

  private WorkRequest gather(SegmentList from, long skipBytes, int bytes) {
    Check.that(
        skipBytes >= 0 && bytes >= 0 && skipBytes + bytes <= from.totalBytes(),
        "a work request lies within its list",
        skipBytes,
        bytes);
    source = from;
    sourceOffsetBytes = skipBytes;
    lengthBytes = bytes;
    return this;
  }

  private WorkRequest scatter(MemoryRegion into, int offsetBytes, int bytes) {
    Check.that(
        offsetBytes >= 0 && bytes >= 0 && offsetBytes <= into.lengthBytes() - bytes,
        "a work request lies within its region",
        offsetBytes,
        bytes);
    localAddress = into.address() + offsetBytes;
    localKey = into.localKey();
    lengthBytes = bytes;
    return this;
  }

  /** Asks the peer to be woken by its completion, where completions are waited for (9.2). */
  public WorkRequest solicited(boolean wanted) {
    solicited = wanted;
    return this;
  }

  /** Holds it back until all reads posted before it have completed (10.8.3.3). */
  public WorkRequest fenced(boolean wanted) {
    fenced = wanted;
    return this;
  }

  /** What it asks for. */
  public WorkOperation operation() {
    return operation;
  }

  /** What is sent or written, from {@link #sourceOffsetBytes} on. */
  public SegmentList source() {
    return source;
  }

  /** Where in {@link #source} it begins. */
  public long sourceOffsetBytes() {
    return sourceOffsetBytes;
  }

  /** Where a peer's bytes go, as a virtual address of the region {@link #localKey}. */
  public long localAddress() {
    return localAddress;
  }

  /** The local key, as it was when the request was filled. */
  public int localKey() {
    return localKey;
  }

  /** How long the message, or the receive buffer, is. */
  public int lengthBytes() {
    return lengthBytes;
  }

  /** The peer's virtual address, of a write or a read. */
  public long remoteAddress() {
    return remoteAddress;
  }

  /** The peer's key: to be written or read with, or to be invalidated. */
  public int remoteKey() {
    return remoteKey;
  }

  /** The immediate data: to be sent or, of a completed receive, as it came. */
  public int immediateData() {
    return immediateData;
  }

  /** Whether the peer is asked to be woken. */
  public boolean isSolicited() {
    return solicited;
  }

  /** Whether it waits for the reads before it. */
  public boolean isFenced() {
    return fenced;
  }

  /** Whether it is its queue pair's. */
  public boolean isPosted() {
    return posted;
  }

  // The completion.

  /** How it ended. */
  public WorkStatus status() {
    return status;
  }

  /** Of a receive or a read that succeeded, how many bytes came. */
  public int transferredBytes() {
    return transferredBytes;
  }

  /** Of a receive, whether {@link #immediateData} came with it. */
  public boolean hasImmediate() {
    return hasImmediate;
  }

  /** Of a receive, our remote key that the message invalidated, or 0. */
  public int invalidatedKey() {
    return invalidatedKey;
  }

  // The queue pair's side.

  /** The queue pair takes it. */
  public void onPosted() {
    Check.that(!posted, "a work request is posted once");
    posted = true;
    transferredBytes = 0;
    hasImmediate = false;
    invalidatedKey = 0;
  }

  /** What came with the message that a receive got. */
  public void received(boolean withImmediate, int data, int keyInvalidated) {
    hasImmediate = withImmediate;
    immediateData = data;
    invalidatedKey = keyInvalidated;
  }

  /** The queue pair gives it back: it has ended so. */
  public void onCompleted(WorkStatus how, int bytes) {
    Check.that(posted, "a work request completes once");
    posted = false;
    status = how;
    transferredBytes = bytes;
  }
}
