// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.hardware.ethernet.MacAddress;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * VN2VN (FC-BB-6 7.9.8): ports on a link without a fabric that take addresses of their own and find
 * each other. Fabric logins and logouts between neighbours travel in FIP messages and are answered
 * in such (7.9.8.6); all other frames travel as they are.
 */
final class NeighbourRole implements FipRole, NeighbourFinder.Outlet {
  private static final long NONE = -1;

  private final FcoePort port;
  private final NPortIdentity identity;
  private final int fcpFeatures;
  private final NeighbourFinder finder;
  private final CarriedRequests requests = new CarriedRequests();
  private long frameAddress = NONE;

  /** How long the frames are that whoever claims takes, -1 where it did not say. */
  private int claimedBytes;

  NeighbourRole(
      FcoePort port,
      NPortIdentity identity,
      int fcpFeatures,
      IntSupplier random,
      IntPredicate isTaken) {
    this.port = port;
    this.identity = identity;
    this.fcpFeatures = fcpFeatures;
    this.finder = new NeighbourFinder(this, identity.portName(), random, isTaken);
  }

  @Override
  public LinkTopology topology() {
    return LinkTopology.POINT_TO_MULTIPOINT;
  }

  @Override
  public int portId() {
    return finder.portId();
  }

  @Override
  public void start(long nowNs) {
    port.link().listenTo(FcoeAddress.ALL_NEIGHBOURS);
    finder.start(nowNs);
  }

  @Override
  public void stop(long nowNs) {
    finder.stop(nowNs);
  }

  @Override
  public long nextDeadlineNs() {
    return finder.nextDeadlineNs();
  }

  @Override
  public void onDeadline(long nowNs) {
    finder.onDeadline(nowNs);
  }

  // What comes.

  @Override
  public boolean takesFip(long destination) {
    return destination == port.link().address() || destination == FcoeAddress.ALL_NEIGHBOURS;
  }

  @Override
  public void onMessage(long nowNs, FipMessage message, ByteBuffer frame) {
    if (message.carriedBytes == 0) {
      if (message.hasPort()) {
        claimedBytes = message.dataBytesMax;
        finder.onMessage(nowNs, message);
      }
      return;
    }
    int length = message.carriedBytes;
    ByteBuffer carried = port.takeCarried(message, frame);
    if (carried != null) {
      if (message.operation == FipMessage.Operation.VIRTUAL_LINK_REQUEST) {
        requests.note(carried, message.carriedType);
      }
      port.endpoint().onFrame(nowNs, carried, 0, length, true);
    }
  }

  @Override
  public boolean takesFrame(ByteBuffer frame) {
    return MacAddress.get(frame, 0) == frameAddress;
  }

  // What goes.

  @Override
  public long destination(int portId) {
    return FcoeAddress.ofNeighbour(portId);
  }

  @Override
  public long source(int portId) {
    return frameAddress;
  }

  @Override
  public int carrier(OutgoingSequence sequence) {
    return requests.take(sequence);
  }

  @Override
  public long address(OutgoingSequence sequence, FipMessage message) {
    message.address = FcoeAddress.ofNeighbour(finder.portId());
    Neighbour neighbour =
        finder.find(FrameHeader.destinationId(sequence.header(), sequence.base()));
    return neighbour == null ? NONE : neighbour.nodeAddress;
  }

  @Override
  public void send(FipMessage.Operation operation, long destination) {
    FipMessage message = port.begin(operation);
    message.address = port.link().address();
    message.nodeName = identity.nodeName();
    message.portId = finder.portId();
    message.portAddress = FcoeAddress.ofNeighbour(finder.portId());
    message.portName = identity.portName();
    int lengthMin = 0;
    if (operation == FipMessage.Operation.CLAIM_NOTIFICATION
        || operation == FipMessage.Operation.CLAIM_RESPONSE) {
      message.fcpFeatures = fcpFeatures;
      message.dataBytesMax = port.dataBytesMax();
    }
    if (operation == FipMessage.Operation.CLAIM_RESPONSE && claimedBytes > 0) {
      // FC-BB-6 7.9.8.4: as long as the longest frame, to see that the link carries such.
      lengthMin = FcoeFrame.HEADER_BYTES + Math.min(claimedBytes, port.dataBytesMax());
    }
    boolean isBeacon = operation == FipMessage.Operation.BEACON;
    port.send(destination, isBeacon ? message.portAddress : port.link().address(), lengthMin);
  }

  // What FIP finds.

  @Override
  public void onUp(long nowNs, int portId) {
    frameAddress = FcoeAddress.ofNeighbour(portId);
    port.link().listenTo(frameAddress);
    port.goUp(nowNs);
  }

  @Override
  public void onAddressLost(long nowNs, String reason) {
    port.goDown(
        nowNs, "the address " + Integer.toHexString(finder.portId()) + " is lost: " + reason);
  }

  @Override
  public void onNeighbour(long nowNs, Neighbour neighbour) {
    port.endpoint().onNeighbour(nowNs, neighbour.portId, neighbour.portName, neighbour.nodeName);
  }

  @Override
  public void onNeighbourLost(long nowNs, Neighbour neighbour) {
    port.endpoint().onNeighbourLost(nowNs, neighbour.portId);
  }

  @Override
  public void onDown() {
    port.link().ignore(frameAddress);
    frameAddress = NONE;
    requests.clear();
  }
}
