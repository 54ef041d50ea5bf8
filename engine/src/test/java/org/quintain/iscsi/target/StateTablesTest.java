// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.LoginState.Action;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.AsyncMessagePdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.testing.StateTable;

/** The state diagrams of RFC 7143 8.1 and 8.3, every state with every event. */
final class StateTablesTest {
  private static final Map<String, String> CONNECTION =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("FREE STREAM_UP", "XPT_UP"),
              Map.entry("FREE STREAM_LOST", "FREE"),
              Map.entry("XPT_UP LOGIN_BEGUN", "IN_LOGIN"),
              Map.entry("XPT_UP LOGIN_FAILED", "FREE"),
              Map.entry("XPT_UP STREAM_LOST", "FREE"),
              Map.entry("IN_LOGIN LOGIN_DONE", "LOGGED_IN"),
              Map.entry("IN_LOGIN LOGIN_FAILED", "FREE"),
              Map.entry("IN_LOGIN STREAM_LOST", "FREE"),
              Map.entry("LOGGED_IN LOGOUT_BEGUN", "IN_LOGOUT"),
              Map.entry("LOGGED_IN LOGOUT_ASKED", "LOGOUT_REQUESTED"),
              Map.entry("LOGGED_IN LOGOUT_DONE", "FREE"),
              Map.entry("LOGGED_IN STREAM_LOST", "CLEANUP_WAIT"),
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
              Map.entry("FREE FIRST_LOGIN_BEGUN", "ACTIVE"),
              Map.entry("ACTIVE CONNECTION_LOGGED_IN", "LOGGED_IN"),
              Map.entry("ACTIVE FIRST_LOGIN_FAILED", "FREE"),
              Map.entry("ACTIVE ENDED", "FREE"),
              Map.entry("LOGGED_IN CONNECTION_LOGGED_IN", "LOGGED_IN"),
              Map.entry("LOGGED_IN ALL_CONNECTIONS_LOST", "FAILED"),
              Map.entry("LOGGED_IN ENDED", "FREE"),
              Map.entry("FAILED CONNECTION_LOGGED_IN", "LOGGED_IN"),
              Map.entry("FAILED CONTINUATION_BEGUN", "IN_CONTINUE"),
              Map.entry("FAILED ENDED", "FREE"),
              Map.entry("IN_CONTINUE CONNECTION_LOGGED_IN", "LOGGED_IN"),
              Map.entry("IN_CONTINUE CONTINUATION_BEGUN", "IN_CONTINUE"),
              Map.entry("IN_CONTINUE CONTINUATION_FAILED", "FAILED"),
              Map.entry("IN_CONTINUE ENDED", "FREE")));

  @Test
  void takesAConnectionThroughEveryTransitionOfTheStandardAndNoOther() {
    StateTable.hasTheRowsOf(
        CONNECTION, ConnectionState.FREE, ConnectionState.Event.values(), ConnectionState::after);
  }

  @Test
  void takesASessionThroughEveryTransitionOfTheStandardAndNoOther() {
    StateTable.hasTheRowsOf(
        SESSION, SessionState.FREE, SessionState.Event.values(), SessionState::after);
  }

  @Test
  void standsWhereTheDiagramHasItThroughALife() {
    ScriptedTarget scsi = new ScriptedTarget();
    TargetBench bench = new TargetBench(scsi, 3);
    Peer peer = bench.connect();
    assertThat(peer.endpoint.standing()).isEqualTo(ConnectionState.XPT_UP);
    peer.exchange(Pdu.login(0x04, TargetBench.NAMES).cmdSn(1));
    assertThat(peer.endpoint.standing()).isEqualTo(ConnectionState.IN_LOGIN);
    peer.exchange(Pdu.login(0x87).cmdSn(1));
    assertThat(peer.endpoint.standing()).isEqualTo(ConnectionState.LOGGED_IN);
    IscsiTargetSession session = bench.node.sessions().get(0);
    assertThat(session.state()).isEqualTo(SessionState.LOGGED_IN);
    peer.send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    scsi.endsLostCommands = false;
    peer.disconnect();
    assertThat(peer.endpoint.standing()).isEqualTo(ConnectionState.CLEANUP_WAIT);
    scsi.endAll(bench.nowNs, scsi.last().nexus());
    assertThat(peer.endpoint.standing()).isEqualTo(ConnectionState.FREE);
    assertThat(session.state()).isEqualTo(SessionState.FREE);
  }

  @Test
  void waitsForAContinuationWhenItsLastConnectionIsLost() {
    TargetBench bench = new TargetBench(new ScriptedTarget(), 3);
    bench.prefer(IscsiKey.ERROR_RECOVERY_LEVEL, "2");
    Peer peer = bench.loggedIn("ErrorRecoveryLevel=2");
    IscsiTargetSession session = bench.node.sessions().get(0);
    peer.disconnect();
    assertThat(session.state()).isEqualTo(SessionState.FAILED);
    bench.world.settle();
    assertThat(session.state()).isEqualTo(SessionState.FREE);
  }

  @Test
  void asksForALogoutAndDropsWhoDoesNotHeed() {
    TargetBench bench = new TargetBench(new ScriptedTarget(), 3);
    Peer peer = bench.loggedIn();
    IscsiTargetSession session = bench.node.sessions().get(0);
    session.requestLogout(bench.nowNs, 7);
    assertThat(peer.endpoint.standing()).isEqualTo(ConnectionState.LOGOUT_REQUESTED);
    List<Pdu> told = peer.receiveAll();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).byteAt(36)).isEqualTo(AsyncMessagePdu.LOGOUT_REQUESTED);
    assertThat(AsyncMessagePdu.parameter3(told.get(0).header, 0)).isEqualTo(7);
    peer.pass(6_900_000_000L);
    assertThat(peer.isClosing()).isFalse();
    peer.pass(200_000_000L);
    assertThat(peer.isClosing()).isTrue();
  }

  @Test
  void doesWithEveryInputOfALoginWhatItsStateSays() {
    for (LoginState state : LoginState.values()) {
      for (LoginState.Input input : LoginState.Input.values()) {
        Action expected =
            switch (state) {
              case OVER -> Action.IGNORE;
              case AWAITING_FIRST, COLLECTING ->
                  switch (input) {
                    case OTHER_PDU ->
                        state == LoginState.COLLECTING ? Action.REFUSE_OTHER_PDU : Action.DROP;
                    case MALFORMED -> Action.REFUSE;
                    case PART_OF_TEXT -> Action.COLLECT;
                    case END_OF_TEXT, EMPTY -> Action.NEGOTIATE;
                  };
              case ANSWERING, ESTABLISHING -> {
                if (input == LoginState.Input.OTHER_PDU) {
                  yield Action.REFUSE_OTHER_PDU;
                }
                yield input == LoginState.Input.EMPTY && state == LoginState.ANSWERING
                    ? Action.SEND_MORE
                    : Action.REFUSE;
              }
            };
        assertThat(state.on(input)).as("%s %s", state, input).isEqualTo(expected);
      }
    }
  }

  @Test
  void givesEveryPduInEveryStateItsWay() {
    Map<Integer, RequestRoute> normal =
        new TreeMap<>(
            Map.of(
                0x00, RequestRoute.NUMBERED,
                0x01, RequestRoute.SCSI_COMMAND,
                0x02, RequestRoute.NUMBERED,
                0x03, RequestRoute.PROTOCOL_ERROR,
                0x04, RequestRoute.NUMBERED,
                0x05, RequestRoute.DATA_OUT,
                0x06, RequestRoute.NUMBERED,
                0x10, RequestRoute.SNACK));
    for (ConnectionState state : ConnectionState.values()) {
      boolean live =
          state == ConnectionState.LOGGED_IN || state == ConnectionState.LOGOUT_REQUESTED;
      for (int opcode = 0; opcode < 64; opcode++) {
        RequestRoute unknown =
            opcode < 0x20 ? RequestRoute.NOT_SUPPORTED : RequestRoute.PROTOCOL_ERROR;
        assertThat(RequestRoute.of(state, false, opcode))
            .as("%s %02x", state, opcode)
            .isEqualTo(live ? normal.getOrDefault(opcode, unknown) : RequestRoute.IGNORED);
        RequestRoute discovery =
            opcode == 0x04 || opcode == 0x06 ? RequestRoute.NUMBERED : RequestRoute.PROTOCOL_ERROR;
        assertThat(RequestRoute.of(state, true, opcode))
            .as("discovery %s %02x", state, opcode)
            .isEqualTo(live ? discovery : RequestRoute.IGNORED);
      }
    }
  }

  /** Every state of a login that a peer can bring about, with every input, on the wire. */
  @Test
  void answersEveryInputInEveryStateOfALoginOnTheWire() {
    for (LoginState state : LoginState.values()) {
      for (LoginState.Input input : LoginState.Input.values()) {
        if (state == LoginState.OVER) {
          continue;
        }
        Peer peer = inLogin(state);
        peer.send(pduOf(state, input));
        List<Pdu> answers = peer.receiveAll();
        String outcome =
            answers.isEmpty()
                ? "none"
                : Integer.toHexString(LoginResponsePdu.status(answers.get(0).header, 0));
        String expected =
            switch (state.on(input)) {
              case DROP -> "none";
              case REFUSE_OTHER_PDU -> "20b";
              case REFUSE -> "200";
              // Nothing was said at all, InitiatorName least of all.
              case NEGOTIATE ->
                  state == LoginState.AWAITING_FIRST && input == LoginState.Input.EMPTY
                      ? "207"
                      : "0";
              case COLLECT, SEND_MORE -> "0";
              case IGNORE -> "none";
            };
        assertThat(outcome).as("%s %s", state, input).isEqualTo(expected);
        assertThat(peer.isClosing()).as("%s %s", state, input).isEqualTo(!expected.equals("0"));
      }
    }
  }

  private static Peer inLogin(LoginState state) {
    ScriptedTarget scsi = new ScriptedTarget();
    TargetBench bench = new TargetBench(scsi, 3);
    if (state == LoginState.ESTABLISHING) {
      scsi.endsLostCommands = false;
      bench.loggedIn().send(Pdu.command(Pdu.F, 5, 1, 0, 0));
    }
    Peer peer = bench.connect();
    switch (state) {
      case AWAITING_FIRST, OVER -> {}
      case COLLECTING ->
          assertThat(peer.exchange(Pdu.login(0x04, TargetBench.NAMES).cmdSn(1)).flags())
              .isEqualTo(0x04);
      case ANSWERING -> {
        // Each key that is not known is answered with more than it takes itself.
        StringBuilder keys = new StringBuilder(String.join("\0", TargetBench.NAMES) + "\0");
        for (int key = 0; key < 500; key++) {
          keys.append("X-").append(key).append("=1\0");
        }
        Pdu request = Pdu.login(0x04).data(keys.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(peer.exchange(request.cmdSn(1)).flags()).isEqualTo(0x44);
      }
      case ESTABLISHING -> {
        peer.send(Pdu.login(0x87, TargetBench.NAMES).cmdSn(1));
        assertThat(peer.receiveAll()).isEmpty();
      }
    }
    return peer;
  }

  private static Pdu pduOf(LoginState state, LoginState.Input input) {
    boolean isFirst = state == LoginState.AWAITING_FIRST;
    String[] keys = isFirst ? TargetBench.NAMES : new String[] {"X-com.example.k=1"};
    return switch (input) {
      case OTHER_PDU -> Pdu.nopOut(1, -1, 1, new byte[0]);
      case MALFORMED -> Pdu.login(0x08, keys).cmdSn(1);
      case PART_OF_TEXT -> Pdu.login(0x44, keys).cmdSn(1);
      case END_OF_TEXT -> Pdu.login(0x04, keys).cmdSn(1);
      case EMPTY -> Pdu.login(0x04).cmdSn(1);
    };
  }
}
