// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import java.util.List;
import org.quintain.initiator.TargetNote;
import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.sim.random.RandomStream;

/**
 * What of a simulated node is there to be tested: further targets that want CHAP or send their
 * logins elsewhere, or CHAP everywhere; and how its streams are cut.
 *
 * @param hasFurtherTargets whether there are such further targets
 * @param guard whether the target under test and discovery want CHAP, and initiators too
 */
record TargetShape(boolean hasFurtherTargets, Guard guard, Segmentation segmentation) {
  /** Who wants to know who the other is (RFC 7143 9.2). */
  enum Guard {
    NOBODY,
    TARGET,
    BOTH
  }

  private static final String CHAP_TARGET = TargetHost.TARGET_NAME + ".chap";
  private static final String REDIRECTED_TARGET = TargetHost.TARGET_NAME + ".redirected";
  private static final String MOVED_TARGET = TargetHost.TARGET_NAME + ".moved";
  private static final String USER = "jouster";
  private static final String SECRET = "tilts at the quintain";
  private static final String TARGET_USER = "quintain";
  private static final String TARGET_SECRET = "strikes back when hit";
  private static final String DISCOVERY_USER = "herald";
  private static final String DISCOVERY_SECRET = "calls the names out";

  private static TargetAuthentication users() {
    return new TargetAuthentication(
        List.of(ChapUser.of(USER, SECRET)), ChapUser.of(TARGET_USER, TARGET_SECRET));
  }

  /** A node as simulations of faults have it: now and then with CHAP, one way or mutual. */
  static TargetShape drawn(RandomStream random) {
    Guard guard = Guard.NOBODY;
    if (random.chance(0.3)) {
      guard = random.coin() ? Guard.TARGET : Guard.BOTH;
    }
    return new TargetShape(false, guard, Segmentation.WHOLE);
  }

  private boolean isGuarded() {
    return guard != Guard.NOBODY;
  }

  /** {@code target} with the users that this shape gives it. */
  IscsiTarget shaped(IscsiTarget target) {
    return isGuarded() ? target.withAuthentication(users()) : target;
  }

  /** Adds to {@code node} what is there beside {@code first}, the target under test. */
  void addTo(IscsiTargetNode node, IscsiTarget first, long seed) {
    if (!hasFurtherTargets && !isGuarded()) {
      return;
    }
    node.challenges(challenges(new RandomStream(seed, "challenges")));
    if (isGuarded()) {
      ChapUser herald = ChapUser.of(DISCOVERY_USER, DISCOVERY_SECRET);
      node.discoveryAuthentication(new TargetAuthentication(List.of(herald), null));
    }
    if (hasFurtherTargets) {
      String address = SimulatedIscsi.HOST + ":" + SimulatedIscsi.PORT;
      node.put(like(first, CHAP_TARGET).withAuthentication(users()));
      node.put(like(first, REDIRECTED_TARGET).withRedirect(address, false));
      node.put(like(first, MOVED_TARGET).withRedirect(address, true));
    }
  }

  private static IscsiTarget like(IscsiTarget first, String name) {
    return IscsiTarget.of(name, first.groups().get(0).scsiTarget())
        .withPreferences(first.preferences());
  }

  static ChallengeSource challenges(RandomStream random) {
    return bytes -> {
      for (int index = 0; index < bytes.length; index++) {
        bytes[index] = (byte) random.below(256);
      }
    };
  }

  /** Whom initiators log in as, and whom they expect. */
  InitiatorAuthentication initiators(ChallengeSource challenges) {
    ChapUser user = ChapUser.of(USER, SECRET);
    return switch (guard) {
      case NOBODY -> InitiatorAuthentication.NONE;
      case TARGET -> InitiatorAuthentication.oneWay(user);
      case BOTH ->
          InitiatorAuthentication.mutual(user, ChapUser.of(TARGET_USER, TARGET_SECRET), challenges);
    };
  }

  /** What is told of the node. */
  String told(TargetNote note) {
    if (!hasFurtherTargets && !isGuarded()) {
      return "";
    }
    return switch (note) {
      case CHAP_TARGET -> isGuarded() ? "" : CHAP_TARGET;
      case CHAP_USER -> USER;
      case CHAP_SECRET -> SECRET;
      case CHAP_TARGET_USER -> TARGET_USER;
      case CHAP_TARGET_SECRET -> TARGET_SECRET;
      case DISCOVERY_USER -> isGuarded() ? DISCOVERY_USER : "";
      case DISCOVERY_SECRET -> isGuarded() ? DISCOVERY_SECRET : "";
      case REDIRECTED_TARGET -> hasFurtherTargets ? REDIRECTED_TARGET : "";
      case MOVED_TARGET -> hasFurtherTargets ? MOVED_TARGET : "";
    };
  }
}
