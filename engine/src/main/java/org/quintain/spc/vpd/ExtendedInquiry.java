// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;

/**
 * Extended INQUIRY Data, page 86h (SPC-5 7.7.7).
 *
 * <pre>
 *  4: SPT 5-3, GRD_CHK 2, APP_CHK 1, REF_CHK 0
 *  5: UASK_SUP 5, GROUP_SUP 4, PRIOR_SUP 3, HEADSUP 2, ORDSUP 1, SIMPSUP 0
 *  6: WU_SUP 3, CRD_SUP 2, NV_SUP 1, V_SUP 0
 *  7: NO_PI_CHK 5, P_I_I_SUP 4, LUICLR 0
 *  8: R_SUP 4, RTD_SUP 3
 * 10: EXTENDED SELF-TEST COMPLETION MINUTES (2)
 * </pre>
 */
public final class ExtendedInquiry implements VpdPage {
  private static final int LENGTH_BYTES = 64;
  private static final int CHECKS = 0x07;
  private static final int ALL_TYPES_OF_PROTECTION = 7 << 3;
  private static final int GROUP_SUP_PRIOR_SUP_AND_ATTRIBUTES = 0x1F;
  private static final int WU_SUP = 0x08;
  private static final int V_SUP = 0x01;
  private static final int NO_PI_CHK_AND_P_I_I_SUP = 0x30;
  private static final int LUICLR = 0x01;
  private static final int R_SUP = 0x10;
  private static final int RTD_SUP = 0x08;
  private static final int EXTENDED_SELF_TEST_MINUTES = 1;

  /**
   * What a logical unit can do of what the page tells.
   *
   * @param isProtected whether it keeps protection information, of every type
   * @param hasVolatileCache V_SUP
   * @param canMarkUncorrectable WU_SUP
   * @param hasReferrals R_SUP
   */
  public record Capabilities(
      boolean isProtected,
      boolean hasVolatileCache,
      boolean canMarkUncorrectable,
      boolean hasReferrals) {}

  private final Supplier<Capabilities> capabilities;

  /** A page that says what {@code capabilities} are at the moment. */
  public ExtendedInquiry(Supplier<Capabilities> capabilities) {
    this.capabilities = capabilities;
  }

  @Override
  public int pageCode() {
    return 0x86;
  }

  @Override
  public int write(ByteBuffer into, ItNexusIdentity nexus) {
    Capabilities has = capabilities.get();
    ParameterData.put8(into, 4, has.isProtected() ? ALL_TYPES_OF_PROTECTION | CHECKS : 0);
    ParameterData.put8(into, 5, GROUP_SUP_PRIOR_SUP_AND_ATTRIBUTES);
    ParameterData.put8(
        into, 6, (has.canMarkUncorrectable() ? WU_SUP : 0) | (has.hasVolatileCache() ? V_SUP : 0));
    ParameterData.put8(into, 7, LUICLR | (has.isProtected() ? NO_PI_CHK_AND_P_I_I_SUP : 0));
    ParameterData.put8(into, 8, RTD_SUP | (has.hasReferrals() ? R_SUP : 0));
    ParameterData.put16(into, 10, EXTENDED_SELF_TEST_MINUTES);
    return LENGTH_BYTES;
  }
}
