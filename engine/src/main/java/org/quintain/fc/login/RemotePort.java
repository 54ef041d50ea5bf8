// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.login.RemotePortState.Input;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.time.DeadlineTable;

/**
 * A peer of one N_Port, by its address: our login with it, as {@link RemotePortState}'s table has
 * it, and its login with us. Owned by its {@link NPort}; upper levels read it and keep something of
 * theirs with it.
 */
public final class RemotePort {
  /** What a port may be sent before it said what it takes (FC-LS-4 6.3.2.5). */
  private static final int SMALLEST_FRAME_PAYLOAD = 256;

  private final NPort nPort;
  private final int portId;
  private RemotePortState state = RemotePortState.IDLE;
  private long portName;
  private long nodeName;
  private int framePayloadMax = SMALLEST_FRAME_PAYLOAD;
  private boolean outbound;
  private boolean inbound;
  private boolean wanted;
  private int attempts;
  private int forgotten;
  private long deadlineNs = DeadlineTable.NONE;
  private @Nullable Object context;
  private final PeerRequests requests;

  RemotePort(NPort nPort, int portId) {
    this.nPort = nPort;
    this.portId = portId;
    requests = new PeerRequests(this);
  }

  /** The N_Port of ours that knows this peer. */
  public NPort nPort() {
    return nPort;
  }

  /** The peer's address identifier. */
  public int portId() {
    return portId;
  }

  /** The peer's N_Port_Name, 0 before its login. */
  public long portName() {
    return portName;
  }

  /** The peer's Node_Name, 0 before its login. */
  public long nodeName() {
    return nodeName;
  }

  /** The longest frame payload that the peer takes. */
  public int framePayloadMax() {
    return framePayloadMax;
  }

  /** Where our login with it is. */
  public RemotePortState state() {
    return state;
  }

  /** Whether a port login stands. */
  public boolean isLoggedIn() {
    return state.isLoggedIn();
  }

  /** Whether a process login stands, made by either end. */
  public boolean hasProcessLogin() {
    return outbound || inbound;
  }

  /** Whether the peer made a process login with us. */
  public boolean isInbound() {
    return inbound;
  }

  /** What the upper level keeps with it. */
  public @Nullable Object context() {
    return context;
  }

  /** Sets what the upper level keeps with it. */
  public void context(@Nullable Object kept) {
    context = kept;
  }

  @Override
  public String toString() {
    return String.format("%06x (%016x)", portId, portName);
  }

  // For the package.

  long deadlineNs() {
    return deadlineNs;
  }

  void wanted(boolean isWanted) {
    wanted = isWanted;
  }

  boolean isWanted() {
    return wanted;
  }

  void named(long port, long node) {
    portName = port;
    nodeName = node;
  }

  void parameters(LoginParameters parameters) {
    named(parameters.portName(), parameters.nodeName());
    framePayloadMax = Math.max(128, parameters.class3FramePayloadMax());
  }

  void inbound(boolean stands) {
    inbound = stands;
  }

  /** The timer is due at {@code atNs}. */
  void setTimer(long atNs) {
    deadlineNs = atNs;
    nPort.port().noteDeadline(atNs);
  }

  void onDeadline(long nowNs) {
    if (deadlineNs <= nowNs) {
      deadlineNs = DeadlineTable.NONE;
      if (state != RemotePortState.IDLE && state != RemotePortState.LOGGED_IN) {
        on(nowNs, Input.TIMER, LogoutCause.LINK_LOST, null);
      } else if (wanted && nPort.state().isAddressed()) {
        on(nowNs, Input.TIMER, LogoutCause.LINK_LOST, null);
      }
    }
  }

  /** As below, for what ends no login or ends it by our own will. */
  void on(long nowNs, Input input) {
    on(nowNs, input, LogoutCause.REQUESTED, null);
  }

  /**
   * Takes {@code input} by the table.
   *
   * @param cause why, if a login ends by it
   * @param except the exchange that brought it, which outlives the login
   */
  void on(long nowNs, Input input, LogoutCause cause, @Nullable Exchange except) {
    RemotePortState.Step step = state.on(input);
    if (step.next() != state || step.action() != RemotePortState.Action.NONE) {
      if (step.next() != state) {
        deadlineNs = DeadlineTable.NONE;
        requests.cancel();
      }
      state = step.next();
      act(nowNs, step.action(), cause, except);
    }
  }

