// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;

/** A challenge of ours: a fresh identifier and fresh bytes, and whether a response fits them. */
final class ChapChallenge {
  /** Stands for the secret of a user that there is none of, so that both take the same time. */
  private static final ChapSecret NOBODY = ChapSecret.of("a user that is not there");

  private final ChapAlgorithm algorithm;
  private final int identifier;
  private final byte[] bytes;

  ChapChallenge(ChapAlgorithm algorithm, ChallengeSource source) {
    this.algorithm = algorithm;
    byte[] one = new byte[1];
    source.fill(one);
    identifier = one[0] & 0xFF;
    bytes = new byte[algorithm.lengthBytes()];
    source.fill(bytes);
  }

  /** Adds CHAP_I and CHAP_C. */
  void addTo(TextKeyList out) {
    out.add(IscsiKey.CHAP_I, Integer.toString(identifier));
    out.add(IscsiKey.CHAP_C, TextValues.ofBinary(bytes));
  }

  /** Whether {@code response} shows that its sender knows the secret of {@code user}. */
  boolean isAnsweredBy(@Nullable ChapUser user, byte @Nullable [] response) {
    ChapSecret secret = user == null ? NOBODY : user.secret();
    byte[] expected = algorithm.response(identifier, secret, bytes);
    byte[] given = response == null ? new byte[0] : response;
    return MessageDigest.isEqual(expected, given) && user != null;
  }

  /** Whether {@code challenge} is this one sent back (RFC 7143 9.2.1). */
  boolean isReflectedIn(byte[] challenge) {
    return MessageDigest.isEqual(bytes, challenge);
  }
}
