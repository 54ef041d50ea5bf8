// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.iscsi.authentication.ChapSecret;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.initiator.PortalAddress;
import org.quintain.iscsi.target.SessionLimits;

/**
 * Reads who gets in, with iscsi-scst's attribute names. No message of its own holds a secret, nor
 * the value of an attribute that may be one.
 */
final class AccessReader {
  static final String INCOMING_USER = "IncomingUser";
  static final String OUTGOING_USER = "OutgoingUser";
  private static final int LIMIT_MAX = 65_535;

  private final String file;
  private final List<String> notices;

  AccessReader(String file, List<String> notices) {
    this.file = file;
    this.notices = notices;
  }

  /** Adds the attributes that {@link #users} reads. */
  static AttributeTable withUsers(AttributeTable table) {
    return table.repeats(INCOMING_USER).obeys(OUTGOING_USER);
  }

  /** Adds the attributes of a target that {@link #read} reads. */
  static AttributeTable withAll(AttributeTable table) {
    return withUsers(table)
        .obeys("MaxSessions", "MaxSessionsPerInitiator", "MaxConnectionsPerInitiator")
        .obeys("redirect", "per_portal_acl")
        .repeats("allowed_portal");
  }

  /**
   * {@code statement}, its number taken away where it is a user: sysfs, and files written from it,
   * have IncomingUser1 and so on for the second and later ones.
   */
  static Statement withoutNumber(Statement statement) {
    String keyword = statement.keyword();
    if (!keyword.matches("(" + INCOMING_USER + "|" + OUTGOING_USER + ")[0-9]+")) {
      return statement;
    }
    List<String> words = new ArrayList<>(statement.words());
    words.set(0, keyword.replaceAll("[0-9]+$", ""));
    return new Statement(statement.line(), words, statement.hasBlock(), statement.block());
  }

  AccessConfig read(Attributes values) throws ConfigurationException {
    String redirect = "";
    boolean isPermanent = false;
    for (Statement statement : values.all("redirect")) {
      if (statement.value().isEmpty()) {
        continue;
      }
      List<String> words = List.of(statement.value().split("[ \t]+"));
      String kind = words.size() == 2 ? words.get(1) : "temp";
      boolean isKind = kind.equals("temp") || kind.equals("perm");
      if (words.size() > 2 || !isKind || PortalAddress.parse(words.get(0)) == null) {
        throw values.notAllowed(statement, "address[:port] and \"temp\" or \"perm\"");
      }
      redirect = words.get(0);
      isPermanent = kind.equals("perm");
    }
    List<String> portals = new ArrayList<>();
    for (Statement statement : values.all("allowed_portal")) {
      if (!statement.value().isEmpty()) {
        portals.add(statement.value());
      }
    }
    SessionLimits limits =
        new SessionLimits(
            values.number("MaxSessions", 0, 0, LIMIT_MAX),
            values.number("MaxSessionsPerInitiator", 0, 0, LIMIT_MAX),
            values.number("MaxConnectionsPerInitiator", 0, 0, LIMIT_MAX));
    return new AccessConfig(
        users(values),
        limits,
        redirect,
        isPermanent,
        portals,
        values.flag("per_portal_acl", false));
  }

  /** The users of a target, or of discovery. */
  TargetAuthentication users(Attributes values) throws ConfigurationException {
    List<ChapUser> incoming = new ArrayList<>();
    for (Statement statement : values.all(INCOMING_USER)) {
      if (statement.value().isEmpty()) {
        continue;
      }
      ChapUser user = user(statement);
      if (!user.secret().isStrong()) {
        notices.add(
            file
                + ":"
                + statement.line()
                + ": the secret of \""
                + user.name()
                + "\" is shorter than "
                + ChapSecret.STRONG_BYTES
                + " bytes; initiators may refuse to use it (RFC 7143 9.2.1).");
      }
      incoming.add(user);
    }
    ChapUser outgoing = null;
    for (Statement statement : values.all(OUTGOING_USER)) {
      outgoing = statement.value().isEmpty() ? null : strong(statement);
    }
    return checked(values, incoming, outgoing);
  }

  private TargetAuthentication checked(
      Attributes values, List<ChapUser> incoming, @Nullable ChapUser outgoing)
      throws ConfigurationException {
    try {
      return new TargetAuthentication(incoming, outgoing);
    } catch (IllegalArgumentException refused) {
      String key = values.has(OUTGOING_USER) ? OUTGOING_USER : INCOMING_USER;
      throw ConfigurationException.at(
          file, values.line(key, 0), String.valueOf(refused.getMessage()));
    }
  }

  /** RFC 7143 9.2.1: on a connection in the clear nobody answers with a shorter secret. */
  private ChapUser strong(Statement statement) throws ConfigurationException {
    ChapUser user = user(statement);
    if (!user.secret().isStrong()) {
      throw problem(
          statement,
          "the secret of OutgoingUser \""
              + user.name()
              + "\" has at least "
              + ChapSecret.STRONG_BYTES
              + " bytes (RFC 7143 9.2.1).");
    }
    return user;
  }

  private ChapUser user(Statement statement) throws ConfigurationException {
    String value = statement.value().strip();
    int blank = value.indexOf(' ');
    String sentence =
        "\"" + statement.keyword() + "\" is a name and a secret in one pair of quotes.";
    if (blank < 1) {
      throw problem(statement, sentence);
    }
    try {
      return ChapUser.of(value.substring(0, blank), value.substring(blank + 1).strip());
    } catch (IllegalArgumentException refused) {
      throw problem(statement, String.valueOf(refused.getMessage()));
    }
  }

  private ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
