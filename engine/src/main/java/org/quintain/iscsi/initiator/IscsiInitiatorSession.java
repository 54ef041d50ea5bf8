// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.NexusInitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.sam.Check;

/**
 * One session, which realises one I_T nexus (RFC 7143 4.2.1): the command window, the commands and
 * functions under way and those that wait, and the connection they travel on. Sans-IO; all calls
 * come on one reactor. What is submitted before the login is done waits for it.
 */
public final class IscsiInitiatorSession implements NexusInitiatorPort.Nexus {
  /** R2Ts kept per command, whatever number was agreed on. */
  private static final int R2TS_PER_COMMAND_MAX = 64;

  private final InitiatorOptions options;
  private final SessionListener listener;
  private final SessionCounters counters = new SessionCounters();
  private final SlotTable slots;
  private final CommandWindow window;
  private final ArrayDeque<ExecuteCommand> waiting = new ArrayDeque<>();
  private final TaskManagementExchange taskManagement;
  private final SessionConnections connections;
  private final IscsiInitiatorConnection leading;

  private SessionState state = SessionState.CONNECTING;
  private @Nullable SessionParameters parameters;
  private int tsih;
  private String logoutReason = "";
  private boolean pumping;
  private boolean progressed;

  /** A session that logs in as soon as a stream is driven over {@link #connection}. */
  public IscsiInitiatorSession(InitiatorOptions options, SessionListener listener) {
    this.options = options;
    this.listener = listener;
    slots = new SlotTable(options.resources().commandsMax());
    window = new CommandWindow(options.negotiation().initialCmdSn());
    taskManagement = new TaskManagementExchange(this);
    connections = new SessionConnections(this, options);
    leading = connections.add(0);
  }

  /** The leading connection: the endpoint to drive a stream over. */
  public IscsiInitiatorConnection connection() {
    return leading;
  }

  /**
   * Says how further connections are dialled: as many as are agreed on by MaxConnections, and at
   * error recovery level 2 those that take the place of lost ones. Called before the login.
   */
  public void dialler(ConnectionDialler dialler) {
    connections.dialler(dialler);
  }

  /** How many connections are in full feature phase. */
  public int connectionCount() {
    return connections.standingCount();
  }

  /**
   * Sends {@code command}, which has begun, or lets it wait its turn; ends it at once when the
   * nexus is gone.
   */
  @Override
  public void submit(long nowNs, ExecuteCommand command) {
    if (isOver()) {
      command.end(nowNs, ServiceResponse.NEXUS_LOST);
      onProgress(nowNs);
      return;
    }
    waiting.add(command);
    pump(nowNs);
    connections.markReady();
  }

  /** Sends a task management function for immediate delivery. */
  @Override
  public void submit(long nowNs, ManageTask function) {
    taskManagement.submit(function);
    if (isOver()) {
      taskManagement.onNexusLost(nowNs);
      return;
    }
    pump(nowNs);
    connections.markReady();
  }

  /** Sends a Text Request; {@code toBeTold} hears once. Only one can be under way. */
  public void requestText(long nowNs, TextKeyList keys, TextListener toBeTold) {
    IscsiInitiatorConnection by = connections.forControl();
    if (state != SessionState.LOGGED_IN || by == null || by.text().isBusy()) {
      String problem =
          state == SessionState.LOGGED_IN ? "another text is under way" : "there is no session";
      toBeTold.onText(nowNs, new TextKeyList(), problem);
      return;
    }
    by.text().request(keys, toBeTold);
    by.markReady();
  }

  /** Logs out; the session ends when the target agrees, or when its time for that is up. */
  public void logOut(long nowNs) {
    logOut(nowNs, "logged out");
  }

  void logOut(long nowNs, String reason) {
    if (isOver()) {
      return;
    }
    logoutReason = reason;
    if (state == SessionState.LOGGED_IN) {
      on(SessionState.Event.LOGOUT_BEGUN);
    }
    IscsiInitiatorConnection by = connections.forControl();
    if (by != null) {
      by.logOut(nowNs);
    } else {
      end(nowNs, reason);
    }
  }

