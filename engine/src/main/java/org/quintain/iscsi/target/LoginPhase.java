// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.LoginStage;
import org.quintain.iscsi.negotiation.LoginTransition;
import org.quintain.iscsi.negotiation.NegotiationResult;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.negotiation.TextAssembler;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginStatus;
import org.quintain.iscsi.wire.ReceiveViolation;

/**
 * The login phase of one connection (RFC 7143 6.3): the stages, their transitions and the text that
 * is exchanged in them. Who may log in is for {@link LoginAdmission}, what a login leads to for
 * {@link SessionEstablishment}.
 *
 * <p>Two tables rule it: {@link LoginState}, what is done with each input, and {@link
 * LoginTransition}, what the flags say to the stage.
 */
final class LoginPhase implements ConnectionPhase {
  private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

  private final IscsiTargetConnection connection;
  private final TargetOutput output;
  private final TextAssembler assembler = new TextAssembler(TextAssembler.TARGET_BOUND_BYTES);
  private final LoginIdentity identity = new LoginIdentity();
  private final LoginResponder responder;
  private final SessionEstablishment establishment;

  private LoginState progress = LoginState.AWAITING_FIRST;

  private LoginStage stage = LoginStage.SECURITY_NEGOTIATION;
  private boolean transitWhenAnswered;
  private LoginStage nextStage = LoginStage.SECURITY_NEGOTIATION;
  private @Nullable LoginAdmission admission;

  LoginPhase(IscsiTargetConnection connection) {
    this.connection = connection;
    this.output = connection.output();
    this.responder = new LoginResponder(output, identity);
    this.establishment = new SessionEstablishment(connection, this);
  }

