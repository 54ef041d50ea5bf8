// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import org.quintain.device.ControlParameters;

/**
 * Control, page 0Ah (SPC-5 7.5.10): what it says is published as {@link ControlParameters}, which
 * the task set and the device server obey. Parameters of log pages are never saved (GLTSD).
 *
 * <pre>
 * 2: TST 7-5, TMF_ONLY 4, DPICZ 3, D_SENSE 2, GLTSD 1, RLEC 0
 * 3: QUEUE ALGORITHM MODIFIER 7-4, NUAR 3, QERR 2-1
 * 4: RAC 6, UA_INTLCK_CTRL 5-4, SWP 3
 * 5: ATO 7, TAS 6, ATMPE 5, RWWP 4
 * 8-9: BUSY TIMEOUT PERIOD; 10-11: EXTENDED SELF-TEST COMPLETION TIME
 * </pre>
 */
public final class ControlPage {
  /** EXTENDED SELF-TEST COMPLETION TIME, in seconds. */
  public static final int EXTENDED_SELF_TEST_SECONDS = 60;

  private static final int GLTSD = 0x02;
  private static final int UNRESTRICTED_REORDERING = 0x10;
  private static final int ATO = 0x80;

  private ControlPage() {}

  /**
   * The page as {@code defaults} have it; {@code publisher} is told of every other state. What is
   * about protection information may be changed where the device server {@code hasProtection}.
   */
  public static ModePage of(
      ControlParameters defaults, boolean hasProtection, Publisher publisher) {
    return ModePage.page(0x0A, 12)
        .defaults(
            2,
            defaults.taskSetType() << 5 | (defaults.isDescriptorSense() ? 0x04 : 0) | GLTSD,
            UNRESTRICTED_REORDERING,
            0,
            defaults.isApplicationTagOwner() ? ATO : 0)
        .defaults(10, EXTENDED_SELF_TEST_SECONDS >> 8, EXTENDED_SELF_TEST_SECONDS & 0xFF)
        .changeable(2, hasProtection ? 0x2C : 0x24, 0xF6, 0x38, hasProtection ? 0xF0 : 0x40)
        .checkedBy((page, values) -> check(values))
        .appliedBy((nowNs, page) -> publisher.publish(nowNs, parameters(page)))
        .build();
  }

  private static int check(byte[] values) {
    int queueAlgorithmModifier = values[3] >> 4 & 0x0F;
    int queueErrorManagement = values[3] >> 1 & 0x03;
    int unitAttentionInterlock = values[4] >> 4 & 0x03;
    if (values[2] >> 5 > 1) {
      return ModePage.refused(2, 7);
    }
    if (queueAlgorithmModifier > 1) {
      return ModePage.refused(3, 7);
    }
    if (queueErrorManagement == 2) {
      return ModePage.refused(3, 2);
    }
    return unitAttentionInterlock == 1 ? ModePage.refused(4, 5) : ModePage.ACCEPTED;
  }

  private static ControlParameters parameters(ModePage page) {
    return new ControlParameters(
        page.u8(2) >> 5,
        page.isSet(2, 4),
        page.isSet(2, 2),
        page.u8(3) >> 4,
        page.u8(3) >> 1 & 0x03,
        page.u8(4) >> 4 & 0x03,
        page.isSet(4, 3),
        page.isSet(5, 6),
        page.isSet(5, 7),
        page.isSet(3, 3),
        page.isSet(2, 3),
        page.isSet(5, 5),
        page.isSet(5, 4));
  }

  /** Told what the page says. */
  @FunctionalInterface
  public interface Publisher {
    /** {@code parameters} hold from {@code nowNs} on. */
    void publish(long nowNs, ControlParameters parameters);
  }
}
