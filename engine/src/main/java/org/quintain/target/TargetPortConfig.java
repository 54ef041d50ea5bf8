// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * One target port of a target device (iSCSI: one target name with its portal group).
 *
 * @param name what the operator calls it (iSCSI: the target's iqn)
 * @param relativeTargetPortIdentifier 1 to 65,535, unique within the device (SAM-5 4.5.5.1)
 * @param lunMap which initiators see which logical units
 */
public record TargetPortConfig(String name, int relativeTargetPortIdentifier, LunMap lunMap) {
  /** Checks the identifier; throws {@link IllegalArgumentException} with one sentence. */
  public TargetPortConfig {
    if (relativeTargetPortIdentifier < 1 || relativeTargetPortIdentifier > 0xFFFF) {
      throw new IllegalArgumentException(
          "The relative target port identifier of "
              + name
              + " is 1 to 65535, not "
              + relativeTargetPortIdentifier
              + ".");
    }
  }
}
