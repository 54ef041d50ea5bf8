// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;

/**
 * A run of packets on its way: successive packets of one message, mostly all of them. It says what
 * their headers need to say and refers to payload that is somebody else's; a pure cutter makes the
 * packets (InfiniBand Architecture Specification chapters 5 and 9). Pooled by the endpoint that
 * sends it; the driver's from {@link RdmaEndpoint#poll} to {@link RdmaEndpoint#onSent}.
 *
 * <p>A message is sent in several runs where the window of unacknowledged packets is shorter, and
 * from its middle where packets of it were lost; what stands in the first or the last packet only
 * (extended headers, immediate data, the solicited event) is there in the runs that have it.
 */
public final class OutgoingMessage {
  /** How many sequence numbers there are. */
  public static final int SEQUENCE_NUMBERS = 1 << 24;

  private final SegmentList own = new SegmentList(1);
  private @Nullable RdmaPath path;
  private MessageKind kind = MessageKind.ACKNOWLEDGE;
  private int destinationQueuePair;
  private int mtuBytes;
  private int firstSequenceNumber;
  private int packetCount;
  private boolean beginsMessage;
  private boolean endsMessage;
  private boolean acknowledgeRequested;
  private boolean solicited;
  private boolean verbatim;
  private SegmentList payload = own;
  private long payloadOffsetBytes;
  private int payloadBytes;
  private long remoteAddress;
  private int remoteKey;
  private int dmaLengthBytes;
  private int immediateData;
  private int syndrome;
  private int messageSequenceNumber;
  private int queueKey;
  private int sourceQueuePair;
  private @Nullable Object owner;
  private @Nullable OutgoingMessage next;

  /**
   * Begins anew: one packet that is a whole message without payload, with nothing asked for.
   *
   * @param to the way there
   * @param queuePair the queue pair there, 24 bits
   * @param ofPath the longest payload of a packet, at most the path's
   * @param sequenceNumber of the first packet, 24 bits
   */
  public void begin(MessageKind what, RdmaPath to, int queuePair, int ofPath, int sequenceNumber) {
    kind = what;
    path = to;
    destinationQueuePair = queuePair;
    mtuBytes = ofPath;
    firstSequenceNumber = sequenceNumber;
    packetCount = 1;
    beginsMessage = true;
    endsMessage = true;
    acknowledgeRequested = false;
    solicited = false;
    verbatim = false;
    own.clear();
    payload = own;
    payloadOffsetBytes = 0;
    payloadBytes = 0;
  }

  /** Which packets of their message these are. */
  public void packets(int count, boolean begins, boolean ends) {
    Check.that(count > 0, "a run has packets", count);
    packetCount = count;
    beginsMessage = begins;
    endsMessage = ends;
  }

  /**
   * The payload of all its packets: {@code bytes} bytes of {@code from} behind {@code skipBytes}.
   */
  public void payload(SegmentList from, long skipBytes, int bytes) {
    payload = from;
    payloadOffsetBytes = skipBytes;
    payloadBytes = bytes;
  }

  /** The payload of all its packets, in one piece. */
  public void payload(ByteBuffer memory, int offsetBytes, int bytes) {
    own.clear();
    own.add(memory, offsetBytes, bytes);
    payload(own, 0, bytes);
  }

  /**
   * Makes it one packet that stands in its payload as it is to be sent, from its base transport
   * header to its last pad byte: for suites that make packets themselves, good ones and bad ones.
   */
  public void verbatim(ByteBuffer packet, int offsetBytes, int bytes) {
    packets(1, true, true);
    payload(packet, offsetBytes, bytes);
    verbatim = true;
  }

  /** The RDMA extended header: of the message's first packet, or of a read request. */
  public void remote(long address, int key, int lengthBytes) {
    remoteAddress = address;
    remoteKey = key;
    dmaLengthBytes = lengthBytes;
  }

