// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.SessionType;

/**
 * How a session logs in and lives.
 *
 * @param names who logs in to what
 * @param negotiation what it offers, and how it begins
 * @param resources how much it takes of this end
 * @param times how long it waits
 */
public record InitiatorOptions(
    Names names, Negotiation negotiation, Resources resources, Times times) {
  private static final long SECOND_NS = 1_000_000_000L;

  /**
   * Who logs in to what.
   *
   * @param initiatorAlias empty for none
   * @param targetName empty for a discovery session
   * @param isid the initiator session identifier in the low 48 bits (RFC 7143 11.12.5); with the
   *     initiator's name it names the initiator port, so a second session under the same one
   *     reinstates the first
   */
  public record Names(
      String initiatorName,
      String initiatorAlias,
      String targetName,
      SessionType sessionType,
      long isid) {}

  /**
   * What it offers, and how it begins.
   *
   * @param preferences the keys to offer; AuthMethod follows from {@code authentication}
   * @param authentication who it says it is, and whom it believes
   * @param securityStage whether the login begins in the security negotiation stage with
   *     AuthMethod=None; it begins in the operational stage otherwise
   * @param initialCmdSn the CmdSN to begin with
   */
  public record Negotiation(
      KeyPreferences preferences,
      InitiatorAuthentication authentication,
      boolean securityStage,
      int initialCmdSn) {}

  /**
   * How much it takes of this end.
   *
   * @param commandsMax how many commands can be under way at once
   * @param directBuffers whether bytes are received outside the heap, which sockets need to avoid a
   *     copy
   */
  public record Resources(int commandsMax, boolean directBuffers) {}

  /**
   * How long it waits, in nanoseconds.
   *
   * @param loginNs for a login, from its stream on
   * @param pingIntervalNs after how much silence the target is pinged; 0 for never
   * @param pingNs how long an answer to that may take before the nexus is given up
   * @param logoutNs for the answer to a logout
   */
  public record Times(long loginNs, long pingIntervalNs, long pingNs, long logoutNs) {}

  /** Options for a normal session with the usual values. */
  public static InitiatorOptions normal(String initiatorName, String targetName, long isid) {
    return new InitiatorOptions(
        new Names(initiatorName, "", targetName, SessionType.NORMAL, isid),
        new Negotiation(KeyPreferences.ofInitiator(), InitiatorAuthentication.NONE, true, 1),
        new Resources(128, true),
        new Times(15 * SECOND_NS, 10 * SECOND_NS, 10 * SECOND_NS, 5 * SECOND_NS));
  }

  /** Options for a discovery session (RFC 7143 4.3). */
  public static InitiatorOptions discovery(String initiatorName, long isid) {
    return new InitiatorOptions(
        new Names(initiatorName, "", "", SessionType.DISCOVERY, isid),
        new Negotiation(
            KeyPreferences.ofInitiator().with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "32768"),
            InitiatorAuthentication.NONE,
            true,
            1),
        new Resources(1, false),
        new Times(15 * SECOND_NS, 0, 0, 5 * SECOND_NS));
  }

  /** These options, but offering by {@code others}. */
  public InitiatorOptions withPreferences(KeyPreferences others) {
    return with(
        new Negotiation(
            others,
            negotiation.authentication,
            negotiation.securityStage,
            negotiation.initialCmdSn));
  }

  /** These options, logging in as {@code user}; CHAP takes the security stage. */
  public InitiatorOptions withAuthentication(InitiatorAuthentication user) {
    return with(
        new Negotiation(
            negotiation.preferences,
            user,
            negotiation.securityStage || user.isOffered(),
            negotiation.initialCmdSn));
  }

  /** These options, but beginning with CmdSN {@code number} and in the stage that is given. */
  public InitiatorOptions withLogin(int number, boolean beginInSecurityStage) {
    return with(
        new Negotiation(
            negotiation.preferences, negotiation.authentication, beginInSecurityStage, number));
  }

  /** These options, but with up to {@code commands} commands under way. */
  public InitiatorOptions withCommandsMax(int commands) {
    return with(new Resources(commands, resources.directBuffers));
  }

  /** These options, but with bytes received in or outside the heap. */
  public InitiatorOptions withDirectBuffers(boolean direct) {
    return with(new Resources(resources.commandsMax, direct));
  }

  /** These options, but with other times for pings; 0 for no pings. */
  public InitiatorOptions withPing(long intervalNs, long timeoutNs) {
    Times changed = new Times(times.loginNs, intervalNs, timeoutNs, times.logoutNs);
    return new InitiatorOptions(names, negotiation, resources, changed);
  }

  private InitiatorOptions with(Negotiation changed) {
    return new InitiatorOptions(names, changed, resources, times);
  }

  private InitiatorOptions with(Resources changed) {
    return new InitiatorOptions(names, negotiation, changed, times);
  }
}
