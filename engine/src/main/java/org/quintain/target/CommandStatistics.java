// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.quintain.device.CommandTotals;
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
public final class CommandStatistics implements CommandTotals {
  private static final IoClass[] CLASSES = IoClass.values();
  private static final int ABORTED_STATUS = Status.values().length;

  private final OfClass[] classes = new OfClass[CLASSES.length];
  private final long[] endings = new long[ABORTED_STATUS + 1];

  /** What is counted of one class, in one place: a command touches few lines of the cache. */
  private static final class OfClass {
    final LatencyHistogram latency = new LatencyHistogram();
    long dataInBytes;
    long dataOutBytes;
  }

  CommandStatistics() {
    for (int index = 0; index < classes.length; index++) {
      classes[index] = new OfClass();
    }
  }

  /** Counts one command that is over; {@code status} is not looked at when it was aborted. */
  void count(
      IoClass ioClass, long tookNs, long dataIn, long dataOut, Status status, boolean isAborted) {
    OfClass counted = classes[ioClass.ordinal()];
    counted.latency.record(tookNs);
    counted.dataInBytes += dataIn;
    counted.dataOutBytes += dataOut;
    endings[isAborted ? ABORTED_STATUS : status.ordinal()]++;
  }

  void add(CommandStatistics other) {
    for (int index = 0; index < CLASSES.length; index++) {
      classes[index].latency.add(other.classes[index].latency);
      classes[index].dataInBytes += other.classes[index].dataInBytes;
      classes[index].dataOutBytes += other.classes[index].dataOutBytes;
    }
    for (int index = 0; index < endings.length; index++) {
      endings[index] += other.endings[index];
    }
  }

  /** How many commands of {@code ioClass} there were and how long they took. */
  public LatencyHistogram latency(IoClass ioClass) {
    return classes[ioClass.ordinal()].latency;
  }

  @Override
  public long commands(IoClass ioClass) {
    return latency(ioClass).total();
  }

  @Override
  public long tookNs(IoClass ioClass) {
    return latency(ioClass).sumNs();
  }

  @Override
  public long dataInBytes(IoClass ioClass) {
    return classes[ioClass.ordinal()].dataInBytes;
  }

  @Override
  public long dataOutBytes(IoClass ioClass) {
    return classes[ioClass.ordinal()].dataOutBytes;
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
