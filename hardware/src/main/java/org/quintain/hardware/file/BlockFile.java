// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.quintain.store.AllocationRuns;
import org.quintain.store.AllocationState;

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

  /** How long it is now. */
  long sizeBytes() throws IOException;

  /** In which pieces {@link #deallocate} gives up space; 0 where it may not be called. */
  default int granularityBytes() {
    return 0;
  }

  /** Makes a hole that reads as zeros. */
  default void deallocate(long offsetBytes, long lengthBytes) throws IOException {
    throw new IOException("the file system makes no holes");
  }

  /** Makes zeros without writing them; false, and nothing is done, where that cannot be. */
  default boolean zero(long offsetBytes, long lengthBytes) throws IOException {
    return false;
  }

  /** Tells which of it are holes, as far as {@code runs} has room. */
  default void tell(long offsetBytes, long lengthBytes, AllocationRuns runs) throws IOException {
    runs.add(lengthBytes, AllocationState.MAPPED);
  }

  /**
   * How much of the file system the file takes, or -1 where that is not to be had; does not wait.
   */
  default long usedBytes() {
    return -1;
  }

  /** How much is left in the file system; may wait. */
  default long availableBytes() throws IOException {
    return Long.MAX_VALUE;
  }

  /** Closes. */
  void close() throws IOException;
}
