// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.quintain.fabric.DeliveryResult;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * The one table from a data transfer that went wrong to sense data (RFC 7143 11.4.7.2, SAM-5
 * 5.4.3).
 */
final class DeliveryErrors {
  private static final SenseData CRC_ERROR =
      SenseData.of(AdditionalSense.PROTOCOL_SERVICE_CRC_ERROR);
  private static final SenseData UNEXPECTED =
      SenseData.of(AdditionalSense.UNEXPECTED_UNSOLICITED_DATA);
  private static final SenseData NOT_ENOUGH =
      SenseData.of(AdditionalSense.NOT_ENOUGH_UNSOLICITED_DATA);
  private static final SenseData BROKEN = SenseData.of(AdditionalSense.DATA_PHASE_ERROR);

  private DeliveryErrors() {}

  static SenseData senseOf(DeliveryResult result) {
    return switch (result) {
      case DELIVERED -> SenseData.NONE;
      case DIGEST_ERROR -> CRC_ERROR;
      case UNEXPECTED_UNSOLICITED_DATA -> UNEXPECTED;
      case NOT_ENOUGH_UNSOLICITED_DATA -> NOT_ENOUGH;
      case TERMINATED, FAILED -> BROKEN;
    };
  }
}
