// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.util.function.Supplier;
import org.quintain.sam.SenseData;

/**
 * Informational Exceptions, page 2Fh (SPC-5 7.3.13): the exception of the moment, and no
 * temperature.
 *
 * @param exception what there is to tell, {@link SenseData#NONE} for nothing
 */
public record InformationalExceptionsLog(Supplier<SenseData> exception) implements LogPage {
  @Override
  public int pageCode() {
    return 0x2F;
  }

  @Override
  public void write(long nowNs, LogParameters into) {
    SenseData told = exception.get();
    into.binary(0x0000, told.code(), told.qualifier(), 0xFF, 0);
  }
}
