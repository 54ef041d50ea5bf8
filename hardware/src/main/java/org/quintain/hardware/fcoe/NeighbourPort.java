// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.EndDelimiter;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.ethernet.MacAddress;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * The driver of one N_Port on an Ethernet link without a fabric (FCoE in VN2VN mode, FC-BB-6
 * 7.9.8): finds neighbours by FIP, cuts sequences into frames, throws broken frames away. Fabric
 * logins and logouts between neighbours travel in FIP messages and are answered in such (7.9.8.6);
 * all other frames travel as they are. Runs on one reactor.
 */
public final class NeighbourPort
    implements FrameWire, EthernetLink.Receiver, NeighbourFinder.Outlet, AutoCloseable {
  private static final int FRAMES_AT_ONCE = 64;
  private static final int RECEIVE_BUFFERS = 64;

  private final Reactor reactor;
  private final EthernetLink link;
  private final FrameEndpoint endpoint;
  private final long portName;
  private final long nodeName;
  private final int fcpFeatures;
  private final NeighbourFinder finder;
  private final FipMessage sent = new FipMessage();
  private final FipMessage came = new FipMessage();
  private final FrameCrc crc = new FrameCrc();
  private final FrameCutter cutter = new FrameCutter();
  private final ByteBuffer frame;
  private final ByteBuffer carried = ByteBuffer.allocate(FipMessage.CARRIED_BYTES_MAX + 8);

  private final CarriedRequests requests = new CarriedRequests();
  private @Nullable OutgoingSequence cut;
  private boolean isUp;
  private boolean isPumpPosted;
  private long roomAtNs = DeadlineTable.NONE;
  private long armedNs = DeadlineTable.NONE;
  private long badFrames;
  private boolean isClosed;

  /**
   * A port that is not open.
   *
   * @param fcpFeatures what it does of FCP: 1 target, 2 initiator, 3 both
   * @param random gives any int, other ones than a neighbour's
   */
  public NeighbourPort(
      Reactor reactor,
      EthernetLink link,
      FrameEndpoint endpoint,
      long portName,
      long nodeName,
      int fcpFeatures,
      IntSupplier random) {
    this.reactor = reactor;
    this.link = link;
    this.endpoint = endpoint;
    this.portName = portName;
    this.nodeName = nodeName;
    this.fcpFeatures = fcpFeatures;
    this.finder = new NeighbourFinder(this, portName, random);
    this.frame =
        ByteBuffer.allocateDirect(FcoeFrame.HEADER_BYTES + FcoeFrame.DATA_BYTES_MAX + Long.BYTES);
  }

  /** Begins to find neighbours. Runs on the reactor. */
  public void open(long nowNs) {
    link.open(this);
    link.listenTo(NeighbourAddress.ALL_NODES);
    finder.start(nowNs);
    arm();
  }

  /** How many frames were thrown away. */
  public long badFrames() {
    return badFrames;
  }

  /** Whether it has an address. */
  public boolean isUp() {
    return isUp;
  }

  // What the link gives.

  @Override
  public void onEthernetFrame(long nowNs, ByteBuffer received, int lengthBytes) {
    if (lengthBytes < FcoeFrame.ETHERNET_BYTES_MIN) {
      return;
    }
    long destination = MacAddress.get(received, 0);
    switch (FcoeFrame.etherType(received)) {
      case FipFrame.ETHER_TYPE -> {
        boolean isForUs =
            destination == link.address() || destination == NeighbourAddress.ALL_NODES;
        if (isForUs && FipFrame.decode(received, lengthBytes, came)) {
          onFip(nowNs, received);
        }
      }
      case FcoeFrame.ETHER_TYPE -> {
        if (isUp && destination == NeighbourAddress.of(finder.portId())) {
          onFcoe(nowNs, received, lengthBytes);
        }
      }
      default -> {}
    }
    pump(nowNs);
  }

  private void onFip(long nowNs, ByteBuffer received) {
    if (came.carriedBytes > 0) {
      onCarried(nowNs, received);
    } else if (came.hasPort()) {
      finder.onMessage(nowNs, came);
    }
  }

  /** An ELS that came in a FIP message, whose CRC is that of the Ethernet frame. */
  private void onCarried(long nowNs, ByteBuffer received) {
    int length = came.carriedBytes;
    boolean fits = length >= FrameHeader.LENGTH_BYTES + 4 && length <= carried.capacity();
    if (!isUp || !fits) {
      badFrames++;
      return;
    }
    carried.put(0, received, came.carriedAt, length);
    if (came.operation == FipMessage.Operation.VIRTUAL_LINK_REQUEST) {
      requests.note(carried, came.carriedType);
    }
    endpoint.onFrame(nowNs, carried, 0, length, true);
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
    finder.stop(nowNs);
    goDown(nowNs, reason);
  }

  // What FIP finds.

  @Override
  public void send(FipMessage.Operation operation, long destination) {
    sent.clear(operation);
    sent.address = link.address();
    sent.nodeName = nodeName;
    sent.portId = finder.portId();
    sent.portAddress = NeighbourAddress.of(finder.portId());
    sent.portName = portName;
    int lengthMin = 0;
    if (operation == FipMessage.Operation.CLAIM_NOTIFICATION
        || operation == FipMessage.Operation.CLAIM_RESPONSE) {
      sent.fcpFeatures = fcpFeatures;
      sent.dataBytesMax = dataBytesMax();
    }
    if (operation == FipMessage.Operation.CLAIM_RESPONSE && came.dataBytesMax > 0) {
      // FC-BB-6 7.9.8.4: as long as the longest frame, to see that the link carries such.
      lengthMin = FcoeFrame.HEADER_BYTES + Math.min(came.dataBytesMax, dataBytesMax());
    }
    long source = operation == FipMessage.Operation.BEACON ? sent.portAddress : link.address();
    link.send(frame, FipFrame.encode(sent, carried, destination, source, lengthMin, frame));
  }

  private int dataBytesMax() {
    return Math.min(FcoeFrame.DATA_BYTES_MAX, link.maximumDataBytes());
  }

  @Override
  public void onUp(long nowNs, int portId) {
    isUp = true;
    link.listenTo(NeighbourAddress.of(portId));
    endpoint.onLinkUp(nowNs, this);
  }

  @Override
  public void onAddressLost(long nowNs, String reason) {
    goDown(nowNs, "the address " + Integer.toHexString(finder.portId()) + " is lost: " + reason);
  }

  @Override
  public void onNeighbour(long nowNs, Neighbour neighbour) {
    endpoint.onNeighbour(nowNs, neighbour.portId, neighbour.portName, neighbour.nodeName);
  }

  @Override
  public void onNeighbourLost(long nowNs, Neighbour neighbour) {
    endpoint.onNeighbourLost(nowNs, neighbour.portId);
  }

  private void goDown(long nowNs, String reason) {
    if (!isUp) {
      return;
    }
    isUp = false;
    OutgoingSequence unfinished = cut;
    cut = null;
    if (unfinished != null) {
      endpoint.onSent(nowNs, unfinished);
    }
    requests.clear();
    endpoint.onLinkDown(nowNs, reason);
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
    return LinkTopology.POINT_TO_MULTIPOINT;
  }

  @Override
  public int assignedPortId() {
    return finder.portId();
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
    int carriedType = requests.take(sequence);
    if (carriedType != 0) {
      sendCarried(
          FrameHeader.destinationId(header, base), carriedType, CarriedRequests.isReply(sequence));
      return;
    }
    int bytes = cutter.next(frame, FcoeFrame.FRAME_AT);
    FcoeFrame.begin(
        frame,
        NeighbourAddress.of(FrameHeader.destinationId(header, base)),
        NeighbourAddress.of(finder.portId()),
        cutter.startDelimiter());
    link.send(frame, FcoeFrame.finish(frame, bytes, cutter.endDelimiter()));
  }

  private void sendCarried(int destinationId, int type, boolean isReply) {
    Check.that(
        cutter.nextLengthBytes() - FrameCrc.LENGTH_BYTES <= carried.capacity(),
        "a login is as long as FLOGI is");
    sent.clear(
        isReply
            ? FipMessage.Operation.VIRTUAL_LINK_REPLY
            : FipMessage.Operation.VIRTUAL_LINK_REQUEST);
    sent.carriedBytes = cutter.nextWithoutCrc(carried, 0);
    sent.carriedAt = 0;
    sent.carriedType = type;
    sent.address = NeighbourAddress.of(finder.portId());
    Neighbour neighbour = finder.find(destinationId);
    if (neighbour != null) {
      link.send(
          frame, FipFrame.encode(sent, carried, neighbour.nodeAddress, link.address(), 0, frame));
    }
  }

  // Time.

  private void arm() {
    long nearestNs =
        Math.min(roomAtNs, Math.min(finder.nextDeadlineNs(), endpoint.nextDeadlineNs()));
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
    finder.onDeadline(nowNs);
    if (endpoint.nextDeadlineNs() <= nowNs) {
      endpoint.onDeadline(nowNs);
    }
    pump(nowNs);
  }

  /** Tells nobody anything more; neighbours find out by silence, or by a logout before. */
  @Override
  public void close() {
    isClosed = true;
    isUp = false;
    link.close();
  }
}
