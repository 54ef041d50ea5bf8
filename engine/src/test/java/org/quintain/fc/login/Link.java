// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * A test's network: ports that exchange frames at once, by D_ID; whatever has no port of its own
 * goes to the fabric, if there is one, else to the other port.
 */
final class Link {
  private final List<Station> stations = new ArrayList<>();
  private final LinkTopology topology;
  long nowNs = 1000;

  /** Says which frames get lost. */
  Predicate<ByteBuffer> loses = frame -> false;

  /** What was sent: S_ID, D_ID, R_CTL and the first byte of the payload. */
  final List<String> frames = new ArrayList<>();

  /** The header and payload of each, in digits. */
  final List<String> bytes = new ArrayList<>();

  /** Where addresses stand; -1 marks the fabric. */
  final Map<Integer, Station> addresses = new LinkedHashMap<>();

  Link(LinkTopology topology) {
    this.topology = topology;
  }

  /** A port at the network. */
  final class Station implements FrameWire {
    final FrameEndpoint endpoint;
    final int assigned;
    boolean isUp;

    Station(FrameEndpoint endpoint, int assigned) {
      this.endpoint = endpoint;
      this.assigned = assigned;
    }

    @Override
    public void markReady() {}

    @Override
    public LinkTopology topology() {
      return topology;
    }

    @Override
    public int assignedPortId() {
      return assigned;
    }

    @Override
    public int framePayloadMax() {
      return 2112;
    }

    @Override
    public int bufferToBufferCredit() {
      return 10;
    }

    @Override
    public String name() {
      return "link";
    }

    void up() {
      isUp = true;
      endpoint.onLinkUp(nowNs, this);
    }

    void down() {
      isUp = false;
      endpoint.onLinkDown(nowNs, "the test pulled it");
    }
  }

  Station attach(FrameEndpoint endpoint, int assigned) {
    Station station = new Station(endpoint, assigned);
    stations.add(station);
    return station;
  }

  private Station destination(Station from, int destinationId) {
    Station known = addresses.get(destinationId);
    if (known == null) {
      known = addresses.get(-1);
    }
    if (known != null) {
      return known;
    }
    for (Station station : stations) {
      if (station != from) {
        return station;
      }
    }
    throw new AssertionError("nobody stands there");
  }

  void run() {
    boolean moved = true;
    int rounds = 0;
    while (moved) {
      moved = false;
      for (Station station : List.copyOf(stations)) {
        OutgoingSequence sequence;
        while ((sequence = station.endpoint.poll(nowNs)) != null) {
          moved = true;
          send(station, sequence);
          station.endpoint.onSent(nowNs, sequence);
        }
      }
      if (++rounds > 10_000) {
        throw new AssertionError("frames without end: " + frames.subList(0, 50));
      }
    }
  }

  private void send(Station from, OutgoingSequence sequence) {
    FrameCutter cutter = new FrameCutter();
    cutter.begin(sequence);
    while (cutter.hasNext()) {
      ByteBuffer frame = ByteBuffer.allocate(2200);
      int length = cutter.nextWithoutCrc(frame, 0);
      note(frame, length);
      Station to = destination(from, FrameHeader.destinationId(frame, 0));
      if (from.isUp && to.isUp && !loses.test(frame)) {
        boolean first = cutter.startDelimiter() == StartDelimiter.SOF_I3;
        to.endpoint.onFrame(nowNs, frame, 0, length, first);
      }
    }
  }

  private void note(ByteBuffer frame, int length) {
    frames.add(
        String.format(
            "%06x>%06x %02x %02x",
            FrameHeader.sourceId(frame, 0),
            FrameHeader.destinationId(frame, 0),
            FrameHeader.routingControl(frame, 0),
            length > 24 ? frame.get(24) : 0));
    byte[] copy = new byte[length];
    frame.get(0, copy);
    bytes.add(HexFormat.of().formatHex(copy));
  }

  void pass(long durationNs) {
    long until = nowNs + durationNs;
    run();
    long next;
    while ((next = nearest()) <= until) {
      nowNs = Math.max(nowNs, next);
      for (Station station : List.copyOf(stations)) {
        station.endpoint.onDeadline(nowNs);
      }
      run();
    }
    nowNs = until;
  }

  private long nearest() {
    long nearest = Long.MAX_VALUE;
    for (Station station : stations) {
      nearest = Math.min(nearest, station.endpoint.nextDeadlineNs());
    }
    return nearest;
  }
}
