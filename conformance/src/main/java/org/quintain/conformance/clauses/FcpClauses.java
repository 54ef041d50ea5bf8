// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.clauses;

import java.util.stream.Stream;

/** FCP-4, clauses 4 to 12: number, heading, and behind a bar why no case judges the clause. */
final class FcpClauses {
  private static final String LINES =
      """
      4 General
      4.1 Structure and concepts | Words for what the other clauses ask for.
      4.2 FCP I/O operations
      4.3 Bidirectional and unidirectional commands and FCP_RSP IU format | Block devices have no command any more that moves data both ways.
      4.4 Precise delivery of SCSI commands
      4.5 Confirmed completion of FCP I/O operations
      4.6 Retransmission of unsuccessfully transmitted IUs | Refers to 12.4.
      4.7 Task retry identification | FPL-06/identification judges the bit; what it is for is an initiator's affair.
      4.8 Discovery of FCP capabilities | How initiators go about it.
      4.9 Task management
      4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions
      4.11 I_T nexus loss notification events
      4.12 Transport Reset notification events | Those of arbitrated loops.
      4.13 Port Login/Logout | Refers to FC-LS.
      4.14 Process Login and Process Logout | Refers to 6.2 to 6.4.
      4.15 Link management | Refers to FC-FS and FC-LS.
      4.16 FCP addressing and Exchange identification
      4.17 Use of World Wide Names
      5 FC-FS-2 frame header
      6 FCP link service definitions
      6.1 Overview of link service requirements | Refers to FC-LS.
      6.2 Overview of Process Login and Process Logout
      6.3 PRLI
      6.3.1 Use of PRLI by the Fibre Channel Protocol
      6.3.2 Process_Associator requirements | Process associators are obsolete; FPL-03/reserved looks that none is there.
      6.3.3 New or repeated Process Login
      6.3.4 PRLI request FCP Service Parameter page format | What initiators send.
      6.3.5 PRLI accept FCP Service Parameter page format
      6.4 PRLO
      6.5 Read Exchange Concise (REC)
      7 FC-4 specific Name Server registration and objects
      8 FC-4 Link Service definitions
      8.1 FC-4 Link Services for the Fibre Channel Protocol | Introduces 8.2 and 8.3.
      8.2 Sequence Retransmission Request (SRR)
      8.3 FCP FC-4 Link Service Reject (FCP_RJT)
      9 FCP Information Unit (IU) usage and formats
      9.1 FCP Information Unit (IU) usage
      9.2 FCP_CMND IU
      9.2.1 Overview and format of FCP_CMND IU
      9.2.2 FCP_CMND IU field descriptions
      9.3 FCP_XFER_RDY IU
      9.4 FCP_DATA IU
      9.5 FCP_RSP IU
      9.6 FCP_CONF IU
      10 SCSI mode parameters for the Fibre Channel Protocol
      11 Timers for FCP operation and recovery | How long initiators wait; a target may wait as long as it likes for them.
      12 Link error detection and error recovery procedures
      12.1 Error detection and error recovery overview | Introduces what follows.
      12.2 FCP error detection
      12.3 Exchange level recovery using recovery abort
      12.4 Sequence level error recovery
      12.5 Second-level error recovery | What initiators do where ABTS, REC and SRR are lost themselves.
      12.6 Responses to FCP type frames before PLOGI or PRLI
      """;

  private FcpClauses() {}

  /** The lines. */
  static Stream<String> lines() {
    return LINES.lines();
  }
}
