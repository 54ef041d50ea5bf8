// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/**
 * A connection of a session in full feature phase: numbers its commands, answers pings, and
 * otherwise does only what a case tells it (RFC 7143 4.2.2, 11.3 to 11.8).
 */
public final class RawSession {
  private final TestBench bench;
  private final RawConnection connection;
  private final LoginReply login;
  private final RawLogin loginRequest;
  private final Numbers numbers;
  private final @Nullable RawSession lead;
  private long expectedStatus;
  private boolean holdsAcknowledgements;

  /** What the connections of a session share. */
  private static final class Numbers {
    private long command;
    private long nextTag = 0x100;
  }

  RawSession(
      TestBench bench,
      RawConnection connection,
      LoginReply login,
      RawLogin loginRequest,
      @Nullable RawSession lead) {
    this.bench = bench;
    this.connection = connection;
    this.login = login;
    this.loginRequest = loginRequest;
    this.lead = lead;
    if (lead == null) {
      numbers = new Numbers();
      numbers.command = loginRequest.commandNumber();
    } else {
      numbers = lead.numbers;
    }
    RawPdu response = login.expectResponse();
    expectedStatus = (response.u32(24) + 1) & 0xFFFF_FFFFL;
    connection.digests(
        login.keys().first("HeaderDigest").equals("CRC32C"),
        login.keys().first("DataDigest").equals("CRC32C"));
  }

  /** The last Login Response with the keys of all rounds. */
  public LoginReply login() {
    return login;
  }

  /** The TSIH. */
  public int tsih() {
    return login.expectResponse().u16(14);
  }

  /** The ISID. */
  public long isid() {
    return loginRequest.isid();
  }

  /** The connection. */
  public RawConnection connection() {
    return connection;
  }

  /** The CmdSN of the next command that is not immediate. */
  public long commandNumber() {
    return numbers.command;
  }

  /** Goes on with {@code value} as the CmdSN of the next command. */
  public void commandNumber(long value) {
    numbers.command = value;
  }

  /** A login that adds connection {@code cid} to the session, or puts it in the place of one. */
  public RawLogin joining(int cid) {
    return RawLogin.joining(bench, this, cid);
  }

  /** Adds connection {@code cid} to the session. */
  public RawSession connect(int cid) {
    return joining(cid).session();
  }

  /** Counts one CmdSN on. */
  public void countCommand() {
    numbers.command = (numbers.command + 1) & 0xFFFF_FFFFL;
  }

  /** Acknowledges no status from here on, until {@link #acknowledge}. */
  public void holdAcknowledgements() {
    holdsAcknowledgements = true;
  }

  /** Acknowledges all status up to but not including {@code next} in what is sent from here on. */
  public void acknowledge(long next) {
    holdsAcknowledgements = false;
    expectedStatus = next;
  }

  /** The StatSN expected next. */
  public long expectedStatus() {
    return expectedStatus;
  }

  /** A numeric key's result, or its default where it was not negotiated. */
  public int key(String name, int defaultValue) {
    String value = login.keys().first(name);
    RawSession leading = lead;
    if (value.isEmpty() && leading != null && !name.equals("MaxRecvDataSegmentLength")) {
      return leading.key(name, defaultValue);
    }
    try {
      return value.isEmpty() ? defaultValue : Integer.decode(value);
    } catch (NumberFormatException e) {
      return defaultValue;
    }
  }

  /** What the target takes in one data segment. */
  public int targetSegmentMax() {
    return key("MaxRecvDataSegmentLength", 8192);
  }

  /** A tag not used before. */
  public long newTag() {
    return numbers.nextTag++;
  }

  /** A request PDU with tag, CmdSN and ExpStatSN set; CmdSN counts on unless immediate. */
  public RawPdu request(int opcode, boolean immediate) {
    RawPdu pdu =
        RawPdu.of(opcode, immediate)
            .flags(0x80)
            .tag(newTag())
            .set(24, 4, numbers.command)
            .set(28, 4, expectedStatus);
    if (!immediate) {
      countCommand();
    }
    return pdu;
  }

  /** A SCSI Command PDU to the logical unit under test, F set. */
  public RawPdu command(Cdb cdb, int inBytes, int outBytes) {
    byte[] bytes = cdb.bytes();
    RawPdu pdu =
        request(RawPdu.SCSI_COMMAND, false)
            .flags(0x81 | (inBytes > 0 ? 0x40 : 0) | (outBytes > 0 ? 0x20 : 0))
            .set(8, 8, bench.lun())
            .set(20, 4, Math.max(inBytes, outBytes));
    for (int i = 0; i < 16; i++) {
      pdu.set(32 + i, 1, i < bytes.length ? bytes[i] : 0);
    }
    return pdu;
  }

