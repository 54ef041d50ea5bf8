// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.quintain.perf.job.JobFile;
import org.quintain.perf.job.JobFileException;
import org.quintain.perf.job.LoadJob;

class LoadLawsTest {
  @Property(seed = "4103279621", tries = 200)
  void aPassOfRandomAddressesVisitsEveryBlockOnce(
      @ForAll @IntRange(min = 1, max = 3000) int blocks, @ForAll long seed) {
    BlockPermutation order = new BlockPermutation(blocks, seed);
    BitSet seen = new BitSet();
    for (int index = 0; index < blocks; index++) {
      seen.set((int) order.at(index));
    }
    assertThat(seen.cardinality()).isEqualTo(blocks);
    assertThat(seen.length()).isEqualTo(blocks);
  }

  @Property(seed = "4010949183", tries = 100)
  void everyDistributionStaysInTheExtent(
      @ForAll @IntRange(min = 1, max = 500) int blocks,
      @ForAll @IntRange(min = 0, max = 3) int kind)
      throws JobFileException {
    String[] options = {
      "rw=read",
      "rw=randread",
      "rw=randread\nnorandommap",
      "rw=randread\nrandom_distribution=zipf:1.2"
    };
    LoadJob job = JobFile.parse("law", "[law]\n" + options[kind]).get(0);
    AddressSequence addresses = AddressSequence.of(job, blocks, 0);
    for (int index = 0; index < 3 * blocks; index++) {
      assertThat(addresses.next()).isBetween(0L, blocks - 1L);
    }
  }

  @Property(seed = "1816956419", tries = 300)
  void anyChangedBitOfAStampedBlockIsFound(
      @ForAll @LongRange(min = 0, max = 1L << 40) long address,
      @ForAll @IntRange(min = 1, max = 1000) int generation,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1024 * 8 - 1) int bit) {
    Stamp stamp = new Stamp(512, seed);
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    stamp.put(buffer, 1024, address, generation);
    assertThat(stamp.fault(buffer, 1024, address, generation)).isNull();
    assertThat(stamp.fault(buffer, 1024, address, Stamp.ANY_GENERATION)).isNull();
    assertThat(stamp.fault(buffer, 1024, address, generation + 1)).contains("holds write");
    assertThat(stamp.fault(buffer, 1024, address + 1, generation))
        .contains("holds the data of block");
    assertThat(new Stamp(512, seed + 1).fault(buffer, 1024, address, generation))
        .contains("another seed");
    buffer.put(bit / 8, (byte) (buffer.get(bit / 8) ^ (1 << (bit % 8))));
    assertThat(stamp.fault(buffer, 1024, address, generation)).isNotNull();
  }

  @Property(seed = "3685859357", tries = 50)
  void aPoissonProcessKeepsItsRate(@ForAll @IntRange(min = 0, max = 1000) int seed)
      throws JobFileException {
    LoadJob job =
        JobFile.parse("law", "[p]\nrate_iops=1000\nrate_process=poisson\nrandseed=" + seed).get(0);
    Pacer pacer = new Pacer(job, 0, 0);
    int starts = 20_000;
    for (int index = 0; index < starts; index++) {
      pacer.onStarted();
    }
    // The sum of n exponentials has a relative deviation of 1/sqrt(n), here 0.7 %: five of them.
    assertThat(pacer.nextStartNs() / 1e6 / starts).isBetween(0.965, 1.035);
  }
}
