// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.negotiation.ConnectionParameters;

/**
 * What an operator sees of one connection in full feature phase.
 *
 * @param cid the connection identifier
 * @param peerAddress "host:port" of its initiator's end
 * @param localAddress "host:port" of its target's end
 * @param parameters what was negotiated for it at its login
 */
public record ConnectionReport(
    int cid, String peerAddress, String localAddress, ConnectionParameters parameters) {
  static ConnectionReport of(FullFeaturePhase phase) {
    return new ConnectionReport(
        phase.cid(),
        phase.connection().peerAddress(),
        phase.connection().localAddress(),
        phase.parameters());
  }
}
