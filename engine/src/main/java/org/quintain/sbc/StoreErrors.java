// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.StoreResult;

/** The one table from what a store answers to status and sense (SBC-4 4.18). */
final class StoreErrors {
  private StoreErrors() {}

  /** Ends the command whose last store request failed, with no data transferred. */
  static void end(long nowNs, CommandExecution execution, int blockBytes) {
    StoreResult result = execution.storeResult();
    if (result == StoreResult.BUSY) {
      execution.busy(nowNs);
    } else {
      execution.terminate(nowNs, senseOf(execution, blockBytes));
    }
  }

  /**
   * The sense data of the last store request, with the first failed block where the store tells it.
   */
  static SenseData senseOf(CommandExecution execution, int blockBytes) {
    SenseData sense = SenseData.of(additionalOf(execution.storeResult()));
    long failedAt = execution.storeRequest().failedOffsetBytes();
    return failedAt < 0 ? sense : sense.withInformation(failedAt / blockBytes);
  }

  private static AdditionalSense additionalOf(StoreResult result) {
    return switch (result) {
      case DONE -> AdditionalSense.NO_ADDITIONAL_SENSE_INFORMATION;
      case READ_ERROR -> AdditionalSense.UNRECOVERED_READ_ERROR;
      case WRITE_ERROR -> AdditionalSense.WRITE_ERROR;
      case OUT_OF_SPACE -> AdditionalSense.SPACE_ALLOCATION_FAILED_WRITE_PROTECT;
      case WRITE_PROTECTED -> AdditionalSense.WRITE_PROTECTED;
      case NOT_READY, BUSY -> AdditionalSense.LOGICAL_UNIT_NOT_READY;
      case FAILED -> AdditionalSense.INTERNAL_TARGET_FAILURE;
    };
  }
}
