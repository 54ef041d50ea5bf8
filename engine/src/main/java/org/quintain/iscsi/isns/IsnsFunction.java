// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

/** Function identifiers, flags and status codes of iSNSP (RFC 4171 5.1, 5.4, 5.6.5, 5.7.5). */
final class IsnsFunction {
  static final int DEVICE_ATTRIBUTE_REGISTRATION = 0x0001;
  static final int DEVICE_ATTRIBUTE_QUERY = 0x0002;
  static final int DEVICE_DEREGISTRATION = 0x0004;
  static final int SCN_REGISTRATION = 0x0005;
  static final int STATE_CHANGE_NOTIFICATION = 0x0008;
  static final int ENTITY_STATUS_INQUIRY = 0x000D;

  /** Set in the identifier of a response. */
  static final int RESPONSE = 0x8000;

  static final int FROM_CLIENT = 0x8000;
  static final int FROM_SERVER = 0x4000;
  static final int WITH_AUTHENTICATION = 0x2000;
  static final int REPLACE = 0x1000;
  static final int LAST_PDU = 0x0800;
  static final int FIRST_PDU = 0x0400;

  static final int SUCCESS = 0;
  static final int MESSAGE_FORMAT_ERROR = 2;
  static final int SOURCE_UNKNOWN = 6;
  static final int NO_SUCH_ENTRY = 9;
  static final int MESSAGE_NOT_SUPPORTED = 15;

  private IsnsFunction() {}

  /** A status code in words. */
  static String statusText(int status) {
    return switch (status) {
      case SUCCESS -> "success";
      case MESSAGE_FORMAT_ERROR -> "message format error";
      case 3 -> "invalid registration";
      case 5 -> "invalid query";
      case SOURCE_UNKNOWN -> "source unknown";
      case 7 -> "source absent";
      case 8 -> "source unauthorized";
      case NO_SUCH_ENTRY -> "no such entry";
      case 10 -> "version not supported";
      case 11 -> "internal error";
      case 12 -> "busy";
      case 14 -> "invalid update";
      case MESSAGE_NOT_SUPPORTED -> "message not supported";
      case 17 -> "SCN registration rejected";
      case 21 -> "ESI not available";
      case 22 -> "invalid deregistration";
      default -> "status " + status;
    };
  }
}
