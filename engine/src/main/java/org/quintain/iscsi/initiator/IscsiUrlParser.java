// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.quintain.iscsi.authentication.ChapAlgorithm;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.IscsiName;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.TextValues;
import org.quintain.sam.Lun;

/**
 * Reads one {@link IscsiUrl}. Its messages never show what stands before the host, which may be a
 * secret.
 */
final class IscsiUrlParser {
  private static final String SHAPE =
      "an iSCSI URL is iscsi://[user[%secret]@]host[:port]/target/lun";

  private final String url;
  private final String shown;

  private String host = "";
  private int port = IscsiUrl.DEFAULT_PORT;
  private String user = "";
  private String secret = "";
  private String targetName = "";
  private int lunIndex;
  private String targetUser = "";
  private String targetSecret = "";
  private List<ChapAlgorithm> algorithms = ChapAlgorithm.strongestFirst();
  private String initiatorName = "";
  private String alsoName = "";
  private final TreeMap<String, String> offers = new TreeMap<>();

  IscsiUrlParser(String url) {
    this.url = url;
    int slash = url.indexOf('/', IscsiUrl.PREFIX.length());
    int at = url.lastIndexOf('@', slash < 0 ? url.length() : slash);
    String masked = at < 0 ? url : IscsiUrl.PREFIX + "..." + url.substring(at);
    this.shown = masked.replaceAll("([?&]target_password=)[^&]*", "$1***");
  }

  IscsiUrl parse(boolean logicalUnitNeeded) {
    if (!url.startsWith(IscsiUrl.PREFIX)) {
      throw wrong("does not begin with " + IscsiUrl.PREFIX);
    }
    String rest = url.substring(IscsiUrl.PREFIX.length());
    int question = rest.indexOf('?');
    String arguments = question < 0 ? "" : rest.substring(question + 1);
    rest = question < 0 ? rest : rest.substring(0, question);
    int slash = rest.indexOf('/');
    authority(slash < 0 ? rest : rest.substring(0, slash));
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    if (logicalUnitNeeded || !path.isEmpty()) {
      path(path);
    }
    if (!arguments.isEmpty()) {
      for (String argument : arguments.split("&", -1)) {
        argument(argument);
      }
    }
    if (targetUser.isEmpty() != targetSecret.isEmpty()) {
      throw wrong("has one of target_user and target_password without the other");
    }
    return new IscsiUrl(
        host,
        port,
        targetName,
        lunIndex,
        user,
        secret,
        targetUser,
        targetSecret,
        algorithms,
        initiatorName,
        alsoName,
        Collections.unmodifiableSortedMap(offers));
  }

