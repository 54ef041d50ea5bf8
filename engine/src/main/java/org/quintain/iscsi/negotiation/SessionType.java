// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

/** Kinds of session (RFC 7143 13.21). */
public enum SessionType {
  NORMAL("Normal"),
  DISCOVERY("Discovery");

  private final String value;

  SessionType(String value) {
    this.value = value;
  }

  /** The word on the wire. */
  public String value() {
    return value;
  }
}