  /** The acknowledge extended header, of an acknowledgement or of answers to a read. */
  public void acknowledge(int withSyndrome, int withMessageSequenceNumber) {
    syndrome = withSyndrome;
    messageSequenceNumber = withMessageSequenceNumber;
  }

  /** Immediate data, or the key to be invalidated, of the message's last packet. */
  public void immediateData(int data) {
    immediateData = data;
  }

  /** The datagram extended header. */
  public void datagram(int withQueueKey, int fromQueuePair) {
    queueKey = withQueueKey;
    sourceQueuePair = fromQueuePair;
  }

  /** Whether the run's last packet asks for an acknowledgement. */
  public void acknowledgeRequested(boolean asked) {
    acknowledgeRequested = asked;
  }

  /** Whether the message's last packet asks for a solicited event. */
  public void solicited(boolean asked) {
    solicited = asked;
  }

  /** Forgets what it refers to, for its pool. */
  public void clear() {
    path = null;
    own.clear();
    payload = own;
    owner = null;
  }

  /** What its packets carry. */
  public MessageKind kind() {
    return kind;
  }

  /** Whether its payload is the packet itself, headers and all. */
  public boolean isVerbatim() {
    return verbatim;
  }

  /** The way there, which has the partition key. */
  public RdmaPath path() {
    RdmaPath present = path;
    Check.that(present != null, "a run that was begun has a path");
    return present;
  }

  /** The queue pair there. */
  public int destinationQueuePair() {
    return destinationQueuePair;
  }

  /** The payload of every packet but the message's last. */
  public int mtuBytes() {
    return mtuBytes;
  }

  /** The sequence number of the first packet; the others count on, modulo 2 to the 24. */
  public int firstSequenceNumber() {
    return firstSequenceNumber;
  }

  /** How many packets. */
  public int packetCount() {
    return packetCount;
  }

  /** Whether its first packet is the message's first. */
  public boolean beginsMessage() {
    return beginsMessage;
  }

  /** Whether its last packet is the message's last. */
  public boolean endsMessage() {
    return endsMessage;
  }

  /** Whether its last packet asks for an acknowledgement. */
  public boolean isAcknowledgeRequested() {
    return acknowledgeRequested;
  }

  /** Whether the message's last packet asks for a solicited event. */
  public boolean isSolicited() {
    return solicited;
  }

  /** The list that payload is gathered from, unchanged while the driver has the run. */
  public SegmentList payload() {
    return payload;
  }

  /** Where in {@link #payload} the first packet's begins. */
  public long payloadOffsetBytes() {
    return payloadOffsetBytes;
  }

  /** How many bytes all packets carry together, pad bytes not counted. */
  public int payloadBytes() {
    return payloadBytes;
  }

  /** The virtual address in the RDMA extended header. */
  public long remoteAddress() {
    return remoteAddress;
  }

  /** The remote key there. */
  public int remoteKey() {
    return remoteKey;
  }

  /** The DMA length there: that of the whole message. */
  public int dmaLengthBytes() {
    return dmaLengthBytes;
  }

  /** Immediate data, or the key to be invalidated. */
  public int immediateData() {
    return immediateData;
  }

  /** The syndrome in the acknowledge extended header. */
  public int syndrome() {
    return syndrome;
  }

  /** The message sequence number there. */
  public int messageSequenceNumber() {
    return messageSequenceNumber;
  }

  /** The queue key in the datagram extended header. */
  public int queueKey() {
    return queueKey;
  }

  /** The source queue pair there. */
  public int sourceQueuePair() {
    return sourceQueuePair;
  }

  /** Who sends it; for the endpoint alone. */
  public @Nullable Object owner() {
    return owner;
  }

  /** Sets {@link #owner}. */
  public void owner(@Nullable Object sender) {
    owner = sender;
  }

  /** The next in the list this run stands in; for whoever has it just then. */
  public @Nullable OutgoingMessage next() {
    return next;
  }

  /** Sets {@link #next}. */
  public void next(@Nullable OutgoingMessage message) {
    next = message;
  }
}
