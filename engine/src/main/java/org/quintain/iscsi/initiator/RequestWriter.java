// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.PduSentListener;
import org.quintain.iscsi.wire.PduTransmitter;

/**
 * Begins and queues the requests of one connection: what all of them carry, the digests agreed on,
 * and ExpStatSN (RFC 7143 4.2.2.2).
 */
final class RequestWriter {
  private final PduTransmitter transmitter;
  private final CommandWindow window;
  private final SessionCounters counters;
  private final PduSentListener dataSent;
  private boolean headerDigest;
  private boolean dataDigest;
  private int expStatSn;
  private boolean statSnKnown;

  /**
   * @param dataSent is told, with the command's tag, when a PDU that refers to a command's data was
   *     taken
   */
  RequestWriter(
      PduTransmitter transmitter,
      CommandWindow window,
      SessionCounters counters,
      PduSentListener dataSent) {
    this.transmitter = transmitter;
    this.window = window;
    this.counters = counters;
    this.dataSent = dataSent;
  }

  void digests(boolean header, boolean data) {
    headerDigest = header;
    dataDigest = data;
  }

  /** A response with a StatSN came. */
  void onStatSn(int statSn) {
    if (statSnKnown && statSn != expStatSn) {
      counters.statSnGap();
    }
    statSnKnown = true;
    expStatSn = statSn + 1;
  }

  /**
   * The first Login Request acknowledges what came by the connection that it restarts, until the
   * response to it gives the StatSN of this one (RFC 7143 11.12.9).
   */
  void acknowledgeRestarted(int itsExpStatSn) {
    expStatSn = itsExpStatSn;
  }

  /** The StatSN of the next response. */
  int expStatSn() {
    return expStatSn;
  }

  /** Begins a request that carries the session's CmdSN and is for immediate delivery. */
  void beginImmediate(int opcode, int flags, int tag) {
    begin(opcode, flags, tag);
    Bhs.opcode(header(), base(), opcode, true);
    Bhs.cmdSn(header(), base(), window.cmdSn());
  }

  /** Begins a request. */
  void begin(int opcode, int flags, int tag) {
    transmitter.begin();
    Bhs.opcode(header(), base(), opcode);
    Bhs.flags(header(), base(), flags);
    Bhs.initiatorTaskTag(header(), base(), tag);
    Bhs.expStatSn(header(), base(), expStatSn);
  }

  /** The buffer of the request begun. */
  ByteBuffer header() {
    return transmitter.header();
  }

  /** Where the request begun stands in {@link #header}. */
  int base() {
    return transmitter.headerBase();
  }

  void additionalHeaders(int lengthBytes) {
    transmitter.additionalHeaders(lengthBytes);
  }

  /** Queues the request begun. */
  void commit() {
    transmitter.commit(headerDigest, dataDigest);
  }

  /** Queues the request begun with data that stand in {@code bytes} until it is answered. */
  void commit(ByteBuffer bytes, int lengthBytes) {
    transmitter.data(bytes, 0, lengthBytes);
    commit();
  }

  /** Queues the request begun with {@code lengthBytes} of the command's Data-Out Buffer. */
  void commit(CommandSlot slot, int offset, int lengthBytes) {
    slot.queuedPdus++;
    transmitter.data(slot.command().dataOut(), offset, lengthBytes);
    transmitter.commit(headerDigest, dataDigest, dataSent, slot.tag);
  }
}
