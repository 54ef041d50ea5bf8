// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.scsi.Bytes;

/**
 * What the target made of a Login Request: a Login Response, something else, or the end of the
 * connection.
 */
public final class LoginReply {
  private final @Nullable RawPdu pdu;
  private final TextKeys keys;

  private final boolean isToNobody;

  /**
   * An answer.
   *
   * @param isToNobody whether the login did not say who it is
   */
  LoginReply(@Nullable RawPdu pdu, boolean isToNobody) {
    this(pdu, isToNobody, pdu == null ? new TextKeys() : TextKeys.parse(pdu.data()));
  }

  private LoginReply(@Nullable RawPdu pdu, boolean isToNobody, TextKeys keys) {
    this.pdu = pdu;
    this.isToNobody = isToNobody;
    this.keys = keys;
  }

  LoginReply withKeys(TextKeys all) {
    return new LoginReply(pdu, isToNobody, all);
  }

  /** The Login Response, or null where something else or nothing came. */
  public @Nullable RawPdu response() {
    return pdu != null && pdu.opcode() == RawPdu.LOGIN_RESPONSE ? pdu : null;
  }

  /** The Login Response; the case fails where something else or nothing came. */
  public RawPdu expectResponse() {
    RawPdu response = response();
    if (response == null) {
      throw CaseEnd.fail("Expected a Login Response; came " + this + ".");
    }
    return response;
  }

  /** The keys that came, of all rounds so far. */
  public TextKeys keys() {
    return keys;
  }

  /** The Status-Class, -1 without Login Response. */
  public int statusClass() {
    RawPdu response = response();
    return response == null ? -1 : response.u8(36);
  }

  /** The Status-Detail, -1 without Login Response. */
  public int statusDetail() {
    RawPdu response = response();
    return response == null ? -1 : response.u8(37);
  }

  /** Whether the status is success so far. */
  public boolean isAccepted() {
    return statusClass() == 0;
  }

  /** Whether the login is over and full feature phase begins. */
  public boolean isFinal() {
    RawPdu response = response();
    return response != null && isAccepted() && (response.u8(1) & 0x83) == 0x83;
  }

  /** Asks that the login went on or ended well. */
  public LoginReply accepted(String what) {
    skipIfGuarded();
    if (!isAccepted()) {
      throw CaseEnd.fail(what + " is to be accepted; came " + this + ".");
    }
    return this;
  }

  /** A case that goes its own way through the login may not have authenticated itself. */
  private void skipIfGuarded() {
    if (isToNobody && statusClass() == 2 && statusDetail() == 1) {
      throw CaseEnd.skip("The target wants authentication.");
    }
  }

  /** Asks that the login is over and full feature phase begins. */
  public LoginReply finished(String what) {
    skipIfGuarded();
    if (!isFinal()) {
      throw CaseEnd.fail(what + " is to lead to full feature phase; came " + this + ".");
    }
    return this;
  }

  /**
   * Asks for a refusal: a Login Response of class 2 or 3, a Reject, or the end of the connection.
   */
  public LoginReply refused(String what) {
    boolean response = statusClass() == 2 || statusClass() == 3;
    boolean reject = pdu != null && pdu.opcode() == RawPdu.REJECT;
    if (!response && !reject && pdu != null) {
      throw CaseEnd.fail(what + " is to be refused; came " + this + ".");
    }
    return this;
  }

  /** Asks for class 2 with one of these details. */
  public LoginReply refusedWith(String what, int... details) {
    for (int detail : details) {
      if (statusClass() == 2 && statusDetail() == detail) {
        return this;
      }
    }
    throw CaseEnd.fail(
        what
            + " is to be refused with status 02"
            + String.format("%02X", details[0])
            + "h; came "
            + this
            + ".");
  }

  @Override
  public String toString() {
    if (pdu == null) {
      return "the end of the connection";
    }
    RawPdu response = response();
    if (response == null) {
      return pdu.toString();
    }
    return "Login Response, status "
        + String.format("%02X%02X", statusClass(), statusDetail())
        + "h, flags "
        + Bytes.h(response.u8(1))
        + (keys.names().isEmpty() ? "" : ", " + keys);
  }
}
