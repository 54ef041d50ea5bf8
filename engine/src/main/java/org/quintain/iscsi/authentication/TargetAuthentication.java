// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a target, or the discovery sessions of a node, believes, and who it is itself: SCST's
 * IncomingUser and OutgoingUser.
 *
 * @param incoming the users of initiators; where there is one, CHAP is required, where there is
 *     none, nobody is asked
 * @param outgoing who the target says it is when an initiator asks for mutual authentication; null
 *     for nobody, such a login is then refused
 */
public record TargetAuthentication(List<ChapUser> incoming, @Nullable ChapUser outgoing) {
  /** Nobody is asked. */
  public static final TargetAuthentication NONE = new TargetAuthentication(List.of(), null);

  /**
   * Checks that the users differ.
   *
   * @throws IllegalArgumentException with one sentence when they don't as they have to
   */
  public TargetAuthentication {
    incoming = List.copyOf(incoming);
    for (int index = 0; index < incoming.size(); index++) {
      ChapUser user = incoming.get(index);
      for (ChapUser before : incoming.subList(0, index)) {
        if (before.name().equals(user.name())) {
          throw new IllegalArgumentException(
              "The incoming CHAP user \"" + user.name() + "\" is named twice.");
        }
      }
      if (outgoing != null && outgoing.secret().equals(user.secret())) {
        throw new IllegalArgumentException(
            "The outgoing CHAP user \""
                + outgoing.name()
                + "\" has the secret of the incoming user \""
                + user.name()
                + "\"; the two directions need secrets of their own (RFC 7143 9.2.1).");
      }
    }
  }

  /** Whether a login must authenticate itself. */
  public boolean isRequired() {
    return !incoming.isEmpty();
  }

  /** The incoming user called {@code name}, or null. */
  @Nullable ChapUser incomingUser(String name) {
    for (ChapUser user : incoming) {
      if (user.name().equals(name)) {
        return user;
      }
    }
    return null;
  }
}
