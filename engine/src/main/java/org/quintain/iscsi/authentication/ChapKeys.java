// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;

/** The CHAP keys of one text, as both ends read them (RFC 7143 12.1.3). */
final class ChapKeys {
  /** The method's name in AuthMethod. */
  static final String METHOD = "CHAP";

  /** The longest challenge in bytes (RFC 7143 12.1.3). */
  static final int CHALLENGE_MAX = 1024;

  private static final int IDENTIFIER_MAX = 255;

  private final TextKeyList text;

  ChapKeys(TextKeyList text) {
    this.text = text;
  }

  boolean has(IscsiKey key) {
    return text.valueOf(key) != null;
  }

  boolean hasAny() {
    return has(IscsiKey.CHAP_A)
        || has(IscsiKey.CHAP_I)
        || has(IscsiKey.CHAP_C)
        || has(IscsiKey.CHAP_N)
        || has(IscsiKey.CHAP_R);
  }

  String value(IscsiKey key) {
    String value = text.valueOf(key);
    return value == null ? "" : value;
  }

  /** CHAP_I, 0 to 255, or -1. */
  int identifier() {
    long number = TextValues.number(value(IscsiKey.CHAP_I));
    return number >= 0 && number <= IDENTIFIER_MAX ? (int) number : -1;
  }

  /** CHAP_C, or null where it is none or too long. */
  byte @Nullable [] challenge() {
    byte[] bytes = TextValues.binary(value(IscsiKey.CHAP_C));
    return bytes == null || bytes.length > CHALLENGE_MAX ? null : bytes;
  }

  /** CHAP_R, or null where it is no binary value. */
  byte @Nullable [] response() {
    return TextValues.binary(value(IscsiKey.CHAP_R));
  }
}
