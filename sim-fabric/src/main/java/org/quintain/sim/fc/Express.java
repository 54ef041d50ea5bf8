// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.sim.fc.link.LinkClient;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.Route;
import org.quintain.sim.fc.link.Train;
import org.quintain.sim.fc.link.Trains;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.wire.OutgoingSequence;

/**
 * Finds the ways of sequences that travel whole between nodes: by the same logins, zones and routes
 * that switches ask for each frame. Ways are remembered until one of these changes.
 */
final class Express {
  private static final int WELL_KNOWN = 0xFF_0000;

  /** Ways that are told apart by what exchanges are told apart by: 1, 2, 3, 4 or 6 choices. */
  private static final int CHOICES = 12;

  private static final int REMEMBERED = 256;

  private final SimWorld world;
  private final FcNetwork network;
  private final Trains trains;
  private final @Nullable Ways[] remembered = new @Nullable Ways[REMEMBERED];

  /** The ways from one address to another that were found so far. */
  private static final class Ways {
    final LinkEnd from;
    final long addresses;
    final @Nullable Route[] routes = new @Nullable Route[CHOICES];

    Ways(LinkEnd from, long addresses) {
      this.from = from;
      this.addresses = addresses;
    }
  }

  Express(SimWorld world, FcNetwork network, Trains trains) {
    this.world = world;
    this.network = network;
    this.trains = trains;
  }

  /** Something changed that ways depend on. */
  void forgetWays() {
    Arrays.fill(remembered, null);
  }

  /** A train for {@code sequence}, which leaves by {@code from}; null where frames have to go. */
  @Nullable Train begin(LinkEnd from, OutgoingSequence sequence) {
    if (!trains.mayBegin() || sequence.continues()) {
      return null;
    }
    Route route = route(from, sequence);
    return route == null ? null : trains.begin(route, sequence);
  }

  /** Lets the next frame go with {@code train}, if it still can. */
  boolean add(Train train, FrameCutter cutter) {
    return trains.add(world, train, cutter);
  }

  private @Nullable Route route(LinkEnd from, OutgoingSequence sequence) {
    int source = FrameHeader.sourceId(sequence.header(), sequence.base());
    int destination = FrameHeader.destinationId(sequence.header(), sequence.base());
    int exchange = FrameHeader.originatorExchangeId(sequence.header(), sequence.base());
    int mixed = FcSwitch.mixed(source, destination, (short) exchange);
    long addresses = (long) source << 24 | destination;
    int at = (int) ((addresses * 0x9E37_79B9_7F4A_7C15L) >>> 56) & (REMEMBERED - 1);
    Ways ways = remembered[at];
    if (ways == null || ways.addresses != addresses || ways.from != from) {
      ways = new Ways(from, addresses);
      remembered[at] = ways;
    }
    int choice = mixed % CHOICES;
    Route known = ways.routes[choice];
    if (known == null) {
      known = find(from, source, destination, mixed);
      ways.routes[choice] = known;
    }
    return known;
  }

  private @Nullable Route find(LinkEnd from, int source, int destination, int mixed) {
    List<LinkEnd> ends = new ArrayList<>();
    List<Long> hopsPs = new ArrayList<>();
    LinkEnd end = from;
    long hopPs = 0;
    while (true) {
      ends.add(end);
      hopsPs.add(hopPs);
      LinkClient client = end.peerClient();
      if (client instanceof PortDriver driver) {
        return driver.takesTrains() ? new Route(ends, hopsPs) : null;
      }
      if (!(client instanceof FcSwitch.Port in) || ends.size() > network.switches().size()) {
        return null;
      }
      FcSwitch.Port out = next(in, source, destination, mixed);
      LinkEnd outEnd = out == null ? null : out.end();
      if (outEnd == null) {
        return null;
      }
      end = outEnd;
      hopPs = in.owner().hopPs();
    }
  }

  /** Where a switch sends what came in by {@code in}; null where a train has no business. */
  private FcSwitch.@Nullable Port next(FcSwitch.Port in, int source, int destination, int mixed) {
    if (destination >= WELL_KNOWN
        || source >= WELL_KNOWN
        || (in.isForNodes() && !network.services().isBehind(in, source))) {
      return null;
    }
    FcSwitch owner = in.owner();
    int domain = destination >>> 16;
    if (domain != owner.domain()) {
      int choices = network.choices(owner.index(), domain);
      if (choices == 0 || CHOICES % choices != 0) {
        return null;
      }
    }
    FcSwitch.Port out = owner.towards(destination, mixed);
    boolean isOpen =
        out != null
            && out.isUp()
            && (!out.isForNodes() || network.services().areZoned(source, destination));
    return isOpen ? out : null;
  }
}