  /** A Data-Out PDU for {@code command}. */
  public RawPdu dataOut(
      RawPdu command, long targetTag, int dataNumber, int offset, byte[] data, boolean last) {
    return RawPdu.of(RawPdu.DATA_OUT, false)
        .flags(last ? 0x80 : 0)
        .set(8, 8, targetTag == RawPdu.NO_TAG ? 0 : command.u64(8))
        .tag(command.tag())
        .set(20, 4, targetTag)
        .set(28, 4, expectedStatus)
        .set(36, 4, dataNumber)
        .set(40, 4, offset)
        .data(data);
  }

  /** An immediate task management function on the logical unit under test (RFC 7143 11.5). */
  public RawPdu function(int function, long referencedTag, long referencedNumber) {
    return request(RawPdu.TASK_MANAGEMENT, true)
        .flags(0x80 | function)
        .set(8, 8, bench.lun())
        .set(20, 4, referencedTag)
        .set(32, 4, referencedNumber);
  }

  /** TASK REASSIGN of the command with {@code tag} (RFC 7143 11.5.1, 11.5.6). */
  public RawPdu reassign(long tag, long expectedDataNumber) {
    return function(8, tag, 0).set(36, 4, expectedDataNumber);
  }

  /** A SNACK Request (RFC 7143 11.16). */
  public RawPdu snack(int type, long tag, long targetTag, long from, long run) {
    return RawPdu.of(RawPdu.SNACK, true)
        .flags(0x80 | type)
        .tag(tag)
        .set(20, 4, targetTag)
        .set(28, 4, expectedStatus)
        .set(40, 4, from)
        .set(44, 4, run);
  }

  /** An immediate Logout Request (RFC 7143 11.14). */
  public RawPdu logout(int reason, int cid) {
    return request(RawPdu.LOGOUT, true).flags(0x80 | reason).set(20, 2, cid);
  }

  /** A Text Request that begins a negotiation (RFC 7143 11.10). */
  public RawPdu text(TextKeys keys) {
    return request(RawPdu.TEXT, false).set(20, 4, RawPdu.NO_TAG).data(keys.encode());
  }

  /** Sends a PDU. */
  public void send(RawPdu pdu) {
    connection.send(pdu);
  }

  /**
   * The next PDU that is no ping; pings are answered. Null when nothing came in time or the stream
   * ended.
   */
  public @Nullable RawPdu poll(long timeoutNs) {
    while (true) {
      RawPdu pdu = connection.receive(timeoutNs);
      if (pdu == null) {
        return null;
      }
      noteStatus(pdu);
      if (pdu.opcode() != RawPdu.NOP_IN || pdu.targetTag() == RawPdu.NO_TAG) {
        return pdu;
      }
      send(
          RawPdu.of(RawPdu.NOP_OUT, true)
              .flags(0x80)
              .set(8, 8, pdu.u64(8))
              .tag(RawPdu.NO_TAG)
              .set(20, 4, pdu.targetTag())
              .set(24, 4, numbers.command)
              .set(28, 4, expectedStatus));
    }
  }

  private void noteStatus(RawPdu pdu) {
    boolean carriesStatus =
        switch (pdu.opcode()) {
          case RawPdu.R2T -> false;
          case RawPdu.DATA_IN -> (pdu.u8(1) & 1) != 0;
          case RawPdu.NOP_IN -> pdu.tag() != RawPdu.NO_TAG;
          default -> true;
        };
    if (carriesStatus && !holdsAcknowledgements) {
      expectedStatus = (pdu.u32(24) + 1) & 0xFFFF_FFFFL;
    }
  }

  /** The next PDU; the case fails when none comes in time or the stream ends. */
  public RawPdu next() {
    RawPdu pdu = poll(bench.commandTimeoutNs());
    if (pdu == null) {
      throw CaseEnd.fail(
          connection.hasEnded()
              ? "The target ended the connection."
              : "The target sent nothing within the command timeout.");
    }
    return pdu;
  }

  /** The next PDU, which must have {@code opcode}. */
  public RawPdu next(int opcode) {
    RawPdu pdu = next();
    if (pdu.opcode() != opcode) {
      throw CaseEnd.fail("Expected " + RawPdu.of(opcode, false) + "; came " + pdu + ".");
    }
    return pdu;
  }

