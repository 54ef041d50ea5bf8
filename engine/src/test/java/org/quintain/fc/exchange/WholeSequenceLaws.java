// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A sequence handed over whole does to its receiver what its frames would do. */
final class WholeSequenceLaws {
  @Property(seed = "2380012257", tries = 300)
  void wholeSequencesAndFramesComeToTheSame(
      @ForAll long seed,
      @ForAll boolean continuousCount,
      @ForAll @IntRange(min = 1, max = 12) int sequences) {
    assertThat(play(seed, continuousCount, sequences, true))
        .isEqualTo(play(seed, continuousCount, sequences, false));
  }

  /** Sends sequences of any kind and size into any window, and says all that can be seen of it. */
  private static List<String> play(
      long seed, boolean continuousCount, int sequences, boolean whole) {
    Random random = new Random(seed);
    TwoPorts ports = new TwoPorts(new ExchangeOptions(16, 256, 4096, 2, false, continuousCount));
    ports.whole = whole;
    ByteBuffer data = ByteBuffer.allocate(1 << 16);
    random.nextBytes(data.array());
    Exchange exchange = ports.left.originate(TwoPorts.RIGHT);
    exchange.framePayloadMax(128 + 4 * random.nextInt(490));
    ports.left.send(exchange, 0x06, 1 + random.nextInt(6000), SequenceEnd.KEEP_INITIATIVE);
    ports.run();
    Exchange other = ports.right.accepted.getFirst();
    List<String> seen = new ArrayList<>();
    for (int index = 0; index < sequences; index++) {
      int length = random.nextInt(8000);
      int offset = random.nextInt(20_000);
      other.receiveInto(
          ports.right.memory, random.nextInt(1000), random.nextInt(10_000), random.nextInt(30_000));
      if (random.nextInt(4) == 0) {
        ports.left.send(exchange, 0x05, Math.max(1, length), SequenceEnd.KEEP_INITIATIVE);
      } else {
        ports.left.sendData(exchange, data, offset, length, SequenceEnd.KEEP_INITIATIVE);
      }
      ports.run();
      seen.add(other.state() + " " + other.holdsInitiative());
    }
    ports.left.send(exchange, 0x07, 24, SequenceEnd.LAST);
    ports.run();
    seen.addAll(ports.right.told);
    byte[] stored = new byte[1 << 16];
    ports.right.memory.get(0, stored);
    seen.add(java.util.HexFormat.of().formatHex(stored));
    seen.add(other.state() + " " + ports.right.manager.nextDeadlineNs());
    seen.add("assemblies " + ports.right.manager.assembliesInUse());
    return seen;
  }
}
