// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.alua.ReferralMap;
import org.quintain.spc.alua.ReferralMap.GroupState;
import org.quintain.spc.alua.ReferralMap.Referral;
import org.quintain.spc.vpd.VpdPage;

/**
 * REPORT REFERRALS (SBC-4 5.27) and the Referrals VPD page B3h (SBC-4 6.6.7), on a disk whose
 * access is logical block dependent; nothing at all on others.
 */
final class Referrals implements CommandFamily {
  private static final int LENGTH_AT = 10;
  private static final int ONE_SEGMENT_BYTE = 14;
  private static final int HEADER_BYTES = 4;
  private static final int DESCRIPTOR_BYTES = 20;
  private static final int GROUP_BYTES = 4;

  private final DiskDeviceServer disk;
  private final @Nullable ReferralMap referrals;

  Referrals(DiskDeviceServer disk, @Nullable ReferralMap referrals) {
    this.disk = disk;
    this.referrals = referrals;
  }

  @Override
  public void addTo(CommandTable table) {
    if (referrals == null) {
      return;
    }
    table.add(
        CommandDefinition.command("REPORT REFERRALS")
            .usage(
                0x9E, 0x13, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0x01, 0x00)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.ALWAYS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(this::execute));
  }

  @Override
  public List<VpdPage> vpdPages() {
    return referrals == null ? List.of() : List.of(new Page(referrals));
  }

  private void execute(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    long first = Cdb.u64(cdb, 2);
    if (!BlockRange.isWithin(first, 1, disk.view().capacityBlocks())) {
      BlockRange.outOfRange(nowNs, execution, first, disk.view());
      return;
    }
    List<Referral> reported = from(first, Cdb.isSet(cdb, ONE_SEGMENT_BYTE, 0));
    int length = HEADER_BYTES;
    for (Referral referral : reported) {
      length += DESCRIPTOR_BYTES + GROUP_BYTES * referral.groups().size();
    }
    ByteBuffer data = execution.parameterData(nowNs, length);
    if (data == null) {
      return;
    }
    ParameterData.put16(data, 2, length - HEADER_BYTES);
    int at = HEADER_BYTES;
    for (Referral referral : reported) {
      at = descriptor(data, at, referral);
    }
    execution.goodWithParameterData(nowNs, length, Cdb.u32(cdb, LENGTH_AT));
  }

  /** The referrals from that of block {@code first} on, or it alone. */
  private List<Referral> from(long first, boolean isOne) {
    List<Referral> found = new ArrayList<>();
    if (referrals != null) {
      for (Referral referral : referrals.referrals()) {
        if (referral.lastBlock() >= first && (found.isEmpty() || !isOne)) {
          found.add(referral);
        }
      }
    }
    return found;
  }

  private static int descriptor(ByteBuffer data, int begin, Referral referral) {
    ParameterData.put8(data, begin + 3, referral.groups().size());
    data.putLong(begin + 4, referral.firstBlock());
    data.putLong(begin + 12, referral.lastBlock());
    int at = begin + DESCRIPTOR_BYTES;
    for (GroupState group : referral.groups()) {
      ParameterData.put8(data, at, group.state().code());
      ParameterData.put16(data, at + 2, group.identifier());
      at += GROUP_BYTES;
    }
    return at;
  }

  private record Page(ReferralMap map) implements VpdPage {
    private static final int LENGTH_BYTES = 16;

    @Override
    public int pageCode() {
      return 0xB3;
    }

    @Override
    public int write(ByteBuffer into, ItNexusIdentity nexus) {
      ParameterData.put32(into, 8, map.segmentBlocks());
      ParameterData.put32(into, 12, map.segmentMultiplier());
      return LENGTH_BYTES;
    }
  }
}
