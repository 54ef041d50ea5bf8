// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The offers of ours that wait for the peer's answer, and those that waited in vain (RFC 7143 6.2).
 */
final class OpenOffers {
  /** By ordinal of the key; null where none is open. */
  private final @Nullable String[] offered = new @Nullable String[IscsiKey.values().length];

  private final List<IscsiKey> unanswered = new ArrayList<>();

  void open(IscsiKey key, String value) {
    offered[key.ordinal()] = value;
  }

  /** The answer to the offer for {@code key} has come: gives the offer, or null if none is open. */
  @Nullable String take(IscsiKey key) {
    String offer = offered[key.ordinal()];
    offered[key.ordinal()] = null;
    return offer;
  }

  /** Whether {@code key} was offered and has not been answered, in this stage or before. */
  boolean isMade(IscsiKey key) {
    return offered[key.ordinal()] != null || unanswered.contains(key);
  }

  /** Whether one that must be answered has not been. */
  boolean hasOpen() {
    for (IscsiKey key : IscsiKey.values()) {
      String offer = offered[key.ordinal()];
      if (offer != null && !KeyRules.isAnswerOptional(key, offer)) {
        return true;
      }
    }
    return false;
  }

  /** The stage has ended: offers whose answers are optional give the result in {@code values}. */
  void close(NegotiatedValues values) {
    for (IscsiKey key : IscsiKey.values()) {
      String offer = take(key);
      if (offer == null) {
        continue;
      }
      if (KeyRules.isAnswerOptional(key, offer)) {
        values.result(key, offer);
      } else {
        unanswered.add(key);
      }
    }
  }

  /** Keys that the peer had to answer and did not. */
  List<IscsiKey> unanswered() {
    return unanswered;
  }
}
