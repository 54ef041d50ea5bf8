// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

/** The command codes of extended link services that Quintain speaks (FC-LS-4 table 3). */
public final class ElsCommand {
  /** Link service reject. */
  public static final int LS_RJT = 0x01;

  /** Link service accept. */
  public static final int LS_ACC = 0x02;

  /** N_Port login. */
  public static final int PLOGI = 0x03;

  /** Fabric login. */
  public static final int FLOGI = 0x04;

  /** Logout. */
  public static final int LOGO = 0x05;

  /** Read timeout value. */
  public static final int RTV = 0x0E;

  /** Echo. */
  public static final int ECHO = 0x10;

  /** Reinstate recovery qualifier. */
  public static final int RRQ = 0x12;

  /** Read exchange concise. */
  public static final int REC = 0x13;

  /** Sequence retransmission request, an FC-4 link service of FCP (FCP-4 8.2). */
  public static final int SRR = 0x14;

  /** Process login. */
  public static final int PRLI = 0x20;

  /** Process logout. */
  public static final int PRLO = 0x21;

  /** Third-party process logout. */
  public static final int TPRLO = 0x24;

  /** Discover N_Port service parameters. */
  public static final int PDISC = 0x50;

  /** Discover F_Port service parameters. */
  public static final int FDISC = 0x51;

  /** Discover address. */
  public static final int ADISC = 0x52;

  /** Registered state change notification. */
  public static final int RSCN = 0x61;

  /** State change registration. */
  public static final int SCR = 0x62;

  /** Request node identification data. */
  public static final int RNID = 0x78;

  private ElsCommand() {}
}
