// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.clauses;

import java.util.stream.Stream;

/** RFC 7143: number, heading, and behind a bar the reason why no case judges the clause. */
final class Rfc7143 {
  private static final String OVERVIEW =
      """
      4 Overview
      4.1 SCSI Concepts | Words of SAM.
      4.2 iSCSI Concepts and Functional Overview
      4.2.1 Layers and Sessions
      4.2.2 Ordering and iSCSI Numbering
      4.2.2.1 Command Numbering and Acknowledging
      4.2.2.2 Response/Status Numbering and Acknowledging
      4.2.2.3 Response Ordering
      4.2.2.3.1 Need for Response Ordering | Says why 4.2.2.3.2 is there.
      4.2.2.3.2 Response Ordering Model Description
      4.2.2.3.3 iSCSI Semantics with the Interface Model | A model within one end, not seen on the wire.
      4.2.2.3.4 Current List of Fenced Response Use Cases
      4.2.2.4 Data Sequencing
      4.2.3 iSCSI Task Management
      4.2.3.1 Task Management Overview | Refers to 11.5 and 11.6.
      4.2.3.2 Notion of Affected Tasks
      4.2.3.3 Standard Multi-Task Abort Semantics
      4.2.3.4 FastAbort Multi-Task Abort Semantics | Holds where TaskReporting=FastAbort is agreed on; IK-79 judges the key.
      4.2.3.5 Affected Tasks Shared across Standard and FastAbort Sessions | As 4.2.3.4.
      4.2.3.6 Rationale behind the FastAbort Semantics | Rationale.
      4.2.4 iSCSI Login
      4.2.5 iSCSI Full Feature Phase
      4.2.5.1 Command Connection Allegiance
      4.2.5.2 Data Transfer Overview
      4.2.5.3 Tags and Integrity Checks
      4.2.5.4 SCSI Task Management during iSCSI Full Feature Phase | Refers to 11.5 and 11.6.
      4.2.6 iSCSI Connection Termination
      4.2.7 iSCSI Names
      4.2.7.1 iSCSI Name Properties
      4.2.7.2 iSCSI Name Encoding
      4.2.7.3 iSCSI Name Structure
      4.2.7.4 Type "iqn." (iSCSI Qualified Name)
      4.2.7.5 Type "eui." (IEEE EUI-64 Format)
      4.2.7.6 Type "naa." (Network Address Authority)
      4.2.8 Persistent State | Asks a target to keep nothing but what SAM has it keep.
      4.2.9 Message Synchronization and Steering | Asks for nothing: mechanisms of lower layers.
      4.3 iSCSI Session Types
      4.4 SCSI-to-iSCSI Concepts Mapping Model
      4.4.1 iSCSI Architecture Model
      4.4.2 SCSI Architecture Model | Words of SAM for what iSCSI has.
      4.4.3 Consequences of the Model
      4.4.3.1 I_T Nexus State
      4.4.3.2 Reservations
      4.5 iSCSI UML Model | A picture.
      4.6 Request/Response Summary
      4.6.1 Request/Response Types Carrying SCSI Payload
      4.6.2 Requests/Responses Carrying SCSI and iSCSI Payload | Refers to 11.9.
      4.6.3 Requests/Responses Carrying iSCSI-Only Payload | Refers to 11.10 to 11.19.
      5 SCSI Mode Parameters for iSCSI | There are none: what SPC had is replaced by keys.
      """;

  private static final String NEGOTIATION =
      """
      6 Login and Full Feature Phase Negotiation
      6.1 Text Format
      6.2 Text Mode Negotiation
      6.2.1 List Negotiations
      6.2.2 Simple-Value Negotiations
      6.3 Login Phase
      6.3.1 Login Phase Start
      6.3.2 iSCSI Security Negotiation
      6.3.3 Operational Parameter Negotiation during the Login Phase
      6.3.4 Connection Reinstatement
      6.3.5 Session Reinstatement, Closure, and Timeout
      6.3.5.1 Loss of Nexus Notification
      6.3.6 Session Continuation and Failure
      6.4 Operational Parameter Negotiation outside the Login Phase
      """;

