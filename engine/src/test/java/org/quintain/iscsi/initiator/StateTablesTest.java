// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.initiator.LoginState.Action;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.testing.StateTable;

/** The initiator's state tables (RFC 7143 6.3, 8.1, 8.3.1), every state with every input. */
final class StateTablesTest {
  private static final Map<String, String> CONNECTION =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("FREE STREAM_ASKED", "XPT_WAIT"),
              Map.entry("FREE STREAM_LOST", "FREE"),
              Map.entry("XPT_WAIT STREAM_UP", "IN_LOGIN"),
              Map.entry("XPT_WAIT LOGIN_FAILED", "FREE"),
              Map.entry("XPT_WAIT STREAM_LOST", "FREE"),
              Map.entry("IN_LOGIN LOGIN_DONE", "LOGGED_IN"),
              Map.entry("IN_LOGIN LOGIN_FAILED", "FREE"),
              Map.entry("IN_LOGIN STREAM_LOST", "FREE"),
              Map.entry("LOGGED_IN LOGOUT_BEGUN", "IN_LOGOUT"),
              Map.entry("LOGGED_IN LOGOUT_ASKED", "LOGOUT_REQUESTED"),
              Map.entry("LOGGED_IN LOGOUT_DONE", "FREE"),
              Map.entry("LOGGED_IN STREAM_LOST", "CLEANUP_WAIT"),
              Map.entry("IN_LOGOUT LOGOUT_ASKED", "IN_LOGOUT"),
              Map.entry("IN_LOGOUT LOGOUT_DONE", "FREE"),
              Map.entry("IN_LOGOUT STREAM_LOST", "CLEANUP_WAIT"),
              Map.entry("LOGOUT_REQUESTED LOGOUT_BEGUN", "IN_LOGOUT"),
              Map.entry("LOGOUT_REQUESTED LOGOUT_ASKED", "LOGOUT_REQUESTED"),
              Map.entry("LOGOUT_REQUESTED LOGOUT_DONE", "FREE"),
              Map.entry("LOGOUT_REQUESTED STREAM_LOST", "CLEANUP_WAIT"),
              Map.entry("CLEANUP_WAIT LOGOUT_DONE", "FREE"),
              Map.entry("CLEANUP_WAIT CLEANED_UP", "FREE")));

  private static final Map<String, String> SESSION =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("CONNECTING CONNECTION_LOGGED_IN", "LOGGED_IN"),
              Map.entry("CONNECTING ENDED", "ENDED"),
              Map.entry("LOGGED_IN CONNECTION_LOGGED_IN", "LOGGED_IN"),
              Map.entry("LOGGED_IN CONNECTION_LOST", "LOGGED_IN"),
              Map.entry("LOGGED_IN ALL_CONNECTIONS_LOST", "FAILED"),
              Map.entry("LOGGED_IN LOGOUT_BEGUN", "LOGGING_OUT"),
              Map.entry("LOGGED_IN ENDED", "ENDED"),
              Map.entry("LOGGING_OUT CONNECTION_LOGGED_IN", "LOGGING_OUT"),
              Map.entry("LOGGING_OUT CONNECTION_LOST", "LOGGING_OUT"),
              Map.entry("LOGGING_OUT ENDED", "ENDED"),
              Map.entry("FAILED CONNECTION_LOGGED_IN", "LOGGED_IN"),
              Map.entry("FAILED ENDED", "ENDED")));

  @Test
  void takesAConnectionThroughEveryTransitionOfTheStandardAndNoOther() {
    StateTable.hasTheRowsOf(
        CONNECTION, ConnectionState.FREE, ConnectionState.Event.values(), ConnectionState::after);
  }

  @Test
  void takesASessionThroughEveryTransitionOfTheStandardAndNoOther() {
    StateTable.hasTheRowsOf(
        SESSION, SessionState.CONNECTING, SessionState.Event.values(), SessionState::after);
  }

  @Test
  void doesWithEveryLoginResponseWhatItsStateSays() {
    for (LoginState state : LoginState.values()) {
      boolean waits = state == LoginState.SENDING || state == LoginState.RECEIVING;
      boolean hasMore = state == LoginState.SENDING;
      for (LoginState.Input input : LoginState.Input.values()) {
        Action expected =
            switch (input) {
              case REFUSAL -> Action.GIVE_UP_REFUSED;
              case MALFORMED -> Action.GIVE_UP;
              case PART_OF_TEXT -> hasMore ? Action.GIVE_UP : Action.COLLECT;
              case END_OF_TEXT -> hasMore ? Action.SEND_MORE : Action.NEGOTIATE;
              case TRANSIT -> hasMore ? Action.GIVE_UP : Action.GO_ON;
            };
        assertThat(state.on(input))
            .as("%s %s", state, input)
            .isEqualTo(waits ? expected : Action.IGNORE);
      }
    }
  }

  @Test
  void givesEveryPduInEveryStateItsWay() {
    Map<Integer, ResponseRoute> full =
        new TreeMap<>(
            Map.of(
                0x20, ResponseRoute.NOP_IN,
                0x21, ResponseRoute.SCSI_RESPONSE,
                0x22, ResponseRoute.TASK_MANAGEMENT,
                0x24, ResponseRoute.TEXT,
                0x25, ResponseRoute.DATA_IN,
                0x26, ResponseRoute.LOGOUT,
                0x31, ResponseRoute.READY_TO_TRANSFER,
                0x32, ResponseRoute.ASYNCHRONOUS_MESSAGE,
                0x3F, ResponseRoute.REJECT));
    for (ConnectionState state : ConnectionState.values()) {
      for (int opcode = 0; opcode < 64; opcode++) {
        ResponseRoute expected =
            switch (state) {
              case FREE, XPT_WAIT, CLEANUP_WAIT -> ResponseRoute.IGNORED;
              case IN_LOGIN -> opcode == 0x23 ? ResponseRoute.LOGIN : ResponseRoute.VIOLATION;
              case LOGGED_IN, IN_LOGOUT, LOGOUT_REQUESTED ->
                  full.getOrDefault(opcode, ResponseRoute.VIOLATION);
            };
        assertThat(ResponseRoute.of(state, opcode))
            .as("%s %02x", state, opcode)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void standsWhereTheDiagramHasItThroughALife() {
    ScriptedTarget target = new ScriptedTarget(ScriptedTarget.options());
    IscsiInitiatorConnection connection = target.session.connection();
    assertThat(connection.standing()).isEqualTo(ConnectionState.XPT_WAIT);
    assertThat(target.session.state()).isEqualTo(SessionState.CONNECTING);
    target.connect();
    assertThat(connection.standing()).isEqualTo(ConnectionState.IN_LOGIN);
    target.completeLogin(KeyPreferences.ofTarget());
    assertThat(connection.standing()).isEqualTo(ConnectionState.LOGGED_IN);
    assertThat(target.session.state()).isEqualTo(SessionState.LOGGED_IN);
    target.session.logOut(target.nowNs);
    assertThat(connection.standing()).isEqualTo(ConnectionState.IN_LOGOUT);
    assertThat(target.session.state()).isEqualTo(SessionState.LOGGING_OUT);
    target.drain();
    TestPdu request = target.next(IscsiOpcode.LOGOUT_REQUEST);
    target.send(target.numbered(TestPdu.of(IscsiOpcode.LOGOUT_RESPONSE, 0x80, request.tag())));
    assertThat(connection.standing()).isEqualTo(ConnectionState.FREE);
    assertThat(target.session.state()).isEqualTo(SessionState.ENDED);
  }

  @Test
  void isCleanedUpWhenTheStreamOfItsCommandsIsLost() {
    ScriptedTarget target = ScriptedTarget.established();
    target.submit(ScriptedTarget.testUnitReady());
    target.session.connection().onDisconnected(target.nowNs, "the test ended the stream");
    assertThat(target.session.connection().standing()).isEqualTo(ConnectionState.FREE);
    assertThat(target.session.state()).isEqualTo(SessionState.ENDED);
  }

  @Test
  void waitsForASuccessorOfItsOnlyConnectionAtLevelTwo() {
    KeyPreferences level =
        KeyPreferences.ofTarget()
            .with(IscsiKey.ERROR_RECOVERY_LEVEL, "2")
            .with(IscsiKey.DEFAULT_TIME2RETAIN, "20");
    InitiatorOptions options =
        ScriptedTarget.options()
            .withPreferences(
                ScriptedTarget.options()
                    .negotiation()
                    .preferences()
                    .with(IscsiKey.ERROR_RECOVERY_LEVEL, "2")
                    .with(IscsiKey.DEFAULT_TIME2RETAIN, "20"));
    ScriptedTarget target = new ScriptedTarget(options);
    IscsiInitiatorConnection[] dialled = new IscsiInitiatorConnection[1];
    target.session.dialler((atNs, successor) -> dialled[0] = successor);
    target.connect();
    target.completeLogin(level);
    IscsiInitiatorConnection first = target.session.connection();
    target.submit(ScriptedTarget.testUnitReady());
    first.onDisconnected(target.nowNs, "the test ended the stream");
    assertThat(first.standing()).isEqualTo(ConnectionState.CLEANUP_WAIT);
    assertThat(target.session.state()).isEqualTo(SessionState.FAILED);
    assertThat(dialled[0].standing()).isEqualTo(ConnectionState.XPT_WAIT);
    // RFC 7143 11.12.9: its first Login Request says what came by the connection it restarts.
    assertThat(dialled[0].requests().expStatSn()).isEqualTo(target.statSn).isNotZero();
    target.session.abort(target.nowNs, "the test ended the session");
    assertThat(first.standing()).isEqualTo(ConnectionState.FREE);
    assertThat(dialled[0].standing()).isEqualTo(ConnectionState.FREE);
  }

  /** Our answers to so many keys take more than one request; each input in the midst of that. */
  @Test
  void sendsALongTextToItsEndUnlessTheTargetBreaksIn() {
    assertThat(amidLongText(LoginRequestPdu.flags(false, false, 0, 0)).events).isEmpty();
    assertThat(amidLongText(LoginRequestPdu.flags(true, false, 0, 1)).events.toString())
        .contains("did not let us finish a text");
    assertThat(amidLongText(LoginRequestPdu.flags(false, true, 0, 0)).events.toString())
        .contains("did not let us finish a text");
    ScriptedTarget target = amidLongText(LoginRequestPdu.flags(false, false, 0, 0));
    TestPdu more = target.next(IscsiOpcode.LOGIN_REQUEST);
    while ((more.flags() & LoginRequestPdu.CONTINUE) != 0) {
      assertThat(more.flags() & LoginRequestPdu.TRANSIT).isZero();
      target.send(target.login(0, new TextKeyList(), 0));
      more = target.next(IscsiOpcode.LOGIN_REQUEST);
    }
    assertThat(more.flags()).isEqualTo(LoginRequestPdu.flags(true, false, 0, 1));
  }

  /** A target that answers {@code flags} after the first part of a long text of ours. */
  private static ScriptedTarget amidLongText(int flags) {
    ScriptedTarget target = new ScriptedTarget(ScriptedTarget.options());
    target.connect();
    target.next(IscsiOpcode.LOGIN_REQUEST);
    for (int part = 5; part >= 0; part--) {
      TextKeyList keys = new TextKeyList();
      for (int key = 0; key < 60; key++) {
        keys.add("X-com.example." + part + "." + key + "." + "x".repeat(30), "1");
      }
      target.send(target.login(part > 0 ? LoginRequestPdu.CONTINUE : 0, keys, 0));
      boolean goesOn = (target.received.element().flags() & LoginRequestPdu.CONTINUE) != 0;
      assertThat(goesOn).isEqualTo(part == 0);
      TestPdu request = target.next(IscsiOpcode.LOGIN_REQUEST);
      assertThat(request.data.length > 0).isEqualTo(part == 0);
    }
    target.send(target.login(flags, new TextKeyList(), 0));
    return target;
  }
}
