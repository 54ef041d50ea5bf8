// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import org.quintain.sam.Check;
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.fc.link.FcWeather;
import org.quintain.sim.fc.link.LineRate;
import org.quintain.sim.fc.link.LinkProfile;
import org.quintain.sim.random.RandomStream;

/**
 * What a simulated Fibre Channel fabric is made of, but for the nodes. Initiators stand at the
 * first switch, targets at the last; switches stand in a row.
 *
 * @param switches how many switches there are; 0 for a loop, or for a fibre from port to port,
 *     which one initiator and one target port can have
 * @param isLoop whether all ports stand on one arbitrated loop, without switches
 * @param interSwitchLinks how many links join two neighbouring switches
 * @param hopNs how long a switch takes from the beginning of a frame at one port to its beginning
 *     at another
 * @param framePayloadMax the longest frame payload that nodes offer to take
 * @param weather the faults that hold
 * @param isCalm whether no fault of any kind will ever be met, so that sequences may travel whole
 */
public record FcPlan(
    LinkProfile nodeLink,
    LinkProfile interSwitchLink,
    int switches,
    boolean isLoop,
    int interSwitchLinks,
    long hopNs,
    int framePayloadMax,
    FcWeather weather,
    boolean isCalm) {
  private static final int CREDIT_MAX = 64;

  /** Checks that switches are joined. */
  public FcPlan {
    Check.that(!isCalm || weather.isQuiet(), "the weather of a calm fabric is quiet");
    Check.that(!isLoop || switches == 0, "a loop is one without switches", switches);
    Check.that(
        switches >= 0 && (switches <= 1 || interSwitchLinks >= 1), "switches are joined", switches);
  }

  /** Two switches with two links between them, 16GFC, some metres of fibre, no faults. */
  public static FcPlan quiet() {
    LinkProfile link = LinkProfile.of(LineRate.FC_16, 10, CREDIT_MAX);
    return new FcPlan(link, link, 2, false, 2, 700, 2048, new FcWeather(FcFaults.NONE), true);
  }

  /** Anything from a fibre across a desk to a slow line across a country. */
  public static FcPlan draw(
      RandomStream random, boolean mayBePointToPoint, boolean mayBeLoop, FcFaults faults) {
    int exponent = random.coin() ? 0 : 1 + random.below(6);
    boolean isLoop = mayBeLoop && random.chance(0.2);
    return new FcPlan(
        link(random, exponent),
        link(random, exponent),
        isLoop || (mayBePointToPoint && random.chance(0.3)) ? 0 : 1 + random.below(3),
        isLoop,
        1 + random.below(2),
        random.betweenMagnitudes(300, 2_600),
        random.oneOfInts(256, 512, 1024, 2048, 2048, 2112),
        new FcWeather(faults),
        false);
  }

  /** This plan, of which it is known that nothing will go wrong. */
  public FcPlan calm() {
    return new FcPlan(
        nodeLink,
        interSwitchLink,
        switches,
        isLoop,
        interSwitchLinks,
        hopNs,
        framePayloadMax,
        weather,
        true);
  }

  /** The same links as a loop. */
  public FcPlan loop() {
    return new FcPlan(
        nodeLink, interSwitchLink, 0, true, 0, hopNs, framePayloadMax, weather, isCalm);
  }

  private static LinkProfile link(RandomStream random, int exponent) {
    return new LinkProfile(
        random.oneOf(LineRate.values()),
        (int) random.betweenMagnitudes(1, 50_000),
        (int) random.betweenMagnitudes(2, CREDIT_MAX),
        (int) random.betweenMagnitudes(2, CREDIT_MAX),
        exponent);
  }
}
