// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;

/** Has things done on a reactor by a thread that waits for them, but not for ever. */
final class ReactorCalls {
  private static final long PATIENCE_SECONDS = 30;

  private ReactorCalls() {}

  /**
   * What {@code action} gives, run on {@code reactor} with its time.
   *
   * @throws ConfigurationException with one sentence: what an {@link IllegalArgumentException} of
   *     the action says, or that the reactor does not answer
   */
  static <T> T call(Reactor reactor, LongFunction<T> action) throws ConfigurationException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    reactor.post(
        nowNs -> {
          try {
            answer.complete(action.apply(nowNs));
          } catch (IllegalArgumentException refused) {
            answer.completeExceptionally(refused);
          } finally {
            // Whoever waits is told also when an invariant broke, which the reactor sees to.
            answer.completeExceptionally(
                new IllegalStateException("The target has stopped, since an invariant broke."));
          }
        });
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      Throwable why = refused.getCause();
      throw new ConfigurationException(
          String.valueOf(why == null ? refused.getMessage() : why.getMessage()));
    } catch (TimeoutException silent) {
      throw new ConfigurationException(
          "The target did not answer within " + PATIENCE_SECONDS + " s.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("Waiting for the target was interrupted.");
    }
  }

  /** As {@link #call}, for what gives nothing. */
  static void run(Reactor reactor, ReactorTask action) throws ConfigurationException {
    call(
        reactor,
        nowNs -> {
          action.run(nowNs);
          return true;
        });
  }
}
