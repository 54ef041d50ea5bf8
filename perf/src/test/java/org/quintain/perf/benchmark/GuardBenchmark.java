// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.quintain.sbc.protection.Crc16T10Dif;

/**
 * The guard of one protection information interval: ours, a plain loop over one table, and CRC32C,
 * for which the machine has an instruction and which says what could be had at best.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GuardBenchmark {
  /** Bytes of user data in the interval. */
  @Param({"512", "4096"})
  public int bytes;

  private final char[] table = new char[256];
  private final CRC32C hardware = new CRC32C();
  private ByteBuffer data;

  /** Fills the interval and the one table. */
  @Setup
  public void fill() {
    data = ByteBuffer.allocateDirect(bytes);
    for (int at = 0; at < bytes; at++) {
      data.put(at, (byte) (at * 31));
    }
    for (int value = 0; value < table.length; value++) {
      int remainder = value << 8;
      for (int bit = 0; bit < 8; bit++) {
        remainder = remainder << 1 ^ ((remainder & 0x8000) != 0 ? 0x8BB7 : 0);
      }
      table[value] = (char) remainder;
    }
  }

  /** Sixteen bytes a turn. */
  @Benchmark
  public int guard() {
    return Crc16T10Dif.of(data, 0, bytes);
  }

  /** One byte a turn. */
  @Benchmark
  public int plainTable() {
    int remainder = 0;
    for (int at = 0; at < bytes; at++) {
      remainder = (remainder << 8 & 0xFFFF) ^ table[(remainder >> 8 ^ data.get(at)) & 0xFF];
    }
    return remainder;
  }

  /** Another polynomial, by an instruction. */
  @Benchmark
  public long crc32cByInstruction() {
    hardware.reset();
    data.clear();
    hardware.update(data);
    return hardware.getValue();
  }
}
