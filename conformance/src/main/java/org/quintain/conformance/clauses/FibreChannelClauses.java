// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.clauses;

import java.util.stream.Stream;

/**
 * FC-LS, FC-FS and FC-GS as far as they bind a port with a target function. Their editions number
 * clauses differently, so that a clause is known by the word that its heading has for it.
 */
final class FibreChannelClauses {
  private static final String LINK_SERVICES =
      """
      LS_ACC Link service accept
      LS_RJT Link service reject
      Parameters Common and class service parameters
      Names N_Port_Name and Node_Name
      FLOGI Fabric Login | What a target says to a fabric is the fabric's to judge; between ports without one it comes before each login of the suite's.
      FDISC Discover F_Port Service Parameters
      PLOGI N_Port Login
      LOGO Logout
      PRLI Process Login
      PRLO Process Logout
      TPRLO Third Party Process Logout
      ADISC Discover Address
      PDISC Discover N_Port Service Parameters
      RSCN Registered State Change Notification
      SCR State Change Registration | What a target says to a fabric is the fabric's to judge.
      RTV Read Timeout Value
      RLS Read Link Error Status Block
      ECHO Echo
      RNID Request Node Identification Data
      RRQ Reinstate Recovery Qualifier
      REC Read Exchange Concise
      AUTH_ELS Authentication | Of a target that wants it nobody told the suite the secret.
      """;

  private static final String FRAMING =
      """
      R_CTL Routing control
      D_ID Destination identifier
      S_ID Source identifier
      CS_CTL Class specific control or priority
      TYPE Data structure type
      F_CTL Frame control
      SEQ_ID Sequence identifier
      DF_CTL Data field control
      SEQ_CNT Sequence count
      OX_ID Originator exchange identifier
      RX_ID Responder exchange identifier
      Parameter Parameter field and relative offset
      CRC Cyclic redundancy check | The driver makes it; simulated faults send frames in which it is wrong.
      Classes Classes of service | FCP runs in class 3 here.
      Sequences Sequence delimiting
      Exchanges Exchange management
      NOP No operation
      ABTS Abort Sequence
      BA_ACC Basic accept
      BA_RJT Basic reject
      E_D_TOV Error detect time-out
      R_A_TOV Resource allocation time-out | How long identifiers rest: RRQ judges it.
      """;

  private static final String GENERIC_SERVICES =
      """
      Names Name server objects
      """;

  private FibreChannelClauses() {}

  static Stream<String> linkServices() {
    return LINK_SERVICES.lines();
  }

  static Stream<String> framing() {
    return FRAMING.lines();
  }

  static Stream<String> genericServices() {
    return GENERIC_SERVICES.lines();
  }
}
