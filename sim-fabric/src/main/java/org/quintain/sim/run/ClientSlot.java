// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.nio.ByteBuffer;
import org.quintain.initiator.ExecuteCommand;

/**
 * One of the commands that an initiator can have under way, with its buffers and what is expected
 * of it.
 */
final class ClientSlot {
  final int number;
  final ExecuteCommand command = new ExecuteCommand();
  final ByteBuffer dataOut;
  final ByteBuffer dataIn;

  WorkloadMix.Kind kind = WorkloadMix.Kind.OTHER;
  boolean active;
  boolean forceUnitAccess;
  boolean afterHealing;
  int logicalUnit;
  int firstSector;
  int sectorCount;

  /** How many bytes of Data-In shall come, and by how much buffer and transfer differ. */
  int expectedBytes;

  int expectedResidual;
  boolean expectedOverflow;

  /** The number of a write, or the token of a read or flush. */
  long token;

  int powerEpoch;
  int generation;
  long deadlineNs;

  ClientSlot(int number, int bufferBytes) {
    this.number = number;
    this.dataOut = ByteBuffer.allocate(bufferBytes);
    this.dataIn = ByteBuffer.allocate(bufferBytes);
  }
}
