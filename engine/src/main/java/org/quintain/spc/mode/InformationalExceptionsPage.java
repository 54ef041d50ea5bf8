// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import org.quintain.device.LogicalUnitServices;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * Informational Exceptions Control, page 1Ch (SBC-4 6.5.8). Nothing here predicts a failure, so
 * that the one exception there is to tell is the false one that TEST asks for, by the methods 2
 * (unit attention), 6 (on request alone) and 0 (not at all).
 *
 * <pre>
 * 2: PERF 7, EBF 5, EWASC 4, DEXCPT 3, TEST 2, EBACKERR 1, LOGERR 0
 * 3: MRIE 3-0; 4-7: INTERVAL TIMER; 8-11: REPORT COUNT
 * </pre>
 */
public final class InformationalExceptionsPage {
  private static final int DEXCPT_BIT = 3;
  private static final int TEST_BIT = 2;

  private final LogicalUnitServices logicalUnit;
  private final ModePage page;

  /** The page of {@code logicalUnit}. */
  public InformationalExceptionsPage(LogicalUnitServices logicalUnit) {
    this.logicalUnit = logicalUnit;
    this.page =
        ModePage.page(0x1C, 12)
            .defaults(2, 1 << DEXCPT_BIT)
            .changeable(2, 1 << DEXCPT_BIT | 1 << TEST_BIT, 0x0F)
            .checkedBy((checked, values) -> check(values))
            .appliedBy((nowNs, applied) -> onApplied(nowNs))
            .build();
  }

  /** The page. */
  public ModePage page() {
    return page;
  }

  private static int check(byte[] values) {
    boolean isDisabled = (values[2] >> DEXCPT_BIT & 1) != 0;
    boolean isTest = (values[2] >> TEST_BIT & 1) != 0;
    if (isDisabled && isTest) {
      return ModePage.refused(2, TEST_BIT);
    }
    return switch (values[3] & 0x0F) {
      case 0, 2, 6 -> ModePage.ACCEPTED;
      default -> ModePage.refused(3, 3);
    };
  }

  private boolean isTest() {
    return page.isSet(2, TEST_BIT);
  }

  private void onApplied(long nowNs) {
    if (isTest() && page.u8(3) == 2) {
      logicalUnit.establishUnitAttentionForOthers(
          nowNs, null, AdditionalSense.FALSE_FAILURE_PREDICTION);
    }
  }

  /** The exception of the moment, told or not. */
  public SenseData exception() {
    return isTest()
        ? SenseData.of(AdditionalSense.INFORMATIONAL_CONDITION_FAILURE_PREDICTED_FALSE)
        : SenseData.NONE;
  }

  /** What REQUEST SENSE tells of exceptions when it has nothing more urgent to tell. */
  public SenseData pollable() {
    return page.u8(3) == 6 ? exception() : SenseData.NONE;
  }
}
