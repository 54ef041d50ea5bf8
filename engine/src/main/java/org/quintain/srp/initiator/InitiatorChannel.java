// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.srp.initiator.InitiatorCounters.Counter;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.srp.wire.SrpLoginResponse;
import org.quintain.srp.wire.SrpResponseIu;
import org.quintain.srp.wire.SrpTargetRequestIu;
import org.quintain.srp.wire.TargetLogoutReason;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/** One RDMA channel of a nexus: its queue pair, its receive buffers, its credit (SRP r16a 4.2). */
final class InitiatorChannel implements QueuePairListener {
  private static final int RESPONSE_BYTES_MAX = 1024;

  /** Receives beside those for responses: what the target asks. */
  private static final int SPARE_RECEIVES = 2;

  private static final int ANSWER_BYTES = 16;
  private static final byte[] NO_DATA = new byte[0];
  private static final SegmentList NOTHING = new SegmentList(1);

  /** A short unit: an answer, or a logout. */
  private static final class Note {
    private final SegmentList list = new SegmentList(1);
    private final WorkRequest send = new WorkRequest(this);
    private int at;
    private boolean isLogout;
  }

  private final SrpInitiatorNexus nexus;
  private final RdmaPort rdma;
  private final int receives;
  private final ArrayDeque<Note> notes = new ArrayDeque<>();
  private final WorkRequest probe = new WorkRequest(null);
  private @Nullable QueuePair queuePair;
  private @Nullable ByteBuffer memory;
  private @Nullable MemoryRegion receiveRegion;
  private int slotBytes;
  private int credit;
  private int reserved;
  private int open;
  private int unitBytesMax;
  private boolean takesImmediateData;
  private boolean isLive;
  private boolean isOver;

  InitiatorChannel(SrpInitiatorNexus nexus, RdmaPort rdma, int requestsMax) {
    this.nexus = nexus;
    this.rdma = rdma;
    this.receives = requestsMax + 1 + SPARE_RECEIVES;
  }

  /** How many receives its queue pair has. */
  int receives() {
    return receives;
  }

  void begin(QueuePair connecting) {
    queuePair = connecting;
  }

  private QueuePair queuePair() {
    QueuePair present = queuePair;
    Check.that(present != null, "a channel has a queue pair");
    return present;
  }

  boolean isLive() {
    return isLive;
  }

  boolean isOver() {
    return isOver;
  }

  /** How many requests the target takes. */
  int credit() {
    return credit;
  }

  int unitBytesMax() {
    return unitBytesMax;
  }

  boolean takesImmediateData() {
    return takesImmediateData;
  }

  /** Whether a command may go out: one credit stays for a function (SRP r16a 4.5). */
  boolean hasRoomForCommand() {
    return isLive && credit > reserved && open < receives - 1 - SPARE_RECEIVES;
  }

  /** Whether a function may go out. */
  boolean hasRoomForFunction() {
    return isLive && credit > 0 && open < receives - SPARE_RECEIVES;
  }

  /** Sends a request: {@code list} from its beginning to its end. */
  void send(long nowNs, WorkRequest request, SegmentList list) {
    credit--;
    open++;
    boolean posted = queuePair().post(nowNs, request.asSend(list, 0, (int) list.totalBytes()));
    Check.that(posted, "a send queue has room for all requests", open);
  }

  /**
   * Sends something that the target's adapter acknowledges and its protocol does not hear of: a
   * write of nothing. Who waits for credit sends nothing else, and would never find out that the
   * target is gone.
   */
  void probe(long nowNs) {
    if (isLive && !probe.isPosted()) {
      queuePair().post(nowNs, probe.asWrite(NOTHING, 0, 0, 0, 0));
    }
  }

  /** A request is over, by its response or without one. */
  void onOver() {
    open--;
  }

  private void gain(int delta) {
    credit = Math.max(0, credit + delta);
  }

  @Override
  public void onEstablished(long nowNs, QueuePair established, byte[] privateData) {
    SrpLoginResponse response =
        SrpLoginResponse.read(ByteBuffer.wrap(privateData), 0, privateData.length);
    if (response == null || isOver) {
      nexus.lose(nowNs, "the target's answer to the login was none");
      return;
    }
    unitBytesMax =
        (int)
            Math.min(response.initiatorToTargetBytes(), nexus.settings().initiatorToTargetBytes());
    takesImmediateData =
        nexus.settings().immediateBytesMax() > 0 && response.has(SrpLoginResponse.IMMEDIATE_DATA);
    credit = Math.max(0, response.requestLimit());
    reserved = credit > 1 ? 1 : 0;
    int bytes = (int) Math.min(response.targetToInitiatorBytes(), RESPONSE_BYTES_MAX);
    slotBytes = (Math.max(64, bytes) + 63) & ~63;
    if (!postReceives(nowNs)) {
      nexus.lose(nowNs, "memory for responses could not be registered");
      return;
    }
    isLive = true;
    nexus.onChannelLive(nowNs);
  }

  private boolean postReceives(long nowNs) {
    int notesAt = receives * slotBytes;
    ByteBuffer fresh = ByteBuffer.allocateDirect(notesAt + 4 * ANSWER_BYTES);
    MemoryRegion region = rdma.register(fresh, 0, notesAt, MemoryRegion.LOCAL_WRITE);
    if (region == null) {
      return false;
    }
    memory = fresh;
    receiveRegion = region;
    for (int slot = 0; slot < receives; slot++) {
      repost(nowNs, region, new WorkRequest(slot));
    }
    for (int index = 0; index < 4; index++) {
      Note note = new Note();
      note.at = notesAt + index * ANSWER_BYTES;
      notes.add(note);
    }
    return true;
  }

