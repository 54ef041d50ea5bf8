// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.clauses;

import java.util.stream.Stream;

/**
 * SRP as far as it binds a target port, and what SRP-2 adds. A clause is known by the word that its
 * heading has for it.
 */
final class SrpClauses {
  private static final String LINES =
      """
      Names Port identifiers and their mapping
      Channels RDMA channels and the I_T nexus
      Limit Request limit
      Notification Solicited notification
      Direct Direct data buffer descriptor
      Indirect Indirect data buffer descriptor
      LOGIN_REQ SRP_LOGIN_REQ request
      LOGIN_RSP SRP_LOGIN_RSP response
      LOGIN_REJ SRP_LOGIN_REJ response
      I_LOGOUT SRP_I_LOGOUT request
      T_LOGOUT SRP_T_LOGOUT request
      TSK_MGMT SRP_TSK_MGMT request
      CMD SRP_CMD request
      RSP SRP_RSP response
      CRED_REQ SRP_CRED_REQ request | A target says it when it wants to; where one comes, the suite answers it and counts what it gives.
      CRED_RSP SRP_CRED_RSP response
      AER_REQ SRP_AER_REQ request
      AER_RSP SRP_AER_RSP response
      Mapping InfiniBand mapping | Device management, by which initiators find targets; the suite is told where the target is.
      """;

  private static final String SECOND = "Immediate Immediate data\n";

  private SrpClauses() {}

  static Stream<String> lines() {
    return LINES.lines();
  }

  static Stream<String> linesOfSecond() {
    return SECOND.lines();
  }
}
