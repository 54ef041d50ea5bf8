// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.util.ArrayList;
import java.util.List;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * A medium that can be taken out, and PREVENT ALLOW MEDIUM REMOVAL (SBC-4 5.15), which each nexus
 * says for itself: the medium stays in while any nexus prevents its removal. A reset ends all
 * preventions, a nexus loss those of the nexus.
 */
final class RemovableMedium {
  private final MediumHost host;
  private final MediumState state;
  private final boolean isRemovable;
  private final List<ItNexus> preventing = new ArrayList<>();

  RemovableMedium(MediumHost host, MediumState state) {
    this.host = host;
    this.state = state;
    this.isRemovable = host.view().config().isRemovable();
  }

  void addTo(CommandTable table) {
    if (isRemovable) {
      table.add(
          CommandDefinition.command("PREVENT ALLOW MEDIUM REMOVAL")
              .usage(0x1E, 0x00, 0x00, 0x00, 0x03, 0x00)
              .admitted(ReservationRule.PREVENT_ALLOW, AccessRule.ACTIVE, ReadinessRule.UNIT)
              .executedBy(this::preventAllow));
    }
  }

  boolean isRemovable() {
    return isRemovable;
  }

  boolean isPresent() {
    return state.isPresent();
  }

  boolean isRemovalPrevented() {
    return !preventing.isEmpty();
  }

  /**
   * The medium goes in or out; a nexus that finds another one there is told (SPC-5 5.14), all but
   * {@code asking}, whose command it went in by.
   */
  void present(long nowNs, boolean isLoaded, ItNexus asking) {
    boolean comesIn = isLoaded && !state.isPresent();
    state.present(isLoaded);
    if (comesIn) {
      host.logicalUnit()
          .establishUnitAttentionForOthers(nowNs, asking, AdditionalSense.MEDIUM_MAY_HAVE_CHANGED);
    }
  }

  void onReset() {
    preventing.clear();
  }

  void onNexusLoss(ItNexus nexus) {
    preventing.remove(nexus);
  }

  private void preventAllow(long nowNs, CommandExecution execution) {
    int prevent = Cdb.u8(execution.cdb(), 4) & 0x03;
    if (prevent > 1) {
      // 10b and 11b, of media changers, are obsolete.
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(4, 1));
      return;
    }
    ItNexus nexus = execution.command().nexus();
    preventing.remove(nexus);
    if (prevent == 1) {
      preventing.add(nexus);
    }
    execution.good(nowNs);
  }
}
