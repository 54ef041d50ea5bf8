// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fc.wire.EndDelimiter;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.ethernet.MacAddress;
import org.quintain.hardware.ethernet.VlanLink;
import org.quintain.reactor.Reactor;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * The driver of one FCoE end node (FC-BB-6 clause 7): cuts sequences into frames and puts them into
 * Ethernet frames, throws broken frames away, sends and takes what travels in FIP messages. Who its
 * neighbours or its fabric are, its {@link FipRole} knows. Runs on one reactor.
 */
final class FcoePort implements FrameWire, EthernetLink.Receiver, AutoCloseable {
  private static final int FRAMES_AT_ONCE = 64;
  private static final int RECEIVE_BUFFERS = 64;

  private final Reactor reactor;
  private final EthernetLink link;
  private final FrameEndpoint endpoint;
  private final FipRole role;
  private final FipMessage sent = new FipMessage();
  private final FipMessage came = new FipMessage();
  private final FrameCrc crc = new FrameCrc();
  private final FrameCutter cutter = new FrameCutter();
  private final ByteBuffer frame =
      ByteBuffer.allocateDirect(FcoeFrame.HEADER_BYTES + FcoeFrame.DATA_BYTES_MAX + Long.BYTES);
  private final ByteBuffer carried = ByteBuffer.allocate(FipMessage.CARRIED_BYTES_MAX + 8);

  private @Nullable OutgoingSequence cut;
  private boolean isUp;
  private boolean isPumpPosted;
  private long roomAtNs = DeadlineTable.NONE;
  private long armedNs = DeadlineTable.NONE;
  private long badFrames;
  private boolean isClosed;

  private interface RoleMaker {
    FipRole make(FcoePort port);
  }

  private FcoePort(Reactor reactor, EthernetLink link, FrameEndpoint endpoint, RoleMaker roles) {
    this.reactor = reactor;
    this.link = link;
    this.endpoint = endpoint;
    this.role = roles.make(this);
  }

  /**
   * A port on a link without a fabric (VN2VN, FC-BB-6 7.9.8), which is not open.
   *
   * @param fcpFeatures what it does of FCP: 1 target, 2 initiator, 3 both
   * @param random gives any int, other ones than a neighbour's
   * @param isTaken whether a port beside this one on a {@link SharedLink} has an address
   */
  static FcoePort amongNeighbours(
      Reactor reactor,
      EthernetLink link,
      FrameEndpoint endpoint,
      NPortIdentity identity,
      int fcpFeatures,
      IntSupplier random,
      IntPredicate isTaken) {
    return new FcoePort(
        reactor,
        link,
        endpoint,
        port -> new NeighbourRole(port, identity, fcpFeatures, random, isTaken));
  }

  /** A port that joins a fabric through a forwarder (FC-BB-6 7.9.2 to 7.9.6), which is not open. */
  static FcoePort inFabric(
      Reactor reactor, EthernetLink link, FrameEndpoint endpoint, NPortIdentity identity) {
    VlanLink tagging = new VlanLink(link);
    return new FcoePort(
        reactor, tagging, endpoint, port -> new FabricRole(port, tagging, identity.nodeName()));
  }

  /** Begins to look for neighbours or for a fabric; on the reactor. */
  void open(long nowNs) {
    link.open(this);
    role.start(nowNs);
    arm();
  }

  /** How its addresses come about. */
  FcoeMode mode() {
    return role.topology() == LinkTopology.POINT_TO_MULTIPOINT ? FcoeMode.VN2VN : FcoeMode.FABRIC;
  }

  /** How many frames were thrown away. */
  long badFrames() {
    return badFrames;
  }

  /** Whether frames can be sent. */
  boolean isUp() {
    return isUp;
  }

  /** The address identifier that FIP gave the port, or tries to get; 0 in a fabric. */
  int portId() {
    return role.portId();
  }

  // For the role.

  EthernetLink link() {
    return link;
  }

  FrameEndpoint endpoint() {
    return endpoint;
  }

  /** How long the data of an Ethernet frame is at most. */
  int dataBytesMax() {
    return Math.min(FcoeFrame.DATA_BYTES_MAX, link.maximumDataBytes());
  }

  /** The message that is filled to be sent. */
  FipMessage begin(FipMessage.Operation operation) {
    return sent.clear(operation);
  }

  /** Sends what {@link #begin} gave; the frame is at least {@code lengthMin} long. */
  void send(long destination, long source, int lengthMin) {
    link.send(frame, FipFrame.encode(sent, carried, destination, source, lengthMin, frame));
  }

  /** The way is free. */
  void goUp(long nowNs) {
    isUp = true;
    endpoint.onLinkUp(nowNs, this);
  }

  /** There is no way any more. */
  void goDown(long nowNs, String reason) {
    if (!isUp) {
      return;
    }
    isUp = false;
    OutgoingSequence unfinished = cut;
    cut = null;
    if (unfinished != null) {
      endpoint.onSent(nowNs, unfinished);
    }
    role.onDown();
    endpoint.onLinkDown(nowNs, reason);
  }

  /**
   * Copies the link service that {@code message} carries, whose CRC is that of the Ethernet frame.
   *
   * @return the buffer that holds it from index 0 on, or null where it is broken or comes too early
   */
  @Nullable ByteBuffer takeCarried(FipMessage message, ByteBuffer received) {
    int length = message.carriedBytes;
    boolean fits = length >= FrameHeader.LENGTH_BYTES + 4 && length <= carried.capacity();
    if (!isUp || !fits) {
      badFrames++;
      return null;
    }
    carried.put(0, received, message.carriedAt, length);
    return carried;
  }

  /** Counts a frame that was thrown away. */
  void countBad() {
    badFrames++;
  }

