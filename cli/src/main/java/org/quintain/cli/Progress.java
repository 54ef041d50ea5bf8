// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work is, on the error stream: a bar that redraws itself on a terminal, a line
 * now and then elsewhere, so that a log stays readable.
 */
final class Progress implements ShareListener, AutoCloseable {
  private static final int STEPS = 1000;
  private static final int REDRAW_MS = 200;
  private static final long LINE_EVERY_NS = 5_000_000_000L;

  private final PrintStream stream;
  private final String name;
  private final @Nullable ProgressBar bar;
  private long lineAtNs;

  /** Begins the progress of {@code name} on {@code stream}. */
  Progress(PrintStream stream, String name) {
    this.stream = stream;
    this.name = name;
    this.bar =
        System.console() == null
            ? null
            : new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(STEPS)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MS)
                .hideEta()
                .setConsumer(new me.tongfei.progressbar.ConsoleProgressBarConsumer(stream))
                .build();
    this.lineAtNs = System.nanoTime();
  }

  @Override
  public void at(double share, String what) {
    if (bar != null) {
      bar.stepTo(Math.round(share * STEPS));
      bar.setExtraMessage(what);
      return;
    }
    long nowNs = System.nanoTime();
    if (nowNs - lineAtNs >= LINE_EVERY_NS) {
      lineAtNs = nowNs;
      stream.printf("%s: %.0f %% %s%n", name, share * 100, what);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(STEPS);
      bar.close();
    }
  }
}
