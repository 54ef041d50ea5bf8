// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.iscsi.negotiation.SessionParameters;

/**
 * What an operator sees of one session, as it is at one moment.
 *
 * @param tsih the target session identifying handle
 * @param initiatorName its initiator
 * @param isid the initiator session identifier, in the low 48 bits
 * @param targetName its target, empty for a discovery session without one
 * @param parameters what was negotiated for it
 * @param commandsInFlight how many commands it has under way
 * @param nexus the I_T nexus that it realises, with its counters; null for a discovery session
 * @param connections its connections in full feature phase
 */
public record SessionReport(
    int tsih,
    String initiatorName,
    long isid,
    String targetName,
    SessionParameters parameters,
    int commandsInFlight,
    @Nullable ItNexus nexus,
    List<ConnectionReport> connections) {

  /** Copies the list. */
  public SessionReport {
    connections = List.copyOf(connections);
  }

  /** Of {@code session}, on its node's reactor. */
  public static SessionReport of(IscsiTargetSession session) {
    return new SessionReport(
        session.tsih(),
        session.initiatorName(),
        session.isid(),
        session.targetName(),
        session.parameters(),
        session.commandsInFlight(),
        session.isDiscovery() ? null : session.nexus(),
        session.connections().all().stream().map(ConnectionReport::of).toList());
  }
}