  /** Ends the session without a word to the target. */
  public void abort(long nowNs, String reason) {
    end(nowNs, reason);
  }

  /**
   * Sends what may be sent: data that is owed, functions, then commands while the window is open.
   */
  void pump(long nowNs) {
    SessionParameters agreed = parameters;
    if (pumping || agreed == null || state == SessionState.ENDED) {
      return;
    }
    pumping = true;
    for (int index = 0; index < connections.count(); index++) {
      IscsiInitiatorConnection each = connections.at(index);
      each.dataOut().pump(slots, each.sendDataSegmentMax());
    }
    IscsiInitiatorConnection control = taskManagement.isWaiting() ? connections.forControl() : null;
    if (control != null && !connections.isRecovering()) {
      taskManagement.pump(nowNs, control);
    }
    while (!waiting.isEmpty() && window.isOpen() && slots.hasFree()) {
      IscsiInitiatorConnection by = connections.nextForCommand();
      if (by == null) {
        break;
      }
      send(waiting.remove(), by);
    }
    pumping = false;
    if (connections.count() > 1) {
      connections.markReady();
    }
  }

  private void send(ExecuteCommand command, IscsiInitiatorConnection connection) {
    CommandSlot slot = slots.acquire(command, connection, window.next());
    if (command.identifier() == 0) {
      command.identifier(Integer.toUnsignedLong(slot.tag));
    }
    sendCommand(slot, connection);
  }

  /** Sends the command of {@code slot}, for the first time or again, by {@code connection}. */
  void sendCommand(CommandSlot slot, IscsiInitiatorConnection connection) {
    SessionParameters agreed = parameters();
    ExecuteCommand command = slot.command();
    int immediate = CommandSender.immediateBytes(command, agreed, connection.sendDataSegmentMax());
    int unsolicited = CommandSender.send(connection, slot, agreed);
    if (unsolicited > immediate) {
      connection.dataOut().add(slot, Bhs.RESERVED_TAG, immediate, unsolicited);
      connection.dataOut().pump(slots, connection.sendDataSegmentMax());
    }
  }

  /** Ends with ABORTED what waits and {@code function} covers; the target never hears of it. */
  boolean abortWaiting(long nowNs, ManageTask function) {
    boolean found = false;
    for (int count = waiting.size(); count > 0; count--) {
      ExecuteCommand command = waiting.remove();
      if (TaskManagementExchange.isAffected(function, command)) {
        found = true;
        progressed = true;
        command.end(nowNs, ServiceResponse.ABORTED);
      } else {
        waiting.add(command);
      }
    }
    return found;
  }

  void onLoggedIn(long nowNs, IscsiInitiatorConnection connection) {
    boolean isFirst = state == SessionState.CONNECTING;
    on(SessionState.Event.CONNECTION_LOGGED_IN);
    if (!isFirst) {
      connections.onJoined(nowNs, connection);
      return;
    }
    SessionParameters agreed = connection.login().negotiator().sessionParameters();
    parameters = agreed;
    tsih = connection.login().tsih();
    connections.extend(nowNs, agreed);
    listener.onEstablished(nowNs);
  }

  /**
   * A command's end is known. It ends now, or when the last PDU that refers to its memory is gone.
   */
  void onCommandEnd(long nowNs, CommandSlot slot, ServiceResponse response) {
    Check.that(!slot.ending, "a command ends exactly once", slot.index);
    slot.ending = true;
    slot.endResponse = response;
    if (slot.queuedPdus == 0) {
      finish(nowNs, slot);
    }
  }

  void onDataOutSent(long nowNs, int tag) {
    CommandSlot slot = slots.ofTag(tag);
    Check.that(slot != null && slot.queuedPdus > 0, "a slot is kept while its data is queued", tag);
    slot.queuedPdus--;
    if (slot.ending && slot.queuedPdus == 0) {
      finish(nowNs, slot);
    }
  }

  private void finish(long nowNs, CommandSlot slot) {
    int received = slot.dataInBytes;
    ServiceResponse response = slot.endResponse;
    ExecuteCommand command = slots.release(slot);
    command.dataInTransferred(received);
    progressed = true;
    command.end(nowNs, response);
  }

