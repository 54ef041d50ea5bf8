// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.benchmark;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.PduReceiver;
import org.quintain.iscsi.wire.PduSink;
import org.quintain.iscsi.wire.PduTransmitter;
import org.quintain.iscsi.wire.ReceiveViolation;
import org.quintain.iscsi.wire.ScsiCommandPdu;
import org.quintain.memory.SegmentList;

/**
 * A read batch of SCSI Command PDUs cut out of the stream, without and with a header digest to
 * compute.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PduBenchmark {
  private static final int BATCH = 32;

  /** Whether headers carry a digest. */
  @Param({"false", "true"})
  public boolean headerDigest;

  private final Counter counter = new Counter();
  private ByteBuffer batch;
  private PduReceiver receiver;

  /** Counts what comes and looks at one field, as a target would. */
  private static final class Counter implements PduSink {
    private long sum;

    @Override
    public DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
      throw new IllegalStateException("these PDUs carry no data");
    }

    @Override
    public ByteBuffer destination() {
      throw new IllegalStateException("these PDUs carry no data");
    }

    @Override
    public int destinationOffset() {
      return 0;
    }

    @Override
    public void onPdu(
        long nowNs,
        ByteBuffer header,
        int base,
        ByteBuffer data,
        int dataOffset,
        int dataLengthBytes,
        DataSegmentState state) {
      sum += ScsiCommandPdu.expectedDataTransferLength(header, base);
    }

    @Override
    public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
      throw new IllegalStateException("a good PDU was refused: " + violation);
    }
  }

  /** Lays the batch out with the transmitter, so that digests are right. */
  @Setup
  public void layOut() {
    PduTransmitter transmitter = new PduTransmitter(BATCH, 0, 0, true);
    transmitter.prepare(BATCH);
    for (int index = 0; index < BATCH; index++) {
      transmitter.begin();
      ByteBuffer header = transmitter.header();
      int base = transmitter.headerBase();
      header.put(base, (byte) 0x01).put(base + 1, (byte) 0xC1);
      ScsiCommandPdu.expectedDataTransferLength(header, base, 4096);
      transmitter.commit(headerDigest, false);
    }
    SegmentList list = new SegmentList(4 * BATCH);
    transmitter.gather(list, Integer.MAX_VALUE);
    batch = ByteBuffer.allocateDirect((int) list.totalBytes());
    for (int index = 0; index < list.count(); index++) {
      batch.put(
          list.base(index)
              .duplicate()
              .limit(list.offset(index) + list.length(index))
              .position(list.offset(index)));
    }
    receiver = new PduReceiver(counter, ByteBuffer.allocateDirect(64 << 10), 8192);
    receiver.digests(headerDigest, false);
  }

  /** One batch received. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long receive() {
    int from = 0;
    while (from < batch.capacity()) {
      ByteBuffer space = receiver.receiveSpace();
      int length = Math.min(space.remaining(), batch.capacity() - from);
      space.put(space.position(), batch, from, length);
      receiver.onReceived(0, length);
      from += length;
    }
    return counter.sum;
  }
}
