// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;

/**
 * A reliable connection to the target with an SRP channel on it, of which the case makes every
 * packet. Packets of the target that are in sequence are acknowledged as they are taken, unless the
 * case wants to do that itself.
 */
public final class RawConnection {
  /** How long a silence has to be to count as one: longer than any time that was agreed on. */
  public static final long SILENCE_NS = 400_000_000L;

  private static final int LOGIN_RESPONSE = 0xC0;
  private static final int RESPONSE = 0xC1;

  private final TestBench bench;
  private final RawPort port;
  private final RawSetup setup;
  private final ArrayDeque<RawPacket> kept = new ArrayDeque<>();
  private int remoteNumber;
  private int nextNumber;
  private int firstExpected;
  private int expected;
  private int messages;
  private int unitMax;
  private long nextTag = 0x1000;
  private boolean acknowledges = true;

  private RawConnection(TestBench bench, RawPort port, RawSetup setup) {
    this.bench = bench;
    this.port = port;
    this.setup = setup;
  }

  /** A connection of the usual kind, logged in and ready. */
  public static RawConnection open(TestBench bench) {
    return open(bench, new RawSetup());
  }

  /** A connection as {@code setup} asks for. */
  public static RawConnection open(TestBench bench, RawSetup setup) {
    RawConnection made = requested(bench, RawPort.open(bench), setup);
    made.port.send(made.port.message(RawDatagram.RTU));
    // What the target has to say of earlier nexuses is heard here.
    for (int time = 0; time < 8 && made.turn() != 0; time++) {
      bench.journal().add("The unit had something to say.");
    }
    return made;
  }

  /** A connection that was requested and accepted; nothing was said to that. */
  public static RawConnection requested(TestBench bench, RawPort port, RawSetup setup) {
    RawConnection made = new RawConnection(bench, port, setup);
    port.send(port.request(setup));
    made.accepted(port.datagram(RawDatagram.REP));
    return made;
  }

  private void accepted(RawDatagram reply) {
    bench.check(reply.get(36, 1) == LOGIN_RESPONSE, "The reply carries no SRP_LOGIN_RSP.");
    port.theirs((int) reply.get(0, 4));
    remoteNumber = (int) reply.get(12, 3);
    port.remoteQueuePair(remoteNumber);
    // Each side begins with the number that the other's message names (IBA 12.7.31).
    firstExpected = setup.firstNumber();
    expected = firstExpected;
    nextNumber = (int) reply.get(20, 3);
    unitMax = (int) reply.get(36 + 16, 4);
  }

  /** The port that it stands on. */
  public RawPort port() {
    return port;
  }

  /** The target's queue pair. */
  public int remoteNumber() {
    return remoteNumber;
  }

  /** The sequence number that the target expects next. */
  public int nextNumber() {
    return nextNumber;
  }

  /** The sequence number that the target's first packet has. */
  public int firstExpected() {
    return firstExpected;
  }

  /** The sequence number of the target's next packet. */
  public int expected() {
    return expected;
  }

  /** The longest information unit that the target takes. */
  public int unitMax() {
    return unitMax;
  }

  /** The payload of a full packet. */
  public int mtuBytes() {
    return setup.mtuBytes();
  }

  /** Whether what comes in sequence is acknowledged as it is taken. */
  public RawConnection acknowledging(boolean wanted) {
    acknowledges = wanted;
    return this;
  }

  // What is sent.

  /** A packet to the target's queue pair, with the next sequence number. */
  public RawPacket packet(int opcode) {
    return RawPacket.of(opcode, remoteNumber, nextNumber);
  }

  /** Sends {@code packet} as it is. */
  public void send(RawPacket packet) {
    port.send(packet);
  }

  /** Sends a request that takes one sequence number. */
  public int sendNext(RawPacket packet) {
    int number = packet.number();
    port.send(packet);
    nextNumber = RawPacket.plus(number, 1);
    return number;
  }

  /** Sends {@code unit} as one packet that asks for an acknowledgement, and gives its number. */
  public int sendUnit(byte[] unit) {
    return sendNext(packet(RawPacket.SEND_ONLY).payload(unit).asks());
  }

  /** Acknowledges everything up to and with {@code number}. */
  public void acknowledge(int number) {
    send(answer(number, RawPacket.ACK, 0x1F));
  }

  /** An acknowledgement of any kind about {@code number}. */
  public RawPacket answer(int number, int kind, int value) {
    return RawPacket.of(RawPacket.ACKNOWLEDGE, remoteNumber, number)
        .acknowledges(kind, value, messages);
  }

  /** Says that {@code answer} packets of a read were sent: the target's numbers go on behind. */
  public void taken(int packets) {
    expected = RawPacket.plus(expected, packets);
    messages++;
  }

  // What comes.

  /** The next packet that {@code fits} in time, or null; others are kept for later. */
  public @Nullable RawPacket poll(Predicate<RawPacket> fits, long timeoutNs) {
    long deadlineNs = bench.world().nowNs() + bench.boundedNs(timeoutNs);
    while (true) {
      for (RawPacket each : kept) {
        if (fits.test(each)) {
          kept.remove(each);
          return each;
        }
      }
      RawPacket packet = port.receive(deadlineNs - bench.world().nowNs());
      if (packet == null) {
        return null;
      }
      if (packet.queuePair() == setup.queuePair() && take(packet)) {
        kept.add(packet);
      }
    }
  }