  // What the link gives.

  @Override
  public void onEthernetFrame(long nowNs, ByteBuffer received, int lengthBytes) {
    if (lengthBytes < FcoeFrame.ETHERNET_BYTES_MIN || isClosed) {
      return;
    }
    switch (FcoeFrame.etherType(received)) {
      case FipFrame.ETHER_TYPE -> {
        if (role.takesFip(MacAddress.get(received, 0))
            && FipFrame.decode(received, lengthBytes, came)) {
          role.onMessage(nowNs, came, received);
        }
      }
      case FcoeFrame.ETHER_TYPE -> {
        if (isUp && role.takesFrame(received)) {
          onFcoe(nowNs, received, lengthBytes);
        }
      }
      default -> {}
    }
    pump(nowNs);
  }

  private void onFcoe(long nowNs, ByteBuffer received, int lengthBytes) {
    int bytes = FcoeFrame.frameBytes(lengthBytes);
    StartDelimiter start = FcoeFrame.start(received);
    EndDelimiter end = FcoeFrame.end(received, lengthBytes);
    boolean isGood =
        bytes >= FrameHeader.LENGTH_BYTES
            && bytes <= FrameHeader.LENGTH_BYTES + FrameHeader.PAYLOAD_BYTES_MAX
            && FcoeFrame.version(received) == 0
            && start != null
            && start.isClass3()
            && end != null
            && end.isValid()
            && crc.isRight(received, FcoeFrame.FRAME_AT, bytes);
    if (isGood) {
      endpoint.onFrame(nowNs, received, FcoeFrame.FRAME_AT, bytes, start == StartDelimiter.SOF_I3);
    } else {
      badFrames++;
    }
  }

  @Override
  public void onLinkFailed(long nowNs, String reason) {
    role.stop(nowNs);
    goDown(nowNs, reason);
  }

  // What the endpoint wants.

  @Override
  public void markReady() {
    if (!isPumpPosted) {
      isPumpPosted = true;
      reactor.post(
          nowNs -> {
            isPumpPosted = false;
            pump(nowNs);
          });
    }
  }

  @Override
  public LinkTopology topology() {
    return role.topology();
  }

  @Override
  public int assignedPortId() {
    return role.portId();
  }

  @Override
  public int framePayloadMax() {
    return FcoeFrame.framePayloadMax(link.maximumDataBytes());
  }

  @Override
  public int bufferToBufferCredit() {
    return RECEIVE_BUFFERS;
  }

  @Override
  public String name() {
    return link.name();
  }

  private void pump(long nowNs) {
    int left = FRAMES_AT_ONCE;
    roomAtNs = DeadlineTable.NONE;
    while (isUp && left > 0) {
      long nextNs = link.roomAtNs(nowNs);
      if (nextNs > nowNs) {
        roomAtNs = cut != null || endpoint.hasOutput() ? nextNs : DeadlineTable.NONE;
        break;
      }
      OutgoingSequence sequence = cut;
      if (sequence == null) {
        sequence = endpoint.hasOutput() ? endpoint.poll(nowNs) : null;
        if (sequence == null) {
          break;
        }
        cutter.begin(sequence);
        cut = sequence;
      }
      sendNext(sequence);
      left--;
      if (!cutter.hasNext()) {
        cut = null;
        endpoint.onSent(nowNs, sequence);
      }
    }
    if (left == 0) {
      markReady();
    }
    arm();
  }

  /** A frame that the link does not take is lost, as frames may be in class 3. */
  private void sendNext(OutgoingSequence sequence) {
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    int carrier = role.carrier(sequence);
    // No login is longer; what is, is somebody's experiment, and travels as it is.
    if (carrier != 0 && cutter.nextLengthBytes() - FrameCrc.LENGTH_BYTES <= carried.capacity()) {
      sendCarried(sequence, carrier);
      return;
    }
    int bytes = cutter.next(frame, FcoeFrame.FRAME_AT);
    long source = role.source(FrameHeader.sourceId(header, base));
    if (source >= 0) {
      FcoeFrame.begin(
          frame,
          role.destination(FrameHeader.destinationId(header, base)),
          source,
          cutter.startDelimiter());
      link.send(frame, FcoeFrame.finish(frame, bytes, cutter.endDelimiter()));
    }
  }

  private void sendCarried(OutgoingSequence sequence, int carrier) {
    sent.clear(
        CarriedRequests.isReply(sequence)
            ? FipMessage.Operation.VIRTUAL_LINK_REPLY
            : FipMessage.Operation.VIRTUAL_LINK_REQUEST);
    sent.carriedBytes = cutter.nextWithoutCrc(carried, 0);
    sent.carriedAt = 0;
    sent.carriedType = carrier;
    long destination = role.address(sequence, sent);
    if (destination >= 0) {
      send(destination, link.address(), 0);
    }
  }

  // Time.

  private void arm() {
    long nearestNs = Math.min(roomAtNs, Math.min(role.nextDeadlineNs(), endpoint.nextDeadlineNs()));
    if (nearestNs < armedNs && !isClosed) {
      armedNs = nearestNs;
      reactor.callAt(nearestNs, atNs -> onAlarm(atNs, nearestNs));
    }
  }

  private void onAlarm(long nowNs, long forNs) {
    if (forNs == armedNs) {
      armedNs = DeadlineTable.NONE;
    }
    if (isClosed) {
      return;
    }
    role.onDeadline(nowNs);
    if (endpoint.nextDeadlineNs() <= nowNs) {
      endpoint.onDeadline(nowNs);
    }
    pump(nowNs);
  }

  /** Tells nobody anything more; others find out by silence, or by a logout before. */
  @Override
  public void close() {
    isClosed = true;
    isUp = false;
    link.close();
  }
}