  private static final String RECOVERY =
      """
      7 iSCSI Error Handling and Recovery
      7.1 Overview
      7.1.1 Background | Background.
      7.1.2 Goals | Goals of the design.
      7.1.3 Protocol Features and State Expectations | Asks an initiator to keep what a retry needs.
      7.1.4 Recovery Classes
      7.1.4.1 Recovery Within-command
      7.1.4.2 Recovery Within-connection
      7.1.4.3 Connection Recovery
      7.1.4.4 Session Recovery
      7.1.5 Error Recovery Hierarchy
      7.2 Retry and Reassign in Recovery
      7.2.1 Usage of Retry
      7.2.2 Allegiance Reassignment
      7.3 Usage of Reject PDU in Recovery
      7.4 Error Recovery Considerations for Discovery Sessions
      7.4.1 ErrorRecoveryLevel for Discovery Sessions
      7.4.2 Reinstatement Semantics for Discovery Sessions
      7.4.2.1 Unnamed Discovery Sessions
      7.4.2.2 Named Discovery Sessions
      7.4.3 Target PDUs during Discovery
      7.5 iSCSI Timeout Management
      7.5.1 Timeouts on Transport Exception Events
      7.5.2 Timeouts on Planned Decommissioning
      7.6 Implicit Termination of Tasks
      7.7 Format Errors
      7.8 Digest Errors
      7.9 Sequence Errors
      7.10 Message Error Checking
      7.11 SCSI Timeouts | Binds the initiator, which times its commands.
      7.12 Negotiation Failures
      7.13 Protocol Errors
      7.14 Connection Failures
      7.15 Session Errors
      8 State Transitions
      8.1 Standard Connection State Diagrams
      8.1.1 State Descriptions for Initiators and Targets | Names of states; the transitions are judged.
      8.1.2 State Transition Descriptions for Initiators and Targets
      8.1.3 Standard Connection State Diagram for an Initiator | Initiator only.
      8.1.4 Standard Connection State Diagram for a Target
      8.2 Connection Cleanup State Diagram for Initiators and Targets
      8.2.1 State Descriptions for Initiators and Targets | Names of states; the transitions are judged.
      8.2.2 State Transition Descriptions for Initiators and Targets
      8.3 Session State Diagrams
      8.3.1 Session State Diagram for an Initiator | Initiator only.
      8.3.2 Session State Diagram for a Target
      8.3.3 State Descriptions for Initiators and Targets | Names of states; the transitions are judged.
      8.3.4 State Transition Descriptions for Initiators and Targets
      9 Security Considerations
      9.1 iSCSI Security Mechanisms | An introduction.
      9.2 In-Band Initiator-Target Authentication
      9.2.1 CHAP Considerations
      9.2.2 SRP Considerations | For targets with SRP; ours has none, IC-02 judges that it is refused.
      9.2.3 Kerberos Considerations | For targets with Kerberos; ours has none, IC-02 judges that it is refused.
      9.3 IPsec | Beneath TCP: the host's, not the target's.
      9.4 Security Considerations for the X#NodeArchitecture Key | Asks an implementation not to act by the key, which nobody can see.
      9.5 SCSI Access Control Considerations | Advice to those who configure a target.
      10 Notes to Implementers
      10.1 Multiple Network Adapters | Advice on how to build portal groups.
      10.2 Autosense and Auto Contingent Allegiance (ACA) | Judged for every transport by SNS and ACA.
      10.3 iSCSI Timeouts | Advice to initiators.
      10.4 Command Retry and Cleaning Old Command Instances
      10.5 Sync and Steering Layer, and Performance | Advice on performance.
      10.6 Considerations for State-Dependent Devices and Long-Lasting SCSI Operations | Binds the initiator, which chooses the level.
      10.7 Multi-Task Abort Implementation Considerations | Advice; what shows is judged by 4.2.3.
      """;

