// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.authentication.ChapInitiator;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.LoginStage;
import org.quintain.iscsi.negotiation.LoginTransition;
import org.quintain.iscsi.negotiation.NegotiationResult;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.negotiation.SessionType;
import org.quintain.iscsi.negotiation.TextAssembler;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextSegments;
import org.quintain.iscsi.negotiation.TextValues;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;

/**
 * The initiator's half of a login (RFC 7143 6.3): one Login Request at a time, from the first stage
 * to full feature phase. It asks for the next stage with every request that ends a text; the target
 * agrees when it is ready. {@link LoginState} has the table.
 */
final class LoginExchange {
  /** How many requests a login may take before the target is held to go round in circles. */
  private static final int ROUNDS_MAX = 64;

  private static final int REDIRECTION = 1;

  /** Until full feature phase the default limit holds for data segments (RFC 7143 13.12). */
  private static final int SEGMENT_MAX = 8192;

  private final IscsiInitiatorConnection connection;
  private final InitiatorOptions options;
  private final Negotiator negotiator;
  private final TextKeyList in = new TextKeyList();
  private final TextKeyList out = new TextKeyList();
  private final TextAssembler assembler =
      new TextAssembler(TextAssembler.AUTHENTICATION_BOUND_BYTES);
  private final TextSegments segments = new TextSegments();
  private final ByteBuffer segment = ByteBuffer.allocate(SEGMENT_MAX);

  private LoginStage stage;
  private int rounds;
  private final boolean isJoining;
  private int tsih;
  private boolean refused;
  private LoginState state = LoginState.IDLE;
  private String redirectAddress = "";
  private @Nullable ChapInitiator chap;

  LoginExchange(IscsiInitiatorConnection connection, InitiatorOptions options, int joinedTsih) {
    tsih = joinedTsih;
    isJoining = joinedTsih != 0;
    this.connection = connection;
    this.options = options;
    this.negotiator = new Negotiator(Negotiator.Role.INITIATOR, preferences(options), !isJoining);
    this.stage =
        options.negotiation().securityStage()
            ? LoginStage.SECURITY_NEGOTIATION
            : LoginStage.LOGIN_OPERATIONAL_NEGOTIATION;
  }

  /** A user asks for CHAP, whatever the preferences say of AuthMethod (RFC 7143 12.1.3). */
  private static KeyPreferences preferences(InitiatorOptions options) {
    return options.negotiation().authentication().isOffered()
        ? options
            .negotiation()
            .preferences()
            .with(IscsiKey.AUTH_METHOD, options.negotiation().authentication().methods())
        : options.negotiation().preferences();
  }

  /** Whether the target has said no. */
  boolean isRefused() {
    return refused;
  }

  boolean isDone() {
    return state == LoginState.DONE;
  }

  int tsih() {
    return tsih;
  }

  Negotiator negotiator() {
    return negotiator;
  }

  /** Where a redirection points to, or an empty string (RFC 7143 11.13.5, 13.8). */
  String redirectAddress() {
    return redirectAddress;
  }

  void start() {
    out.clear();
    negotiator.declare(IscsiKey.INITIATOR_NAME, options.names().initiatorName(), out);
    if (!options.names().initiatorAlias().isEmpty()) {
      negotiator.declare(IscsiKey.INITIATOR_ALIAS, options.names().initiatorAlias(), out);
    }
    if (options.names().sessionType() == SessionType.NORMAL) {
      negotiator.declare(IscsiKey.TARGET_NAME, options.names().targetName(), out);
    }
    negotiator.declare(IscsiKey.SESSION_TYPE, options.names().sessionType().value(), out);
    negotiator.offer(stage, out);
    segments.load(out);
    send();
  }

  private void send() {
    int length = segments.next(segment, 0, SEGMENT_MAX);
    boolean goesOn = segments.remainingBytes() > 0;
    state = goesOn ? LoginState.SENDING : LoginState.RECEIVING;
    sendRequest(length, !goesOn && mayTransit(), goesOn);
  }

  private void sendRequest(int lengthBytes, boolean transit, boolean goesOn) {
    LoginStage next = stageAfter();
    int flags = LoginRequestPdu.flags(transit, goesOn, stage.code(), transit ? next.code() : 0);
    RequestWriter requests = connection.requests();
    requests.beginImmediate(IscsiOpcode.LOGIN_REQUEST, flags, RequestTags.LOGIN);
    ByteBuffer header = requests.header();
    int base = requests.base();
    LoginRequestPdu.isid(header, base, options.names().isid());
    LoginRequestPdu.tsih(header, base, tsih);
    LoginRequestPdu.cid(header, base, connection.cid());
    requests.commit(segment, lengthBytes);
  }

  private LoginStage stageAfter() {
    return stage == LoginStage.SECURITY_NEGOTIATION
        ? LoginStage.LOGIN_OPERATIONAL_NEGOTIATION
        : LoginStage.FULL_FEATURE_PHASE;
  }

  void onResponse(
      long nowNs, ByteBuffer header, int base, ByteBuffer data, int dataOffset, int lengthBytes) {
    LoginTransition said =
        LoginTransition.of(
            stage,
            LoginRequestPdu.isTransit(header, base),
            LoginRequestPdu.isContinue(header, base),
            LoginRequestPdu.currentStage(header, base),
            LoginRequestPdu.nextStage(header, base));
    int status = LoginResponsePdu.status(header, base);
    String violation = violation(header, base, said);
    switch (state.on(input(status, violation, said))) {
      case IGNORE -> {
        // The login is over, one way or the other.
      }
      case GIVE_UP_REFUSED -> onRefused(nowNs, status, data, dataOffset, lengthBytes);
      case GIVE_UP ->
          giveUp(
              nowNs,
              violation.isEmpty()
                  ? "the target did not let us finish a text of the login"
                  : violation);
      case SEND_MORE -> {
        assembler.onSegment(data, dataOffset, lengthBytes);
        send();
      }
      case COLLECT -> {
        assembler.onSegment(data, dataOffset, lengthBytes);
        sendRequest(0, false, false);
      }
      case NEGOTIATE, GO_ON -> {
        assembler.onSegment(data, dataOffset, lengthBytes);
        onText(nowNs, header, base, said);
      }
    }
  }

