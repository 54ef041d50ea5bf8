// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;

/**
 * An iSCSI URL as libiscsi spells it: {@code
 * iscsi://[user[%secret]@]host[:port]/target/lun[?name=value&...]}, an IPv6 address in brackets.
 * Arguments are {@code initiator}, {@code also} (the name of a further target at the same portal
 * that is another target port of the same target device), {@code header_digest}, {@code
 * data_digest} and the name of any negotiated key with the value to offer.
 *
 * @param host without brackets
 * @param targetName empty when the URL names a portal alone
 * @param lunIndex 0 to 16383
 * @param user empty when none is given
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

  /** The portal as a person writes it. */
  public String portal() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The URL with its secret masked. */
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