  private static int slotOf(WorkRequest receive) {
    return receive.context() instanceof Integer slot ? slot : 0;
  }

  private void repost(long nowNs, MemoryRegion region, WorkRequest receive) {
    int slot = slotOf(receive);
    queuePair().post(nowNs, receive.asReceive(region, slot * slotBytes, slotBytes));
  }

  @Override
  public void onCompletion(long nowNs, QueuePair from, WorkRequest request) {
    boolean succeeded = request.status() == WorkStatus.SUCCESS;
    Object context = request.context();
    if (context instanceof InitiatorSlot slot) {
      nexus.onCommandSent(nowNs, slot);
    } else if (context instanceof Note note) {
      notes.add(note);
      if (note.isLogout) {
        queuePair().disconnect(nowNs, NO_DATA);
      }
    } else if (context instanceof FunctionSender functions) {
      functions.onSent(nowNs);
    } else if (succeeded && request != probe) {
      onReceived(nowNs, request);
    }
  }

  private void onReceived(long nowNs, WorkRequest receive) {
    ByteBuffer bytes = memory;
    MemoryRegion region = receiveRegion;
    Check.that(bytes != null && region != null, "what is received has memory");
    int at = slotOf(receive) * slotBytes;
    onUnit(nowNs, bytes, at, receive.transferredBytes());
    if (isLive) {
      repost(nowNs, region, receive);
    }
  }

  private void onUnit(long nowNs, ByteBuffer bytes, int at, int lengthBytes) {
    SrpInformationUnit unit = SrpInformationUnit.of(bytes, at, lengthBytes);
    if (unit == null || lengthBytes < unit.lengthBytesMin() || !isLive) {
      violate(nowNs);
      return;
    }
    switch (unit) {
      case RSP -> {
        if (!SrpResponseIu.isWhole(bytes, at, lengthBytes)) {
          violate(nowNs);
        } else {
          gain(SrpResponseIu.requestLimitDelta(bytes, at));
          nexus.onResponse(nowNs, bytes, at);
        }
      }
      case CRED_REQ -> {
        nexus.counters().add(Counter.CREDIT_REQUESTS);
        answer(nowNs, SrpInformationUnit.CRED_RSP, bytes, at);
      }
      case AER_REQ -> {
        nexus.counters().add(Counter.EVENTS);
        answer(nowNs, SrpInformationUnit.AER_RSP, bytes, at);
      }
      case T_LOGOUT -> {
        nexus.counters().add(Counter.TARGET_LOGOUTS);
        TargetLogoutReason reason =
            TargetLogoutReason.of(SrpTargetRequestIu.logoutReason(bytes, at));
        nexus.lose(nowNs, reason == null ? "the target logged out" : reason.text());
      }
      default -> violate(nowNs);
    }
  }

  private void violate(long nowNs) {
    if (isLive) {
      nexus.counters().add(Counter.UNITS_INVALID);
      nexus.lose(nowNs, "the target sent what is no information unit of its");
    }
  }

  private void answer(long nowNs, SrpInformationUnit unit, ByteBuffer bytes, int at) {
    gain(SrpTargetRequestIu.requestLimitDelta(bytes, at));
    note(nowNs, unit, SrpInformationUnit.tag(bytes, at), false);
    nexus.pump(nowNs);
  }

  private void note(long nowNs, SrpInformationUnit unit, long tag, boolean isLogout) {
    Note note = notes.poll();
    ByteBuffer bytes = memory;
    if (note == null || bytes == null) {
      // A target asks one thing at a time, and no more than four answers are ever under way.
      nexus.lose(nowNs, "the target asked for more than it may");
      return;
    }
    unit.begin(bytes, note.at, tag);
    note.isLogout = isLogout;
    note.list.clear();
    note.list.add(bytes, note.at, unit.lengthBytesMin());
    if (!queuePair().post(nowNs, note.send.asSend(note.list, 0, unit.lengthBytesMin()))) {
      notes.add(note);
    }
  }

  /** SRP_I_LOGOUT (SRP r16a 6.5), and the end of the connection once it is out. */
  void logOut(long nowNs) {
    if (isLive) {
      note(nowNs, SrpInformationUnit.I_LOGOUT, 0, true);
    } else {
      disconnect(nowNs);
    }
  }

  /** Ends the connection without a word. */
  void disconnect(long nowNs) {
    isLive = false;
    QueuePair present = queuePair;
    if (present != null && !isOver) {
      present.disconnect(nowNs, NO_DATA);
    }
  }

  @Override
  public void onError(long nowNs, QueuePair from, WorkStatus cause) {
    nexus.lose(nowNs, "the queue pair failed with " + cause);
  }

  @Override
  public void onRejected(long nowNs, QueuePair from, int reasonCode, byte[] privateData) {
    end();
    nexus.onRefused(nowNs, LoginRejection.text(reasonCode, privateData));
  }

  @Override
  public void onUnreachable(long nowNs, QueuePair from) {
    end();
    nexus.onRefused(nowNs, "nobody answers there");
  }

  @Override
  public void onDisconnected(long nowNs, QueuePair from, byte[] privateData) {
    end();
    nexus.lose(nowNs, "the connection ended");
  }

  private void end() {
    isLive = false;
    isOver = true;
    MemoryRegion region = receiveRegion;
    if (region != null) {
      receiveRegion = null;
      region.deregister();
    }
  }
}
