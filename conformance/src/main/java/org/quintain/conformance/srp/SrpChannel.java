// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp;

import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.initiator.MessagePort;

/** One connection of a {@link SrpPort}, before its login and after it. */
public final class SrpChannel {
  private static final int CONSUMER_REJECT = 28;
  private static final int LOGIN_RESPONSE_BYTES = 52;
  private static final int LOGIN_REJECT_BYTES = 32;
  private static final long SILENCE_NS = 500_000_000L;
  private static final int ATTEMPTS_MAX = 16;
  private static final int CREDIT_REQUEST = 0x81;
  private static final int EVENT_REQUEST = 0x82;

  private final TestBench bench;
  private final MessagePort.Channel channel;
  private long credit;
  private long nextTag = 1;

  SrpChannel(TestBench bench, MessagePort.Channel channel) {
    this.bench = bench;
    this.channel = channel;
  }

  /** The connection. */
  public MessagePort.Channel wire() {
    return channel;
  }

  private void awaitAnswer() {
    if (!channel.awaitAnswer(bench.boundedNs(bench.commandTimeoutNs()))) {
      throw CaseEnd.fail("The login was not answered.");
    }
  }

  /** Demands SRP_LOGIN_RSP. */
  public SrpChannel accepted() {
    awaitAnswer();
    byte[] answer = channel.answer();
    if (channel.state() != MessagePort.State.ESTABLISHED
        || answer.length < LOGIN_RESPONSE_BYTES
        || Bytes.u8(answer, 0) != 0xC0) {
      throw CaseEnd.fail("Expected SRP_LOGIN_RSP; came " + said(answer) + ".");
    }
    bench.journal().add("← SRP_LOGIN_RSP " + Bytes.hex(answer, 0, LOGIN_RESPONSE_BYTES));
    credit = Bytes.u32(answer, 4);
    return this;
  }

  private String said(byte[] answer) {
    return channel.state() + " " + Bytes.hex(answer, 0, Math.min(answer.length, 32));
  }

  /** Whether the login was granted, once it is answered. */
  public boolean isGranted() {
    awaitAnswer();
    return channel.state() == MessagePort.State.ESTABLISHED;
  }

  /** Demands SRP_LOGIN_REJ, and gives it. */
  public byte[] rejected() {
    awaitAnswer();
    byte[] answer = channel.answer();
    if (channel.state() != MessagePort.State.REJECTED
        || channel.rejectReason() != CONSUMER_REJECT
        || answer.length < LOGIN_REJECT_BYTES
        || Bytes.u8(answer, 0) != 0xC2) {
      throw CaseEnd.fail("Expected SRP_LOGIN_REJ; came " + said(answer) + ".");
    }
    bench.journal().add("← SRP_LOGIN_REJ " + Bytes.hex(answer, 0, LOGIN_REJECT_BYTES));
    return answer;
  }

  /** Demands SRP_LOGIN_REJ with {@code reason}. */
  public byte[] rejected(long reason) {
    byte[] answer = rejected();
    if (Bytes.u32(answer, 4) != reason) {
      throw CaseEnd.fail(
          String.format(
              "Expected SRP_LOGIN_REJ with reason %08x; came %08x.", reason, Bytes.u32(answer, 4)));
    }
    return answer;
  }

  /** What the login was answered with. */
  public byte[] answer() {
    return channel.answer();
  }

  /** How many requests the target takes. */
  public long credit() {
    return credit;
  }

  /** A command to the logical unit under test, with a tag of its own. */
  public SrpCommand command(Cdb cdb) {
    return new SrpCommand(cdb, bench.lun(), nextTag++);
  }

  /** A task management function on the logical unit under test. */
  public byte[] function(int code, long managedTag) {
    byte[] bytes = new byte[48];
    bytes[0] = 0x01;
    Bytes.put(bytes, 8, 8, 0x4000_0000_0000_0000L | nextTag++);
    Bytes.put(bytes, 20, 8, bench.lun());
    bytes[30] = (byte) code;
    Bytes.put(bytes, 32, 8, managedTag);
    return bytes;
  }

  /** Sends a request, which takes credit. */
  public SrpChannel ask(byte[] unit) {
    credit--;
    return send(unit);
  }

  /** Sends bytes as they are. */
  public SrpChannel send(byte[] unit) {
    bench.journal().add("→ " + Bytes.hex(unit, 0, Math.min(unit.length, 96)));
    channel.send(unit);
    return this;
  }

