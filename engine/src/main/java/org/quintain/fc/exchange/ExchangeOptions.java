// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import org.quintain.sam.Check;

/**
 * How much an {@link ExchangeManager} can hold.
 *
 * @param exchangesMax a power of two, at most 32768: exchanges at a time, those at rest after an
 *     abort included
 * @param inlinePayloadBytes how long a payload can be written into a sequence itself
 * @param assemblyBytes the longest information unit that is put together from several frames
 * @param assembliesMax how many of those at a time
 * @param directMemory whether headers and inline payloads stand outside the heap, which raw sockets
 *     need to avoid a copy
 * @param continuousSequenceCount whether SEQ_CNT goes on from one sequence to the next of an
 *     exchange instead of beginning at 0
 */
public record ExchangeOptions(
    int exchangesMax,
    int inlinePayloadBytes,
    int assemblyBytes,
    int assembliesMax,
    boolean directMemory,
    boolean continuousSequenceCount) {
  /** 2048 exchanges, payloads of 512 bytes inline, units of up to 16 KiB from several frames. */
  public static final ExchangeOptions DEFAULT =
      new ExchangeOptions(2048, 512, 16 << 10, 16, false, false);

  /** Checks the ranges. */
  public ExchangeOptions {
    Check.that(
        Integer.bitCount(exchangesMax) == 1 && exchangesMax <= 1 << 15,
        "exchanges are a power of two up to 32768",
        exchangesMax);
    Check.that(inlinePayloadBytes >= 256, "link services fit inline", inlinePayloadBytes);
  }
}
