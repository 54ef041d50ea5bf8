// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.quintain.sim.random.RandomStream;

/** How often an initiator sends which kind of command: weights, and how far it reaches. */
record WorkloadMix(
    int readWeight,
    int writeWeight,
    int flushWeight,
    int verifyWeight,
    int otherWeight,
    double forceUnitAccess,
    double ordered,
    double hotSpot,
    int transferBlocksMax) {

  enum Kind {
    READ,
    WRITE,
    FLUSH,
    VERIFY,
    OTHER
  }

  static WorkloadMix draw(RandomStream random, int blockBytes, int blocks) {
    long bytesMax = random.betweenMagnitudes(4_096, 256 << 10);
    int blocksMax = (int) Math.max(1, Math.min(bytesMax / blockBytes, blocks / 2));
    return new WorkloadMix(
        1 + random.below(10),
        1 + random.below(10),
        random.below(3),
        random.below(2),
        random.below(3),
        random.coin() ? 0 : 0.2,
        random.coin() ? 0 : 0.1,
        random.unit(),
        blocksMax);
  }

  Kind kind(RandomStream random) {
    int all = readWeight + writeWeight + flushWeight + verifyWeight + otherWeight;
    int drawn = random.below(all);
    if (drawn < readWeight) {
      return Kind.READ;
    }
    drawn -= readWeight;
    if (drawn < writeWeight) {
      return Kind.WRITE;
    }
    drawn -= writeWeight;
    if (drawn < flushWeight) {
      return Kind.FLUSH;
    }
    return drawn - flushWeight < verifyWeight ? Kind.VERIFY : Kind.OTHER;
  }
}