  LoginIdentity identity() {
    return identity;
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
    boolean isLogin = Bhs.opcode(header, base) == IscsiOpcode.LOGIN_REQUEST;
    LoginState.Input input = LoginState.Input.OTHER_PDU;
    LoginTransition said = LoginTransition.STAY;
    String problem = "";
    if (isLogin && progress != LoginState.OVER) {
      said = said(header, base);
      problem = problem(header, base, said);
      input = input(problem, said, dataLengthBytes);
    }
    LoginState.Action action = progress.on(input);
    if (action != LoginState.Action.IGNORE && !responder.hasRoom()) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, "requests came before answers were taken");
      return;
    }
    switch (action) {
      case IGNORE -> {
        // The login is over, one way or the other.
      }
      case DROP -> {
        progress = LoginState.OVER;
        connection.closeNow(nowNs, "the first PDU was no Login Request");
      }
      case REFUSE_OTHER_PDU ->
          fail(nowNs, LoginStatus.INVALID_DURING_LOGIN, "another PDU came during login");
      case REFUSE ->
          fail(
              nowNs,
              LoginStatus.INITIATOR_ERROR,
              problem.isEmpty() ? "a request came that was not its turn" : problem);
      case COLLECT -> {
        if (isTaken(nowNs, header, base, data, dataOffset, dataLengthBytes)) {
          respond(false, stage);
        }
      }
      case NEGOTIATE -> {
        if (isTaken(nowNs, header, base, data, dataOffset, dataLengthBytes)) {
          onText(nowNs, said);
        }
      }
      case SEND_MORE -> {
        // RFC 7143 11.13.3: T answers the T of the request at hand, not of one before it.
        transitWhenAnswered &= said.isTransit();
        sendAnswer(nowNs);
      }
    }
  }

  private static LoginState.Input input(String problem, LoginTransition said, int dataLengthBytes) {
    if (!problem.isEmpty()) {
      return LoginState.Input.MALFORMED;
    }
    return switch (said) {
      case PART_OF_TEXT -> LoginState.Input.PART_OF_TEXT;
      case STAY, TO_OPERATIONAL, TO_FULL_FEATURE ->
          dataLengthBytes == 0 ? LoginState.Input.EMPTY : LoginState.Input.END_OF_TEXT;
      case NO_STAGE, OTHER_STAGE, TRANSIT_WITHIN_TEXT, NO_NEXT_STAGE -> LoginState.Input.MALFORMED;
    };
  }

  /** Takes the text of a request, unless it is one of another version or too long a text. */
  private boolean isTaken(
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes) {
    if (progress == LoginState.AWAITING_FIRST) {
      progress = LoginState.COLLECTING;
      stage =
          LoginRequestPdu.currentStage(header, base) == LoginStage.SECURITY_NEGOTIATION.code()
              ? LoginStage.SECURITY_NEGOTIATION
              : LoginStage.LOGIN_OPERATIONAL_NEGOTIATION;
      connection.on(ConnectionState.Event.LOGIN_BEGUN);
    }
    if (LoginRequestPdu.versionMin(header, base) > LoginResponder.VERSION) {
      fail(nowNs, LoginStatus.UNSUPPORTED_VERSION, "only version 0 is spoken here");
      return false;
    }
    if (dataLengthBytes > 0) {
      assembler.onSegment(data, dataOffset, dataLengthBytes);
    }
    if (assembler.isTooLong()) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, "the login text is too long");
      return false;
    }
    return true;
  }

  private LoginTransition said(ByteBuffer header, int base) {
    return LoginTransition.of(
        progress == LoginState.AWAITING_FIRST ? null : stage,
        LoginRequestPdu.isTransit(header, base),
        LoginRequestPdu.isContinue(header, base),
        LoginRequestPdu.currentStage(header, base),
        LoginRequestPdu.nextStage(header, base));
  }

  /** What is wrong with a request's header, in one clause; takes what the first request fixes. */
  private String problem(ByteBuffer header, int base, LoginTransition said) {
    if (progress == LoginState.AWAITING_FIRST) {
      takeIdentity(header, base);
    }
    if (Bhs.totalAhsLengthBytes(header, base) > 0) {
      return "a Login Request has no additional headers";
    }
    if (!said.violation().isEmpty()) {
      return said.violation();
    }
    return identity.isNamedBy(header, base)
        ? ""
        : "ISID, TSIH, CID and Initiator Task Tag stay the same during a login";
  }

  /** From here on every response, a refusal too, names what it answers. */
  private void takeIdentity(ByteBuffer header, int base) {
    identity.takeFrom(header, base);
    output.loginCmdSn(identity.cmdSn());
  }

  /** One complete text of the initiator's: negotiates and answers. */
  private void onText(long nowNs, LoginTransition said) {
    TextKeyList in = new TextKeyList();
    TextKeyList out = new TextKeyList();
    NegotiationResult result = assembler.takeKeys(in);
    if (!result.isOk()) {
      fail(nowNs, result.status(), result.reason());
      return;
    }
    LoginAdmission admitted = admission;
    if (admitted == null) {
      admitted = LoginAdmission.of(connection, in, identity);
      if (!admitted.redirect().isEmpty()) {
        redirect(nowNs, admitted);
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
    transitWhenAnswered = said.isTransit();
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
      nextStage = said.from(stage);
      if (stage == LoginStage.LOGIN_OPERATIONAL_NEGOTIATION) {
        negotiator.offerWhatDefaultsExceed(stage, out);
      }
      transitWhenAnswered = !negotiator.hasOpenOffers();
    }
    responder.load(out);
    sendAnswer(nowNs);
  }

  /** Sends the next segment of our text; with the last one, the stage may change. */
  private void sendAnswer(long nowNs) {
    if (!responder.endsText() || !transitWhenAnswered) {
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
    progress = LoginState.ESTABLISHING;
    establishment.begin(nowNs, admitted);
  }

  /** The final Login Response: full feature phase follows it (RFC 7143 6.3). */
  void respondFinally(int newTsih) {
    identity.tsih(newTsih);
    connection.counters().add(IscsiCounter.LOGINS);
    respond(true, LoginStage.FULL_FEATURE_PHASE);
    progress = LoginState.OVER;
  }

  private void respond(boolean transit, LoginStage next) {
    responder.respond(stage, transit, next);
    progress = responder.hasMore() ? LoginState.ANSWERING : LoginState.COLLECTING;
  }

  private void redirect(long nowNs, LoginAdmission admitted) {
    progress = LoginState.OVER;
    connection.counters().add(IscsiCounter.LOGINS_FAILED);
    TextKeyList out = new TextKeyList();
    admitted.addRedirect(out);
    responder.redirect(admitted.status(), stage, out);
    connection.closeAfterOutput(nowNs, admitted.reason());
  }

  /** Ends the login with {@code status} (RFC 7143 11.13.5) and closes. */
  void fail(long nowNs, int status, String reason) {
    if (progress == LoginState.OVER) {
      return;
    }
    progress = LoginState.OVER;
    connection.counters().add(IscsiCounter.LOGINS_FAILED);
    if (status == LoginStatus.AUTHENTICATION_FAILURE) {
      connection.counters().add(IscsiCounter.AUTHENTICATIONS_FAILED);
    }
    responder.refuse(status, stage);
    connection.closeAfterOutput(
        nowNs, "the login failed with status " + Integer.toHexString(status) + ": " + reason);
  }

  @Override
  public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
    boolean isFirst = progress == LoginState.AWAITING_FIRST;
    boolean isRequest = Bhs.opcode(header, base) == IscsiOpcode.LOGIN_REQUEST;
    if (isFirst && isRequest) {
      takeIdentity(header, base);
    }
    if (!isFirst || isRequest) {
      fail(nowNs, LoginStatus.INITIATOR_ERROR, "a data segment was too long");
    }
  }

  @Override
  public void pump(long nowNs) {}

  @Override
  public void onTimer(long nowNs, int timer) {}

  @Override
  public void onClosed(long nowNs) {
    progress = LoginState.OVER;
    establishment.cancel();
  }
}
