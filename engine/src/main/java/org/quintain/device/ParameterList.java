// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;

/**
 * Parameter lists: short Data-Out that a command is told its wishes in (SPC-5 4.2.5.5). A list that
 * the application client sends less of than its CDB says is a PARAMETER LIST LENGTH ERROR.
 */
public final class ParameterList {
  private ParameterList() {}

  /**
   * Fetches a list of {@code lengthBytes}, as the CDB has it, then runs {@code then}, where {@link
   * #of} gives it; at once where it has no byte.
   */
  public static void receive(
      long nowNs, CommandExecution execution, long lengthBytes, CommandStep then) {
    Command command = execution.command();
    command.transfers(lengthBytes, 0);
    if (command.expectedDataOutBytes() < lengthBytes) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
      return;
    }
    execution.receiveDataOut(nowNs, lengthBytes, then);
  }

  /** A copy of the list that was received. */
  public static byte[] of(CommandExecution execution) {
    byte[] list = new byte[(int) execution.command().dataOutBytes()];
    if (list.length > 0) {
      MemoryBlock block = execution.command().dataOutBlock();
      Check.that(block != null, "Data-Out that was received is in the command's block");
      ByteBuffer bytes = block.bytes();
      bytes.get(0, list);
    }
    return list;
  }
}
