// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.SortedSet;
import java.util.TreeSet;

/** A port that is logged in with the fabric, and what the fabric owes it. */
final class FabricLogin {
  final int portId;
  final long portName;
  final long nodeName;
  final FcSwitch.Port port;
  final int payloadMax;

  /** Which state changes it registered for (SCR, FC-LS-5 4.3.32); 0 for none. */
  int registration;

  boolean isWithDirectory;

  /** Pages of RSCN that it was not told yet, and those that are on their way. */
  final SortedSet<Integer> changes = new TreeSet<>();

  final SortedSet<Integer> changesUnderWay = new TreeSet<>();
  int changesExchange;
  boolean isTelling;

  FabricLogin(int portId, long portName, long nodeName, FcSwitch.Port port, int payloadMax) {
    this.portId = portId;
    this.portName = portName;
    this.nodeName = nodeName;
    this.port = port;
    this.payloadMax = payloadMax;
  }
}
