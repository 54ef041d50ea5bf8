// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.LoginStage;
import org.quintain.iscsi.negotiation.NegotiationResult;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.negotiation.TextAssembler;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextSegments;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;
import org.quintain.iscsi.wire.ReceiveViolation;

/**
 * The login phase of one connection (RFC 7143 6.3): the stages, their transitions and the text that
 * is exchanged in them. Who may log in is for {@link LoginAdmission}, what a login leads to for
 * {@link SessionEstablishment}.
 *
 * <pre>
 *   stage       input                                     next
 *   (none)      first request, CSG 0 or 1                 CSG
 *   SECURITY    T, NSG 1, nothing open                    OPERATIONAL
 *   SECURITY    T, NSG 3, nothing open                    FULL_FEATURE
 *   OPERATIONAL T, NSG 3, nothing open                    FULL_FEATURE
 *   any         no T, or something open                   the same; response without T
 *   any         C                                         the same; empty response
 *   any         CSG not the stage, NSG not above CSG,     closed, status 0200
 *               T with C, fields changed, bad text
 *   any         another PDU                               closed, status 020B; none if it is the first
 * </pre>
 */
final class LoginPhase implements ConnectionPhase {
  private static final int VERSION = 0;
  private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

  private final IscsiTargetConnection connection;
  private final TargetOutput output;
  private final TextAssembler assembler = new TextAssembler(TextAssembler.BOUND_BYTES);
  private final TextSegments answer = new TextSegments();
  private final SessionEstablishment establishment;

  // What the first request fixed.
  private boolean hasBegun;
  private long isid;
  private int tsih;
  private int cid;
  private int initiatorTaskTag;
  private int cmdSn;

  private LoginStage stage = LoginStage.SECURITY_NEGOTIATION;
  private boolean transitWhenAnswered;
  private LoginStage nextStage = LoginStage.SECURITY_NEGOTIATION;
  private @Nullable LoginAdmission admission;
  private boolean isOver;

  LoginPhase(IscsiTargetConnection connection) {
    this.connection = connection;
    this.output = connection.output();
    this.establishment = new SessionEstablishment(connection, this);
  }

  long isid() {
    return isid;
  }

  int cid() {
    return cid;
  }

  int cmdSn() {
    return cmdSn;
  }

