// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.PacketPort;

/**
 * A bare port of the suite's, and the messages of communication management that open and end a
 * connection from it. Closed with the case, after a word to the target.
 */
public final class RawPort {
  private static final int LOGIN_REQUEST_AT = 140;
  private static final long IP_SERVICES = 0x0000_0000_0106_0000L;

  private final TestBench bench;
  private final PacketPort port;
  private final int ours;
  private int theirs;
  private int remoteQueuePair;
  private int datagrams;

  private RawPort(TestBench bench, PacketPort port) {
    this.bench = bench;
    this.port = port;
    ours = 0x5EED0000 | (int) (port.guid() & 0xFFFF);
  }

  /** A port on a link that is up; the case is skipped where the fabric carries no packets. */
  public static RawPort open(TestBench bench) {
    try {
      PacketPort port = bench.fabric().openPacketPort();
      if (port == null) {
        throw CaseEnd.skip("The fabric has no port for bare packets.");
      }
      RawPort made = new RawPort(bench, port);
      bench.atEnd(made::leave);
      return made;
    } catch (FabricException e) {
      throw CaseEnd.unknown("There is no port for bare packets: " + e.getMessage());
    }
  }

  private void leave() {
    if (theirs != 0) {
      send(message(RawDatagram.DREQ).set(8, 3, remoteQueuePair));
      poll(RawDatagram.DREP, bench.boundedNs(RawConnection.SILENCE_NS));
    }
    port.close();
  }

  /** The other side's identifier of the communication. */
  public void theirs(int identifier) {
    theirs = identifier;
  }

  /** Our identifier of the communication. */
  public int ours() {
    return ours;
  }

  /** The target's queue pair, that a request to disconnect names. */
  public void remoteQueuePair(int number) {
    remoteQueuePair = number;
  }

  /** Sends a packet. */
  public void send(RawPacket packet) {
    bench.journal().add(String.format(Locale.ROOT, "→ %s", packet));
    port.send(packet.bytes());
  }

  /** Sends a datagram. */
  public void send(RawDatagram datagram) {
    send(datagram.packet(datagrams++));
  }

  /** The next packet, or null if none comes in time. */
  public @Nullable RawPacket receive(long timeoutNs) {
    byte[] bytes = port.receive(Math.max(0, timeoutNs));
    if (bytes == null) {
      return null;
    }
    RawPacket packet = RawPacket.received(bytes);
    bench.journal().add(String.format(Locale.ROOT, "← %s", packet));
    return packet;
  }

  /** The next datagram of that kind, or null if none comes in time. */
  public @Nullable RawDatagram poll(int attribute, long timeoutNs) {
    long deadlineNs = bench.world().nowNs() + timeoutNs;
    while (true) {
      RawPacket packet = receive(deadlineNs - bench.world().nowNs());
      if (packet == null) {
        return null;
      }
      if (packet.opcode() == RawPacket.DATAGRAM && packet.queuePair() == 1) {
        RawDatagram datagram = RawDatagram.of(packet);
        if (datagram.attribute() == attribute && datagram.get(4, 4) == (ours & 0xFFFFFFFFL)) {
          return datagram;
        }
      }
    }
  }

  /** The next datagram of that kind; the case fails where none comes. */
  public RawDatagram datagram(int attribute) {
    RawDatagram datagram = poll(attribute, bench.commandTimeoutNs());
    if (datagram == null) {
      throw CaseEnd.fail(
          String.format(Locale.ROOT, "No message %02xh of communication management.", attribute));
    }
    return datagram;
  }

  /** No datagram of that kind comes. */
  public void hearsNo(int attribute, String after) {
    bench.check(
        poll(attribute, bench.boundedNs(RawConnection.SILENCE_NS)) == null,
        "After " + after + " came message " + Integer.toHexString(attribute) + "h.");
  }

  /** A message of the communication that is under way. */
  public RawDatagram message(int attribute) {
    return RawDatagram.of(attribute, ours & 0xFFFFFFFFL, ours, theirs);
  }

  /** A request for a connection with an SRP login in it (IBA 12.6.5, SRP annex B). */
  public RawDatagram request(RawSetup setup) {
    bench.require(
        (port.serviceId() & ~0xFFFFL) != IP_SERVICES, "The target listens to IP services only.");
    RawDatagram request =
        RawDatagram.of(RawDatagram.REQ, ours & 0xFFFFFFFFL, ours, 0)
            .set(8, 8, port.serviceId())
            .set(16, 8, port.guid())
            .set(32, 3, setup.queuePair())
            .set(35, 1, setup.readsTaken())
            .set(39, 1, 4)
            .set(43, 1, 20 << 3)
            .set(44, 3, setup.firstNumber())
            .set(47, 1, 20 << 3 | setup.retryCount())
            .set(48, 2, 0xFFFF)
            .set(50, 1, setup.mtuCode() << 4 | setup.rnrRetryCount())
            .set(51, 1, 15 << 4)
            .set(52, 4, 0xFFFF_FFFFL)
            .set(56, port.gid())
            .set(72, port.targetGid())
            .set(92, 2, 64)
            .set(95, 1, setup.ackTimeoutCode() << 3);
    return login(request);
  }

  private RawDatagram login(RawDatagram request) {
    byte[] initiatorPort = port.gid();
    initiatorPort[0] = (byte) 0x5E;
    return request
        .set(LOGIN_REQUEST_AT + 8, 8, 0x10)
        .set(LOGIN_REQUEST_AT + 16, 4, 2048)
        .set(LOGIN_REQUEST_AT + 24, 2, 6)
        .set(LOGIN_REQUEST_AT + 32, initiatorPort)
        .set(LOGIN_REQUEST_AT + 48, port.targetPortIdentifier());
  }
}
