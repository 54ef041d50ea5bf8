// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/** What is told of protection information that is not as it should be (SBC-4 5.16, 5.32). */
final class ProtectionSense {
  private ProtectionSense() {}

  /** A check that failed: ABORTED COMMAND, with the logical block in INFORMATION. */
  static SenseData failed(ExpectedTags tags, long answer) {
    AdditionalSense additional =
        switch (IntervalCheck.failed(answer)) {
          case ProtectionChecks.GUARD -> AdditionalSense.LOGICAL_BLOCK_GUARD_CHECK_FAILED;
          case ProtectionChecks.APPLICATION_TAG ->
              AdditionalSense.LOGICAL_BLOCK_APPLICATION_TAG_CHECK_FAILED;
          default -> AdditionalSense.LOGICAL_BLOCK_REFERENCE_TAG_CHECK_FAILED;
        };
    return SenseData.of(additional)
        .withInformation(tags.logicalBlockAddress(IntervalCheck.interval(answer)));
  }

  /** Data-Out and medium that differ in protection information alone: MISCOMPARE. */
  static SenseData differs(long answer) {
    return SenseData.of(
        switch (IntervalCheck.failed(answer)) {
          case ProtectionChecks.GUARD -> AdditionalSense.LOGICAL_BLOCK_GUARD_MISCOMPARE;
          case ProtectionChecks.APPLICATION_TAG ->
              AdditionalSense.LOGICAL_BLOCK_APPLICATION_TAG_MISCOMPARE;
          default -> AdditionalSense.LOGICAL_BLOCK_REFERENCE_TAG_MISCOMPARE;
        });
  }
}
