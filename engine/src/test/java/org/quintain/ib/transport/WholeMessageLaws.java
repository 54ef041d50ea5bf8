// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.WorkRequest;

/** A run handed over whole does to its receiver what its packets would do. */
final class WholeMessageLaws {
  @Property(tries = 200, seed = "20260")
  void runsAndPacketsComeToTheSame(@ForAll long seed) {
    assertThat(play(seed, true)).isEqualTo(play(seed, false));
  }

  /** Sends requests of any kind, good ones and bad ones, and says all that can be seen of it. */
  static List<String> play(long seed, boolean whole) {
    Random random = new Random(seed);
    QueuePairOptions options = new QueuePairOptions(16, 16, 2, 2, 3, 2);
    TwoIbPorts ports =
        new TwoIbPorts(seed, options, 256 << random.nextInt(5), 4 + random.nextInt(60));
    ports.whole = whole;
    ports.left.fill(0, 1 << 16, 1);
    ports.right.fill(0, 1 << 16, 2);
    int requests = 1 + random.nextInt(10);
    for (int index = 0; index < requests; index++) {
      if (random.nextInt(4) > 0) {
        ports.right.receive((2 << 16) + index * 8192, random.nextInt(8192));
      }
      int length = random.nextInt(6000);
      int offset = random.nextInt(1 << 15);
      post(ports, random, length, offset);
      if (random.nextBoolean()) {
        ports.run();
      }
    }
    ports.run();
    List<String> seen = new ArrayList<>(told(ports.left));
    seen.addAll(told(ports.right));
    seen.add(ports.left.queuePair.state() + " " + ports.right.queuePair.state());
    seen.add(HexFormat.of().formatHex(ports.right.memory.array(), 0, 1 << 17));
    seen.add(HexFormat.of().formatHex(ports.left.memory.array(), 0, 1 << 17));
    return seen;
  }

  /** The error may be told before or behind requests whose bytes the driver still held. */
  private static List<String> told(TwoIbPorts.Side side) {
    return side.told.stream()
        .sorted(Comparator.comparing(each -> each.startsWith("error")))
        .toList();
  }

  private static void post(TwoIbPorts ports, Random random, int length, int offset) {
    long address = ports.right.region.address() + (1 << 16) + offset;
    int key = ports.right.region.remoteKey();
    WorkRequest request = new WorkRequest("request");
    switch (random.nextInt(8)) {
      case 0, 1 -> request.asSend(ports.left.list(offset, length), 0, length);
      case 2 -> request.asSendWithImmediate(ports.left.list(offset, length), 0, length, length);
      case 3 -> request.asWrite(ports.left.list(offset, length), 0, length, address, key);
      case 4 ->
          request.asWriteWithImmediate(
              ports.left.list(offset, length), 0, length, address, key, offset);
      // From where nobody writes: reads have no order with the writes behind them (IBA 9.5).
      case 5, 6 -> request.asRead(ports.left.region, 3 << 15, length, address - (1 << 16), key);
      default ->
          request.asWrite(
              ports.left.list(offset, length),
              0,
              length,
              address + (random.nextInt(3) == 0 ? 1 << 20 : 0),
              key);
    }
    ports.left.post(request);
  }
}
