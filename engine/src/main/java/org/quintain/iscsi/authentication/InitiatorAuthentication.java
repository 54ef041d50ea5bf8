// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who an initiator says it is, and whom it believes.
 *
 * @param user whom it logs in as; null for nobody: CHAP is not offered then
 * @param target the user that the target has to be, which makes CHAP mutual; null for anybody
 * @param algorithms what CHAP_A offers, in order of preference
 * @param challenges where its identifier and challenge come from when CHAP is mutual
 */
public record InitiatorAuthentication(
    @Nullable ChapUser user,
    @Nullable ChapUser target,
    List<ChapAlgorithm> algorithms,
    ChallengeSource challenges) {
  /** Nobody. */
  public static final InitiatorAuthentication NONE =
      new InitiatorAuthentication(null, null, ChapAlgorithm.strongestFirst(), ChallengeSource.NONE);

  /**
   * Checks that the two directions have secrets of their own.
   *
   * @throws IllegalArgumentException with one sentence when they don't
   */
  public InitiatorAuthentication {
    algorithms = List.copyOf(algorithms);
    if (target != null && user == null) {
      throw new IllegalArgumentException(
          "A target can be authenticated by CHAP only where the initiator is, too.");
    }
    if (target != null && user != null && target.secret().equals(user.secret())) {
      throw new IllegalArgumentException(
          "The initiator's and the target's CHAP secrets are the same; the two directions need"
              + " secrets of their own (RFC 7143 9.2.1).");
    }
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("CHAP needs an algorithm.");
    }
  }

  /** One-way authentication as {@code user}. */
  public static InitiatorAuthentication oneWay(ChapUser user) {
    return new InitiatorAuthentication(
        user, null, ChapAlgorithm.strongestFirst(), ChallengeSource.NONE);
  }

  /** Mutual authentication as {@code user}, with a target that has to be {@code target}. */
  public static InitiatorAuthentication mutual(
      ChapUser user, ChapUser target, ChallengeSource challenges) {
    return new InitiatorAuthentication(user, target, ChapAlgorithm.strongestFirst(), challenges);
  }

  /** The same, offering {@code others}. */
  public InitiatorAuthentication withAlgorithms(List<ChapAlgorithm> others) {
    return new InitiatorAuthentication(user, target, others, challenges);
  }

  /** Whether CHAP is offered. */
  public boolean isOffered() {
    return user != null;
  }

  /** The value of AuthMethod: no CHAP, CHAP if the target wants it, or nothing else. */
  public String methods() {
    if (user == null) {
      return "None";
    }
    return target == null ? "CHAP,None" : "CHAP";
  }
}