  private void authority(String authority) {
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String who = authority.substring(0, at);
      int percent = who.indexOf('%');
      user = percent < 0 ? who : who.substring(0, percent);
      secret = percent < 0 ? "" : who.substring(percent + 1);
      if (user.isEmpty()) {
        throw wrong("has no user before \"@\"");
      }
    }
    String where = authority.substring(at + 1);
    String afterHost;
    if (where.startsWith("[")) {
      int close = where.indexOf(']');
      if (close < 0) {
        throw wrong("has no \"]\" after the IPv6 address");
      }
      host = where.substring(1, close);
      afterHost = where.substring(close + 1);
    } else {
      int colon = where.indexOf(':');
      if (colon >= 0 && where.indexOf(':', colon + 1) >= 0) {
        throw wrong("has an IPv6 address that is not in brackets");
      }
      host = colon < 0 ? where : where.substring(0, colon);
      afterHost = colon < 0 ? "" : where.substring(colon);
    }
    if (host.isEmpty()) {
      throw wrong("has no host");
    }
    if (!afterHost.isEmpty()) {
      long number = afterHost.startsWith(":") ? TextValues.number(afterHost.substring(1)) : -1;
      if (number < 1 || number > 65_535) {
        throw wrong("has a port that is not 1 to 65535");
      }
      port = (int) number;
    }
  }

  private void path(String path) {
    int slash = path.lastIndexOf('/');
    String target = decode(slash < 0 ? path : path.substring(0, slash));
    if (target.isEmpty()) {
      throw wrong("has no target name");
    }
    if (slash < 0 || slash == path.length() - 1) {
      throw wrong("has no LUN");
    }
    String normalized = IscsiName.normalized(target);
    if (normalized == null) {
      throw wrong("has the target name \"" + target + "\", which is no iqn., eui. or naa. name");
    }
    targetName = normalized;
    long lun = TextValues.number(path.substring(slash + 1));
    if (lun < 0 || lun > Lun.INDEX_MAX) {
      throw wrong("has a LUN that is not 0 to " + Lun.INDEX_MAX);
    }
    lunIndex = (int) lun;
  }

  private void argument(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    String value = equals < 0 ? "" : decode(argument.substring(equals + 1));
    switch (name) {
      case "initiator" -> initiatorName = name("initiator", value);
      case "also" -> alsoName = name("further target", value);
      case "target_user" -> targetUser = value;
      case "target_password" -> targetSecret = value;
      case "auth" -> algorithms = List.of(algorithm(value));
      case "header_digest" -> offer(IscsiKey.HEADER_DIGEST, digest(name, value));
      case "data_digest" -> offer(IscsiKey.DATA_DIGEST, digest(name, value));
      default -> {
        IscsiKey key = IscsiKey.ofName(name);
        if (key == null) {
          throw wrong(
              "has the unknown argument \""
                  + name
                  + "\"; initiator, also, header_digest, data_digest, target_user,"
                  + " target_password, auth and iSCSI keys are known");
        }
        offer(key, value);
      }
    }
  }

  private String name(String whose, String value) {
    String normalized = IscsiName.normalized(value);
    if (normalized == null) {
      throw wrong(
          "has the " + whose + " name \"" + value + "\", which is no iqn., eui. or naa. name");
    }
    return normalized;
  }

  private ChapAlgorithm algorithm(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "md5" -> ChapAlgorithm.MD5;
      case "sha1" -> ChapAlgorithm.SHA1;
      case "sha-256" -> ChapAlgorithm.SHA256;
      case "sha3-256" -> ChapAlgorithm.SHA3_256;
      default ->
          throw wrong("has the auth \"" + value + "\"; it is md5, sha1, sha-256 or sha3-256");
    };
  }

  private void offer(IscsiKey key, String value) {
    try {
      KeyPreferences.DEFAULTS.with(key, value);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "The URL \"" + shown + "\" is wrong: " + refused.getMessage(), refused);
    }
    offers.put(key.keyName(), value);
  }

  private String digest(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "none" -> "None";
      case "crc32c" -> "CRC32C";
      case "crc32c,none" -> "CRC32C,None";
      case "none,crc32c" -> "None,CRC32C";
      default ->
          throw wrong("has the " + name + " \"" + value + "\", which is neither none nor crc32c");
    };
  }

  /** %XX decoded as UTF-8 (RFC 3986 2.1). */
  private String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    byte[] into = new byte[from.length];
    int length = 0;
    for (int index = 0; index < from.length; index++) {
      if (from[index] != '%') {
        into[length++] = from[index];
        continue;
      }
      int high = index + 2 < from.length ? Character.digit(from[index + 1], 16) : -1;
      int low = index + 2 < from.length ? Character.digit(from[index + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw wrong("has a \"%\" without two hexadecimal digits after it");
      }
      into[length++] = (byte) (high << 4 | low);
      index += 2;
    }
    return new String(into, 0, length, StandardCharsets.UTF_8);
  }

  private IllegalArgumentException wrong(String how) {
    return new IllegalArgumentException("The URL \"" + shown + "\" " + how + "; " + SHAPE + ".");
  }
}
