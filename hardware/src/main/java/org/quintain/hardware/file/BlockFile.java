// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What {@link FileStore} asks of a file; blocking, callable from many threads. */
interface BlockFile {
  /** Fills what it can of {@code into} from {@code offsetBytes} on; -1 behind the end. */
  int read(ByteBuffer into, long offsetBytes) throws IOException;

  /** Writes what it can of {@code from} at {@code offsetBytes}. */
  int write(ByteBuffer from, long offsetBytes) throws IOException;

  /**
   * As {@link #write}, durable when it returns: the data and all that is needed to read it back.
   */
  int writeDurably(ByteBuffer from, long offsetBytes) throws IOException;

  /** Makes all that was written durable: the data and all that is needed to read it back. */
  void force() throws IOException;

  /** Closes. */
  void close() throws IOException;
}
