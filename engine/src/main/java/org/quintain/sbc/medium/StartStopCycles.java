// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.log.LogParameters;

/**
 * Start-Stop Cycle Counter, log page 0Eh (SPC-5 7.3.19): how often the unit was stopped, kept
 * through power loss. A disk that is not made of parts knows neither dates nor limits.
 */
final class StartStopCycles implements LogPage {
  private static final String NAME = "start-stop-cycles";

  private static final int ACCUMULATED_CYCLES = 0x0004;
  private static final int DU_AND_BINARY = 0x03;

  private final MediumHost host;
  private long count;

  StartStopCycles(MediumHost host) {
    this.host = host;
    byte[] saved = host.backing().nonvolatile().load(NAME);
    this.count = saved != null && saved.length == Long.BYTES ? ByteBuffer.wrap(saved).getLong() : 0;
  }

  /** The unit was stopped; a count whose save fails is short by one after a power loss. */
  void onStopped(long nowNs) {
    count++;
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    host.backing()
        .nonvolatile()
        .save(nowNs, host.logicalUnit().reactor(), NAME, value, (laterNs, isSaved) -> {});
  }

  @Override
  public int pageCode() {
    return 0x0E;
  }

  @Override
  public void write(long nowNs, LogParameters into) {
    int value = (int) Math.min(count, 0xFFFF_FFFFL);
    into.value(ACCUMULATED_CYCLES, DU_AND_BINARY, ByteBuffer.allocate(4).putInt(value).array());
  }
}
