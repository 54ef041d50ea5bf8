// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

/**
 * What a store can do about space, fixed while it lives. Whatever it gave up reads as zeros.
 *
 * @param granularityBytes the aligned pieces in which it gives up space; 0 when it cannot, and then
 *     {@link StoreOperation#DEALLOCATE} is not asked of it
 * @param canAnchor whether {@link StoreOperation#ANCHOR} may be asked of it
 */
public record StoreProvisioning(int granularityBytes, boolean canAnchor) {
  /** All space is taken from the beginning and none is given up. */
  public static final StoreProvisioning FULL = new StoreProvisioning(0, false);

  /** Whether it can give up space. */
  public boolean canDeallocate() {
    return granularityBytes > 0;
  }
}
