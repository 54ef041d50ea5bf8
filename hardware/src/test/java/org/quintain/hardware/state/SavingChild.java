// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.state;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Saves a counter as fast as it can, in a process of its own that is there to be killed. */
public final class SavingChild {
  private SavingChild() {}

  /** Takes the directory and the first value; prints each value that is safe. */
  public static void main(String[] arguments) throws Exception {
    StateWriter writer = new StateWriter();
    FileNonvolatileMemory memory =
        new FileNonvolatileMemory(
            Path.of(arguments[0]), Map.of(), writer, sentence -> System.out.println(sentence));
    for (long next = Long.parseLong(arguments[1]); ; next++) {
      CountDownLatch ended = new CountDownLatch(1);
      boolean[] safe = new boolean[1];
      memory.save(
          0,
          new DirectReactor(),
          "counter",
          value(next),
          (nowNs, isSaved) -> {
            safe[0] = isSaved;
            ended.countDown();
          });
      ended.await();
      System.out.println(safe[0] ? Long.toString(next) : "failed");
      System.out.flush();
    }
  }

  /** A value of some size that shows whether it is whole. */
  static byte[] value(long number) {
    byte[] value = new byte[20_000];
    Arrays.fill(value, (byte) number);
    ByteBuffer.wrap(value).putLong(0, number);
    return value;
  }
}
