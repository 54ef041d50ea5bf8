// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import org.jspecify.annotations.Nullable;

/**
 * The result functions of negotiated keys (RFC 7143 6.2.1, 6.2.2), and what each side may say.
 * Pure.
 */
final class KeyRules {
  private KeyRules() {}

  /** Whether {@code value} is a number within the key's range. */
  static boolean isInRange(IscsiKey key, String value) {
    long number = TextValues.number(value);
    return number >= key.minimum() && number <= key.maximum();
  }

  /**
   * Whether {@code value} can be offered as a list: no empty value, none reserved as an answer,
   * none too long.
   */
  static boolean isOfferableList(String value) {
    for (String each : TextValues.list(value)) {
      if (each.isEmpty()
          || TextValues.isReservedAnswer(each)
          || each.length() > TextKeyList.VALUE_MAX) {
        return false;
      }
    }
    return true;
  }

  /**
   * The answer of a side that prefers {@code preference} to an offer, which is the result; null
   * when no answer but Reject is possible.
   */
  static @Nullable String answer(IscsiKey key, String offer, String preference) {
    return switch (key.type()) {
      case LIST -> firstSupported(offer, preference);
      case BOOLEAN_AND ->
          TextValues.isBoolean(offer)
              ? TextValues.ofBoolean(
                  offer.equals(TextValues.YES) && preference.equals(TextValues.YES))
              : null;
      case BOOLEAN_OR ->
          TextValues.isBoolean(offer)
              ? TextValues.ofBoolean(
                  offer.equals(TextValues.YES) || preference.equals(TextValues.YES))
              : null;
      case NUMBER_MINIMUM ->
          isInRange(key, offer)
              ? Long.toString(Math.min(TextValues.number(offer), TextValues.number(preference)))
              : null;
      case NUMBER_MAXIMUM ->
          isInRange(key, offer)
              ? Long.toString(Math.max(TextValues.number(offer), TextValues.number(preference)))
              : null;
      case OBSOLETE_BOOLEAN -> TextValues.isBoolean(offer) ? TextValues.NO : null;
      case DECLARED_NUMBER,
          DECLARED_TEXT,
          DECLARED_NAME,
          DECLARED_CHOICE,
          QUERY,
          AUTHENTICATION,
          OBSOLETE_RANGE ->
          null;
    };
  }

  private static @Nullable String firstSupported(String offer, String preference) {
    String[] supported = TextValues.list(preference);
    for (String each : TextValues.list(offer)) {
      for (String own : supported) {
        if (each.equals(own)) {
          return each;
        }
      }
    }
    return null;
  }

  /**
   * Whether a peer that follows the result function can have answered {@code answer} to {@code
   * offer}.
   */
  static boolean isAdmissibleAnswer(IscsiKey key, String offer, String answer) {
    return switch (key.type()) {
      case LIST -> firstSupported(answer, offer) != null && TextValues.list(answer).length == 1;
      case BOOLEAN_AND ->
          answer.equals(TextValues.NO)
              || (answer.equals(TextValues.YES) && offer.equals(TextValues.YES));
      case BOOLEAN_OR ->
          answer.equals(TextValues.YES)
              || (answer.equals(TextValues.NO) && offer.equals(TextValues.NO));
      case NUMBER_MINIMUM ->
          isInRange(key, answer) && TextValues.number(answer) <= TextValues.number(offer);
      case NUMBER_MAXIMUM ->
          isInRange(key, answer) && TextValues.number(answer) >= TextValues.number(offer);
      case DECLARED_NUMBER,
          DECLARED_TEXT,
          DECLARED_NAME,
          DECLARED_CHOICE,
          QUERY,
          AUTHENTICATION,
          OBSOLETE_BOOLEAN,
          OBSOLETE_RANGE ->
          false;
    };
  }

  /**
   * Whether the acceptor may leave {@code offer} unanswered since it alone gives the result (RFC
   * 7143 6.2.2).
   */
  static boolean isAnswerOptional(IscsiKey key, String offer) {
    return (key.type() == KeyType.BOOLEAN_AND && offer.equals(TextValues.NO))
        || (key.type() == KeyType.BOOLEAN_OR && offer.equals(TextValues.YES));
  }

  /**
   * Whether the key's default falls short of what {@code preference} needs, so that an acceptor
   * must offer itself.
   */
  static boolean isDefaultInsufficient(IscsiKey key, String preference) {
    String unnegotiated = key.defaultValue();
    return switch (key.type()) {
      case LIST -> firstSupported(unnegotiated, preference) == null;
      case BOOLEAN_AND -> preference.equals(TextValues.NO) && unnegotiated.equals(TextValues.YES);
      case BOOLEAN_OR -> preference.equals(TextValues.YES) && unnegotiated.equals(TextValues.NO);
      case NUMBER_MINIMUM -> TextValues.number(preference) < TextValues.number(unnegotiated);
      case NUMBER_MAXIMUM -> TextValues.number(preference) > TextValues.number(unnegotiated);
      case DECLARED_NUMBER,
          DECLARED_TEXT,
          DECLARED_NAME,
          DECLARED_CHOICE,
          QUERY,
          AUTHENTICATION,
          OBSOLETE_BOOLEAN,
          OBSOLETE_RANGE ->
          false;
    };
  }
}
