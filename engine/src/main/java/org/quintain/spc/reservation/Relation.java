// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

/** What an I_T nexus is to a persistent reservation. */
public enum Relation {
  /** It holds it; under the all registrants types every registered nexus does. */
  HOLDER,
  /** It is registered, and another nexus holds it. */
  REGISTRANT,
  /** It is not registered. */
  UNREGISTERED
}
