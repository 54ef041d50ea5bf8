// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.sam.Check;
import org.quintain.sim.ib.link.IbFaults;
import org.quintain.sim.ib.link.IbWeather;
import org.quintain.sim.ib.link.LinkSpeed;
import org.quintain.sim.random.RandomStream;

/**
 * What a simulated InfiniBand subnet is made of, but for the nodes. Initiators stand at the first
 * switch, targets at the last.
 *
 * @param switches how many leaf switches there are, 0 to 2; 0 for a cable from port to port, which
 *     one initiator and one target port can have
 * @param portMetres the length of a port's cable
 * @param firstTrunkMetres the length of one of the two trunks between leaf switches
 * @param secondTrunkMetres the length of the other
 * @param hopNs how long a switch takes from a packet's head at one port to its head at another
 * @param pathMtuBytes the longest payload of a packet: 256, 512, 1024, 2048 or 4096
 * @param isWhole whether a message is handed over in one piece where no packet can meet a fault
 * @param weather the faults that hold
 */
public record IbPlan(
    LinkSpeed speed,
    int switches,
    int portMetres,
    int firstTrunkMetres,
    int secondTrunkMetres,
    long hopNs,
    int pathMtuBytes,
    boolean isWhole,
    IbWeather weather) {
  private static final long USUAL_HOP_NS = 130;

  /** Checks what can be drawn wrong. */
  public IbPlan {
    Check.that(switches >= 0 && switches <= 2, "there are two leaf switches at most", switches);
    Check.that(
        Integer.bitCount(pathMtuBytes) == 1 && pathMtuBytes >= 256 && pathMtuBytes <= 4096,
        "a path MTU is a power of two from 256 to 4096",
        pathMtuBytes);
    Check.that(!isWhole || weather.isQuiet(), "faults meet packets, not messages");
  }

  /** Two switches, EDR, some metres of cable, no faults. */
  public static IbPlan quiet() {
    return new IbPlan(
        LinkSpeed.EDR, 2, 3, 20, 20, USUAL_HOP_NS, 4096, true, new IbWeather(IbFaults.NONE));
  }

  /** This plan with {@code faults}, for which packets travel one by one. */
  public IbPlan withFaults(IbFaults faults) {
    return new IbPlan(
        speed,
        switches,
        portMetres,
        firstTrunkMetres,
        secondTrunkMetres,
        hopNs,
        pathMtuBytes,
        faults.equals(IbFaults.NONE),
        new IbWeather(faults));
  }

  /** Anything from a cable across a rack to a trunk across a site. */
  public static IbPlan draw(RandomStream random, boolean mayBeBackToBack, IbFaults faults) {
    boolean isQuiet = faults.equals(IbFaults.NONE);
    return new IbPlan(
        random.oneOf(LinkSpeed.values()),
        mayBeBackToBack && random.chance(0.3)
            ? 0
            : faults.pathMigration() > 0 ? 2 : 1 + random.below(2),
        (int) random.betweenMagnitudes(1, 100),
        (int) random.betweenMagnitudes(1, 10_000),
        (int) random.betweenMagnitudes(1, 10_000),
        random.betweenMagnitudes(90, 600),
        random.oneOfInts(256, 512, 1024, 2048, 4096, 4096),
        isQuiet && random.coin(),
        new IbWeather(faults));
  }
}
