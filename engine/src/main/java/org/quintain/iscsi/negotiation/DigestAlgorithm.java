// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

/** Digest algorithms that HeaderDigest and DataDigest choose among (RFC 7143 13.1). */
public enum DigestAlgorithm {
  NONE("None"),
  CRC32C("CRC32C");

  private final String value;

  DigestAlgorithm(String value) {
    this.value = value;
  }

  /** The word on the wire. */
  public String value() {
    return value;
  }

  /** How many bytes a digest takes on the wire. */
  public int lengthBytes() {
    return this == NONE ? 0 : 4;
  }

  static DigestAlgorithm ofValue(String value) {
    return value.equals(CRC32C.value) ? CRC32C : NONE;
  }
}