  private static final String PDUS =
      """
      11 iSCSI PDU Formats
      11.1 iSCSI PDU Length and Padding
      11.2 PDU Template, Header, and Opcodes
      11.2.1 Basic Header Segment (BHS)
      11.2.1.1 I (Immediate) Bit
      11.2.1.2 Opcode
      11.2.1.3 F (Final) Bit
      11.2.1.4 Opcode-Specific Fields | Refers to the clauses of each opcode.
      11.2.1.5 TotalAHSLength
      11.2.1.6 DataSegmentLength
      11.2.1.7 LUN
      11.2.1.8 Initiator Task Tag
      11.2.2 Additional Header Segment (AHS)
      11.2.2.1 AHSType
      11.2.2.2 AHSLength
      11.2.2.3 Extended CDB AHS
      11.2.2.4 Bidirectional Read Expected Data Transfer Length AHS
      11.2.3 Header Digest and Data Digest
      11.2.4 Data Segment
      11.3 SCSI Command
      11.3.1 Flags and Task Attributes (Byte 1)
      11.3.2 CmdSN
      11.3.3 ExpStatSN
      11.3.4 Expected Data Transfer Length
      11.3.5 CDB
      11.3.6 Data Segment - Command Data
      11.4 SCSI Response
      11.4.1 Flags (Byte 1)
      11.4.2 Status
      11.4.3 Response
      11.4.4 SNACK Tag
      11.4.5 Residual Count
      11.4.6 Bidirectional Read Residual Count
      11.4.7 Data Segment - Sense and Response Data Segment
      11.4.8 ExpDataSN
      11.4.9 StatSN
      11.4.10 ExpCmdSN
      11.4.11 MaxCmdSN
      11.5 Task Management Function Request
      11.5.1 Function
      11.5.2 TotalAHSLength and DataSegmentLength
      11.5.3 LUN
      11.5.4 Referenced Task Tag
      11.5.5 RefCmdSN
      11.5.6 ExpDataSN
      11.6 Task Management Function Response
      11.6.1 Response
      11.6.2 TotalAHSLength and DataSegmentLength
      11.7 SCSI Data-Out and SCSI Data-In
      11.7.1 F (Final) Bit
      11.7.2 A (Acknowledge) Bit
      11.7.3 Flags (Byte 1)
      11.7.4 Target Transfer Tag and LUN
      11.7.5 DataSN
      11.7.6 Buffer Offset
      11.7.7 DataSegmentLength
      11.8 Ready To Transfer (R2T)
      11.8.1 TotalAHSLength and DataSegmentLength
      11.8.2 R2TSN
      11.8.3 StatSN
      11.8.4 Desired Data Transfer Length and Buffer Offset
      11.8.5 Target Transfer Tag
      11.9 Asynchronous Message
      11.9.1 AsyncEvent
      11.9.2 AsyncVCode | For events of vendors; ours has none.
      11.9.3 LUN | For event 0, which a target of ours sends only where AERs are asked for.
      11.9.4 Sense Data and iSCSI Event Data | For event 0, as 11.9.3.
      11.10 Text Request
      11.10.1 F (Final) Bit
      11.10.2 C (Continue) Bit
      11.10.3 Initiator Task Tag
      11.10.4 Target Transfer Tag
      11.10.5 Text
      11.11 Text Response
      11.11.1 F (Final) Bit
      11.11.2 C (Continue) Bit
      11.11.3 Initiator Task Tag
      11.11.4 Target Transfer Tag
      11.11.5 StatSN
      11.11.6 Text Response Data
      """;

