// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Lun;
import org.quintain.sam.SenseData;

/**
 * Reports to initiators, without waiting for a command of theirs, the few unit attention conditions
 * that make them look at a logical unit anew: the same four as SCST. The condition itself stays
 * until a command finds it, since nobody knows whether a report was heeded. Runs on the owner
 * reactor; the report follows when what brought it about is done.
 */
final class AsynchronousEvents {
  private final TargetDevice device;

  AsynchronousEvents(TargetDevice device) {
    this.device = device;
  }

  /** {@code condition} came up at {@code unitNumber} for the nexus of {@code index}. */
  void onCondition(int index, int unitNumber, AdditionalSense condition) {
    switch (condition) {
      case CAPACITY_DATA_HAS_CHANGED, INQUIRY_DATA_HAS_CHANGED, ASYMMETRIC_ACCESS_STATE_CHANGED ->
          reportOf(index, unitNumber, condition);
      case REPORTED_LUNS_DATA_HAS_CHANGED -> {
        // It comes up at every logical unit that the nexus sees, and is one event.
        if (unitNumber == device.reportLunsWellKnown().number()) {
          for (ItNexus nexus : device.nexusesThat(each -> each.index() == index)) {
            report(nexus, Lun.ofIndex(0), condition);
          }
        }
      }
      default -> {
        // What concerns the next command alone waits for it.
      }
    }
  }

  private void reportOf(int index, int unitNumber, AdditionalSense condition) {
    for (ItNexus nexus : device.nexusesThat(each -> each.index() == index)) {
      NexusState state = NexusState.from(nexus);
      for (long lun : state.luns()) {
        LunMap.Mapping mapping = state.mapping(Lun.index(lun));
        if (mapping != null && mapping.unit().number() == unitNumber) {
          report(nexus, lun, condition);
        }
      }
    }
  }

  private static void report(ItNexus nexus, long lun, AdditionalSense condition) {
    SenseData sense = SenseData.of(condition);
    nexus
        .reactor()
        .post(
            nowNs -> {
              if (!NexusState.from(nexus).isLostOnFabric) {
                nexus.transport().reportAsynchronousEvent(nowNs, lun, sense);
              }
            });
  }
}
