// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import org.quintain.sam.FunctionResponse;

/** RSP_CODE of SRP_RSP (SRP r16a table 24). */
public final class SrpResponseCode {
  /** No failure, or task management function complete. */
  public static final int FUNCTION_COMPLETE = 0x00;

  /** Request fields invalid. */
  public static final int FIELDS_INVALID = 0x02;

  /** Task management function not supported. */
  public static final int FUNCTION_NOT_SUPPORTED = 0x04;

  /** Task management function failed. */
  public static final int FUNCTION_FAILED = 0x05;

  private SrpResponseCode() {}

  /** How a target says {@code response}. */
  public static int of(FunctionResponse response) {
    return switch (response) {
      case FUNCTION_COMPLETE, FUNCTION_SUCCEEDED -> FUNCTION_COMPLETE;
      case FUNCTION_REJECTED -> FUNCTION_NOT_SUPPORTED;
      // SRP has no code for it; the function was not carried out.
      case INCORRECT_LOGICAL_UNIT_NUMBER, SERVICE_DELIVERY_OR_TARGET_FAILURE -> FUNCTION_FAILED;
    };
  }

  /** What an initiator hears in {@code code}. */
  public static FunctionResponse response(int code) {
    return switch (code) {
      case FUNCTION_COMPLETE -> FunctionResponse.FUNCTION_COMPLETE;
      case FUNCTION_NOT_SUPPORTED -> FunctionResponse.FUNCTION_REJECTED;
      default -> FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
    };
  }
}
