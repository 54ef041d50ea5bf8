// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import org.quintain.sam.FunctionResponse;

/** RSP_CODE of FCP_RSP (FCP-4 9.5). */
public final class FcpResponseCode {
  /** Task management function complete, or nothing to say. */
  public static final int FUNCTION_COMPLETE = 0x00;

  /** FCP_DATA length different than FCP_BURST_LEN. */
  public static final int DATA_LENGTH_MISMATCH = 0x01;

  /** FCP_CMND fields invalid. */
  public static final int COMMAND_FIELDS_INVALID = 0x02;

  /** FCP_DATA parameter mismatch with FCP_DATA_RO. */
  public static final int DATA_OFFSET_MISMATCH = 0x03;

  /** Task management function rejected. */
  public static final int FUNCTION_REJECTED = 0x04;

  /** Task management function failed. */
  public static final int FUNCTION_FAILED = 0x05;

  /** Task management function succeeded. */
  public static final int FUNCTION_SUCCEEDED = 0x08;

  /** Task management function incorrect logical unit number. */
  public static final int INCORRECT_LOGICAL_UNIT_NUMBER = 0x09;

  private FcpResponseCode() {}

  /** How a target says {@code response}. */
  public static int of(FunctionResponse response) {
    return switch (response) {
      case FUNCTION_COMPLETE -> FUNCTION_COMPLETE;
      case FUNCTION_SUCCEEDED -> FUNCTION_SUCCEEDED;
      case FUNCTION_REJECTED -> FUNCTION_REJECTED;
      case INCORRECT_LOGICAL_UNIT_NUMBER -> INCORRECT_LOGICAL_UNIT_NUMBER;
      case SERVICE_DELIVERY_OR_TARGET_FAILURE -> FUNCTION_FAILED;
    };
  }

  /** What an initiator hears in {@code code} (FCP-4 9.5). */
  public static FunctionResponse response(int code) {
    return switch (code) {
      case FUNCTION_COMPLETE -> FunctionResponse.FUNCTION_COMPLETE;
      case FUNCTION_SUCCEEDED -> FunctionResponse.FUNCTION_SUCCEEDED;
      case FUNCTION_REJECTED -> FunctionResponse.FUNCTION_REJECTED;
      case INCORRECT_LOGICAL_UNIT_NUMBER -> FunctionResponse.INCORRECT_LOGICAL_UNIT_NUMBER;
      default -> FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
    };
  }
}