  private static LoginState.Input input(int status, String violation, LoginTransition said) {
    if (status != LoginStatus.SUCCESS) {
      return LoginState.Input.REFUSAL;
    }
    if (!violation.isEmpty()) {
      return LoginState.Input.MALFORMED;
    }
    return switch (said) {
      case PART_OF_TEXT -> LoginState.Input.PART_OF_TEXT;
      case STAY -> LoginState.Input.END_OF_TEXT;
      case TO_OPERATIONAL, TO_FULL_FEATURE -> LoginState.Input.TRANSIT;
      case NO_STAGE, OTHER_STAGE, TRANSIT_WITHIN_TEXT, NO_NEXT_STAGE -> LoginState.Input.MALFORMED;
    };
  }

  private void giveUp(long nowNs, String reason) {
    state = LoginState.FAILED;
    connection.fail(nowNs, reason);
  }

  /** One complete text of the target's. */
  private void onText(long nowNs, ByteBuffer header, int base, LoginTransition said) {
    NegotiationResult result = assembler.takeKeys(in);
    out.clear();
    if (result.isOk()) {
      result = negotiator.onKeys(stage, in, out);
    }
    String problem = result.isOk() ? authenticate(said.isTransit()) : result.reason();
    if (!problem.isEmpty()) {
      giveUp(nowNs, "the login failed: " + problem);
    } else if (said.isTransit()) {
      onTransit(nowNs, header, base, said.from(stage));
    } else {
      segments.load(out);
      send();
    }
  }

  /** Lets CHAP take its keys once the target has chosen it; answers what is wrong, or nothing. */
  private String authenticate(boolean isTransit) {
    if (stage != LoginStage.SECURITY_NEGOTIATION
        || !options.negotiation().authentication().isOffered()) {
      return "";
    }
    ChapInitiator running = chap;
    if (running == null) {
      String chosen = negotiator.result(IscsiKey.AUTH_METHOD);
      if (chosen.equals(TextValues.NONE)) {
        // RFC 7143 9.2.1: who wants to know the target does not go on without.
        return options.negotiation().authentication().target() != null && isTransit
            ? "the target leaves CHAP out, which is to be mutual"
            : "";
      }
      running = new ChapInitiator(options.negotiation().authentication());
      chap = running;
      running.begin(out);
    } else {
      String problem = running.onKeys(in, out);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return isTransit && !running.isDone()
        ? "the target left the security stage in the middle of CHAP"
        : "";
  }

  /** T asks for the next stage; with CHAP_A it would ask too early (RFC 7143 12.1.3). */
  private boolean mayTransit() {
    return chap == null || in.valueOf(IscsiKey.CHAP_C) != null || chap.isDone();
  }

  private String violation(ByteBuffer header, int base, LoginTransition said) {
    if (Bhs.initiatorTaskTag(header, base) != RequestTags.LOGIN) {
      return "the target answered a login with a foreign task tag";
    }
    if (!said.violation().isEmpty()) {
      return "the target broke the order of the login: " + said.violation();
    }
    if (said.isTransit() && said.from(stage) != stageAfter()) {
      return "the target went to a login stage that was not asked for";
    }
    return ++rounds > ROUNDS_MAX ? "the login took more than " + ROUNDS_MAX + " requests" : "";
  }

  private void onTransit(long nowNs, ByteBuffer header, int base, LoginStage next) {
    for (int index = 0; index < out.size(); index++) {
      IscsiKey key = IscsiKey.ofName(out.name(index));
      if (key != null && key.type().isNegotiated()) {
        giveUp(
            nowNs, "the target left a login stage with its offer of " + out.name(index) + " open");
        return;
      }
    }
    negotiator.onStageEnd();
    stage = next;
    if (next == LoginStage.FULL_FEATURE_PHASE) {
      int given = LoginRequestPdu.tsih(header, base);
      if (isJoining && given != tsih) {
        giveUp(nowNs, "the target put the connection into another session");
        return;
      }
      tsih = given;
      if (tsih == 0) {
        giveUp(nowNs, "the target ended the login without a TSIH");
        return;
      }
      state = LoginState.DONE;
      connection.onLoggedIn(nowNs);
      return;
    }
    out.clear();
    negotiator.offer(stage, out);
    segments.load(out);
    send();
  }

  private void onRefused(long nowNs, int status, ByteBuffer data, int dataOffset, int lengthBytes) {
    refused = true;
    String where = "";
    if (status >> 8 == REDIRECTION) {
      assembler.reset();
      assembler.onSegment(data, dataOffset, lengthBytes);
      @Nullable String address =
          assembler.takeKeys(in).isOk() ? in.valueOf(IscsiKey.TARGET_ADDRESS) : null;
      redirectAddress = address == null ? "" : address;
      where = redirectAddress.isEmpty() ? "" : " to " + redirectAddress;
    }
    giveUp(
        nowNs,
        "the target refused the login: "
            + LoginRefusal.describe(status)
            + where
            + " (status 0x0"
            + Integer.toHexString(status)
            + ")");
  }
}
