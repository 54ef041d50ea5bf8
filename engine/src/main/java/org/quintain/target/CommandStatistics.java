// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.quintain.device.IoClass;
import org.quintain.sam.Status;

/**
 * What one logical unit did for the nexuses of one reactor: how many commands of each class, how
 * many bytes, how long they took, how they ended. A command is counted when its fabric gives it
 * back, and took the time from there back to the moment at which it was received, the handing over
 * of its response to the wire included.
 *
 * <p>Counting allocates nothing. The reactor counts; any thread may read, and reads numbers that
 * are at most a moment old.
 */
public final class CommandStatistics {
  private static final IoClass[] CLASSES = IoClass.values();
  private static final int ABORTED_STATUS = Status.values().length;

  private final LatencyHistogram[] latencies = new LatencyHistogram[CLASSES.length];
  private final long[] dataInBytes = new long[CLASSES.length];
  private final long[] dataOutBytes = new long[CLASSES.length];
  private final long[] endings = new long[ABORTED_STATUS + 1];

  CommandStatistics() {
    for (int index = 0; index < latencies.length; index++) {
      latencies[index] = new LatencyHistogram();
    }
  }

  /** Counts one command that is over; {@code status} is not looked at when it was aborted. */
  void count(
      IoClass ioClass, long tookNs, long dataIn, long dataOut, Status status, boolean isAborted) {
    int index = ioClass.ordinal();
    latencies[index].record(tookNs);
    dataInBytes[index] += dataIn;
    dataOutBytes[index] += dataOut;
    endings[isAborted ? ABORTED_STATUS : status.ordinal()]++;
  }

  void add(CommandStatistics other) {
    for (int index = 0; index < CLASSES.length; index++) {
      latencies[index].add(other.latencies[index]);
      dataInBytes[index] += other.dataInBytes[index];
      dataOutBytes[index] += other.dataOutBytes[index];
    }
    for (int index = 0; index < endings.length; index++) {
      endings[index] += other.endings[index];
    }
  }

  /** How many commands of {@code ioClass} there were and how long they took. */
  public LatencyHistogram latency(IoClass ioClass) {
    return latencies[ioClass.ordinal()];
  }

  /** How many bytes commands of {@code ioClass} gave to initiators. */
  public long dataInBytes(IoClass ioClass) {
    return dataInBytes[ioClass.ordinal()];
  }

  /** How many bytes commands of {@code ioClass} took from initiators. */
  public long dataOutBytes(IoClass ioClass) {
    return dataOutBytes[ioClass.ordinal()];
  }

  /** How many commands ended with {@code status}. */
  public long endedWith(Status status) {
    return endings[status.ordinal()];
  }

  /** How many commands were aborted, whether their initiator was told or not. */
  public long aborted() {
    return endings[ABORTED_STATUS];
  }
}