  /** The next message, or null when none comes in time or the connection ends. */
  public byte @Nullable [] receive() {
    byte[] message = channel.receive(bench.boundedNs(bench.commandTimeoutNs()));
    if (message != null) {
      bench.journal().add("← " + Bytes.hex(message, 0, Math.min(message.length, 96)));
    }
    return message;
  }

  /** The next SRP_RSP. What the target asks meanwhile is answered. */
  public SrpResponse response() {
    while (true) {
      byte[] message = receive();
      if (message == null) {
        throw CaseEnd.fail("No SRP_RSP came (" + channel.state() + ").");
      }
      if (isAsked(message)) {
        send(answerTo(message));
        continue;
      }
      SrpResponse response = new SrpResponse(message);
      credit += response.delta();
      return response;
    }
  }

  /** Whether it is SRP_CRED_REQ or SRP_AER_REQ; the credit that it gives is taken. */
  private boolean isAsked(byte[] message) {
    int type = Bytes.u8(message, 0);
    boolean isSo = (type == CREDIT_REQUEST || type == EVENT_REQUEST) && message.length >= 16;
    credit += isSo ? (int) Bytes.u32(message, 4) : 0;
    return isSo;
  }

  /** SRP_CRED_RSP or SRP_AER_RSP for what the target asked. */
  public static byte[] answerTo(byte[] message) {
    byte[] answer = new byte[16];
    answer[0] = (byte) ((Bytes.u8(message, 0) & 0x0F) | 0x40);
    System.arraycopy(message, 8, answer, 8, 8);
    return answer;
  }

  /**
   * The next SRP_AER_REQ, which is not answered; null when none comes in time. What the target asks
   * of credit meanwhile is answered.
   */
  public byte @Nullable [] event() {
    while (true) {
      byte[] message = receive();
      if (message == null || !isAsked(message)) {
        return null;
      }
      if (Bytes.u8(message, 0) == EVENT_REQUEST) {
        return message;
      }
      send(answerTo(message));
    }
  }

  /** Waits until there is credit for so many requests again; fails when it is not given. */
  public void awaitCredit(long wanted) {
    while (credit < wanted) {
      byte[] message = receive();
      if (message == null || !isAsked(message)) {
        throw CaseEnd.fail("There is credit for " + credit + " requests, not for " + wanted + ".");
      }
      send(answerTo(message));
    }
  }

  /** Sends a command and gives its response. */
  public SrpResponse execute(SrpCommand command) {
    ask(command.encode());
    SrpResponse response = response();
    if (response.tag() != command.tag()) {
      throw CaseEnd.fail("The response has the tag of another request: " + response + ".");
    }
    return response;
  }

  /** Sends TEST UNIT READY until no unit attention is reported any more. */
  public SrpChannel clearUnitAttentions() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      SrpResponse response = execute(command(Cdb.testUnitReady()));
      if (response.status() == 0) {
        return this;
      }
    }
    throw CaseEnd.unknown("TEST UNIT READY did not become GOOD.");
  }

  /** The unit attention that the first command is told. */
  public @Nullable Sense firstAttention() {
    return execute(command(Cdb.testUnitReady())).sense();
  }

  /** Demands SRP_T_LOGOUT with {@code reason}, which it gives, and the end of the connection. */
  public byte[] loggedOut(int reason) {
    byte[] message = receive();
    if (message == null || message.length < 16 || Bytes.u8(message, 0) != 0x80) {
      throw CaseEnd.fail(
          "Expected SRP_T_LOGOUT; came "
              + (message == null ? channel.state().toString() : Bytes.hex(message))
              + ".");
    }
    if (Bytes.u32(message, 4) != reason) {
      throw CaseEnd.fail(
          "Expected SRP_T_LOGOUT with reason " + reason + "; came " + Bytes.hex(message) + ".");
    }
    ended();
    return message;
  }

  /** Demands the end of the connection, whatever comes before it. */
  public void ended() {
    if (!channel.awaitOver(bench.boundedNs(bench.commandTimeoutNs()))) {
      throw CaseEnd.fail("The target did not end the connection.");
    }
  }

  /** Demands that nothing comes for a while. */
  public void isSilent(String when) {
    byte[] message = channel.receive(bench.boundedNs(SILENCE_NS));
    if (message != null) {
      throw CaseEnd.fail(when + ", something came: " + Bytes.hex(message) + ".");
    }
  }
}
