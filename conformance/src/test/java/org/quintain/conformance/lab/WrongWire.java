// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

/**
 * One target that is wrong on its wire.
 *
 * @param name what is wrong with it
 * @param caseId the case that must fail on it, and must pass on the right target
 * @param bend how it is wrong
 * @param <U> the units of its transport
 */
public record WrongWire<U extends WireUnit>(String name, String caseId, WireBend<U> bend) {
  @Override
  public String toString() {
    return caseId + " catches: " + name;
  }
}
