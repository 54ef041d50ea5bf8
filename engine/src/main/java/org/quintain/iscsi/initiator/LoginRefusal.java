// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

/** Says what a login status means (RFC 7143 11.13.5). */
final class LoginRefusal {
  private LoginRefusal() {}

  /** What {@code status}, class and detail as one number, means to a person. */
  static String describe(int status) {
    return switch (status) {
      case 0x0101 -> "the target has moved for a time";
      case 0x0102 -> "the target has moved for good";
      case 0x0200 -> "it found an error in our requests";
      case 0x0201 -> "authentication failed";
      case 0x0202 -> "this initiator has no access to it";
      case 0x0203 -> "it is not there";
      case 0x0204 -> "it was removed";
      case 0x0205 -> "it does not know this version of the protocol";
      case 0x0206 -> "it has too many connections";
      case 0x0207 -> "it misses a key in our requests";
      case 0x0208 -> "the session takes no further connection";
      case 0x0209 -> "it does not have this type of session";
      case 0x020A -> "the session does not exist";
      case 0x020B -> "a request did not belong into a login";
      case 0x0300 -> "it has an error of its own";
      case 0x0301 -> "it is out of service";
      case 0x0302 -> "it is out of resources";
      default -> "for a reason that RFC 7143 does not know";
    };
  }
}
