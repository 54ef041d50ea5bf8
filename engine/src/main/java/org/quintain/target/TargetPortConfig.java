// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * One target port of a target device (iSCSI: one target name with its portal group).
 *
 * @param name what the operator calls it (iSCSI: the target's iqn)
 * @param relativeTargetPortIdentifier 1 to 65,535, unique within the device (SAM-5 4.5.5.1)
 * @param protocolIdentifier SPC-5 7.6.1: 0 FCP, 4 SRP, 5 iSCSI, 15 none in particular
 * @param targetPortGroup the target port group it belongs to, 0 to 65,535
 * @param lunMap which initiators see which logical units
 */
public record TargetPortConfig(
    String name,
    int relativeTargetPortIdentifier,
    int protocolIdentifier,
    int targetPortGroup,
    LunMap lunMap) {

  private static final int NO_PROTOCOL = 0xF;
  private static final int FIRST_GROUP = 1;

  /** A port of no particular protocol in target port group 1. */
  public TargetPortConfig(String name, int relativeTargetPortIdentifier, LunMap lunMap) {
    this(name, relativeTargetPortIdentifier, NO_PROTOCOL, FIRST_GROUP, lunMap);
  }

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
