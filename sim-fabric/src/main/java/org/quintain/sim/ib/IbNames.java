// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.srp.wire.SrpPortIdentifier;

/** What everything on the subnet is called. */
final class IbNames {
  /** The I/O controller of the target, whose GUID is in each of its ports' names. */
  static final long CONTROLLER_GUID = 0x0002_C903_00FA_0000L;

  /** What connections to the target ask for, beside the form of the IP service annex. */
  static final long SERVICE_ID = CONTROLLER_GUID;

  /** The port that the target listens at by the IP service annex, as people set it. */
  static final int IP_SERVICE_PORT = 5555;

  private static final long ADAPTER_GUID = 0x0002_C903_0001_0000L;

  private IbNames() {}

  /** The GUID of the adapter with that number, from 0 on. */
  static long adapterGuid(int number) {
    return ADAPTER_GUID + number;
  }

  /** The SRP target port {@code number}, from 0 on: an extension for each, and the controller. */
  static SrpPortIdentifier targetPort(int number) {
    return new SrpPortIdentifier(CONTROLLER_GUID + number, CONTROLLER_GUID);
  }

  /** The SRP initiator port {@code index} of the adapter {@code number}. */
  static SrpPortIdentifier initiatorPort(int number, int index) {
    return new SrpPortIdentifier(index, adapterGuid(number));
  }
}
