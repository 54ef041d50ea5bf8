// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.FabricException;

/**
 * One bare connection to the target's portal that speaks in {@link RawPdu}s. Closed with the case.
 */
public final class RawConnection {
  private static final int SEGMENT_MAX = 1 << 24;

  private final TestBench bench;
  private final ByteStream stream;
  private final ByteBuffer space = ByteBuffer.allocate(65536);
  private boolean headerDigest;
  private boolean dataDigest;
  private boolean ended;
  private boolean closed;

  private RawConnection(TestBench bench, ByteStream stream) {
    this.bench = bench;
    this.stream = stream;
    space.flip();
  }

  /** A new connection; the case is skipped where the fabric has no byte stream. */
  public static RawConnection open(TestBench bench) {
    try {
      ByteStream stream = bench.fabric().openByteStream();
      if (stream == null) {
        throw CaseEnd.skip("The fabric has no byte stream.");
      }
      RawConnection connection = new RawConnection(bench, stream);
      bench.atEnd(connection::close);
      return connection;
    } catch (FabricException e) {
      throw CaseEnd.unknown("The portal could not be reached: " + e.getMessage());
    }
  }

  /** Uses digests from here on. */
  public void digests(boolean header, boolean data) {
    headerDigest = header;
    dataDigest = data;
  }

  /** Sends a PDU. */
  public void send(RawPdu pdu) {
    bench.journal().add("→ " + pdu);
    sendBytes(pdu.encode(headerDigest, dataDigest));
  }

  /** The bytes of a PDU under the digests in force, for cases that cut or join them. */
  public byte[] encode(RawPdu pdu) {
    return pdu.encode(headerDigest, dataDigest);
  }

  /** Sends bytes as they are; what a target that has closed does not take is lost. */
  public void sendBytes(byte[] bytes) {
    try {
      stream.send(ByteBuffer.wrap(bytes));
    } catch (RuntimeException e) {
      ended = true;
    }
  }

  /** Whether the target ended the stream. */
  public boolean hasEnded() {
    return ended;
  }

  /** The next PDU; null when the target ended the stream, or when {@code timeoutNs} passed. */
  public @Nullable RawPdu receive(long timeoutNs) {
    byte[] header = new byte[RawPdu.BHS_BYTES];
    if (!fill(header, timeoutNs)) {
      return null;
    }
    byte[] additional = new byte[4 * Bytes.u8(header, 4)];
    int length = Bytes.u24(header, 5);
    if (length > SEGMENT_MAX || !fill(additional, timeoutNs)) {
      return null;
    }
    checkDigest(headerDigest, timeoutNs, "header", header, additional);
    byte[] data = new byte[length];
    byte[] padding = new byte[(4 - length % 4) % 4];
    if (!fill(data, timeoutNs) || !fill(padding, timeoutNs)) {
      return null;
    }
    checkDigest(dataDigest && length > 0, timeoutNs, "data", data, padding);
    RawPdu pdu = RawPdu.received(header).additional(additional).data(data);
    bench.journal().add("← " + pdu);
    return pdu;
  }

  private void checkDigest(boolean inForce, long timeoutNs, String which, byte[]... parts) {
    if (!inForce) {
      return;
    }
    byte[] came = new byte[4];
    if (fill(came, timeoutNs) && !java.util.Arrays.equals(came, RawPdu.digest(parts))) {
      throw CaseEnd.fail("The target sent a wrong " + which + " digest (RFC 7143 13.1).");
    }
  }

  private boolean fill(byte[] into, long timeoutNs) {
    int at = 0;
    while (at < into.length) {
      if (!space.hasRemaining()) {
        space.clear();
        int came = ended ? -1 : receiveOnce(timeoutNs);
        space.position(0).limit(Math.max(0, came));
        if (came <= 0) {
          return false;
        }
      }
      int take = Math.min(space.remaining(), into.length - at);
      space.get(into, at, take);
      at += take;
    }
    return true;
  }

  private int receiveOnce(long timeoutNs) {
    int came;
    try {
      came = stream.receive(space, bench.boundedNs(timeoutNs));
    } catch (CaseEnd e) {
      throw e;
    } catch (RuntimeException e) {
      came = -1;
    }
    if (came < 0) {
      ended = true;
      bench.journal().add("← end of stream");
    }
    return came;
  }

  /** Ends the connection without a word. */
  public void close() {
    if (!closed) {
      closed = true;
      stream.close();
    }
  }

  TestBench bench() {
    return bench;
  }
}
