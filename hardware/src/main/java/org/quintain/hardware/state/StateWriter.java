// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.state;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The one thread that writes saved values, in the order in which they were given. */
public final class StateWriter implements AutoCloseable {
  private static final long CLOSE_SECONDS = 10;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "quintain-state");
            made.setDaemon(true);
            return made;
          });

  /** Runs {@code task} after all that were given before; false when it never will. */
  boolean submit(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /** Lets what was given end; waits for it up to ten seconds. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
