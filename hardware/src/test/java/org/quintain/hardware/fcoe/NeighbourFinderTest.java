// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.quintain.hardware.fcoe.FipMessage.Operation;
import org.quintain.hardware.fcoe.NeighbourFinder.State;

/** How ports on a link without a fabric take addresses and find each other (FC-BB-6 7.9.8). */
final class NeighbourFinderTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long STEP_NS = 10_000_000L;

  /** A link that hands every message to all stations, or to the one it is for. */
  private static final class Bus {
    final List<Station> stations = new ArrayList<>();
    BiPredicate<Station, Operation> passes = (from, operation) -> true;
    long nowNs;

    Station add(long portName, long seed) {
      Station added = new Station(this, portName, seed);
      stations.add(added);
      return added;
    }

    void run(long forNs) {
      for (long endNs = nowNs + forNs; nowNs < endNs; nowNs += STEP_NS) {
        for (Station station : stations) {
          station.finder.onDeadline(nowNs);
        }
      }
    }
  }

  private static final class Station implements NeighbourFinder.Outlet {
    final Bus bus;
    final long address;
    final long portName;
    final NeighbourFinder finder;
    final List<String> told = new ArrayList<>();

    Station(Bus bus, long portName, long seed) {
      this.bus = bus;
      this.address = 0x0200_0000_0000L | bus.stations.size();
      this.portName = portName;
      this.finder = new NeighbourFinder(this, portName, new Random(seed)::nextInt, id -> false);
    }

    @Override
    public void send(Operation operation, long destination) {
      if (!bus.passes.test(this, operation)) {
        return;
      }
      FipMessage message = new FipMessage().clear(operation);
      message.address = address;
      message.nodeName = portName + 1;
      message.portId = finder.portId();
      message.portName = portName;
      for (Station other : List.copyOf(bus.stations)) {
        boolean isFor = destination == FcoeAddress.ALL_NEIGHBOURS || destination == other.address;
        if (other != this && isFor) {
          other.finder.onMessage(bus.nowNs, message);
        }
      }
    }

    @Override
    public void onUp(long nowNs, int portId) {
      told.add("up");
    }

    @Override
    public void onAddressLost(long nowNs, String reason) {
      told.add("lost");
    }

    @Override
    public void onNeighbour(long nowNs, Neighbour neighbour) {
      told.add(String.format("found %x", neighbour.portName));
    }

    @Override
    public void onNeighbourLost(long nowNs, Neighbour neighbour) {
      told.add(String.format("missed %x", neighbour.portName));
    }
  }

  @Test
  void takesTheAddressInItsNameAndFindsTheOther() {
    Bus bus = new Bus();
    Station first = bus.add(0x200002000000000AL, 1);
    Station second = bus.add(0x200002000000000BL, 2);
    first.finder.start(0);
    second.finder.start(0);

    bus.run(2 * SECOND_NS);

    assertThat(first.finder.portId()).isEqualTo(0x0A);
    assertThat(second.finder.portId()).isEqualTo(0x0B);
    assertThat(first.told).containsExactly("up", "found 200002000000000b");
    assertThat(second.told).containsExactly("up", "found 200002000000000a");
  }

  @Test
  void findsAPortThatCameMuchEarlier() {
    Bus bus = new Bus();
    Station first = bus.add(0x20000200000000AAL, 1);
    first.finder.start(0);
    bus.run(30 * SECOND_NS);
    Station late = bus.add(0x20000200000000BBL, 2);
    late.finder.start(bus.nowNs);

    bus.run(10 * SECOND_NS);

    assertThat(late.told).containsExactly("up", "found 20000200000000aa");
    assertThat(first.told).containsExactly("up", "found 20000200000000bb");
  }

  @Test
  void leavesAnAddressToWhomHasIt() {
    Bus bus = new Bus();
    Station first = bus.add(0x2000020000010005L, 1);
    first.finder.start(0);
    bus.run(5 * SECOND_NS);
    Station late = bus.add(0x2000020000020005L, 2);
    late.finder.start(bus.nowNs);

    bus.run(10 * SECOND_NS);

    assertThat(first.finder.portId()).isEqualTo(5);
    assertThat(first.told).startsWith("up").doesNotContain("lost");
    assertThat(late.finder.portId()).isNotEqualTo(5);
    assertThat(late.told).containsExactly("up", "found 2000020000010005");
  }

  @Test
  void givesWayToTheHigherNameWhereTwoSegmentsAreJoined() {
    Bus bus = new Bus();
    bus.passes = (from, operation) -> false;
    Station lower = bus.add(0x2000020000010005L, 1);
    Station higher = bus.add(0x2000020000020005L, 2);
    lower.finder.start(0);
    higher.finder.start(0);
    bus.run(3 * SECOND_NS);
    assertThat(lower.finder.portId()).isEqualTo(higher.finder.portId());

    bus.passes = (from, operation) -> true;
    bus.run(20 * SECOND_NS);

    assertThat(higher.finder.portId()).isEqualTo(5);
    assertThat(lower.told).containsExactly("up", "lost", "up", "found 2000020000020005");
    assertThat(higher.told).containsExactly("up", "found 2000020000010005");
  }

  @Test
  void forgetsANeighbourThatIsSilent() {
    Bus bus = new Bus();
    Station first = bus.add(0x200002000000000AL, 1);
    Station second = bus.add(0x200002000000000BL, 2);
    first.finder.start(0);
    second.finder.start(0);
    bus.run(2 * SECOND_NS);

    bus.stations.remove(second);
    bus.run(40 * SECOND_NS);

    assertThat(first.told).endsWith("missed 200002000000000b");
    assertThat(first.finder.neighbourCount()).isZero();
  }

  @Test
  void saysNothingBeforeItStartsAndAfterItStops() {
    Bus bus = new Bus();
    Station first = bus.add(0x200002000000000AL, 1);
    bus.run(2 * SECOND_NS);
    assertThat(first.finder.state()).isEqualTo(State.DOWN);
    first.finder.start(bus.nowNs);
    bus.run(2 * SECOND_NS);
    first.finder.stop(bus.nowNs);
    first.told.clear();
    bus.run(20 * SECOND_NS);
    assertThat(first.told).isEmpty();
  }

  /** However messages are lost at first, ports end with addresses of their own and know all. */
  @Property(seed = "1197178549", tries = 200)
  void endsWithDifferentAddresses(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int ports) {
    Bus bus = new Bus();
    Random random = new Random(seed);
    for (int index = 0; index < ports; index++) {
      // All want the same address.
      bus.add(0x2000_0000_0000_0007L | (long) (index + 1) << 16, random.nextLong());
    }
    long lossyUntilNs = 3 * SECOND_NS;
    bus.passes = (from, operation) -> bus.nowNs > lossyUntilNs || random.nextInt(3) > 0;
    for (Station station : bus.stations) {
      station.finder.start(random.nextInt(1_000_000_000));
    }

    bus.run(60 * SECOND_NS);

    assertThat(bus.stations).allMatch(station -> station.finder.state() == State.UP);
    assertThat(bus.stations.stream().map(station -> station.finder.portId()).distinct())
        .hasSize(ports);
    assertThat(bus.stations).allMatch(station -> station.finder.neighbourCount() == ports - 1);
  }
}
