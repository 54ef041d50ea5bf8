// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

/** How a key's value is read and how its result is found (RFC 7143 6.2.1, 6.2.2). */
public enum KeyType {
  /** A list in order of preference; the acceptor takes the first value it supports. */
  LIST,
  /** Yes or No; the result is Yes when both say Yes. */
  BOOLEAN_AND,
  /** Yes or No; the result is Yes when one says Yes. */
  BOOLEAN_OR,
  /** A number; the result is the smaller one. */
  NUMBER_MINIMUM,
  /** A number; the result is the larger one. */
  NUMBER_MAXIMUM,
  /** A number that each side declares for itself; no answer. */
  DECLARED_NUMBER,
  /** A text that one side declares; no answer. */
  DECLARED_TEXT,
  /** An iSCSI name (RFC 7143 4.2.7) that one side declares; no answer. */
  DECLARED_NAME,
  /** One of a few words that one side declares; no answer. */
  DECLARED_CHOICE,
  /** A question; the answer is other keys. */
  QUERY,
  /** Belongs to an authentication method (RFC 7143 clause 12), which alone can read it. */
  AUTHENTICATION,
  /** A boolean of RFC 3720 that RFC 7143 13.25 obsoletes: answered, never understood. */
  OBSOLETE_BOOLEAN,
  /** A numeric range of RFC 3720 that RFC 7143 13.25 obsoletes: always rejected. */
  OBSOLETE_RANGE;

  /** Whether one side offers and the other answers. */
  public boolean isNegotiated() {
    return switch (this) {
      case LIST, BOOLEAN_AND, BOOLEAN_OR, NUMBER_MINIMUM, NUMBER_MAXIMUM -> true;
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

  /** Whether the value is Yes or No. */
  public boolean isBoolean() {
    return this == BOOLEAN_AND || this == BOOLEAN_OR || this == OBSOLETE_BOOLEAN;
  }

  /** Whether the value is one number. */
  public boolean isNumber() {
    return this == NUMBER_MINIMUM || this == NUMBER_MAXIMUM || this == DECLARED_NUMBER;
  }
}