  private static final String MORE_PDUS =
      """
      11.12 Login Request
      11.12.1 T (Transit) Bit
      11.12.2 C (Continue) Bit
      11.12.3 CSG and NSG
      11.12.4 Version
      11.12.5 ISID
      11.12.6 TSIH
      11.12.7 Connection ID (CID)
      11.12.8 CmdSN
      11.12.9 ExpStatSN | Binds the initiator; a target reads it as 11.3.3 has it.
      11.12.10 Login Parameters
      11.13 Login Response
      11.13.1 Version-max
      11.13.2 Version-active
      11.13.3 TSIH
      11.13.4 StatSN
      11.13.5 Status-Class and Status-Detail
      11.13.6 T (Transit) Bit
      11.13.7 C (Continue) Bit
      11.13.8 Login Parameters
      11.14 Logout Request
      11.14.1 Reason Code
      11.14.2 TotalAHSLength and DataSegmentLength
      11.14.3 CID
      11.14.4 ExpStatSN | Binds the initiator; a target reads it as 11.3.3 has it.
      11.14.5 Implicit Termination of Tasks
      11.15 Logout Response
      11.15.1 Response
      11.15.2 TotalAHSLength and DataSegmentLength
      11.15.3 Time2Wait
      11.15.4 Time2Retain
      11.16 SNACK Request
      11.16.1 Type
      11.16.2 Data Acknowledgment
      11.16.3 Resegmentation
      11.16.4 Initiator Task Tag
      11.16.5 Target Transfer Tag or SNACK Tag
      11.16.6 BegRun
      11.16.7 RunLength
      11.17 Reject
      11.17.1 Reason
      11.17.2 DataSN/R2TSN | For SNACKs that are rejected as protocol errors; ours have the reason SNACK Reject.
      11.17.3 StatSN, ExpCmdSN, and MaxCmdSN
      11.17.4 Complete Header of Bad PDU
      11.18 NOP-Out
      11.18.1 Initiator Task Tag
      11.18.2 Target Transfer Tag
      11.18.3 Ping Data
      11.19 NOP-In
      11.19.1 Target Transfer Tag
      11.19.2 StatSN
      11.19.3 LUN
      """;

  private static final String KEYS =
      """
      12 iSCSI Security Text Keys and Authentication Methods
      12.1 AuthMethod
      12.1.1 Kerberos
      12.1.2 Secure Remote Password (SRP)
      12.1.3 Challenge Handshake Authentication Protocol (CHAP)
      13 Login/Text Operational Text Keys
      13.1 HeaderDigest and DataDigest
      13.2 MaxConnections
      13.3 SendTargets
      13.4 TargetName
      13.5 InitiatorName
      13.6 TargetAlias
      13.7 InitiatorAlias
      13.8 TargetAddress
      13.9 TargetPortalGroupTag
      13.10 InitialR2T
      13.11 ImmediateData
      13.12 MaxRecvDataSegmentLength
      13.13 MaxBurstLength
      13.14 FirstBurstLength
      13.15 DefaultTime2Wait
      13.16 DefaultTime2Retain
      13.17 MaxOutstandingR2T
      13.18 DataPDUInOrder
      13.19 DataSequenceInOrder
      13.20 ErrorRecoveryLevel
      13.21 SessionType
      13.22 The Private Extension Key Format
      13.23 TaskReporting
      13.24 iSCSIProtocolLevel Negotiation
      13.25 Obsoleted Keys
      13.26 X#NodeArchitecture
      A Examples | Examples.
      B Login Phase Examples | Examples.
      C SendTargets Operation
      D Algorithmic Presentation of Error Recovery Classes | Says 7.1.4 over again as programs.
      E Clearing Effects of Various Events on Targets
      E.1 Clearing Effects on iSCSI Objects
      E.2 Clearing Effects on SCSI Objects
      """;

  private Rfc7143() {}

  /** The lines. */
  static Stream<String> lines() {
    return Stream.of(OVERVIEW, NEGOTIATION, RECOVERY, PDUS, MORE_PDUS, KEYS).flatMap(String::lines);
  }
}
