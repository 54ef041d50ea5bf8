// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.SessionType;

/**
 * How a session logs in and lives. Times in nanoseconds.
 *
 * @param initiatorAlias empty for none
 * @param targetName empty for a discovery session
 * @param isid the initiator session identifier in the low 48 bits (RFC 7143 11.12.5); with the
 *     initiator's name it names the initiator port, so a second session under the same one
 *     reinstates the first
 * @param preferences the keys to offer; AuthMethod follows from {@code authentication}
 * @param authentication who it says it is, and whom it believes
 * @param securityStage whether the login begins in the security negotiation stage with
 *     AuthMethod=None; it begins in the operational stage otherwise
 * @param commandsMax how many commands can be under way at once
 * @param initialCmdSn the CmdSN to begin with
 * @param pingIntervalNs after how much silence the target is pinged; 0 for never
 * @param pingTimeoutNs how long an answer to that may take before the nexus is given up
 * @param directBuffers whether bytes are received outside the heap, which sockets need to avoid a
 *     copy
 */
public record InitiatorOptions(
    String initiatorName,
    String initiatorAlias,
    String targetName,
    SessionType sessionType,
    long isid,
    KeyPreferences preferences,
    InitiatorAuthentication authentication,
    boolean securityStage,
    int commandsMax,
    int initialCmdSn,
    long loginTimeoutNs,
    long pingIntervalNs,
    long pingTimeoutNs,
    long logoutTimeoutNs,
    boolean directBuffers) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Options for a normal session with the usual values. */
  public static InitiatorOptions normal(String initiatorName, String targetName, long isid) {
    return new InitiatorOptions(
        initiatorName,
        "",
        targetName,
        SessionType.NORMAL,
        isid,
        KeyPreferences.ofInitiator(),
        InitiatorAuthentication.NONE,
        true,
        128,
        1,
        15 * SECOND_NS,
        10 * SECOND_NS,
        10 * SECOND_NS,
        5 * SECOND_NS,
        true);
  }

  /** Options for a discovery session (RFC 7143 4.3). */
  public static InitiatorOptions discovery(String initiatorName, long isid) {
    return new InitiatorOptions(
        initiatorName,
        "",
        "",
        SessionType.DISCOVERY,
        isid,
        KeyPreferences.ofInitiator().with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "32768"),
        InitiatorAuthentication.NONE,
        true,
        1,
        1,
        15 * SECOND_NS,
        0,
        0,
        5 * SECOND_NS,
        false);
  }

  /** These options, but offering by {@code others}. */
  public InitiatorOptions withPreferences(KeyPreferences others) {
    return new InitiatorOptions(
        initiatorName,
        initiatorAlias,
        targetName,
        sessionType,
        isid,
        others,
        authentication,
        securityStage,
        commandsMax,
        initialCmdSn,
        loginTimeoutNs,
        pingIntervalNs,
        pingTimeoutNs,
        logoutTimeoutNs,
        directBuffers);
  }

  /** These options, but logging in as {@code user} has it; CHAP needs the security stage. */
  public InitiatorOptions withAuthentication(InitiatorAuthentication user) {
    return new InitiatorOptions(
        initiatorName,
        initiatorAlias,
        targetName,
        sessionType,
        isid,
        preferences,
        user,
        securityStage || user.isOffered(),
        commandsMax,
        initialCmdSn,
        loginTimeoutNs,
        pingIntervalNs,
        pingTimeoutNs,
        logoutTimeoutNs,
        directBuffers);
  }

  /** These options, but with {@code commands} commands at once. */
  public InitiatorOptions withCommandsMax(int commands) {
    return new InitiatorOptions(
        initiatorName,
        initiatorAlias,
        targetName,
        sessionType,
        isid,
        preferences,
        authentication,
        securityStage,
        commands,
        initialCmdSn,
        loginTimeoutNs,
        pingIntervalNs,
        pingTimeoutNs,
        logoutTimeoutNs,
        directBuffers);
  }

  /** These options, but pinging after {@code intervalNs} of silence; 0 for never. */
  public InitiatorOptions withPing(long intervalNs, long timeoutNs) {
    return new InitiatorOptions(
        initiatorName,
        initiatorAlias,
        targetName,
        sessionType,
        isid,
        preferences,
        authentication,
        securityStage,
        commandsMax,
        initialCmdSn,
        loginTimeoutNs,
        intervalNs,
        timeoutNs,
        logoutTimeoutNs,
        directBuffers);
  }

  /** These options, but with buffers on or outside the heap. */
  public InitiatorOptions withDirectBuffers(boolean direct) {
    return new InitiatorOptions(
        initiatorName,
        initiatorAlias,
        targetName,
        sessionType,
        isid,
        preferences,
        authentication,
        securityStage,
        commandsMax,
        initialCmdSn,
        loginTimeoutNs,
        pingIntervalNs,
        pingTimeoutNs,
        logoutTimeoutNs,
        direct);
  }

  /** These options, but beginning with CmdSN {@code number}, and in the security stage or not. */
  public InitiatorOptions withLogin(int number, boolean beginInSecurityStage) {
    return new InitiatorOptions(
        initiatorName,
        initiatorAlias,
        targetName,
        sessionType,
        isid,
        preferences,
        authentication,
        beginInSecurityStage,
        commandsMax,
        number,
        loginTimeoutNs,
        pingIntervalNs,
        pingTimeoutNs,
        logoutTimeoutNs,
        directBuffers);
  }
}