  /** The Logout Response came by one of the connections. */
  void onLogoutDone() {
    connections.onLogoutDone();
  }

  /** The target drops connection {@code cid}, which may be taken up again after a time. */
  void onConnectionDropped(long nowNs, int cid, int time2WaitSeconds) {
    IscsiInitiatorConnection dropped = connections.find(cid);
    if (dropped != null) {
      connections.waitAtLeast(time2WaitSeconds);
      dropped.fail(nowNs, "the target announced that it drops the connection");
    }
  }

  /** The target reports {@code sense} of logical unit {@code lun} of its own accord. */
  void onScsiEvent(long nowNs, long lun, byte[] sense) {
    counters.scsiEvent();
    listener.onScsiEvent(nowNs, lun, sense);
  }

  void onConnectionLost(long nowNs, IscsiInitiatorConnection lost, String reason) {
    lost.text().onFailed(nowNs, reason);
    if (state != SessionState.ENDED && !connections.onLost(nowNs, lost)) {
      end(nowNs, reason);
    }
  }

  private void end(long nowNs, String reason) {
    if (state == SessionState.ENDED) {
      return;
    }
    on(SessionState.Event.ENDED);
    connections.endAll(nowNs, reason);
    for (int index = 0; index < slots.capacity(); index++) {
      CommandSlot slot = slots.at(index);
      if (slot.isUsed() && !slot.ending) {
        onCommandEnd(nowNs, slot, ServiceResponse.NEXUS_LOST);
      }
    }
    while (!waiting.isEmpty()) {
      waiting.remove().end(nowNs, ServiceResponse.NEXUS_LOST);
    }
    taskManagement.onNexusLost(nowNs);
    Check.that(slots.usedCount() == 0, "no command outlives its nexus", slots.usedCount());
    connections.onCleanedUp();
    listener.onEnded(nowNs, logoutReason.isEmpty() ? reason : logoutReason);
    progressed = true;
  }

  void onProgress(long nowNs) {
    progressed = true;
    if (!pumping) {
      flushProgress(nowNs);
    }
  }

  /** Tells the listener once per input that something ended. */
  void flushProgress(long nowNs) {
    if (progressed) {
      progressed = false;
      listener.onProgress(nowNs);
    }
  }

  /**
   * How many Data-Out sequences can be owed at once: unsolicited data and R2Ts of every command.
   */
  int sequencesMax() {
    long r2ts =
        TextValues.number(options.negotiation().preferences().value(IscsiKey.MAX_OUTSTANDING_R2T));
    return options.resources().commandsMax() * (1 + (int) Math.min(R2TS_PER_COMMAND_MAX, r2ts));
  }

  SlotTable slots() {
    return slots;
  }

  CommandWindow window() {
    return window;
  }

  TaskReassignment reassignment() {
    return connections.reassignment();
  }

  TaskManagementExchange taskManagement() {
    return taskManagement;
  }

  /** What the session saw. */
  public SessionCounters counters() {
    return counters;
  }

  /** Goes to the state that follows {@code event}. */
  void on(SessionState.Event event) {
    SessionState next = state.after(event);
    Check.that(
        next != null,
        "what happens to a session is in its table",
        state.ordinal(),
        event.ordinal());
    state = next;
  }

  /** Its state. */
  public SessionState state() {
    return state;
  }

  /** Whether it takes no more commands: it has ended, or is about to. */
  @Override
  public boolean isOver() {
    return state == SessionState.ENDED || state == SessionState.LOGGING_OUT;
  }

  /** What was agreed on; there after the login alone. */
  public SessionParameters parameters() {
    SessionParameters agreed = parameters;
    if (agreed == null) {
      throw new IllegalStateException("the session has not logged in");
    }
    return agreed;
  }

  /** The target session identifying handle, 0 before the login is done. */
  public int tsih() {
    return tsih;
  }

  /** Where the target sent us to instead, "host:port,group", or an empty string. */
  public String redirectAddress() {
    return leading.login().redirectAddress();
  }

  /** How many commands are under way, those that wait left out. */
  public int commandsUnderWay() {
    return slots.usedCount();
  }
}
