// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.iscsi.authentication.ChapAlgorithm;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;

/**
 * An iSCSI URL as libiscsi spells it: {@code
 * iscsi://[user[%secret]@]host[:port]/target/lun[?name=value&...]}, an IPv6 address in brackets.
 * Arguments are {@code initiator}, {@code also} (the name of a further target at the same portal
 * that is another target port of the same target device), {@code header_digest}, {@code
 * data_digest}, {@code target_user} and {@code target_password} (mutual CHAP), {@code auth} (the
 * one CHAP algorithm to offer) and the name of any negotiated key with the value to offer.
 *
 * @param host without brackets
 * @param targetName empty when the URL names a portal alone
 * @param lunIndex 0 to 16383
 * @param user empty when none is given
 * @param secret of the user; empty when none is given
 * @param targetUser who the target has to be; empty for anybody
 * @param targetSecret of the target's user
 * @param algorithms what CHAP offers
 * @param initiatorName empty when none is given
 * @param alsoName the name of a further target that is another port of the same target device;
 *     empty when none is given
 * @param offers iSCSI keys to offer, by name
 */
public record IscsiUrl(
    String host,
    int port,
    String targetName,
    int lunIndex,
    String user,
    String secret,
    String targetUser,
    String targetSecret,
    List<ChapAlgorithm> algorithms,
    String initiatorName,
    String alsoName,
    SortedMap<String, String> offers) {
  /** The port of iSCSI (RFC 7143 4.2.7). */
  public static final int DEFAULT_PORT = 3260;

  /** What URLs begin with. */
  public static final String PREFIX = "iscsi://";

  /**
   * Reads a URL that names a logical unit.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong and how it is
   *     spelled
   */
  public static IscsiUrl parse(String url) {
    return new IscsiUrlParser(url).parse(true);
  }

  /**
   * Reads a URL that names a portal, for discovery; a target and a LUN may follow.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong and how it is
   *     spelled
   */
  public static IscsiUrl parsePortal(String url) {
    return new IscsiUrlParser(url).parse(false);
  }

  /** {@code base} with what the URL asks to offer in its place. */
  public KeyPreferences preferences(KeyPreferences base) {
    KeyPreferences result = base;
    for (Map.Entry<String, String> offer : offers.entrySet()) {
      IscsiKey key = IscsiKey.ofName(offer.getKey());
      if (key != null) {
        result = result.with(key, offer.getValue());
      }
    }
    return result;
  }

  /**
   * Who logs in and who the target has to be; nobody where the URL has no user.
   *
   * @param challenges where the challenge of mutual CHAP comes from
   * @throws IllegalArgumentException with one sentence when that cannot be
   */
  public InitiatorAuthentication authentication(ChallengeSource challenges) {
    if (user.isEmpty() && targetUser.isEmpty()) {
      return InitiatorAuthentication.NONE;
    }
    return new InitiatorAuthentication(
        user.isEmpty() ? null : ChapUser.of(user, secret),
        targetUser.isEmpty() ? null : ChapUser.of(targetUser, targetSecret),
        algorithms,
        challenges);
  }

  /** The URL with these users where it has none. */
  public IscsiUrl orUsers(String itsUser, String itsSecret, String target, String targetsSecret) {
    boolean ownUser = !user.isEmpty();
    boolean ownTarget = ownUser || !targetUser.isEmpty();
    return new IscsiUrl(
        host,
        port,
        targetName,
        lunIndex,
        ownUser ? user : itsUser,
        ownUser ? secret : itsSecret,
        ownTarget ? targetUser : target,
        ownTarget ? targetSecret : targetsSecret,
        algorithms,
        initiatorName,
        alsoName,
        offers);
  }

  /** The portal as a person writes it. */
  public String portal() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The URL with its secrets masked. */
  @Override
  public String toString() {
    String who = user.isEmpty() ? "" : secret.isEmpty() ? user + "@" : user + "%***@";
    String what = targetName.isEmpty() ? "" : "/" + targetName + "/" + lunIndex;
    StringBuilder arguments = new StringBuilder();
    SortedMap<String, String> all = new TreeMap<>(offers);
    if (!initiatorName.isEmpty()) {
      all.put("initiator", initiatorName);
    }
    if (!alsoName.isEmpty()) {
      all.put("also", alsoName);
    }
    if (!targetUser.isEmpty()) {
      all.put("target_user", targetUser);
      all.put("target_password", "***");
    }
    for (Map.Entry<String, String> argument : all.entrySet()) {
      arguments
          .append(arguments.length() == 0 ? '?' : '&')
          .append(argument.getKey())
          .append('=')
          .append(argument.getValue());
    }
    return PREFIX + who + portal() + what + arguments;
  }
}
