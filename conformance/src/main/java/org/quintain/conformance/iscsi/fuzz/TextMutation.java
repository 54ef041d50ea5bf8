// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

/** What is done to the text of a negotiation (RFC 7143 6.1, 6.2). */
public enum TextMutation {
  NO_NUL_AT_END,
  NO_EQUALS_SIGN,
  EMPTY_KEY,
  EMPTY_VALUE,
  KEY_TOO_LONG,
  VALUE_TOO_LONG,
  DUPLICATE,
  UNKNOWN_KEYS,
  X_KEYS,
  BINARY_VALUES,
  NO_UTF8,
  FULL_LIST,
  NUMBERS,
  SEPARATORS,
  RESERVED_WORDS,
  ONLY_NULS,
  OTHER_CASE,
  BYTE_NOISE,
  /** Segment after segment with the C bit. */
  CONTINUED_FOR_EVER,
  /** Cut anywhere into segments with the C bit. */
  CONTINUED
}
