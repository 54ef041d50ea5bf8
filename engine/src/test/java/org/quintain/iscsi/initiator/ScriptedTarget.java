// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.LoginStage;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.memory.SegmentList;
import org.quintain.wire.StreamWire;

/**
 * The other end of one session under test: takes its bytes apart, and sends what the test says, cut
 * into pieces of a given size. Its codec is its own, written down here byte by byte.
 */
final class ScriptedTarget implements SessionListener, StreamWire {
  static final String TARGET = "iqn.2026-11.org.quintain:disk0";

  final IscsiInitiatorSession session;
  final ArrayDeque<TestPdu> received = new ArrayDeque<>();
  final List<String> events = new ArrayList<>();
  long nowNs = 1000;
  int pieceBytes = Integer.MAX_VALUE;
  int window = 32;
  int statSn = 0x100;
  int expCmdSn;
  boolean headerDigest;
  boolean dataDigest;
  int readyMarks;

  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  ScriptedTarget(InitiatorOptions options) {
    session = new IscsiInitiatorSession(options, this);
    expCmdSn = options.negotiation().initialCmdSn();
  }

  static InitiatorOptions options() {
    return InitiatorOptions.normal("iqn.2026-11.org.quintain:one", TARGET, 0x8000_1234_5678L);
  }

  /** A target with a session in full feature phase. */
  static ScriptedTarget established(InitiatorOptions options, KeyPreferences preferences) {
    ScriptedTarget target = new ScriptedTarget(options);
    target.connect();
    target.completeLogin(preferences);
    assertThat(target.session.state()).isEqualTo(SessionState.LOGGED_IN);
    return target;
  }

  static ScriptedTarget established() {
    return established(options(), KeyPreferences.ofTarget());
  }

  void connect() {
    session.connection().onConnected(nowNs, this);
    drain();
  }

  /** Answers login requests by {@code preferences} until the session is in full feature phase. */
  void completeLogin(KeyPreferences preferences) {
    Negotiator negotiator = new Negotiator(Negotiator.Role.TARGET, preferences, true);
    TextKeyList in = new TextKeyList();
    boolean full = false;
    while (!full) {
      TestPdu request = next(IscsiOpcode.LOGIN_REQUEST);
      assertThat(in.parse(ByteBuffer.wrap(request.data), 0, request.data.length).isOk()).isTrue();
      int current = LoginRequestPdu.currentStage(request.header, 0);
      int following = LoginRequestPdu.nextStage(request.header, 0);
      LoginStage stage = LoginStage.ofCode(current);
      assertThat(stage).isNotNull();
      TextKeyList out = new TextKeyList();
      assertThat(negotiator.onKeys(stage, in, out).isOk()).isTrue();
      negotiator.offer(stage, out);
      full = following == 3;
      send(login(LoginRequestPdu.flags(true, false, current, following), out, full ? 7 : 0));
    }
    headerDigest = negotiator.connectionParameters().headerDigest().lengthBytes() > 0;
    dataDigest = negotiator.connectionParameters().dataDigest().lengthBytes() > 0;
    drain();
  }

  TestPdu login(int flags, TextKeyList keys, int tsih) {
    TestPdu pdu = TestPdu.of(IscsiOpcode.LOGIN_RESPONSE, flags, RequestTags.LOGIN, keys.encode());
    pdu.putInt(20, 0);
    LoginRequestPdu.tsih(pdu.header, 0, tsih);
    return numbered(pdu);
  }

  /** Gives {@code pdu} the next StatSN and the window. */
  TestPdu numbered(TestPdu pdu) {
    return pdu.putInt(24, statSn++).putInt(28, expCmdSn).putInt(32, expCmdSn + window - 1);
  }

  /** Gives {@code pdu} the window alone. */
  TestPdu unnumbered(TestPdu pdu) {
    return pdu.putInt(24, 0).putInt(28, expCmdSn).putInt(32, expCmdSn + window - 1);
  }

  void send(TestPdu pdu) {
    sendBytes(pdu.encode(headerDigest, dataDigest));
  }

  void sendBytes(byte[] bytes) {
    int sent = 0;
    while (sent < bytes.length) {
      ByteBuffer space = session.connection().receiveSpace();
      int length = Math.min(Math.min(pieceBytes, bytes.length - sent), space.remaining());
      assertThat(length).isPositive();
      space.put(space.position(), bytes, sent, length);
      sent += length;
      session.connection().onReceived(nowNs, length);
    }
    drain();
  }

  /** Takes all that the session wants to send and cuts it into PDUs. */
  void drain() {
    SegmentList gathered = new SegmentList(64);
    while (session.connection().hasOutput()) {
      gathered.clear();
      session.connection().gather(gathered, 1 << 20);
      for (int index = 0; index < gathered.count(); index++) {
        byte[] piece = new byte[gathered.length(index)];
        gathered.base(index).get(gathered.offset(index), piece);
        stream.writeBytes(piece);
      }
      session.connection().onSent(nowNs, gathered.totalBytes());
    }
    cut();
  }