  @Override
  public DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    return Bhs.opcode(header, base) == IscsiOpcode.LOGIN_REQUEST
        ? DataPlacement.STAGE
        : DataPlacement.DISCARD;
  }

  @Override
  public ByteBuffer destination() {
    return NOWHERE;
  }

  @Override
  public int destinationOffset() {
    return 0;
  }

  @Override
  public void onPdu(
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes,
      DataSegmentState state) {
    if (isOver) {
      return;
    }
    if (Bhs.opcode(header, base) != IscsiOpcode.LOGIN_REQUEST) {
      if (hasBegun) {
        fail(nowNs, LoginStatus.INVALID_DURING_LOGIN, "another PDU came during login");
      } else {
        // RFC 7143 6.3: what begins with anything but a Login Request gets no answer.
        isOver = true;
        connection.closeNow(nowNs, "the first PDU was no Login Request");
      }
      return;
    }
    if (establishment.isWaiting()) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, "a request came before the last was answered");
      return;
    }
    String problem = headerProblem(header, base);
    if (!problem.isEmpty()) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, problem);
      return;
    }
    if (LoginRequestPdu.versionMin(header, base) > VERSION) {
      fail(nowNs, LoginStatus.UNSUPPORTED_VERSION, "only version 0 is spoken here");
      return;
    }
    if (answer.remainingBytes() > 0) {
      onGoAhead(nowNs, header, base, dataLengthBytes);
      return;
    }
    if (dataLengthBytes > 0) {
      assembler.onSegment(data, dataOffset, dataLengthBytes);
    }
    if (assembler.isTooLong()) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, "the login text is too long");
      return;
    }
    if (LoginRequestPdu.isContinue(header, base)) {
      respond(false, stage);
      return;
    }
    onText(nowNs, header, base);
  }

  /** The initiator let us go on with a text that did not fit into one response. */
  private void onGoAhead(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    if (dataLengthBytes > 0) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, "text came while we had more to say");
      return;
    }
    // RFC 7143 11.13.3: T answers the T of the request at hand, not of one before it.
    transitWhenAnswered &= LoginRequestPdu.isTransit(header, base);
    sendAnswer(nowNs);
  }

  /** What is wrong with a request's header, in one clause; takes what the first request fixes. */
  private String headerProblem(ByteBuffer header, int base) {
    LoginStage current = LoginStage.ofCode(LoginRequestPdu.currentStage(header, base));
    boolean transit = LoginRequestPdu.isTransit(header, base);
    if (Bhs.totalAhsLengthBytes(header, base) > 0) {
      return "a Login Request has no additional headers";
    }
    if (current == null || current == LoginStage.FULL_FEATURE_PHASE) {
      return "the current stage is none of a login";
    }
    if (transit && LoginRequestPdu.isContinue(header, base)) {
      return "T and C exclude each other";
    }
    if (transit) {
      LoginStage next = LoginStage.ofCode(LoginRequestPdu.nextStage(header, base));
      if (next == null || next.code() <= current.code()) {
        return "the next stage does not follow the current one";
      }
    }
    if (!hasBegun) {
      begin(header, base, current);
      return "";
    }
    if (current != stage) {
      return "the current stage is not the one agreed on";
    }
    return LoginRequestPdu.isid(header, base) == isid
            && LoginRequestPdu.tsih(header, base) == tsih
            && LoginRequestPdu.cid(header, base) == cid
            && Bhs.initiatorTaskTag(header, base) == initiatorTaskTag
        ? ""
        : "ISID, TSIH, CID and Initiator Task Tag stay the same during a login";
  }

  private void begin(ByteBuffer header, int base, LoginStage current) {
    hasBegun = true;
    connection.on(ConnectionState.Event.LOGIN_BEGUN);
    stage = current;
    isid = LoginRequestPdu.isid(header, base);
    tsih = LoginRequestPdu.tsih(header, base);
    cid = LoginRequestPdu.cid(header, base);
    initiatorTaskTag = Bhs.initiatorTaskTag(header, base);
    cmdSn = Bhs.cmdSn(header, base);
    output.loginCmdSn(cmdSn);
  }

  /** One complete text of the initiator's: negotiates and answers. */
  private void onText(long nowNs, ByteBuffer header, int base) {
    TextKeyList in = new TextKeyList();
    TextKeyList out = new TextKeyList();
    NegotiationResult result = assembler.takeKeys(in);
    if (!result.isOk()) {
      fail(nowNs, result.status(), result.reason());
      return;
    }
    LoginAdmission admitted = admission;
    if (admitted == null) {
      admitted = LoginAdmission.of(connection, in, isid, tsih, cid);
      if (!admitted.redirect().isEmpty()) {
        sendRedirect(nowNs, admitted);
        return;
      }
      if (admitted.status() != LoginStatus.SUCCESS) {
        fail(nowNs, admitted.status(), admitted.reason());
        return;
      }
      admission = admitted;
      admitted.declare(out);
    }
    Negotiator negotiator = admitted.negotiator();
    transitWhenAnswered = LoginRequestPdu.isTransit(header, base);
    result = negotiator.onKeys(stage, in, out);
    if (result.isOk()) {
      result = admitted.security().onKeys(stage, transitWhenAnswered, in, out);
    }
    if (!result.isOk()) {
      fail(nowNs, result.status(), result.reason());
      return;
    }
    negotiator.offer(stage, out);
    transitWhenAnswered &= admitted.security().isSatisfied();
    if (transitWhenAnswered) {
      LoginStage next = LoginStage.ofCode(LoginRequestPdu.nextStage(header, base));
      nextStage = next == null ? stage : next;
      if (stage == LoginStage.LOGIN_OPERATIONAL_NEGOTIATION) {
        negotiator.offerWhatDefaultsExceed(stage, out);
      }
      transitWhenAnswered = !negotiator.hasOpenOffers();
    }
    answer.load(out);
    sendAnswer(nowNs);
  }

  /** Sends the next segment of our text; with the last one, the stage may change. */
  private void sendAnswer(long nowNs) {
    boolean last = answer.remainingBytes() <= IscsiTargetConnection.LOGIN_DATA_SEGMENT_MAX;
    if (!last || !transitWhenAnswered) {
      respond(false, stage);
      return;
    }
    LoginAdmission admitted = admission;
    if (admitted == null) {
      return;
    }
    if (nextStage != LoginStage.FULL_FEATURE_PHASE) {
      admitted.negotiator().onStageEnd();
      respond(true, nextStage);
      stage = nextStage;
      return;
    }
    admitted.negotiator().onStageEnd();
    establishment.begin(nowNs, admitted);
  }

  /** The final Login Response: full feature phase follows it (RFC 7143 6.3). */
  void respondFinally(int newTsih) {
    isOver = true;
    tsih = newTsih;
    connection.counters().add(IscsiCounter.LOGINS);
    respond(true, LoginStage.FULL_FEATURE_PHASE);
  }

  private void respond(boolean transit, LoginStage next) {
    int length = Math.min(answer.remainingBytes(), IscsiTargetConnection.LOGIN_DATA_SEGMENT_MAX);
    int at = length == 0 ? 0 : output.ring().take(length);
    if (length > 0) {
      answer.next(output.ring().bytes(), at, length);
    }
    boolean more = answer.remainingBytes() > 0;
    int base = beginResponse(LoginStatus.SUCCESS);
    int flags = LoginRequestPdu.flags(transit, more, stage.code(), transit ? next.code() : 0);
    Bhs.flags(output.header(), base, flags);
    if (length > 0) {
      output.transmitter().data(output.ring(), at, length);
    }
    output.commit();
  }

  private int beginResponse(int status) {
    int base = output.begin(IscsiOpcode.LOGIN_RESPONSE);
    ByteBuffer header = output.header();
    Bhs.flags(header, base, LoginRequestPdu.flags(false, false, stage.code(), 0));
    LoginResponsePdu.versionMax(header, base, VERSION);
    LoginResponsePdu.versionActive(header, base, VERSION);
    LoginRequestPdu.tsih(header, base, tsih);
    LoginRequestPdu.isid(header, base, isid);
    Bhs.initiatorTaskTag(header, base, initiatorTaskTag);
    LoginResponsePdu.status(header, base, status);
    output.takeStatSn(base);
    return base;
  }

  private void sendRedirect(long nowNs, LoginAdmission admitted) {
    isOver = true;
    connection.counters().add(IscsiCounter.LOGINS_FAILED);
    TextKeyList out = new TextKeyList();
    admitted.addRedirect(out);
    answer.load(out);
    int length = answer.remainingBytes();
    int at = output.ring().take(length);
    answer.next(output.ring().bytes(), at, length);
    beginResponse(admitted.status());
    output.transmitter().data(output.ring(), at, length);
    output.commit();
    connection.closeAfterOutput(nowNs, admitted.reason());
  }

  /** Ends the login with {@code status} (RFC 7143 11.13.5) and closes. */
  void fail(long nowNs, int status, String reason) {
    if (isOver) {
      return;
    }
    isOver = true;
    connection.counters().add(IscsiCounter.LOGINS_FAILED);
    if (status == LoginStatus.AUTHENTICATION_FAILURE) {
      connection.counters().add(IscsiCounter.AUTHENTICATIONS_FAILED);
    }
    beginResponse(status);
    output.commit();
    connection.closeAfterOutput(
        nowNs, "the login failed with status " + Integer.toHexString(status) + ": " + reason);
  }

  @Override
  public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
    if (hasBegun || Bhs.opcode(header, base) == IscsiOpcode.LOGIN_REQUEST) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, "a data segment was too long");
    }
  }

  @Override
  public void pump(long nowNs) {}

  @Override
  public void onTimer(long nowNs, int timer) {}

  @Override
  public void onClosed(long nowNs) {
    isOver = true;
    establishment.cancel();
  }
}
