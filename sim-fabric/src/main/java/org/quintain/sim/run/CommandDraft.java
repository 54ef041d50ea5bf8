// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.quintain.initiator.ExecuteCommand;
import org.quintain.sim.check.HistoryChecker;
import org.quintain.sim.check.SectorPattern;
import org.quintain.sim.random.RandomStream;

/** Draws what an initiator sends, and tells the history of it before it is sent. */
final class CommandDraft {
  private static final double MISMATCH = 0.03;

  private final Swarm swarm;
  private final Histories histories;
  private final RandomStream random;

  CommandDraft(Swarm swarm, Histories histories, RandomStream random) {
    this.swarm = swarm;
    this.histories = histories;
    this.random = random;
  }

  /** Draws addresses and flags for the kind that {@code slot} has, and fills its command. */
  void draw(ClientSlot slot) {
    ExecuteCommand command = slot.command;
    int sectorsPerBlock = swarm.blockBytes() / SectorPattern.SECTOR_BYTES;
    int count = 1 + random.below(swarm.mix().transferBlocksMax());
    int span =
        random.chance(swarm.mix().hotSpot()) ? Math.min(swarm.blocks(), 2 * count) : swarm.blocks();
    int block = random.below(span - count + 1);
    slot.firstSector = block * sectorsPerBlock;
    slot.sectorCount = count * sectorsPerBlock;
    slot.expectedBytes = 0;
    slot.expectedResidual = 0;
    slot.forceUnitAccess = false;
    HistoryChecker history = histories.of(slot.logicalUnit);
    switch (slot.kind) {
      case READ -> {
        read(slot, block, count);
        mismatchDataIn(slot);
      }
      case WRITE -> {
        slot.forceUnitAccess = random.chance(swarm.mix().forceUnitAccess());
        ClientCdb.transfer(command, random, true, block, count, slot.forceUnitAccess);
        slot.token = history.beginWrite(slot.firstSector, slot.sectorCount, slot.dataOut);
        int length = slot.sectorCount * SectorPattern.SECTOR_BYTES;
        boolean more = random.chance(MISMATCH);
        slot.expectedResidual = more ? SectorPattern.SECTOR_BYTES : 0;
        slot.expectedOverflow = false;
        command.dataOut(slot.dataOut, length + slot.expectedResidual);
      }
      case FLUSH -> {
        ClientCdb.flush(command, random);
        slot.token = history.beginFlush();
      }
      case VERIFY -> ClientCdb.verify(command, random, block, count);
      case OTHER -> {
        int length = ClientCdb.ask(command, random);
        command.dataIn(slot.dataIn, length);
      }
    }
  }

  /**
   * Fills the command of {@code slot} with a READ of {@code count} blocks from {@code block} on.
   */
  void read(ClientSlot slot, int block, int count) {
    ExecuteCommand command = slot.command;
    ClientCdb.transfer(command, random, false, block, count, false);
    slot.token = histories.of(slot.logicalUnit).beginRead();
    slot.expectedBytes = slot.sectorCount * SectorPattern.SECTOR_BYTES;
    slot.expectedResidual = 0;
    for (int sector = 0; sector < slot.sectorCount; sector++) {
      slot.dataIn.putLong(sector * SectorPattern.SECTOR_BYTES, -1);
    }
    command.dataIn(slot.dataIn, slot.expectedBytes);
  }

  /** Now and then the buffer is a sector longer or shorter than the transfer (SAM-5 5.4.2.5). */
  private void mismatchDataIn(ClientSlot slot) {
    if (!random.chance(MISMATCH)) {
      return;
    }
    slot.expectedResidual = SectorPattern.SECTOR_BYTES;
    slot.expectedOverflow = slot.sectorCount > 1 && random.coin();
    int length = slot.expectedBytes;
    if (slot.expectedOverflow) {
      length -= SectorPattern.SECTOR_BYTES;
      slot.expectedBytes = length;
      slot.sectorCount--;
    } else {
      length += SectorPattern.SECTOR_BYTES;
    }
    slot.command.dataIn(slot.dataIn, length);
  }
}