  /** Sends a command with Data-In or none, and gathers its answer. */
  public Answer execute(Cdb cdb, int inBytes) {
    RawPdu command = command(cdb, inBytes, 0);
    send(command);
    return finish(cdb, command, inBytes, new byte[0]);
  }

  /** Sends a write command without immediate data, serves its R2Ts, and gathers its answer. */
  public Answer write(Cdb cdb, byte[] data) {
    RawPdu command = command(cdb, 0, data.length);
    send(command);
    return finish(cdb, command, data.length, data);
  }

  /**
   * Serves R2Ts out of {@code dataOut} and gathers Data-In until the status of {@code command}
   * comes.
   */
  public Answer finish(Cdb cdb, RawPdu command, int bufferBytes, byte[] dataOut) {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    while (true) {
      RawPdu pdu = next();
      if (pdu.opcode() == RawPdu.REJECT) {
        throw CaseEnd.fail(cdb + ": the target rejected a PDU, reason " + Bytes.h(pdu.u8(2)) + ".");
      }
      if (pdu.tag() != command.tag()) {
        continue;
      }
      switch (pdu.opcode()) {
        case RawPdu.R2T -> serve(command, pdu, dataOut);
        case RawPdu.DATA_IN -> {
          in.writeBytes(pdu.data());
          if ((pdu.u8(1) & 1) != 0) {
            return StatusPdu.answer(cdb, pdu, in.toByteArray(), bufferBytes);
          }
        }
        case RawPdu.SCSI_RESPONSE -> {
          return StatusPdu.answer(cdb, pdu, in.toByteArray(), bufferBytes);
        }
        default -> throw CaseEnd.fail(cdb + ": unexpected " + pdu + ".");
      }
    }
  }

  /** Sends the Data-Out sequence that {@code r2t} asks for. */
  public void serve(RawPdu command, RawPdu r2t, byte[] dataOut) {
    int offset = (int) r2t.u32(40);
    int wanted = (int) r2t.u32(44);
    if (offset < 0 || wanted <= 0 || offset + wanted > dataOut.length) {
      throw CaseEnd.fail(
          "An R2T asks for "
              + wanted
              + " bytes from "
              + offset
              + " of a buffer of "
              + dataOut.length
              + " (RFC 7143 11.8).");
    }
    int number = 0;
    int end = offset + wanted;
    while (offset < end) {
      int piece = Math.min(targetSegmentMax(), end - offset);
      byte[] bytes = java.util.Arrays.copyOfRange(dataOut, offset, offset + piece);
      send(dataOut(command, r2t.targetTag(), number++, offset, bytes, offset + piece == end));
      offset += piece;
    }
  }

  /** TEST UNIT READY until no unit attention is left. */
  public RawSession clearUnitAttentions() {
    for (int attempt = 0; attempt < 16; attempt++) {
      Answer answer = execute(Cdb.testUnitReady(), 0);
      if (answer.isGood()) {
        return this;
      }
      answer.check(Sense.UNIT_ATTENTION);
    }
    throw CaseEnd.fail("TEST UNIT READY did not become GOOD in 16 attempts.");
  }

  /** Asks for a Reject, or for the end of the connection. */
  public @Nullable RawPdu rejected(String what) {
    RawPdu pdu = poll(bench.commandTimeoutNs());
    if (pdu == null && !connection.hasEnded()) {
      throw CaseEnd.fail(what + " is answered by silence.");
    }
    if (pdu != null && pdu.opcode() != RawPdu.REJECT) {
      throw CaseEnd.fail(what + " is answered by " + pdu + ".");
    }
    return pdu;
  }

  /** Asks that the target ends the connection within 5 seconds; tells of itself it may before. */
  public void hasEnded(String what) {
    RawPdu pdu = poll(5_000_000_000L);
    while (pdu != null) {
      pdu = poll(5_000_000_000L);
    }
    if (!connection.hasEnded()) {
      throw CaseEnd.fail(what + ": the connection is not ended within 5 seconds.");
    }
  }

  /** Asks that nothing comes for half a second. */
  public void isSilent(String what) {
    RawPdu pdu = poll(500_000_000L);
    if (pdu != null) {
      throw CaseEnd.fail(what + " is followed by " + pdu + ".");
    }
  }

  /** Asks that the session still works. */
  public void isAlive() {
    send(request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG));
    next(RawPdu.NOP_IN);
  }
}