  /** Acknowledges it if that is wanted; false where it is not what is next: it comes again. */
  private boolean take(RawPacket packet) {
    if (!acknowledges || !packet.isRequest() || packet.opcode() == RawPacket.READ_REQUEST) {
      return true;
    }
    boolean isNext = packet.number() == expected;
    if (isNext) {
      expected = RawPacket.plus(expected, 1);
      messages += packet.isLast() ? 1 : 0;
    }
    // Also what came before and comes again, since its acknowledgement was lost or late.
    if (packet.isAsking()) {
      acknowledge(RawPacket.plus(expected, -1));
    }
    return isNext;
  }

  /** The next packet that {@code fits}; the case fails where none comes. */
  public RawPacket next(String what, Predicate<RawPacket> fits) {
    RawPacket packet = poll(fits, bench.commandTimeoutNs());
    if (packet == null) {
      throw CaseEnd.fail("No " + what + " came.");
    }
    return packet;
  }

  /** The next acknowledgement of any kind. */
  public RawPacket acknowledgement() {
    return next("acknowledgement", each -> each.opcode() == RawPacket.ACKNOWLEDGE);
  }

  /** The next request packet of the target's. */
  public RawPacket request() {
    return next("request packet of the target's", RawPacket::isRequest);
  }

  /** The acknowledgement is negative, of {@code code}, about {@code number}. */
  public void isRefused(int number, int code) {
    RawPacket answer = acknowledgement();
    bench.check(
        answer.kind() == RawPacket.NEGATIVE && answer.value() == code && answer.number() == number,
        "A negative acknowledgement of code " + code + " was due, and this came: " + answer + ".");
  }

  /** The acknowledgement is positive and speaks for {@code number}. */
  public RawPacket isAcknowledged(int number) {
    RawPacket answer = acknowledgement();
    bench.check(
        answer.kind() == RawPacket.ACK && answer.number() == number,
        "A positive acknowledgement was due, and this came: " + answer + ".");
    return answer;
  }

  /** Nothing comes that {@code fits}. */
  public void isSilent(String after, Predicate<RawPacket> fits) {
    RawPacket packet = poll(fits, SILENCE_NS);
    bench.check(packet == null, "After " + after + " came " + packet + ".");
  }

  // SRP.

  /** SRP_CMD with {@code cdb} and a direct descriptor, or none where {@code bytes} is 0. */
  public byte[] command(byte[] cdb, boolean isWrite, long address, int key, int bytes) {
    byte[] unit = new byte[bytes == 0 ? 48 : 64];
    unit[0] = 0x02;
    unit[5] = (byte) (bytes == 0 ? 0 : isWrite ? 0x10 : 0x01);
    put(unit, 8, 8, ++nextTag);
    put(unit, 20, 8, bench.lun());
    System.arraycopy(cdb, 0, unit, 32, cdb.length);
    if (bytes > 0) {
      put(unit, 48, 8, address);
      put(unit, 56, 4, key);
      put(unit, 60, 4, bytes);
    }
    return unit;
  }

  /** SRP_CMD with TEST UNIT READY. */
  public byte[] testUnitReady() {
    return command(new byte[6], false, 0, 0, 0);
  }

  private static void put(byte[] bytes, int at, int length, long value) {
    for (int index = 0; index < length; index++) {
      bytes[at + index] = (byte) (value >> (8 * (length - 1 - index)));
    }
  }

  /** Waits for the SRP_RSP to the last command, and gives its status. */
  public int status() {
    return status(nextTag);
  }

  private int status(long tag) {
    RawPacket packet =
        next(
            "SRP_RSP",
            each ->
                each.isSend()
                    && each.payload().length >= 36
                    && (each.payload()[0] & 0xFF) == RESPONSE
                    && RawPacket.number(each.payload(), 8, 8) == tag);
    return packet.payload()[19] & 0xFF;
  }

  private int turn() {
    sendUnit(testUnitReady());
    int status = status();
    // Its acknowledgement, too, and what else was not looked at.
    kept.clear();
    return status;
  }

  /** The connection goes on: a command is carried out. */
  public void isAlive() {
    acknowledges = true;
    int status = turn();
    bench.check(status == 0, "TEST UNIT READY ended with status " + status + ".");
  }

  /** The connection is dead: a command is neither acknowledged nor carried out. */
  public void isDead() {
    kept.clear();
    sendUnit(testUnitReady());
    RawPacket packet = poll(each -> true, SILENCE_NS);
    bench.check(packet == null, "A queue pair in error sent " + packet + ".");
  }

  /** A block of bytes that no two cases have in common. */
  public byte[] pattern(int bytes) {
    byte[] pattern = new byte[bytes];
    for (int index = 0; index < bytes; index++) {
      pattern[index] = (byte) (index * 31 + (index >> 8) * 7 + setup.firstNumber());
    }
    return pattern;
  }

  /** READ(10) or WRITE(10) of one block in the middle of the unit. */
  public byte[] transfer(boolean isWrite) {
    byte[] cdb = new byte[10];
    cdb[0] = (byte) (isWrite ? 0x2A : 0x28);
    put(cdb, 2, 4, bench.blocks().middle());
    cdb[8] = 1;
    return cdb;
  }

  /** How long a block is. */
  public int blockBytes() {
    return bench.facts().blockBytes();
  }

  /** A piece of {@code bytes} as packet number {@code index} of path MTU pieces has it. */
  public byte[] piece(byte[] bytes, int index) {
    int from = index * mtuBytes();
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + mtuBytes()));
  }
}
