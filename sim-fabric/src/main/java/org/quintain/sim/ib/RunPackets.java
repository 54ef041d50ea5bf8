// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.nio.ByteBuffer;
import org.quintain.ib.wire.BaseTransportHeader;
import org.quintain.ib.wire.InvariantCrc;
import org.quintain.ib.wire.PacketCutter;
import org.quintain.ib.wire.PacketOpcode;
import org.quintain.ib.wire.RoceHeaders;
import org.quintain.sim.ib.link.WirePacket;
import org.quintain.wire.Gid;
import org.quintain.wire.OutgoingMessage;

/** Makes the packets of one port's runs, complete from the IP header to the CRC. */
final class RunPackets {
  private static final int BARE_BYTES =
      BaseTransportHeader.LENGTH_BYTES + InvariantCrc.LENGTH_BYTES;

  private final Gid source;
  private final PacketCutter cutter = new PacketCutter();
  private final InvariantCrc crc = new InvariantCrc();
  private int sourcePort;

  RunPackets(Gid source) {
    this.source = source;
  }

  void begin(OutgoingMessage run) {
    cutter.begin(run);
    sourcePort = RoceHeaders.sourcePort(0, run.destinationQueuePair());
  }

  boolean hasNext() {
    return cutter.hasNext();
  }

  /** Makes {@code packet} the next one of the run, from port {@code from} to port {@code to}. */
  void next(WirePacket packet, int from, int to, Gid destination) {
    ByteBuffer bytes = packet.bytes();
    int length = cutter.next(bytes, WirePacket.TRANSPORT_AT);
    int withCrc = length + InvariantCrc.LENGTH_BYTES;
    RoceHeaders.write(bytes, 0, source, destination, sourcePort, 0, withCrc);
    crc.append(bytes, 0, bytes, WirePacket.TRANSPORT_AT, length);
    packet.set(from, to, WirePacket.TRANSPORT_AT + withCrc);
  }

  /** How long all packets of a run are together, from their BTH to their CRC. */
  static long transportBytes(OutgoingMessage run) {
    int packets = run.packetCount();
    long bytes = (long) packets * BARE_BYTES + (run.payloadBytes() + 3 & ~3);
    bytes += extendedBytes(run, run.beginsMessage(), run.endsMessage() && packets == 1);
    return packets == 1 ? bytes : bytes + extendedBytes(run, false, run.endsMessage());
  }

  private static int extendedBytes(OutgoingMessage run, boolean isFirst, boolean isLast) {
    return PacketOpcode.headerBytes(PacketCutter.opcode(run.kind(), isFirst, isLast))
        - BaseTransportHeader.LENGTH_BYTES;
  }

  /** Whether the receiver's processor hears of a run of a chain. */
  static boolean isAnyTold(OutgoingMessage chain) {
    for (OutgoingMessage run = chain; run != null; run = run.next()) {
      if (isTold(run)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the receiver's processor hears of a run: a message came, or a read is done. */
  static boolean isTold(OutgoingMessage run) {
    return switch (run.kind()) {
      case SEND,
          SEND_WITH_IMMEDIATE,
          SEND_WITH_INVALIDATE,
          RDMA_WRITE_WITH_IMMEDIATE,
          RDMA_READ_RESPONSE ->
          run.endsMessage();
      case RDMA_WRITE, RDMA_READ_REQUEST, ACKNOWLEDGE, DATAGRAM -> false;
    };
  }
}
