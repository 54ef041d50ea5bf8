// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

/** Service responses of a task management function (SAM-5 7.1). */
public enum FunctionResponse {
  FUNCTION_COMPLETE,
  FUNCTION_SUCCEEDED,
  FUNCTION_REJECTED,
  INCORRECT_LOGICAL_UNIT_NUMBER,
  SERVICE_DELIVERY_OR_TARGET_FAILURE
}
