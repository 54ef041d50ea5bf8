// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.FabricException;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.reactor.World;

/**
 * Asks a portal which targets it has (RFC 7143 4.3, Appendix C): logs in, SendTargets=All, logs
 * out.
 */
public final class DiscoverySession {
  private static final long ANSWER_TIMEOUT_NS = 15_000_000_000L;

  private volatile @Nullable List<DiscoveredTarget> targets;
  private volatile String problem = "";

  private final World world;

  private DiscoverySession(World world) {
    this.world = world;
  }

  /**
   * The targets that the portal shows to {@code options}' initiator. Not to be called on the
   * reactor.
   *
   * @throws FabricException with one sentence when there is no answer
   */
  public static List<DiscoveredTarget> sendTargets(
      World world, StreamDialler dialler, String host, int port, InitiatorOptions options)
      throws FabricException {
    DiscoverySession asked = new DiscoverySession(world);
    try (IscsiInitiatorPort opened = IscsiInitiatorPort.open(world, dialler, host, port, options)) {
      TextKeyList question = new TextKeyList().add(IscsiKey.SEND_TARGETS, "All");
      world.reactor().post(nowNs -> opened.session().requestText(nowNs, question, asked::onAnswer));
      world.awaitUntil(() -> asked.targets != null || !asked.problem.isEmpty(), ANSWER_TIMEOUT_NS);
    }
    List<DiscoveredTarget> found = asked.targets;
    if (found == null) {
      String why = asked.problem.isEmpty() ? "nothing was heard in time" : asked.problem;
      throw new FabricException(
          "No answer to SendTargets from " + host + ":" + port + ": " + why + ".");
    }
    return found;
  }

  private void onAnswer(long nowNs, TextKeyList answer, String why) {
    if (why.isEmpty()) {
      targets = DiscoveredTarget.listOf(answer);
    } else {
      problem = why;
    }
    world.wake();
  }
}