  private void cut() {
    ByteBuffer bytes = ByteBuffer.wrap(stream.toByteArray());
    int at = 0;
    while (bytes.capacity() - at >= Bhs.LENGTH_BYTES) {
      int headers = Bhs.LENGTH_BYTES + Bhs.totalAhsLengthBytes(bytes, at);
      int length = Bhs.dataSegmentLength(bytes, at);
      int padded = length + Bhs.padBytes(length);
      int dataAt = at + headers + (headerDigest ? 4 : 0);
      int end = dataAt + padded + (dataDigest && length > 0 ? 4 : 0);
      if (end > bytes.capacity()) {
        break;
      }
      byte[] header = new byte[headers];
      bytes.get(at, header);
      byte[] data = new byte[length];
      bytes.get(dataAt, data);
      if (headerDigest) {
        assertThat(Integer.reverseBytes(bytes.getInt(at + headers)))
            .isEqualTo(TestPdu.digest(header, 0));
      }
      if (dataDigest && length > 0) {
        assertThat(Integer.reverseBytes(bytes.getInt(dataAt + padded)))
            .isEqualTo(TestPdu.digest(data, padded - length));
      }
      TestPdu pdu = new TestPdu(ByteBuffer.wrap(header), data);
      received.add(pdu);
      boolean numbers = pdu.opcode() != IscsiOpcode.DATA_OUT && !Bhs.isImmediate(pdu.header, 0);
      if (numbers) {
        assertThat(Bhs.cmdSn(pdu.header, 0)).isEqualTo(expCmdSn);
        expCmdSn++;
      }
      at = end;
    }
    byte[] rest = new byte[bytes.capacity() - at];
    bytes.get(at, rest);
    stream.reset();
    stream.writeBytes(rest);
  }

  /** The next PDU that came, which must have {@code opcode}. */
  TestPdu next(int opcode) {
    TestPdu pdu = received.poll();
    assertThat(pdu).as("a PDU with opcode %#x", opcode).isNotNull();
    assertThat(pdu.opcode()).isEqualTo(opcode);
    return pdu;
  }

  void assertSilent() {
    assertThat(received).isEmpty();
  }

  ExecuteCommand submit(ExecuteCommand command) {
    command.begin(nowNs);
    session.submit(nowNs, command);
    drain();
    return command;
  }

  static ExecuteCommand testUnitReady() {
    return new ExecuteCommand().cdb(new byte[6], 6).noData();
  }

  static ExecuteCommand read(int lengthBytes) {
    return new ExecuteCommand()
        .cdb(new byte[] {0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0}, 10)
        .noData()
        .dataIn(ByteBuffer.allocate(lengthBytes), lengthBytes);
  }

  static ExecuteCommand write(byte[] data) {
    return new ExecuteCommand()
        .cdb(new byte[] {0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0}, 10)
        .noData()
        .dataOut(ByteBuffer.wrap(data), data.length);
  }

  static byte[] pattern(int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    for (int index = 0; index < lengthBytes; index++) {
      bytes[index] = (byte) (index * 31 + (index >> 8));
    }
    return bytes;
  }

  TestPdu response(TestPdu command, int status) {
    return response(command, status, new byte[0]);
  }

  TestPdu response(TestPdu command, int status, byte[] data) {
    TestPdu pdu = TestPdu.of(IscsiOpcode.SCSI_RESPONSE, Bhs.FINAL, command.tag(), data);
    return numbered(pdu.putByte(3, status).putInt(20, 0));
  }

  TestPdu dataIn(TestPdu command, int flags, int dataSn, int offset, byte[] data) {
    return unnumbered(TestPdu.of(IscsiOpcode.DATA_IN, flags, command.tag(), data))
        .putInt(36, dataSn)
        .putInt(40, offset);
  }

  TestPdu r2t(TestPdu command, int transferTag, int r2tSn, int offset, int length) {
    return unnumbered(TestPdu.of(IscsiOpcode.READY_TO_TRANSFER, Bhs.FINAL, command.tag()))
        .putInt(20, transferTag)
        .putInt(24, statSn)
        .putInt(36, r2tSn)
        .putInt(40, offset)
        .putInt(44, length);
  }

  @Override
  public void onEstablished(long at) {
    events.add("established");
  }

  @Override
  public void onEnded(long at, String reason) {
    events.add("ended: " + reason);
  }

  @Override
  public void onProgress(long at) {
    events.add("progress");
  }

  @Override
  public void onScsiEvent(long at, long lun, byte[] sense) {
    events.add("event at " + Long.toHexString(lun) + ": " + Arrays.toString(sense));
  }

  @Override
  public void markReady() {
    readyMarks++;
  }

  @Override
  public String peerAddress() {
    return "target:3260";
  }

  @Override
  public String localAddress() {
    return "initiator:1024";
  }
}
