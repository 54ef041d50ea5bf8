// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.CopyRing;
import org.quintain.iscsi.wire.PduSentListener;
import org.quintain.iscsi.wire.PduTransmitter;

/**
 * What a connection sends: the transmitter, the connection's StatSN (RFC 7143 4.2.2.2), the
 * session's command window as every response carries it, and the digests in force.
 */
final class TargetOutput {
  private static final int LOGIN_SLOTS = 8;
  private static final int LOGIN_RING_BYTES = 24 << 10;
  private static final int FULL_FEATURE_RING_BYTES = 160 << 10;
  private static final int DATA_RING_BYTES = 256 << 10;
  private static final int INLINE_BYTES = 256;

  private final PduTransmitter transmitter;
  private final MemoryShelf shelf;
  private final CopyRing loginRing;
  private CopyRing ring;
  private CopyRing dataRing;
  private @Nullable CommandWindow window;
  private int loginCmdSn;
  private int statSn = 1;
  private @Nullable StatusHistory history;
  private boolean isStatusBegun;
  private boolean headerDigest;
  private boolean dataDigest;

  TargetOutput(boolean direct, MemoryShelf shelf) {
    this.shelf = shelf;
    transmitter = new PduTransmitter(LOGIN_SLOTS, 0, INLINE_BYTES, direct);
    loginRing = ring(LOGIN_RING_BYTES);
    ring = loginRing;
    dataRing = ring;
  }

  private CopyRing ring(int capacityBytes) {
    return new CopyRing(capacityBytes, () -> shelf.take(capacityBytes));
  }

  /** The connection is gone, and nothing is queued: its memory goes to others. */
  void giveBack() {
    shelf.give(loginRing.release());
    shelf.give(ring.release());
    shelf.give(dataRing.release());
  }

  PduTransmitter transmitter() {
    return transmitter;
  }

  /** Memory for text and pings. */
  CopyRing ring() {
    return ring;
  }

  /** Memory for stable copies of Data-In under a data digest; {@link #ring} without one. */
  CopyRing dataRing() {
    return dataRing;
  }

  /** Before there is a session, responses carry the login's CmdSN as ExpCmdSN and as MaxCmdSN. */
  void loginCmdSn(int cmdSn) {
    loginCmdSn = cmdSn;
  }

  /** The session's command window is what responses carry from here on. */
  void window(CommandWindow sessionWindow) {
    window = sessionWindow;
  }

  /** Full feature phase begins: {@code slots} PDUs fit, and they carry the digests agreed on. */
  void beginFullFeature(int slots, boolean withHeaderDigest, boolean withDataDigest) {
    headerDigest = withHeaderDigest;
    dataDigest = withDataDigest;
    transmitter.grow(slots);
    ring = ring(FULL_FEATURE_RING_BYTES);
    dataRing = withDataDigest ? ring(DATA_RING_BYTES) : ring;
  }

  boolean hasDataDigest() {
    return dataDigest;
  }

  int statSn() {
    return statSn;
  }

  /**
   * Begins a PDU with its opcode, the F bit, ExpCmdSN and MaxCmdSN; answers where its header is.
   */
  int begin(int opcode) {
    transmitter.begin();
    ByteBuffer header = transmitter.header();
    int base = transmitter.headerBase();
    Bhs.opcode(header, base, opcode);
    Bhs.flags(header, base, Bhs.FINAL);
    CommandWindow current = window;
    Bhs.expCmdSn(header, base, current == null ? loginCmdSn : current.expCmdSn());
    Bhs.maxCmdSn(header, base, current == null ? loginCmdSn : current.maxCmdSn());
    return base;
  }

  /** The buffer of the PDU begun. */
  ByteBuffer header() {
    return transmitter.header();
  }

  /** The PDU begun carries StatSN and uses it up. */
  void takeStatSn(int base) {
    Bhs.statSn(transmitter.header(), base, statSn);
    statSn++;
    isStatusBegun = history != null;
  }

  /** Every PDU with a StatSN of its own is kept from here on, until it is acknowledged. */
  void keepIn(StatusHistory statuses) {
    history = statuses;
  }

  /** The PDU begun carries the next StatSN and leaves it (RFC 7143 11.8.3, 11.19.2). */
  void showStatSn(int base) {
    Bhs.statSn(transmitter.header(), base, statSn);
  }

  void commit() {
    StatusHistory statuses = history;
    if (isStatusBegun && statuses != null) {
      isStatusBegun = false;
      statuses.add(statSn - 1, transmitter);
    }
    transmitter.commit(headerDigest, dataDigest);
  }

  /** Queues the PDU begun as a repetition: it is kept already. */
  void commitAgain() {
    transmitter.commit(headerDigest, dataDigest);
  }

  void commit(PduSentListener toBeTold, int token) {
    transmitter.commit(headerDigest, dataDigest, toBeTold, token);
  }
}
