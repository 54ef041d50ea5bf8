// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.DatagramHeader;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.sam.Check;
import org.quintain.wire.Gid;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;

/**
 * Queue pair 1, of the general services interface (IBA 3.9.5, 9.8.3, 13.5.1): unreliable datagrams
 * between the communication managements of ports. It always has receives, and its key is known to
 * all.
 */
final class GeneralServices {
  static final int NUMBER = DatagramHeader.GENERAL_SERVICES_QUEUE_PAIR;

  /** What waits beyond is thrown away, as datagrams may be; requests are sent again. */
  private static final int WAITING_MAX = 4096;

  private final IbPort port;
  private final ArrayDeque<OutgoingMessage> waiting = new ArrayDeque<>();
  private final ArrayDeque<ByteBuffer> freeMemory = new ArrayDeque<>();
  private int sequenceNumber;

  GeneralServices(IbPort port) {
    this.port = port;
  }

  void send(RdmaPath path, ByteBuffer datagram, int at, int lengthBytes) {
    Check.that(
        lengthBytes == ManagementDatagram.LENGTH_BYTES,
        "a management datagram has one length",
        lengthBytes);
    if (port.wire() == null || waiting.size() == WAITING_MAX) {
      return;
    }
    ByteBuffer memory = freeMemory.poll();
    if (memory == null) {
      memory = ByteBuffer.allocate(ManagementDatagram.LENGTH_BYTES);
    }
    memory.put(0, datagram, at, lengthBytes);
    OutgoingMessage run = port.takeMessage();
    sequenceNumber = sequenceNumber + 1 & 0xFFFFFF;
    run.begin(MessageKind.DATAGRAM, path, NUMBER, path.mtuBytes(), sequenceNumber);
    run.datagram(DatagramHeader.GENERAL_SERVICES_QUEUE_KEY, NUMBER);
    run.payload(memory, 0, lengthBytes);
    run.owner(memory);
    waiting.add(run);
  }

  boolean hasOutput() {
    return !waiting.isEmpty();
  }

  @Nullable OutgoingMessage next() {
    return waiting.poll();
  }

  void onSent(ByteBuffer memory) {
    freeMemory.add(memory);
  }

  /** The link is down: what waits is lost. */
  void clear() {
    waiting.clear();
  }

  void onArrival(long nowNs, Gid source, Arrival datagram) {
    RdmaWire wire = port.wire();
    if (wire == null
        || !datagram.isSupported
        || datagram.kind != MessageKind.DATAGRAM
        || datagram.destinationQueuePair != NUMBER) {
      port.counters().add(TransportCounter.UNKNOWN_QUEUE_PAIR);
    } else if (datagram.queueKey != DatagramHeader.GENERAL_SERVICES_QUEUE_KEY) {
      port.counters().add(TransportCounter.QUEUE_KEY_VIOLATIONS);
    } else if (!wire.isInPartition(datagram.partitionKey)) {
      port.counters().add(TransportCounter.PARTITION_VIOLATIONS);
    } else if (datagram.payload.count() == 1 && datagram.payloadOffsetBytes == 0) {
      port.agent()
          .onManagementDatagram(
              nowNs,
              source,
              datagram.sourceQueuePair,
              datagram.payload.base(0),
              datagram.payload.offset(0),
              datagram.payloadBytes);
    } else {
      port.counters().add(TransportCounter.MALFORMED_PACKETS);
    }
  }
}
