// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.nio.ByteBuffer;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;

/**
 * What a load must know of the logical unit before it starts.
 *
 * @param capacityBlocks how many logical blocks there are
 * @param blockBytes how long one is
 */
record DiskFacts(long capacityBlocks, int blockBytes) {
  private static final long TIMEOUT_NS = 30_000_000_000L;
  private static final int ATTENTIONS_MAX = 16;

  /**
   * Clears pending unit attentions and reads the capacity.
   *
   * @throws LoadException when the logical unit does not answer as a disk that is ready
   */
  static DiskFacts of(InitiatorPort port, long lun) throws LoadException {
    ExecuteCommand command = new ExecuteCommand().lun(lun);
    for (int attempt = 0; attempt < ATTENTIONS_MAX; attempt++) {
      Cdbs.testUnitReady(command.noData());
      if (perform(port, command, "TEST UNIT READY").isEmpty()) {
        break;
      }
    }
    ByteBuffer answer = ByteBuffer.allocate(32);
    Cdbs.readCapacity(command.noData().dataIn(answer, 32));
    String fault = perform(port, command, "READ CAPACITY(16)");
    if (!fault.isEmpty()) {
      throw new LoadException(fault + ".");
    }
    long blocks = answer.getLong(0) + 1;
    int blockBytes = answer.getInt(8);
    if (command.dataInTransferred() < 12 || blocks <= 0 || blockBytes < 512) {
      throw new LoadException("READ CAPACITY(16) describes no disk that can be loaded.");
    }
    return new DiskFacts(blocks, blockBytes);
  }

  private static String perform(InitiatorPort port, ExecuteCommand command, String name)
      throws LoadException {
    if (!port.execute(command, TIMEOUT_NS)) {
      throw new LoadTimeoutException(name + " got no answer within 30 seconds.");
    }
    return fault(name, port, command);
  }

  /** What was wrong with the end of {@code command}, or an empty string. */
  static String fault(String name, InitiatorPort port, ExecuteCommand command) {
    if (command.serviceResponse() != ServiceResponse.COMMAND_COMPLETE) {
      String why = port.disconnectReason();
      return name + " ended with " + command.serviceResponse() + (why.isEmpty() ? "" : ": " + why);
    }
    if (command.status() == 0) {
      return "";
    }
    return String.format("%s ended with status %02Xh%s", name, command.status(), sense(command));
  }

  private static String sense(ExecuteCommand command) {
    byte[] sense = command.sense();
    if (command.senseLength() < 8) {
      return "";
    }
    boolean descriptor = (sense[0] & 0x7E) == 0x72;
    int key = descriptor ? sense[1] : sense[2];
    int code = descriptor ? sense[2] : command.senseLength() > 13 ? sense[12] : 0;
    int qualifier = descriptor ? sense[3] : command.senseLength() > 13 ? sense[13] : 0;
    return String.format(", sense %Xh/%02Xh/%02Xh", key & 0xF, code & 0xFF, qualifier & 0xFF);
  }
}