  private void act(
      long nowNs, RemotePortState.Action action, LogoutCause cause, @Nullable Exchange except) {
    switch (action) {
      case NONE -> {}
      case SEND_FLOGI -> requests.sendFlogi(nowNs);
      case SEND_PLOGI -> requests.sendPlogi(nowNs);
      case SEND_PRLI -> requests.sendPrli(nowNs);
      case SEND_ADISC -> requests.sendAdisc(nowNs);
      case PROCEED -> proceed(nowNs);
      case ANNOUNCE -> {
        attempts = 0;
        forgotten = 0;
      }
      case RESUME -> {}
      case GIVE_UP -> nPort.upper().onProcessLoginRefused(nowNs, this);
      case RETRY_LATER -> retryLater(nowNs);
      case SUSPEND -> setTimer(nowNs + nPort.port().options().lossNs());
      case DROP -> drop(nowNs, cause, except);
      case DROP_AND_RETRY -> {
        drop(nowNs, cause, except);
        retryLater(nowNs);
      }
      case DROP_AND_PLOGI -> {
        drop(nowNs, cause, except);
        requests.sendPlogi(nowNs);
      }
      case DROP_AND_PROCEED -> {
        drop(nowNs, cause, except);
        proceed(nowNs);
      }
      case DROP_AND_LOGO -> {
        drop(nowNs, cause, except);
        nPort.sendLogout(nowNs, portId);
      }
      case DROP_PROCESS -> {
        dropProcess(nowNs, cause);
        retryLater(nowNs);
      }
    }
  }

  private void proceed(long nowNs) {
    attempts = 0;
    if (nPort.upper().seeksPeers() && !outbound) {
      on(nowNs, Input.SEEK);
    }
  }

  private void retryLater(long nowNs) {
    attempts++;
    if (wanted && attempts < nPort.port().options().loginAttemptsMax()) {
      setTimer(nowNs + nPort.port().options().retryNs());
    }
  }

  /** A new reason to log in makes up for attempts that failed. */
  void seek(long nowNs, Input how) {
    wanted = true;
    attempts = 0;
    forgotten = 0;
    on(nowNs, how);
  }

  private void drop(long nowNs, LogoutCause cause, @Nullable Exchange except) {
    nPort
        .exchanges()
        .endAll(nowNs, nPort.portId(), portId, ExchangeManager.ANY, except, ExchangeEnd.LOGGED_OUT);
    end(nowNs, cause);
  }

  private void dropProcess(long nowNs, LogoutCause cause) {
    int type = nPort.upper().type();
    nPort.exchanges().endAll(nowNs, nPort.portId(), portId, type, null, ExchangeEnd.LOGGED_OUT);
    end(nowNs, cause);
  }

  private void end(long nowNs, LogoutCause cause) {
    boolean stood = hasProcessLogin();
    inbound = false;
    outbound = false;
    if (stood) {
      nPort.upper().onLoggedOut(nowNs, this, cause);
    }
  }

  /** PLOGI or FLOGI was accepted with {@code parameters}. */
  void onParameters(long nowNs, LoginParameters parameters) {
    parameters(parameters);
    nPort.onNamed(nowNs, this);
  }

  /** Its PLOGI, which came by {@code exchange}, is accepted: what was before is over. */
  void acceptLogin(long nowNs, LoginParameters parameters, Exchange exchange) {
    if (portName != parameters.portName()) {
      on(nowNs, Input.GONE, LogoutCause.GONE, exchange);
    }
    onParameters(nowNs, parameters);
    on(nowNs, Input.PLOGI_CAME, LogoutCause.LOGGED_IN_ANEW, exchange);
  }

  /** Ends the login and tells the port at that address by LOGO; {@code except} goes on. */
  void logOutFor(long nowNs, LogoutCause cause, Exchange except) {
    on(nowNs, Input.LOG_OUT, cause, except);
  }

  /**
   * The peer rejects PRLI since it knows no login of ours, though it accepted our PLOGI: a LOGO
   * that we sent before came after it. What it forgot begins with PLOGI again, but not without end.
   */
  void onForgotten(long nowNs) {
    forgotten++;
    boolean isWorthwhile = forgotten < nPort.port().options().loginAttemptsMax();
    on(nowNs, isWorthwhile ? Input.LOGO_CAME : Input.FAILED, LogoutCause.LOGGED_OUT_BY_PEER, null);
  }

  /** Our PRLI was accepted. */
  void onGranted(long nowNs, int serviceParameters) {
    outbound = true;
    on(nowNs, Input.ACCEPTED);
    nPort.upper().onProcessLoginAccepted(nowNs, this, serviceParameters);
  }
}
